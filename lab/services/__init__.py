r"""Servers that fail on purpose, one file each, on loopback.

A service is named by a short text, `NAME[:ARGUMENT][+tls=CERTIFICATE]`:

| name | what it does |
| --- | --- |
| `index` | a real package index (PEP 503 and 691) with its files |
| `reset[:download\|connect]` | resets the connection after the request (in a file, at once) |
| `reset:fin`, `reset:eof` | closes the connection without a reply (`eof`: without TLS knowing) |
| `stall[:download\|connect\|tls]` | never answers (in a file: stops; no connection; no handshake) |
| `flaky:COUNT[:CODE]` | resets, or answers CODE, COUNT times, then works |
| `refuse` | nobody listens |
| `unreachable`, `no-route` | the network has no way to the host |
| `status:CODE[:download\|index]` | an HTTP status, for everything, or only for files or pages |
| `html[:download\|TYPE]` | a web page instead of what was asked for |
| `truncate` | files end before their announced length |
| `corrupt` | files of the right length whose content is damaged |
| `redirect` | redirects in a circle |
| `proxy[:CODE\|reset]` | an HTTP proxy that works, or answers CONNECT with a status |
| `site` | the folder `site/` of the scenario |
| `npm` | a registry of npm that knows one package |

Certificates: `trusted` (the default of https), `untrusted` (its root is sent along), `lone` (it is
not), `self` (self-signed), `expired`, `wronghost`. `tls-X` is short for `index+tls=X`.
"""

from __future__ import annotations

import importlib
import socket
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lab.services.http import Server

if TYPE_CHECKING:
    from lab.services.authority import Authority
    from lab.services.store import Store

__all__ = ["ABSENT", "Running", "start"]

ABSENT = {"refuse": None, "unreachable": "192.0.2.1", "no-route": "198.51.100.1"}
"""Services without a server, and the address their host gets (None: a loopback address)."""


@dataclass(slots=True)
class Running:
    """A server that answers; `stop` ends it."""

    address: str
    port: int
    server: Server | None
    held: tuple[socket.socket, ...] = ()

    def stop(self) -> None:
        """End the server and let go of its port."""
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
        for item in self.held:
            item.close()


def _split(spec: str) -> tuple[str, str, str]:
    base, _, certificate = spec.partition("+tls=")
    if base.startswith("tls-"):
        base, certificate = "index", base.removeprefix("tls-")
    name, _, argument = base.partition(":")
    return name, argument, certificate or "trusted"


def start(
    spec: str,
    store: Store,
    *,
    host: str,
    address: str = "127.0.0.1",
    port: int = 0,
    authority: Authority | None = None,
    folder: Path | None = None,
) -> Running:
    """Start a service for `host` and return it; port 0 takes a free one.

    With an `authority` the service speaks TLS. `folder` is the scenario's working folder.
    """
    name, argument, certificate = _split(spec)
    if name in ABSENT:
        return Running(address, port, None)
    if name == "stall" and argument == "connect":
        return _blackhole(address, port)
    module = importlib.import_module(f"lab.services.{name}")
    handler = module.handler(argument, store, folder or Path())
    context = authority.context(host, certificate) if authority is not None else None
    early = argument if argument in {"connect", "tls", "eof"} else ""
    server = Server((address, port), handler, context, early)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return Running(address, server.server_address[1], server)


def _blackhole(address: str, port: int) -> Running:
    """Return a listener whose queue is full, so that nobody can connect."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((address, port))
    listener.listen(0)
    taken = listener.getsockname()[1]
    held = [listener]
    for _ in range(3):
        client = socket.socket()
        client.setblocking(False)
        client.connect_ex((address, taken))
        held.append(client)
    return Running(address, taken, None, tuple(held))
