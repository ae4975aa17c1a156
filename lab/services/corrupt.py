"""Files of the right length whose content is damaged (a bad hash, a broken archive)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.services.index import IndexHandler

if TYPE_CHECKING:
    from pathlib import Path

    from lab.services.http import Handler
    from lab.services.store import Store

__all__ = ["handler"]


class _Corrupt(IndexHandler):
    def send_file(self, name: str) -> None:
        item = self.store.file(name)
        if item is None:
            super().send_file(name)
            return
        middle = len(item.content) // 2
        body = item.content[:middle] + bytes(len(item.content) - middle)
        self.reply(200, body, "application/octet-stream")


def handler(argument: str, store: Store, folder: Path) -> type[Handler]:
    """Return the handler for `corrupt`."""
    return type("Corrupt", (_Corrupt,), {"store": store})
