"""An HTTP status instead of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.services.index import IndexHandler

if TYPE_CHECKING:
    from pathlib import Path

    from lab.services.http import Handler
    from lab.services.store import Store

__all__ = ["handler"]


class _StatusHandler(IndexHandler):
    status = 500
    where = ""

    def _refuse(self) -> None:
        headers = {}
        if self.status == 401:
            headers["WWW-Authenticate"] = 'Basic realm="packages"'
        elif self.status == 407:
            headers["Proxy-Authenticate"] = 'Basic realm="proxy"'
        elif self.status == 429:
            headers["Retry-After"] = "0"
        self.reply(self.status, b"<html><body>error</body></html>", headers=headers)

    def answer(self) -> None:
        if self.where:
            super().answer()
        else:
            self._refuse()

    def send_index(self, rest: list[str]) -> None:
        if self.where == "index":
            self._refuse()
        else:
            super().send_index(rest)

    def send_file(self, name: str) -> None:
        if self.where == "download":
            self._refuse()
        else:
            super().send_file(name)


def handler(argument: str, store: Store, folder: Path) -> type[Handler]:
    """Return the handler for `status:CODE[:download|index]`."""
    code, _, where = argument.partition(":")
    return type("Status", (_StatusHandler,), {"store": store, "status": int(code), "where": where})
