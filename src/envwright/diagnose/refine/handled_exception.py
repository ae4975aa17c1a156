"""Drops what a program caught: `os.environ[…]` tried first, something else tried next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting

__all__ = ["refine"]

_CAUGHT = "During handling of the above exception, another exception occurred:"
_NEAR = 3


def refine(finding: Sighting, scene: Scene) -> Sighting | None:
    """Return None for a `KeyError` that was caught and followed by another exception."""
    line = finding.evidence[0]
    if "KeyError" not in line.text:
        return finding
    below = scene.lines(line.number + 1, line.number + _NEAR)
    return None if any(_CAUGHT in near.text for near in below) else finding
