"""An index whose first requests fail and which then works: what retries are for."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from lab.services.http import Handler, reset
from lab.services.index import IndexHandler

if TYPE_CHECKING:
    from pathlib import Path

    from lab.services.store import Store

__all__ = ["handler"]

_LOCK = threading.Lock()


class _Flaky(IndexHandler):
    failures = 2
    status = 0

    def answer(self) -> None:
        cls = type(self)
        with _LOCK:
            failing = cls.failures > 0
            cls.failures -= 1
        if not failing:
            super().answer()
        elif self.status:
            self.reply(self.status, b"<html><body>error</body></html>")
        else:
            reset(self.connection)


def handler(argument: str, store: Store, folder: Path) -> type[Handler]:
    """Return the handler for `flaky:COUNT[:CODE]`: resets, or answers CODE, COUNT times."""
    count, _, code = argument.partition(":")
    values = {"store": store, "failures": int(count or 2), "status": int(code or 0)}
    return type("Flaky", (_Flaky,), values)
