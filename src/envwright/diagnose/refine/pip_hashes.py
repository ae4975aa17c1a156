"""Gathers the block that pip and uv print about a file whose hash differs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting
    from envwright.facts import Line

__all__ = ["refine"]

_PARTS = (
    re.compile(r"(?:^|\s)Expected sha\d+ (?P<hash_expected>[0-9a-f]{32,})"),
    re.compile(r"(?:^|\s)Got\s+(?P<hash_actual>[0-9a-f]{32,})"),
    re.compile(
        r"(?:^|\s)(?P<requirement>(?P<package>[A-Za-z0-9][\w.-]*+)\S*+) from (?:https?|file):"
    ),
    re.compile(r"^\s+(?:https?|file)://\S*/(?P<file>[^/\s#]+\.(?:whl|zip|tar\.gz))\S*"),
    re.compile(r"Hash mismatch for `(?P<requirement>(?P<package>[A-Za-z0-9][\w.-]*+)[^`]*+)`"),
)
_UV_SIDES = {"Expected:": "hash_expected", "Computed:": "hash_actual"}
_UV_HASH = re.compile(r"^\s*(sha\d+:[0-9a-f]{32,})")
_LINES_BELOW = 14


def refine(finding: Sighting, scene: Scene) -> Sighting:
    """Return the sighting with package and both hashes; the lines that state them come first."""
    captures = dict(finding.captures)
    evidence: list[Line] = []
    side = ""
    for line in scene.around(finding.evidence[0], before=4, after=_LINES_BELOW):
        text = line.text
        side = _UV_SIDES.get(text.strip(), side)
        if side and (found := _UV_HASH.match(text)):
            captures.setdefault(side, found[1])
            evidence.append(line)
            side = ""
        for part in _PARTS:
            if (found := part.search(text)) and not _known(found.groupdict(), captures):
                captures.update(found.groupdict())
                evidence.append(line)
    evidence.sort(key=lambda line: (not _states_expected(line), line.number))
    seen = {line.number for line in evidence}
    others = [line for line in finding.evidence if line.number not in seen]
    return finding._replace(captures=captures, evidence=tuple(evidence + others))


def _known(found: dict[str, str], captures: dict[str, str]) -> bool:
    """Tell whether another value of the same name was read before: the next block begins."""
    return any(captures.get(name, value) != value for name, value in found.items())


def _states_expected(line: Line) -> bool:
    return "Expected sha" in line.text or "Hash mismatch for" in line.text
