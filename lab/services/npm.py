"""A registry of npm that knows one package, left-pad 1.3.0."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lab.services.http import Handler

if TYPE_CHECKING:
    from pathlib import Path

    from lab.services.store import Store

__all__ = ["handler"]


class _Registry(Handler):
    def answer(self) -> None:
        if self.path.strip("/") != "left-pad":
            self.reply(404, b'{"error":"Not found"}', "application/json")
            return
        version = {
            "name": "left-pad",
            "version": "1.3.0",
            "dist": {"tarball": "https://registry.npmjs.org/left-pad/-/left-pad-1.3.0.tgz"},
        }
        body = {
            "name": "left-pad",
            "dist-tags": {"latest": "1.3.0"},
            "versions": {"1.3.0": version},
        }
        self.reply(200, json.dumps(body).encode(), "application/json")


def handler(argument: str, store: Store, folder: Path) -> type[Handler]:
    """Return the handler for `npm`."""
    return type("Npm", (_Registry,), {})
