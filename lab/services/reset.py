"""Connections that are reset by the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.services.http import Handler, reset
from lab.services.index import IndexHandler

if TYPE_CHECKING:
    from pathlib import Path

    from lab.services.store import Store

__all__ = ["handler"]


class _ResetAlways(Handler):
    def answer(self) -> None:
        reset(self.connection)


class _Close(Handler):
    def answer(self) -> None:
        self.close_connection = True


class _ResetInFile(IndexHandler):
    def send_file(self, name: str) -> None:
        item = self.store.file(name)
        if item is None:
            super().send_file(name)
            return
        half = item.content[: len(item.content) // 2]
        self.reply(200, half, "application/octet-stream", length=len(item.content))
        reset(self.connection)


def handler(argument: str, store: Store, folder: Path) -> type[Handler]:
    """Return the handler for `reset` and its kinds."""
    base = {"download": _ResetInFile, "fin": _Close, "eof": _Close}.get(argument, _ResetAlways)
    return type("Reset", (base,), {"store": store})
