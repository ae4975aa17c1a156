"""The classic builder of Debian trixie's docker 26.1, with its notice of deprecation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.engines import chroots

if TYPE_CHECKING:
    from pathlib import Path

    from lab.engines.corner import Built
    from lab.scenario import Scenario

__all__ = ["TOOL", "VERSIONS", "available", "build"]

VERSIONS = "docker 26.1.5, classic builder"
TOOL = "docker"
available = chroots.available


def build(scenario: Scenario, folder: Path) -> Built:
    """Build a scenario's context."""
    return chroots.build(
        scenario, folder, suite="trixie", command=["build"], environment={"DOCKER_BUILDKIT": "0"}
    )
