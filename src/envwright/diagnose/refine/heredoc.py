"""Tells a line that is no instruction from the body of a here-document the builder can't read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting

__all__ = ["refine"]

_HEREDOC = re.compile(r"(?:\bRUN|\bCOPY)\b[^|]*?(?P<option><<-?)['\"]?[A-Za-z_]+")
_UNKNOWN = "nknown instruction"
_NEARBY = 40


def refine(sighting: Sighting, scene: Scene) -> Sighting | None:
    """Return the sighting as a missing feature where a here-document was opened just above."""
    line = sighting.evidence[0]
    if _UNKNOWN not in line.text:
        return sighting
    for above in (*scene.earlier(_NEARBY), *scene.around(line, _NEARBY, 0)):
        found = _HEREDOC.search(above.text)
        if found is not None and above.number != line.number:
            captures = {**sighting.captures, "option": found.group("option")}
            captures.pop("instruction", None)
            return sighting._replace(failure="dockerfile-needs-buildkit", captures=captures)
    return sighting
