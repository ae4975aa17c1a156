"""What the lab and the tests need of a Debian machine, and how it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess

__all__ = ["install"]

# command -> Debian package
_NEEDED = {
    "unshare": "util-linux",
    "ip": "iproute2",
    "iptables": "iptables",
    "openssl": "openssl",
    "curl": "curl",
    "wget": "wget",
    "git": "git",
    "pypy3": "pypy3-venv",
    "dockerd": "docker.io",
    "buildah": "buildah",
    "podman": "podman",
    "mmdebstrap": "mmdebstrap",
    "docker-registry": "docker-registry",
    "chromium": "chromium",
    "zsh": "zsh",
    "fish": "fish",
}
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def install() -> list[str]:
    """Install what is missing and return one line for each thing said about it.

    Never fails: a scenario that lacks something says so itself.
    """
    missing = {
        command: package
        for command, package in _NEEDED.items()
        if shutil.which(command, path=_PATH) is None
    }
    if not missing:
        return ["everything that the lab and the tests need is installed"]
    names = sorted(set(missing.values()))
    if shutil.which("apt-get", path=_PATH) is None or os.geteuid() != 0:
        return [f"not installed, and only root on Debian can: {', '.join(names)}"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    lines = []
    for command in (
        ("apt-get", "update", "-qq"),
        ("apt-get", "install", "-y", "-qq", "--no-install-recommends", *names),
    ):
        result = subprocess.run(
            command, capture_output=True, text=True, check=False, env=environment
        )
        if result.returncode:
            last = (result.stderr.strip() or result.stdout.strip()).splitlines()[-1:]
            lines.append(f"`{' '.join(command[:2])}` failed: {' '.join(last)}")
    return lines or [f"installed: {', '.join(names)}"]
