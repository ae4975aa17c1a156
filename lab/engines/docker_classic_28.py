"""The classic builder of Debian sid's docker 28."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.engines import chroots

if TYPE_CHECKING:
    from pathlib import Path

    from lab.engines.corner import Built
    from lab.scenario import Scenario

__all__ = ["TOOL", "VERSIONS", "available", "build"]

VERSIONS = "docker 28.5.2, classic builder"
TOOL = "docker"
available = chroots.available


def build(scenario: Scenario, folder: Path) -> Built:
    """Build a scenario's context."""
    return chroots.build(
        scenario, folder, suite="sid", command=["build"], environment={"DOCKER_BUILDKIT": "0"}
    )
