"""The folder `site/` of a scenario, served as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.services.http import Handler

if TYPE_CHECKING:
    from pathlib import Path

    from lab.services.store import Store

__all__ = ["handler"]


class _Site(Handler):
    root: Path

    def answer(self) -> None:
        path = self.root / self.path.partition("?")[0].lstrip("/")
        if path.is_dir():
            path /= "index.html"
        if path.is_file():
            kind = "text/html" if path.suffix == ".html" else "application/octet-stream"
            self.reply(200, path.read_bytes(), kind)
        else:
            self.reply(404, b"<html><body><h1>404 Not Found</h1></body></html>")


def handler(argument: str, store: Store, folder: Path) -> type[Handler]:
    """Return the handler for `site`."""
    return type("Site", (_Site,), {"root": folder / "site"})
