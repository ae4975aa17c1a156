"""podman build with chroot isolation."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from lab.engines import disks
from lab.engines.corner import Built, corner, execute, inside

if TYPE_CHECKING:
    from pathlib import Path

    from lab.scenario import Scenario

__all__ = ["TOOL", "VERSIONS", "available", "build"]

VERSIONS = "podman 4.3.1"
TOOL = "podman"


def available() -> str | None:
    """Return why the builder can't run here."""
    return None if shutil.which("podman") else "podman is not installed (Debian: podman)"


def build(scenario: Scenario, folder: Path) -> Built:
    """Build a scenario's context, and push where it asks for it."""
    from lab.engines import images

    images.provide(scenario)
    extra = scenario.extra
    place = disks.disk(extra["disk"]) if "disk" in extra else corner("data", "podman")
    environment = {"TMPDIR": str(place)} if "disk" in extra else {}
    if "login" in extra:
        environment["REGISTRY_AUTH_FILE"] = str(folder / ".client" / "config.json")
    command = inside(
        ["podman", "--root", str(place / "storage"), "--runroot", str(corner("run", "podman")),
         "--storage-driver", "overlay"]
    )  # fmt: skip
    tag = ["-t", extra["push"]] if "push" in extra else []
    options = ["--isolation", "chroot", *tag, *extra.get("options", ())]
    built = execute(
        [*command, "build", *options, extra.get("context", ".")],
        folder,
        scenario.timeout,
        environment,
    )
    if tag and built.exit_code == 0:
        pushed = execute([*command, "push", extra["push"]], folder, scenario.timeout, environment)
        built = Built(built.output + pushed.output, pushed.exit_code)
    if "disk" in extra:
        execute([*command, "rm", "-a"], folder, 60, environment)
    return built
