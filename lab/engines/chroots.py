"""Newer dockers, each in a chroot of a newer Debian."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from typing import TYPE_CHECKING

from lab.engines.corner import Built, bundle, corner, execute, hosts, start

if TYPE_CHECKING:
    from pathlib import Path

    from lab.scenario import Scenario

__all__ = ["available", "build"]

_MAKING = threading.Lock()
_PACKAGES = "docker.io,docker-buildx,docker-cli,ca-certificates,iptables"


def available() -> str | None:
    """Return why a newer docker can't run here."""
    from lab.engines import docker20

    return docker20.available()


def build(
    scenario: Scenario, folder: Path, *, suite: str, command: list[str], environment: dict[str, str]
) -> Built:
    """Build with the docker of a Debian suite, and push where the scenario asks for it."""
    from lab.engines import images

    images.provide(scenario)
    extra = scenario.extra
    enter = _enter(suite, folder.name, environment)
    tag = ["-t", extra["push"]] if "push" in extra else []
    options = ["--network", "host", "--no-cache", *tag, *extra.get("options", ())]
    context = extra.get("context", ".")
    built = execute([*enter, *command, *options, context], folder, scenario.timeout)
    if tag and built.exit_code == 0:
        pushed = execute([*enter, "push", extra["push"]], folder, scenario.timeout)
        built = Built(built.output + pushed.output, pushed.exit_code)
    return built


def _enter(suite: str, name: str, environment: dict[str, str]) -> list[str]:
    """Return the beginning of a docker command that runs beside the daemon, in the context."""
    _daemon(suite)
    number = (_root(suite) / "run" / "lab-docker.pid").read_text().strip()
    variables = [f"{key}={value}" for key, value in environment.items()]
    return [
        "nsenter", "-t", number, "-m", "-r", "-w", "env", "-i", "HOME=/root",
        "PATH=/usr/sbin:/usr/bin:/sbin:/bin", f"DOCKER_HOST=unix:///context/{suite}.sock",
        *variables,
        "sh", "-c", f'cd /context/{name} && exec docker "$@"', "sh",
    ]  # fmt: skip


def _root(suite: str) -> Path:
    return corner("chroots", suite)


def _daemon(suite: str) -> None:
    """Start the suite's dockerd; the chroot is made first where it is missing."""
    with _MAKING:
        _make_and_start(suite)


def _make_and_start(suite: str) -> None:
    root = _root(suite)
    if not (root / "usr/sbin/dockerd").exists():
        root.rmdir()
        command = ["mmdebstrap", "--variant=minbase", f"--include={_PACKAGES}"]
        command += ['--aptopt=Acquire::Check-Valid-Until "false"', suite, str(root)]
        subprocess.run(command, check=True, capture_output=True)
    shutil.copy(bundle(), root / "etc/ssl/certs/ca-certificates.crt")
    shutil.copy(hosts(), root / "etc/hosts")
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    (root / "context").mkdir(exist_ok=True)
    script = f"""
mount --bind {root} {root} && cd {root} || exit 1
for each in proc sys dev; do mount --rbind /$each {root}/$each; done
mount --bind {corner("work")} {root}/context
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot {root} dockerd --data-root /var/lib/docker \
  --exec-root /run/lab-docker --pidfile /run/lab-docker.pid -H unix:///context/{suite}.sock \
  --bridge none --iptables=false --cgroup-parent /lab-{suite}
"""
    start(f"docker-{suite}", ["unshare", "--mount", "sh", "-c", script])
    for _ in range(60):
        if (corner("work") / f"{suite}.sock").exists():
            time.sleep(1)
            return
        time.sleep(0.5)
