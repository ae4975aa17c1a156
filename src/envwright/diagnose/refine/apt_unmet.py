"""Picks the line that matters out of apt's list of unmet dependencies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting
    from envwright.facts import Line

__all__ = ["refine"]

_HEADING = "The following packages have unmet dependencies"
_ITEM = re.compile(
    r"(?:(?:^|\s)(?P<package>[a-z0-9][a-z0-9+.-]+)(?::\S+)? :|^\s+)"
    r" ?(?:(?:Pre)?Depends|Breaks|Conflicts): "
    r"(?P<required>.+?)(?: but (?:it is .*|(?P<found>\S+) is to be installed|.*))?$"
)
_MINOR = re.compile(r"^\s+(?:Recommends|Suggests|Enhances): ")
_LINES_AROUND = 120


def refine(finding: Sighting, scene: Scene) -> Sighting:
    """Return the sighting about the item of its list that nothing else explains.

    An item that cannot be installed at all comes before one that is only in the way, and that
    before one that is merely not going to be installed.
    """
    items = _list_around(finding.evidence[0], scene)
    if not items:
        return finding
    line, captures = min(items, key=lambda item: _rank(item[0]))
    others = [other for other in finding.evidence if other.number != line.number]
    return finding._replace(captures=captures, evidence=(line, *others))


def _list_around(line: Line, scene: Scene) -> list[tuple[Line, dict[str, str]]]:
    """Return the items of the list a line belongs to; continued ones have their package, too."""
    items: list[tuple[Line, dict[str, str]]] = []
    inside = False
    package = ""
    for other in scene.around(line, before=_LINES_AROUND, after=_LINES_AROUND):
        if _HEADING in other.text:
            if other.number > line.number:
                break
            items, inside = [], True
        elif inside and (item := _ITEM.search(other.text)):
            captures = {name: value for name, value in item.groupdict().items() if value}
            package = captures.setdefault("package", package)
            items.append((other, captures))
        elif not _MINOR.match(other.text):
            inside = False
    return items


def _rank(line: Line) -> int:
    if "it is not installable" in line.text:
        return 0
    return 2 if "it is not going to be installed" in line.text else 1
