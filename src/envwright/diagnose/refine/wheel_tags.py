"""Tells a wheel that fits nowhere here from one whose platform tag is too new for this pip."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envwright.logs.patterns import whole_number

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting

__all__ = ["refine"]

# The platform tag, and the first pip that knows it (pip's own NEWS).
_KNOWN_SINCE = (
    ("manylinux_2_", (20, 3)),
    ("manylinux2014_", (19, 3)),
    ("manylinux2010_", (19, 0)),
)
_NOTICE = re.compile(
    r"You are using pip version (?P<version>(?P<major>\d+)(?:\.(?P<minor>\d+))?\S*?)[,;] however"
)
_AROUND = 60


def refine(finding: Sighting, scene: Scene) -> Sighting | None:
    """Return the sighting as an old pip where its own notice says that it can't know the tag."""
    line = finding.evidence[0]
    tag = finding.captures.get("file", "").removesuffix(".whl").rpartition("-")[2]
    needed = [
        since
        for prefix, since in _KNOWN_SINCE
        for part in tag.split(".")
        if part.startswith(prefix)
    ]
    if not needed or not tag.startswith("manylinux"):
        return finding
    for other in scene.around(line, _AROUND, _AROUND):
        notice = _NOTICE.search(other.text)
        if notice is not None and (
            whole_number(notice["major"]),
            whole_number(notice["minor"] or "0"),
        ) < min(needed):
            return finding._replace(
                failure="pip-old-pip-cannot-see-wheels",
                captures={"tool_version": notice["version"], "file": finding.captures["file"]},
                evidence=(line, other),
            )
    return finding
