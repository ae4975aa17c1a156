"""Tells an empty download from one that only began empty: curl's table of progress.

curl rewrites the table on one line (carriage returns) or, behind BuildKit, prints it line by line.
A download without `-L` that meets a redirect ends in a table of zeros, and curl reports success.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting

__all__ = ["refine"]

_TABLE = re.compile(r"^\s*\d+\s+\S+\s+\d+\s+(?P<received>\S+)\s+\d+\s+\S+\s+\S+\s+\S+ +[\d:-]+ ")
_FOLLOWING = 6


def refine(finding: Sighting, scene: Scene) -> Sighting | None:
    """Return the finding unless it rests on a table of zeros alone that went on to fill."""
    if not finding.weak:
        return finding
    for line in finding.evidence:
        rows = [
            found
            for row in scene.lines(line.number, line.number + _FOLLOWING)
            if (found := _TABLE.match(row.text)) is not None
        ]
        if rows and rows[-1].group("received") == "0":
            return finding
    return None
