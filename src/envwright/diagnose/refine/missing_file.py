"""Tells a file that a script opens from a program that it starts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting

__all__ = ["refine"]

# CPython's subprocess module raises the child's error in the parent.
_STARTED = re.compile(r"raise child_exception(?:_type)?\b|in _execute_child")


def refine(sighting: Sighting, scene: Scene) -> Sighting | None:
    """Return the sighting as a missing command where the error comes from starting a program."""
    line = sighting.evidence[0]
    if "Error: [Errno 2]" not in line.text:
        return sighting
    if not any(_STARTED.search(above.text) for above in scene.around(line, 4, 0)):
        return sighting
    path = sighting.captures.get("path")
    captures = {key: value for key, value in sighting.captures.items() if key != "path"}
    if path is not None:
        captures["command"] = path
    return sighting._replace(failure="command-not-found", captures=captures)
