"""The private corner of the machine where the lab's builders live: folders, names, commands."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "ADDRESSES",
    "Built",
    "bundle",
    "corner",
    "execute",
    "hosts",
    "inside",
    "running",
    "start",
]

_STARTING = threading.Lock()

# Names that only the lab's builders see. 192.0.2.0/24 is set aside for documentation (RFC 5737);
# docker trusts 127.0.0.0/8 without TLS, so the failing ones must not live there.
ADDRESSES = {
    "127.0.77.1": "registry.example.org",
    "192.0.2.1": "down.example.org",
    "192.0.2.2": (
        "faults.example.org registry-1.docker.io auth.docker.io mcr.microsoft.com quay.io ghcr.io"
        " gcr.io nvcr.io myworkspace.azurecr.io firewalled.azurecr.io"
    ),
    "192.0.2.3": "private.example.org",
    "192.0.2.4": "untrusted.example.org",
    "192.0.2.5": "plain.example.org",
}


@dataclass(frozen=True, slots=True)
class Built:
    """What a builder printed and how it ended."""

    output: bytes
    exit_code: int


def corner(*parts: str) -> Path:
    """Return a folder of the corner, made where it is missing."""
    path = Path(os.environ.get("LAB_CORNER", "/var/tmp/envwright-lab"), *parts)
    path.mkdir(parents=True, exist_ok=True)
    return path


def hosts() -> Path:
    """Return the hosts file of the corner."""
    path = corner() / "hosts"
    text = "127.0.0.1 localhost\n" + "".join(
        f"{address} {names}\n" for address, names in ADDRESSES.items()
    )
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
    return path


def bundle() -> Path:
    """Return the CA bundle: the machine's own and the lab's authority."""
    return corner("pki") / "bundle.crt"


def inside(command: list[str]) -> list[str]:
    """Return the command so that it sees the corner's hosts file."""
    script = f'mount --bind {hosts()} /etc/hosts && exec "$@"'
    return ["unshare", "--mount", "sh", "-c", script, "sh", *command]


def execute(
    command: list[str], folder: Path, timeout: float, environment: dict[str, str] | None = None
) -> Built:
    """Run a command in a folder and return both streams as one; 124 where it took too long."""
    full = {**os.environ, "SSL_CERT_FILE": str(bundle()), **(environment or {})}
    full.pop("SSL_CERT_DIR", None)
    try:
        done = subprocess.run(
            command, cwd=folder, env=full, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=timeout, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        return Built(error.stdout or b"", 124)
    return Built(done.stdout, done.returncode)


def start(name: str, command: list[str], environment: dict[str, str] | None = None) -> None:
    """Start a process in the background unless it runs; its number is kept in `NAME.pid`."""
    with _STARTING:
        if not running(name):
            _start(name, command, environment)


def _start(name: str, command: list[str], environment: dict[str, str] | None) -> None:
    full = {**os.environ, **(environment or {})}
    full.pop("SSL_CERT_DIR", None)
    with (corner("run") / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=full, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    (corner("run") / f"{name}.pid").write_text(str(process.pid))
    time.sleep(1)


def running(name: str) -> bool:
    """Tell whether a background process of that name is alive."""
    path = corner("run") / f"{name}.pid"
    return path.exists() and Path(f"/proc/{path.read_text()}").exists()
