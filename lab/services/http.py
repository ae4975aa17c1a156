"""The HTTP server that all services share."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Handler", "Server", "reset", "sleep_forever"]


class Server(ThreadingHTTPServer):
    """An HTTP server that can speak TLS, or fail before it does."""

    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False

    def __init__(
        self,
        address: tuple[str, int],
        handler: type[Handler],
        context: ssl.SSLContext | None,
        early: str = "",
    ) -> None:
        super().__init__(address, handler)
        self.context = context
        self.early = early
        self.abrupt = early == "eof"
        """Whether TLS connections end without saying so."""

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Answer one connection; `early` faults happen before a byte is read."""
        if self.early == "connect":
            reset(request)
            return
        if self.early == "tls":
            sleep_forever()
        if self.context is not None:
            request = self.context.wrap_socket(request, server_side=True)
        super().finish_request(request, client_address)
        if self.context is not None:
            with contextlib.suppress(OSError, ValueError):
                if not self.abrupt:
                    request.settimeout(1)
                    request.unwrap()
                request.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep broken connections quiet: breaking them is the purpose; print only our own bugs."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Answers requests; services override `answer`."""

    protocol_version = "HTTP/1.1"
    server_version = "nginx"
    sys_version = ""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class names it so)
        """Log nothing."""

    def answer(self) -> None:
        """Answer one request."""
        raise NotImplementedError

    def do_GET(self) -> None:
        """Answer GET."""
        self.answer()

    do_HEAD = do_POST = do_CONNECT = do_PUT = do_GET  # noqa: N815

    def reply(
        self,
        status: int,
        body: bytes = b"",
        kind: str = "text/html; charset=utf-8",
        headers: dict[str, str] | None = None,
        length: int | None = None,
        reason: str | None = None,
    ) -> None:
        """Send a whole reply; `length` overrides the announced length."""
        self.send_response(status, reason)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
            self.wfile.flush()


def reset(connection: socket.socket) -> None:
    """Close a connection so that the other side sees `Connection reset by peer`."""
    raw: Any = connection
    if isinstance(connection, ssl.SSLSocket):
        raw = socket.socket(fileno=connection.detach())
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raw.close()


def sleep_forever() -> None:
    """Keep the connection open and say nothing, for longer than any client waits."""
    time.sleep(3600)
