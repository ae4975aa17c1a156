"""An HTTP proxy: one that works, or one that answers CONNECT with a status or a reset."""

from __future__ import annotations

import contextlib
import select
import socket
from typing import TYPE_CHECKING

from lab.services.http import Handler, reset

if TYPE_CHECKING:
    from pathlib import Path

    from lab.services.store import Store

__all__ = ["handler"]


class _Proxy(Handler):
    fault = ""

    def answer(self) -> None:
        if self.fault == "reset":
            reset(self.connection)
        elif self.fault:
            headers = {"Proxy-Authenticate": 'Basic realm="proxy"'} if self.fault == "407" else {}
            self.reply(int(self.fault), b"<html><body>proxy</body></html>", headers=headers)
            self.close_connection = True
        else:
            self._tunnel()

    def _tunnel(self) -> None:
        host, _, port = self.path.partition(":")
        try:
            upstream = socket.create_connection((host, int(port or 443)), timeout=10)
        except OSError:
            self.reply(502, b"<html><body>bad gateway</body></html>")
            return
        self.send_response(200, "Connection established")
        self.end_headers()
        self.close_connection = True
        with contextlib.suppress(OSError), upstream:
            pair = {self.connection: upstream, upstream: self.connection}
            while True:
                ready, _, _ = select.select(list(pair), [], [], 60)
                for item in ready:
                    data = item.recv(65536)
                    if not data:
                        return
                    pair[item].sendall(data)


def handler(argument: str, store: Store, folder: Path) -> type[Handler]:
    """Return the handler for `proxy[:CODE|reset]`."""
    return type("Proxy", (_Proxy,), {"fault": argument})
