"""A web page (captive portal, block page, sign-in page) instead of what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.services.http import Handler
from lab.services.index import IndexHandler

if TYPE_CHECKING:
    from pathlib import Path

    from lab.services.store import Store

__all__ = ["handler"]

_PAGE = b"""<!DOCTYPE html>
<html><head><title>Access to this site is restricted</title></head>
<body><h1>Web filter</h1><p>This page was blocked by the network policy of your organisation.</p>
<a href="/terms">Accept the terms of use</a></body></html>
"""


class _Page(Handler):
    kind = "text/html; charset=utf-8"

    def answer(self) -> None:
        self.reply(200, _PAGE, self.kind)


class _PageInFile(IndexHandler):
    def send_file(self, name: str) -> None:
        self.reply(200, _PAGE)


def handler(argument: str, store: Store, folder: Path) -> type[Handler]:
    """Return the handler for `html`, `html:download` or `html:CONTENT/TYPE`."""
    if argument == "download":
        return type("Html", (_PageInFile,), {"store": store})
    return type("Html", (_Page,), {"kind": argument} if argument else {})
