"""Redirects in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.services.http import Handler

if TYPE_CHECKING:
    from pathlib import Path

    from lab.services.store import Store

__all__ = ["handler"]


class _Redirect(Handler):
    def answer(self) -> None:
        host = self.headers.get("Host", "pypi.org")
        self.reply(302, b"", headers={"Location": f"https://{host}{self.path}"})


def handler(argument: str, store: Store, folder: Path) -> type[Handler]:
    """Return the handler for `redirect`."""
    return type("Redirect", (_Redirect,), {})
