"""A name server that knows no name."""

from __future__ import annotations

import socket
import threading

__all__ = ["start"]

_CODES = {"nxdomain": 3, "servfail": 2}


def start(kind: str, address: str = "127.0.0.1", port: int = 53) -> socket.socket:
    """Start a name server that answers every question `nxdomain` or `servfail`; close it to end."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((address, port))
    threading.Thread(target=_serve, args=(server, _CODES[kind]), daemon=True).start()
    return server


def _serve(server: socket.socket, code: int) -> None:
    while True:
        try:
            query, client = server.recvfrom(4096)
        except OSError:
            return
        flags = bytes((query[2] | 0x80, 0x80 | code))
        question = query[12:].split(b"\0", 1)[0] + b"\0" + query[12:].split(b"\0", 1)[1][:4]
        server.sendto(query[:2] + flags + b"\0\1\0\0\0\0\0\0" + question, client)
