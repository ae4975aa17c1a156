"""Finds the package that apt refuses to change: it is named in a list above the refusal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting

__all__ = ["refine"]

_HEADINGS = {
    "downgraded": re.compile(r"^The following packages will be DOWNGRADED:"),
    "changed": re.compile(r"^The following held packages will be changed:"),
    "removed": re.compile(r"^WARNING: The following essential packages will be removed"),
}
_ITEM = re.compile(r"^ {1,4}([a-z0-9][a-z0-9+.-]+)")
_UNSIGNED = "packages cannot be authenticated"
_LINES_ABOVE = 60


def refine(finding: Sighting, scene: Scene) -> Sighting | None:
    """Return the sighting with `package`, the first one listed under the heading of its kind.

    Old versions say only that there are problems; unsigned packages are told by the list above.
    """
    kind = finding.captures.get("reason", "").rpartition(" ")[2]
    heading = _HEADINGS.get(kind)
    above = scene.around(finding.evidence[0], before=_LINES_ABOVE, after=0)
    if heading is None:
        unsigned = any(_UNSIGNED in line.text for line in above)
        return finding._replace(failure="apt-no-pubkey") if unsigned else finding
    listed = False
    for line in above:
        if heading.search(line.text):
            listed = True
        elif listed and (item := _ITEM.match(line.text)):
            return finding._replace(captures={**finding.captures, "package": item[1]})
    return finding
