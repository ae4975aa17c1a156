"""podman build with chroot isolation, which needs no daemon."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from lab.engines import chroot_isolation

if TYPE_CHECKING:
    from pathlib import Path

    from lab.engines.corner import Built
    from lab.scenario import Scenario

__all__ = ["TOOL", "VERSIONS", "available", "build"]

VERSIONS = "podman 4.3.1"
TOOL = "podman"


def available() -> str | None:
    """Return why the builder can't run here."""
    return None if shutil.which(TOOL) else "podman is not installed (Debian: podman)"


def build(scenario: Scenario, folder: Path) -> Built:
    """Build a scenario's context, and push where it asks for it."""
    return chroot_isolation.build(TOOL, "build", scenario, folder)
