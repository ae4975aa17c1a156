"""Narrows poetry's "version solving failed" to a missing version or an unsupported Python.

Lines that decide:

    Because app depends on six (99.1) which doesn't match any versions, version solving failed.
    - numpy requires Python >=3.11, so it will not be satisfied for Python >=3.9,<3.11
    So, because app depends on urllib3 (2.0.7), version solving failed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting
    from envwright.facts import Line

__all__ = ["refine"]

_BEFORE, _AFTER = 40, 4
_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_START = r"(?<![A-Za-z0-9._-])"
"""Where no name goes on: else the cost would be quadratic."""
_MISSING = re.compile(
    rf"{_START}(?P<parent>{_NAME})(?: \([^)]*\))? depends on (?P<package>{_NAME})(?:\[[^\]]*\])? "
    r"\((?P<required>[^)]*)\) which doesn't match any versions"
)
_PYTHON = re.compile(
    rf"- (?P<package>{_NAME}) requires Python (?P<python_required>[^\s,]+(?:,[<>=!~^][^\s,]+)*)"
    r"(?:, so it will not be (?:satisfied|installable) for Python (?P<python>\S+))?"
)
_DEPENDS = re.compile(
    rf"{_START}(?P<parent>{_NAME}(?: \([^)]*\))?) (?:which )?depends on "
    rf"(?P<package>{_NAME})(?:\[[^\]]*\])? \((?P<required>[^)]*)\)"
)
_WHICH = re.compile(
    rf"which depends on (?P<package>{_NAME})(?:\[[^\]]*\])? \((?P<required>[^)]*)\)"
)


def refine(finding: Sighting, scene: Scene) -> Sighting | None:
    """Return the narrower failure, or the conflict with the package that both sides name."""
    last = finding.evidence[0]
    lines = scene.lines(finding.first - _BEFORE, finding.last + _AFTER)
    for line in lines:
        python = _PYTHON.search(line.text)
        if python is not None:
            known = {name: value for name, value in python.groupdict().items() if value}
            return _as(finding, "pip-ignored-requires-python", line, known, scene)
    because = [line for line in lines if "ecause " in line.text]
    missing = [(line, _MISSING.search(line.text)) for line in because]
    found = [(line, match) for line, match in missing if match is not None]
    if found and len(because) == len(found):
        line, match = found[0]
        captures = {name: match[name] for name in ("package", "required")}
        return _as(finding, "pip-no-matching-distribution", line, captures, scene)
    if found:
        line, match = found[0]
        rest = [other for other in because if other.number != line.number]
        captures = {**finding.captures, **{name: match[name] for name in ("package", "required")}}
        return finding._replace(captures=captures, evidence=(line, *rest[:8]))
    if "python" in finding.captures or not because:
        return finding
    return _conflict(finding, because, last)


def _conflict(finding: Sighting, because: list[Line], last: Line) -> Sighting:
    wanted: dict[str, list[tuple[Line, str]]] = {}
    for line in because:
        for pattern in (_DEPENDS, _WHICH):
            for match in pattern.finditer(line.text):
                wanted.setdefault(match["package"], []).append((line, match["required"]))
    contested = [name for name, sides in wanted.items() if len({side for _, side in sides}) > 1]
    if not contested:
        return finding
    name = contested[-1]
    first, other = wanted[name][0], wanted[name][-1]
    captures = {"package": name, "required": first[1], "conflict": f"{name} ({other[1]})"}
    rest = [line for line in because if line.number != first[0].number]
    if last.number not in {line.number for line in because}:
        rest.append(last)
    return finding._replace(
        captures={**finding.captures, **captures}, evidence=(first[0], *rest[:8])
    )


def _as(
    finding: Sighting, failure: str, line: Line, captures: dict[str, str], scene: Scene
) -> Sighting:
    if failure not in scene.catalogue.nodes:
        return finding
    rest = [other for other in finding.evidence if other.number != line.number]
    return finding._replace(failure=failure, captures=captures, evidence=(line, *rest))
