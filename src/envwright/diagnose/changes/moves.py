"""How far a version moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.logs.patterns import lazy, whole_number

if TYPE_CHECKING:
    from envwright.facts import Change

__all__ = ["distance"]

_NUMBERS = lazy(r"(?:\d+:)?v?(\d+(?:\.\d+)*)")
_COMMIT = lazy(r"[0-9a-f]{7,40}$")
_FIRST_YEAR = 1990
_DATA_ONLY = frozenset({"certifi", "pytz", "tzdata", "ca-certificates"})


def distance(change: Change) -> float:
    """Return how much a move is likely to change, 0 to 1: a major version 1, a patch 0.3."""
    if change.kind not in ("package", "tool"):
        return 0.8
    if change.name in _DATA_ONLY:
        return 0.1
    if change.before is None or change.after is None:
        return 0.6
    if _COMMIT.match(change.before) and _COMMIT.match(change.after):
        return 0.6
    before, after = _numbers(change.before), _numbers(change.after)
    if before == after:
        return 0.3  # another build of the same version
    if before > after:
        return 0.9  # nobody goes back without a reason
    for place, (old, new) in enumerate(zip(before, after, strict=False)):
        if old != new:
            if place == 0:
                return 0.5 if old >= _FIRST_YEAR else 1.0
            if place == 1:
                return 0.8 if before[0] == 0 else 0.6
            return 0.3
    return 0.4


def _numbers(version: str) -> tuple[int, ...]:
    found = _NUMBERS.match(version)
    return tuple(whole_number(part) for part in found[1].split(".")) if found else ()
