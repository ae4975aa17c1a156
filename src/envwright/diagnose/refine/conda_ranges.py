"""Version ranges of conda match specs, as far as proving two of them disjoint needs."""

from __future__ import annotations

import re

from envwright.logs.patterns import whole_number

__all__ = ["disjoint", "requirement_of"]

# A range: lowest key, is it included, highest key, is it included. None: unbounded.
_Key = tuple[int, ...]
_Range = tuple[_Key | None, bool, _Key | None, bool]

_VERSION = re.compile(r"version='?(?P<version>[^']+)'?")
_PLAIN = re.compile(r"^(?P<name>[\w.-]+?)(?P<version>[=<>!~].*| +[\d*=<>!~].*)?$")
_CLAUSE = re.compile(r"^(?P<operator>==|>=|<=|!=|~=|=|<|>)?\s*(?P<version>[^=]*)(?P<build>=.*)?$")


def requirement_of(spec: str) -> tuple[str, str]:
    """Return name and version clause of a match spec, e.g. `hdf5[version='>=1.12']`."""
    spec = spec.strip().removeprefix("- ").rpartition("::")[2]
    plain, bracket, body = spec.partition("[")
    found = _PLAIN.match(plain)
    if found is None:
        return plain.partition(" ")[0], ""
    version = _VERSION.search(body) if bracket else None
    return found["name"], version["version"] if version else (found["version"] or "").strip()


def disjoint(one: str, other: str) -> bool:
    """Tell whether no version satisfies both clauses, e.g. `>=3.7,<3.8.0a0` and `=3.8`.

    A clause that cannot be read counts as satisfied by everything.
    """
    return not any(
        _meet(mine, theirs)
        for mine in map(_range_of, one.split("|"))
        for theirs in map(_range_of, other.split("|"))
    )


def _range_of(clauses: str) -> _Range:
    """Return the range that all of `>=1.2,<2` together leave."""
    lowest: _Key | None = None
    highest: _Key | None = None
    with_lowest = with_highest = True
    for clause in clauses.split(","):
        low, low_included, high, high_included = _one_clause(clause.strip())
        if low is not None and (lowest is None or low > lowest):
            lowest, with_lowest = low, low_included
        if high is not None and (highest is None or high < highest):
            highest, with_highest = high, high_included
    return lowest, with_lowest, highest, with_highest


def _one_clause(clause: str) -> _Range:
    found = _CLAUSE.match(clause)
    if found is None:
        return None, True, None, True
    operator = found["operator"] or ""
    version = found["version"].strip()
    starred = version.endswith("*")
    key = _key(version)
    if key is None or operator == "!=":
        return None, True, None, True
    if operator == ">=":
        return key, True, None, True
    if operator == ">":
        return key, False, None, True
    if operator == "<=":
        return None, True, key, True
    if operator == "<":
        return None, True, key, False
    if operator == "~=":
        return key, True, _next(key[:-1] or key), False
    if operator == "==" and not starred:
        return key, True, key, True
    return key, True, _next(_written(version)), False


def _written(version: str) -> _Key:
    """Return the components as written, trailing zeros kept: `1.10` stays below `1.11`."""
    return tuple(whole_number(part) for part in re.findall(r"\d+", version.rstrip("*").rstrip(".")))


def _key(version: str) -> _Key | None:
    """Return a key to compare with; `3.10.0a0`, as upper bounds are written, counts as 3.10."""
    numbers = []
    for part in version.rstrip("*").rstrip(".").split("."):
        digits = re.match(r"\d+", part)
        if digits is None:
            break
        numbers.append(whole_number(digits.group()))
    if not numbers:
        return None
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _next(key: _Key) -> _Key | None:
    return (*key[:-1], key[-1] + 1) if key else None


def _meet(one: _Range, other: _Range) -> bool:
    return _reaches(one, other) and _reaches(other, one)


def _reaches(one: _Range, other: _Range) -> bool:
    """Tell whether the lower end of one range is not above the upper end of the other."""
    low, high = one[0], other[2]
    if low is None or high is None or low < high:
        return True
    return low == high and one[1] and other[3]
