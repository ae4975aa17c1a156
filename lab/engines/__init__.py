"""Container builders that make the lab's logs: one module per builder.

Each builder's module says `available() -> str | None` (why it can't run here) and
`build(scenario, folder) -> Built`. They share a private corner of the machine (`corner`):
registries of their own, base images, daemons with their own data. It needs root, Debian's
docker.io, buildah, mmdebstrap and docker-registry; `python3 -m lab.engines up | down` starts and
ends what runs in the background, and a scenario starts what it needs by itself.
"""

from __future__ import annotations

import importlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from lab.outcome import Outcome
from lab.tools import Missing

if TYPE_CHECKING:
    from types import ModuleType

    from lab.scenario import Scenario

__all__ = ["BUILDERS", "available", "run"]

BUILDERS = {
    "docker-classic": "docker_classic",
    "docker-classic-modern": "docker_classic_modern",
    "docker-classic-28": "docker_classic_28",
    "buildkit": "buildkit",
    "buildkit-modern": "buildkit_modern",
    "buildkit-28": "buildkit_28",
    "buildkit-rawjson": "buildkit_rawjson",
    "buildah": "buildah",
    "podman": "podman",
}


def available(engine: str) -> str | None:
    """Return why a builder can't run on this machine; None where it can."""
    if engine not in BUILDERS:
        return f"no builder is called {engine}"
    reason: str | None = _module(engine).available()
    return reason


def run(engine: str, scenario: Scenario, tool: str) -> Outcome:
    """Build the scenario's Dockerfile and return the combined output, with neutral names.

    Raises `Missing` where the builder can't be had.
    """
    reason = available(engine)
    if reason is not None:
        raise Missing(reason)
    from lab.engines import context, neutral
    from lab.engines.corner import corner

    module = _module(engine)
    folder = Path(tempfile.mkdtemp(prefix=f"{scenario.name}.", dir=corner("work")))
    try:
        context.write(scenario, folder)
        built = module.build(scenario, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Outcome(
        output=neutral.neutral(built.output, folder),
        exit_code=built.exit_code,
        versions=module.VERSIONS,
        tool=tool or module.TOOL,
    )


def _module(engine: str) -> ModuleType:
    return importlib.import_module(f"lab.engines.{BUILDERS[engine]}")
