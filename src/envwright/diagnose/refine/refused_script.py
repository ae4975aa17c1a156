"""Tells a script that may not be started from a file that may not be written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting

__all__ = ["refine"]

_DATA = re.compile(r"\.(?:txt|log|conf|json|ya?ml|cfg|ini|toml|env|list|lock|csv|gz|whl)\Z")


def refine(sighting: Sighting, scene: Scene) -> Sighting | None:
    """Return the sighting as a refused write where bash could not open the target of a redirection.

    bash words both alike; only a command that may not be started ends with exit code 126.
    """
    path = sighting.captures.get("path")
    if path is None:
        return None if sighting.vague and _something_else(sighting, scene) else sighting
    if _DATA.search(path):
        return sighting._replace(failure="write-permission-denied")
    return sighting


def _something_else(sighting: Sighting, scene: Scene) -> bool:
    """Tell whether the step shows more than its exit code, which other failures end with, too."""
    return any(
        other.failure != sighting.failure
        and scene.catalogue.nodes[other.failure].role not in ("wrapper", "warning")
        for other in scene.sightings
    )
