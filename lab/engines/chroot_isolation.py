"""buildah and podman build with chroot isolation, which need no daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.engines import disks
from lab.engines.corner import Built, corner, execute, inside

if TYPE_CHECKING:
    from pathlib import Path

    from lab.scenario import Scenario

__all__ = ["build"]


def build(tool: str, verb: str, scenario: Scenario, folder: Path) -> Built:
    """Build a scenario's context with a tool, and push where it asks for it."""
    from lab.engines import images

    images.provide(scenario)
    extra = scenario.extra
    place = disks.disk(extra["disk"]) if "disk" in extra else corner("data", tool)
    environment = {"TMPDIR": str(place)} if "disk" in extra else {}
    if "login" in extra:
        environment["REGISTRY_AUTH_FILE"] = str(folder / ".client" / "config.json")
    command = inside(
        [tool, "--root", str(place / "storage"), "--runroot", str(corner("run", tool)),
         "--storage-driver", "overlay"]
    )  # fmt: skip
    tag = ["-t", extra["push"]] if "push" in extra else []
    options = ["--isolation", "chroot", *tag, *extra.get("options", ())]
    built = execute(
        [*command, verb, *options, extra.get("context", ".")],
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
