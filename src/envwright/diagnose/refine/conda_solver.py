"""Narrows a failed conda solve: a conflict, a missing package, or what the machine lacks.

The solvers print the same heading for all of them; what is below it tells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envwright.diagnose.refine.conda_classic import classic_verdict
from envwright.diagnose.refine.conda_text import without_seconds
from envwright.diagnose.refine.conda_tree import libsolv_verdict, tree_verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.diagnose.refine.conda_classic import Verdict
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting
    from envwright.facts import Line

__all__ = ["VIRTUAL", "refine"]

VIRTUAL = {
    "__cuda": "conda-virtual-package-cuda",
    "__glibc": "conda-virtual-package-glibc",
    "__win": "conda-virtual-package-os",
    "__osx": "conda-virtual-package-os",
    "__unix": "conda-virtual-package-os",
    "__linux": "conda-virtual-package-os",
}
"""The failure of missing each virtual package."""

_REACH = 600
_HEADINGS = ("UnsatisfiableError", "Encountered problems", "Could not solve", "Cannot solve")
_REQUESTED = re.compile(r"(?:^|[\s\"'])(?:[\w.-]+::)?(?P<name>[a-z_][\w.-]*)(?:[=<>!~][^\s\"']*)")
_CANDIDATES = re.compile(r"No candidates were found for (?P<spec>(?P<package>\S+)(?: .*?)?)\.?\s*$")


def refine(finding: Sighting, scene: Scene) -> Sighting | None:
    """Return the sighting with what the solver's explanation shows."""
    if "package" in finding.captures:
        return finding
    lines = _explanation(finding, scene)
    verdict = _verdict(lines, scene)
    if verdict is None:
        return finding
    return finding._replace(
        failure=verdict.failure,
        captures={**finding.captures, **{k: v for k, v in verdict.captures.items() if v}},
        evidence=_evidence(verdict, finding),
    )


def _explanation(finding: Sighting, scene: Scene) -> Sequence[Line]:
    """Return the lines from the first heading to some hundred after the last one."""
    headings = [
        line.number
        for line in finding.evidence
        if any(heading in line.text for heading in _HEADINGS)
    ]
    first = min(headings, default=finding.first)
    last = max(headings, default=finding.last)
    return without_seconds(scene.lines(first, min(last, first + _REACH) + _REACH))


def _verdict(lines: Sequence[Line], scene: Scene) -> Verdict | None:
    requested = {found["name"] for found in _REQUESTED.finditer(scene.instruction)}
    alone = next((found for line in lines if (found := _CANDIDATES.search(line.text))), None)
    if alone is not None:
        line = next(line for line in lines if _CANDIDATES.search(line.text))
        return _not_found(line, alone["package"], alone["spec"])
    tree = tree_verdict(lines, VIRTUAL, requested)
    listed = libsolv_verdict(lines, VIRTUAL)
    if listed is not None and listed.failure == "conda-strict-priority-excluded":
        return listed
    if tree is not None:
        return tree
    return listed or classic_verdict(lines, VIRTUAL)


def _not_found(line: Line, package: str, spec: str) -> Verdict:
    from envwright.diagnose.refine.conda_classic import Verdict

    return Verdict("conda-packages-not-found", line, {"package": package, "spec": spec})


def _evidence(verdict: Verdict, finding: Sighting) -> tuple[Line, ...]:
    """Return the decisive line, then the heading and the others in order."""
    first = verdict.decisive or finding.evidence[0]
    others = {line.number: line for line in (*verdict.also, *finding.evidence)}
    others.pop(first.number, None)
    return (first, *(others[number] for number in sorted(others)))
