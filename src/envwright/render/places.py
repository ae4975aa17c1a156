"""Where a log is, as other systems want it said: relative to the current folder, never absolute."""

from __future__ import annotations

__all__ = ["relative_path", "relative_uri"]

_KEPT = frozenset(
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/!$&'()*+,;=@"
)
"""Bytes that stand for themselves in the path of a URI (RFC 3986)."""


def relative_path(name: str, folder: str) -> str:
    """Return a log's name relative to a folder, given absolute; outside it, its last part alone.

    Whoever reads the answer elsewhere must neither learn this machine's folders nor need them.
    """
    path, base = name.replace("\\", "/"), folder.replace("\\", "/").rstrip("/")
    if base and path.startswith(f"{base}/"):
        path = path[len(base) + 1 :]
    elif path.startswith("/") or path[1:3] == ":/" or ".." in path.split("/"):
        path = path.rpartition("/")[2]
    path = "/".join(part for part in path.split("/") if part not in ("", "."))
    return path.strip("<>") or "log"


def relative_uri(name: str, folder: str) -> str:
    """Return `relative_path` as a relative URI."""
    data = relative_path(name, folder).encode("utf-8", "surrogatepass")
    return "".join(chr(code) if code in _KEPT else f"%{code:02X}" for code in data)
