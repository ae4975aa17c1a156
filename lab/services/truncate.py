"""Files that end before their announced length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.services.index import IndexHandler

if TYPE_CHECKING:
    from pathlib import Path

    from lab.services.http import Handler
    from lab.services.store import Store

__all__ = ["handler"]


class _Truncate(IndexHandler):
    def answer(self) -> None:
        if any(part in self.path for part in ("/simple", "/packages/")):
            super().answer()
        else:
            self.reply(200, bytes(50_000), "application/octet-stream", length=100_000)
            self.close_connection = True

    def send_file(self, name: str) -> None:
        item = self.store.file(name)
        if item is None:
            super().send_file(name)
            return
        half = item.content[: len(item.content) // 2]
        self.reply(200, half, "application/octet-stream", length=len(item.content))
        self.close_connection = True


def handler(argument: str, store: Store, folder: Path) -> type[Handler]:
    """Return the handler for `truncate`."""
    return type("Truncate", (_Truncate,), {"store": store})
