"""Reads what conda prints below a heading: packages, sections, channels, checksums."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envwright.diagnose.refine.conda_ranges import requirement_of
from envwright.diagnose.refine.conda_solver import VIRTUAL
from envwright.diagnose.refine.conda_text import without_seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting
    from envwright.facts import Line

__all__ = ["refine"]

_REACH = 40
_MOST_OTHERS = 3
"""Lines of the other stream that a builder may have put between heading and list."""
_ITEM = re.compile(r"^\s*[-•*]\s+(?P<item>\S.*?)\s*$")
_HEADINGS = {
    "conda-packages-not-found": ("PackagesNotFound", "missing in current"),
    "conda-resolve-package-not-found": ("ResolvePackageNotFound", "missing in current"),
    "conda-yaml-invalid": ("EnvironmentSectionNotValid",),
    "conda-tos-not-accepted": ("have not been accepted", "has been rejected"),
}
_DETAILS = {
    "conda-archive-corrupt": re.compile(
        r"^\s+download saved to: (?P<path>\S+)"
        r"|^appears to be corrupted\. The path '(?P<file>[^']+)'"
    ),
}
# What pip understands and conda does not: URLs, markers, extras.
_PIP_SYNTAX = re.compile(r"//|^git\+|^https?:|^-e\b|;|^[\w.-]+\[[\w,.-]+\](?:[=<>~!]|$)| @ ")


def refine(finding: Sighting, scene: Scene) -> Sighting | None:
    """Return the sighting with the first entry below its heading, or a narrower failure."""
    details = _DETAILS.get(finding.failure)
    if details is not None:
        return _with_details(finding, scene, details)
    headings = _HEADINGS.get(finding.failure, ())
    heading = next(
        (line for line in finding.evidence if any(word in line.text for word in headings)), None
    )
    if heading is None or {"package", "name", "channel"} & finding.captures.keys():
        return finding
    items = _items(without_seconds(scene.lines(heading.number, heading.number + _REACH)), heading)
    if not items:
        return finding
    if finding.failure == "conda-yaml-invalid":
        return _with_first(finding, items, {"name": items[0][1].partition(":")[0]})
    if finding.failure == "conda-tos-not-accepted":
        return _with_first(finding, items, {"channel": items[0][1]}, decisive=False)
    return _package(finding, items)


def _items(lines: Sequence[Line], heading: Line) -> list[tuple[Line, str]]:
    """Return the dashed lines that follow the heading, until other text comes."""
    found: list[tuple[Line, str]] = []
    rest = heading.text.rpartition(":")[2]
    same = _ITEM.match(rest)
    if same:
        found.append((heading, same["item"]))
    others = 0
    for line in lines:
        if line.number <= heading.number or not line.text.strip():
            continue
        item = _ITEM.match(line.text)
        if item is not None:
            found.append((line, item["item"]))
        elif found or others == _MOST_OTHERS:
            break
        else:
            others += 1
    return found


def _package(finding: Sighting, items: list[tuple[Line, str]]) -> Sighting:
    for position, (_, item) in enumerate(items):
        head, _, last = item.rpartition(" -> ")
        name, wanted = requirement_of(last)
        if name in VIRTUAL:
            captures = {"required": f"{name} {wanted}".strip()}
            if head:
                captures["package"] = _name(head.partition(" -> ")[0])
            moved = [items[position], *items[:position], *items[position + 1 :]]
            return _with_first(finding._replace(failure=VIRTUAL[name]), moved, captures)
        if _PIP_SYNTAX.search(item.replace("[version=", "").replace("[build=", "")):
            moved = [items[position], *items[:position], *items[position + 1 :]]
            return _with_first(finding._replace(failure="conda-bad-spec"), moved, {"spec": item})
    parent, _, spec = items[0][1].rpartition(" -> ")
    captures = {"package": _name(spec), "spec": spec}
    if parent:
        captures["parent"] = parent
    if len(items) > 1:
        captures["count"] = str(len(items))
    return _with_first(finding, items, captures)


def _name(spec: str) -> str:
    return re.split(r"[\s=<>!~\[]", spec.rpartition("::")[2], maxsplit=1)[0]


def _with_first(
    finding: Sighting,
    items: list[tuple[Line, str]],
    captures: dict[str, str],
    decisive: bool = True,
) -> Sighting:
    """Return the sighting with captures and entries, the first entry decisive."""
    listed = [line for line, _ in items[:8]]
    lines = (*listed, *finding.evidence) if decisive else (*finding.evidence, *listed)
    unique = {line.number: line for line in lines}
    first = lines[0]
    rest = sorted(number for number in unique if number != first.number)
    return finding._replace(
        captures={**finding.captures, **captures},
        evidence=(first, *(unique[number] for number in rest)),
    )


def _with_details(finding: Sighting, scene: Scene, details: re.Pattern[str]) -> Sighting:
    heading = finding.evidence[0]
    for line in scene.around(heading, 0, 4):
        found = details.search(line.text)
        if found is not None:
            captures = {name: value for name, value in found.groupdict().items() if value}
            return finding._replace(captures={**captures, **finding.captures})
    return finding
