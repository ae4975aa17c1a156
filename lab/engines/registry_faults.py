"""A registry that fails on purpose: what it does depends on the host and the repository asked for.

Run as `python3 -m lab.engines.registry_faults ADDRESS CERTIFICATE KEY`.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["main"]

_HUB_LIMIT = "You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit"
_ACR_LOGIN = (
    "authentication required, visit https://aka.ms/acr/authorization for more information."
    " CorrelationId: 5b1a7e0c-7f1e-4d65-b6b5-2f6b6b4b9f0a"
)
_LOCKED = (
    "The operation is disallowed on this registry, repository or image."
    " View troubleshooting steps at https://aka.ms/acr/faq/#why-does-my-pull-or-push-request-fail-with-disallowed-operation"
)
_TOO_LARGE = (
    b"<html><head><title>413 Request Entity Too Large</title></head><body><center>"
    b"<h1>413 Request Entity Too Large</h1></center><hr><center>nginx</center></body></html>"
)
# repository's first part -> status, code, message
_ERRORS = {
    "s403": (403, "DENIED", "requested access to the resource is denied"),
    "s429": (429, "TOOMANYREQUESTS", "too many requests"),
    "name404": (404, "NAME_UNKNOWN", "repository name not known to registry"),
    "pushreqdenied": (403, "DENIED", "requested access to the resource is denied"),
    "pushdenied": (403, "DENIED", _LOCKED),
}
_PAGES = {
    "html403": (403, b"<html><body><h1>403 Forbidden</h1></body></html>", "text/html"),
    "html": (200, b"<html><body>Welcome, please sign in</body></html>", "text/html"),
    "s500": (500, b"internal error", "text/plain"),
    "s503": (503, b"upstream connect error or disconnect/reset before headers", "text/plain"),
    "push503": (503, b"", "text/plain"),
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _send(
        self, status: int, body: bytes = b"", kind: str = "application/json", **headers: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _error(self, status: int, code: str, message: str, detail: Any = None, **more: str) -> None:
        body = {"errors": [{"code": code, "message": message, "detail": detail}]}
        self._send(
            status,
            json.dumps(body).encode(),
            Docker_Distribution_Api_Version="registry/2.0",
            **more,
        )

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length:
            self.rfile.read(length)
        host = self.headers.get("Host", "").partition(":")[0]
        if host == "auth.docker.io":
            self._send(200, b'{"token": "eyJh", "access_token": "eyJh", "expires_in": 300}')
        elif host == "registry-1.docker.io":
            self._hub()
        elif host == "firewalled.azurecr.io":
            self._error(
                403, "DENIED", "client with IP '20.42.11.7' is not allowed access. Refer"
                " https://aka.ms/acr/firewall to grant access.",
            )  # fmt: skip
        elif host.endswith("azurecr.io"):
            self._acr(host)
        elif self.path in ("/v2/", "/v2"):
            self._send(200, b"{}", Docker_Distribution_Api_Version="registry/2.0")
        else:
            self._faulty(host)

    def _hub(self) -> None:
        bearer = 'Bearer realm="https://auth.docker.io/token",service="registry.docker.io"'
        known = bool(self.headers.get("Authorization"))
        if self.path in ("/v2/", "/v2"):
            if known:
                self._send(200, b"{}")
            else:
                self._error(401, "UNAUTHORIZED", "authentication required", WWW_Authenticate=bearer)
            return
        repository = self.path[4:].partition("/manifests/")[0].partition("/blobs/")[0]
        bearer += f',scope="repository:{repository}:pull"'
        if not known:
            self._error(401, "UNAUTHORIZED", "authentication required", WWW_Authenticate=bearer)
        elif repository in ("library/python", "library/ubuntu"):
            self._error(429, "TOOMANYREQUESTS", _HUB_LIMIT)
        elif repository == "library/debian":
            self._error(404, "MANIFEST_UNKNOWN", "manifest unknown")
        else:
            bearer += ',error="insufficient_scope"'
            self._error(401, "UNAUTHORIZED", "authentication required", WWW_Authenticate=bearer)

    def _acr(self, host: str) -> None:
        if self.path.startswith("/oauth2/token"):
            self._error(401, "UNAUTHORIZED", _ACR_LOGIN)
            return
        bearer = f'Bearer realm="https://{host}/oauth2/token",service="{host}"'
        self._error(401, "UNAUTHORIZED", _ACR_LOGIN, WWW_Authenticate=bearer)

    def _faulty(self, host: str) -> None:
        parts = self.path[4:].split("/")
        kind = parts[0]
        if kind.startswith("push") and self.command == "HEAD":
            self._send(404)
        elif kind in _ERRORS:
            self._error(*_ERRORS[kind])
        elif kind in _PAGES:
            self._send(*_PAGES[kind])
        elif kind == "acr404":
            self._error(404, "MANIFEST_UNKNOWN", f'manifest tagged by "{parts[-1]}" is not found')
        elif kind == "push413" and self.command == "POST":
            place = f"https://{host}/v2/push413/app/blobs/uploads/x"
            self._send(202, b"", Location=place, Docker_Upload_UUID="x", Range="0-0")
        elif kind == "push413" and self.command in ("PATCH", "PUT"):
            self._send(413, _TOO_LARGE, "text/html")
        elif kind == "reset":
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()
        elif kind == "stall":
            time.sleep(600)
        else:
            self._error(404, "MANIFEST_UNKNOWN", "manifest unknown")

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Keep quiet."""


def main(address: str, certificate: str, key: str) -> None:
    """Serve on port 443 of an address until killed."""
    server = ThreadingHTTPServer((address, 443), _Handler)
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
