"""Servers that take the request and never answer it, or stop in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.services.http import Handler, sleep_forever
from lab.services.index import IndexHandler

if TYPE_CHECKING:
    from pathlib import Path

    from lab.services.store import Store

__all__ = ["handler"]


class _Silent(Handler):
    def answer(self) -> None:
        sleep_forever()


class _StallInFile(IndexHandler):
    def send_file(self, name: str) -> None:
        item = self.store.file(name)
        if item is None:
            super().send_file(name)
            return
        half = item.content[: len(item.content) // 2]
        self.reply(200, half, "application/octet-stream", length=len(item.content))
        sleep_forever()


def handler(argument: str, store: Store, folder: Path) -> type[Handler]:
    """Return the handler for `stall`, `stall:tls` or `stall:download`."""
    base = _StallInFile if argument == "download" else _Silent
    return type("Stall", (base,), {"store": store})
