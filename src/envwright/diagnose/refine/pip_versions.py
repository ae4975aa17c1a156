"""Just enough of PEP 440 to tell whether a version that pip left out is one that was asked for."""

from __future__ import annotations

import re

from envwright.logs.patterns import whole_number

__all__ = ["satisfies"]

_PARTS = re.compile(r"^v?(?:\d+!)?(?P<release>\d+(?:\.\d+)*)(?P<rest>.*)$")
_CLAUSE = re.compile(r"(===|==|~=|!=|<=|>=|<|>)\s*([^\s,;]+)")
_PRE = re.compile(r"[-_.]?(?:a|b|c|rc|alpha|beta|pre|preview|dev)[-_.]?\d*", re.IGNORECASE)


def satisfies(version: str, requirement: str) -> bool:
    """Tell whether a version fits a requirement such as `numpy>=1.20,<2`.

    A requirement without a version is fitted by all. Local parts are ignored, as pip does.
    """
    specifier = requirement.partition(";")[0]
    return all(_fits(version, operator, wanted) for operator, wanted in _CLAUSE.findall(specifier))


def _fits(version: str, operator: str, wanted: str) -> bool:
    mine = _key(version)
    if wanted.endswith(".*"):
        prefix = tuple(whole_number(part) for part in re.findall(r"\d+", wanted))
        same = mine[0][: len(prefix)] == prefix
        return same if operator in ("==", "===") else not same
    theirs = _key(wanted)
    if operator == "~=":
        prefix = theirs[0][:-1] if len(theirs[0]) > 1 else theirs[0]
        return _padded(mine) >= _padded(theirs) and mine[0][: len(prefix)] == prefix
    one, other = _padded(mine), _padded(theirs)
    return {
        "==": one == other,
        "===": one == other,
        "!=": one != other,
        "<=": one <= other,
        ">=": one >= other,
        "<": one < other,
        ">": one > other,
    }[operator]


def _key(version: str) -> tuple[tuple[int, ...], int]:
    """Return the release and -1 for a version before it, 1 for one after it, 0 for itself."""
    found = _PARTS.match(version.partition("+")[0].strip())
    if found is None:
        return (), 0
    release = tuple(whole_number(part) for part in found.group("release").split("."))
    rest = found.group("rest")
    phase = 0 if not rest else (-1 if _PRE.match(rest) else 1)
    return release, phase


def _padded(key: tuple[tuple[int, ...], int]) -> tuple[tuple[int, ...], int]:
    return (*key[0], *(0 for _ in range(8 - len(key[0])))), key[1]
