"""The classic builder of Debian bookworm's docker 20.10."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.engines import docker20

if TYPE_CHECKING:
    from pathlib import Path

    from lab.engines.corner import Built
    from lab.scenario import Scenario

__all__ = ["TOOL", "VERSIONS", "available", "build"]

VERSIONS = "docker 20.10.24, classic builder"
TOOL = "docker"
available = docker20.available


def build(scenario: Scenario, folder: Path) -> Built:
    """Build a scenario's context."""
    return docker20.build(scenario, folder, buildkit=False)
