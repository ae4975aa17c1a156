"""BuildKit's progress as JSON records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.engines import chroots

if TYPE_CHECKING:
    from pathlib import Path

    from lab.engines.corner import Built
    from lab.scenario import Scenario

__all__ = ["TOOL", "VERSIONS", "available", "build"]

VERSIONS = "docker 28.5.2, buildx 0.29.1, rawjson"
TOOL = "buildkit"
available = chroots.available


def build(scenario: Scenario, folder: Path) -> Built:
    """Build a scenario's context."""
    return chroots.build(
        scenario,
        folder,
        suite="sid",
        command=["buildx", "build", "--progress=rawjson"],
        environment={},
    )
