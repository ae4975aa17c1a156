"""The stage: a network and mount namespace where `pypi.org` is whatever the scenario says.

Run as `python3 -m lab.stage JOB.json` inside `unshare`: brings loopback up, binds its own
`/etc/hosts`, `/etc/resolv.conf` and CA bundle, starts the services on the real ports, runs the
command and exits with its code. Nothing of it is visible outside, and no packet leaves.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

from lab.services import ABSENT, dns, start
from lab.services.authority import Authority
from lab.services.store import Store

__all__ = ["BROKEN", "main"]

BROKEN = 97
"""Exit code that says: the stage itself broke, not what was played on it."""
_PORTS = {"http": 80, "https": 443}
_BUNDLE = "/etc/ssl/certs/ca-certificates.crt"


def main(arguments: list[str]) -> int:
    """Play one job and return the command's exit code."""
    job: dict[str, Any] = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    work, private = Path(job["work"]), Path(job["private"])
    _loopback_up()
    store = Store(job["packages"], Path(job["fetched"]) if job["fetched"] else None)
    authority = Authority(Path(job["authority"]))
    lines = ["127.0.0.1 localhost"]
    addresses: dict[str, str] = {}
    for place, spec in job["hosts"].items():
        scheme, host, port = _place(place)
        name = spec.partition(":")[0]
        fresh = addresses.get(host) or ABSENT.get(name) or _address(10 + len(addresses))
        addresses[host] = fresh
        if spec == "stall:connect":
            drop = ("iptables", "-A", "INPUT", "-p", "tcp", "-d", fresh, "-j", "DROP")
            subprocess.run(drop, check=True)
            continue
        start(
            spec, store, host=host, address=fresh, port=port, folder=work,
            authority=authority if scheme == "https" else None,
        )  # fmt: skip
    lines += [f"{address} {host}" for host, address in addresses.items()]
    if "198.51.100.1" in addresses.values():
        subprocess.run(("ip", "route", "add", "unreachable", "198.51.100.0/24"), check=True)
    if job["dns"] != "none":
        dns.start(job["dns"])
    _bind(private / "hosts", "\n".join(lines) + "\n", "/etc/hosts")
    _bind(
        private / "resolv.conf",
        "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n",
        "/etc/resolv.conf",
    )
    if job["tool"]:
        subprocess.run(("mount", "--bind", *job["tool"]), check=True)
    environment = dict(job["environment"])
    if job["trust"]:
        environment |= dict.fromkeys(
            ("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO",
             "NODE_EXTRA_CA_CERTS"), str(authority.root),
        )  # fmt: skip
        if Path(_BUNDLE).exists():
            _bind(private / "bundle.crt", authority.root.read_text(), _BUNDLE)
    try:
        result = subprocess.run(
            ("sh", "-c", job["run"]),
            cwd=work, env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT,
            timeout=job["timeout"], check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return 124
    return result.returncode if result.returncode >= 0 else 128 - result.returncode


def _address(number: int) -> str:
    """Return an address of the documentation's network that is this machine's own on the stage."""
    address = f"203.0.113.{number}"
    subprocess.run(("ip", "address", "add", f"{address}/32", "dev", "lo"), check=True)
    return address


def _place(place: str) -> tuple[str, str, int]:
    scheme, found, rest = place.partition("://")
    if not found:
        scheme, rest = "https", place
    host, _, port = rest.partition(":")
    return scheme, host, int(port) if port else _PORTS[scheme]


def _loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, 0x8914, struct.pack("16sH14s", b"lo", 0x1 | 0x40, b""))


def _bind(own: Path, text: str, target: str) -> None:
    own.write_text(text, encoding="utf-8")
    own.chmod(0o644)
    subprocess.run(("mount", "--bind", str(own), target), check=True)


if __name__ == "__main__":
    try:
        code = main(sys.argv[1:])
    except Exception:
        traceback.print_exc()
        code = BROKEN
    sys.stdout.flush()
    os._exit(code)
