"""Debian's docker.io 20.10: a daemon of the lab's own, for the classic builder and for BuildKit."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from lab.engines import disks
from lab.engines.corner import Built, bundle, corner, execute, inside, start

if TYPE_CHECKING:
    from lab.scenario import Scenario

__all__ = ["available", "build", "client", "daemon"]

_CLIENT = "/usr/bin/docker"
_NEEDED = ("dockerd", "docker-registry", "mmdebstrap", "unshare")


def available() -> str | None:
    """Return why docker 20.10 can't run here."""
    for program in _NEEDED:
        if shutil.which(program) is None and not Path("/usr/sbin", program).exists():
            return f"{program} is not installed (Debian: docker.io, docker-registry, mmdebstrap)"
    if not Path(_CLIENT).exists():
        return "docker is not installed (Debian: docker.io)"
    return None if os.geteuid() == 0 else "the lab's builders need root"


def daemon(name: str = "docker20", data: Path | None = None) -> Path:
    """Start the daemon where it does not run and return its socket."""
    socket = corner("run") / f"{name}.sock"
    folder = data or corner("data", name)
    command = [
        "/usr/sbin/dockerd", "--data-root", str(folder), "--exec-root", str(corner("run", name)),
        "--pidfile", str(corner("run", name) / "pid"), "-H", f"unix://{socket}",
        "--bridge", "none", "--iptables=false",
    ]  # fmt: skip
    start(name, inside(command), {"SSL_CERT_FILE": str(bundle())})
    for _ in range(30):
        if (
            subprocess.run(
                (_CLIENT, "-H", f"unix://{socket}", "version"), capture_output=True, check=False
            ).returncode
            == 0
        ):
            break
        time.sleep(0.5)
    return socket


def client(socket: Path) -> list[str]:
    """Return the beginning of a docker command for a daemon."""
    return inside([_CLIENT, "-H", f"unix://{socket}"])


def build(scenario: Scenario, folder: Path, *, buildkit: bool) -> Built:
    """Build, and push where the scenario asks for it."""
    from lab.engines import images

    images.provide(scenario)
    extra = scenario.extra
    data = disks.disk(extra["disk"]) / "data" if "disk" in extra else None
    socket = daemon(f"docker20-{extra['disk']}" if data else "docker20", data)
    environment = {"DOCKER_BUILDKIT": "1" if buildkit else "0"}
    if "login" in extra:
        environment["DOCKER_CONFIG"] = str(folder / ".client")
    progress = ["--progress=plain"] if buildkit else []
    tag = ["-t", extra["push"]] if "push" in extra else []
    options = [*progress, "--network", "host", "--no-cache", *tag, *extra.get("options", ())]
    built = execute(
        [*client(socket), "build", *options, extra.get("context", ".")], folder, scenario.timeout,
        environment,
    )  # fmt: skip
    if tag and built.exit_code == 0:
        pushed = execute([*client(socket), "push", extra["push"]], folder, scenario.timeout)
        built = Built(built.output + pushed.output, pushed.exit_code)
    if data:
        disks.clean(client(socket))
    return built
