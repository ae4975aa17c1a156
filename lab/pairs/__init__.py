"""Pairs of builds: the same build twice, one real change between them.

A pair is a table `[[pair]]` of a TOML file beside this one: the keys of a scenario for both
builds, tables `good` and `bad` with what only one of them has, and the truth:

    change     {kind, name, before, after}: what made the bad build fail
    noise      what else differs, and did no harm; empty where nothing does
    moments    what `http://pypi.example.org/NAME/simple` offers: PyPI before a day, by project
    retag      images of the corner's registry: `team/base:1` to the tag of `python` it shows
    debs       packages of `http://deb.example.org/apt/NAME`: {name, version, depends, files}

`python3 -m lab.pairs [NAME…] [--record] [--show]` builds both and checks that the good one
succeeds and the bad one fails.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from lab.scenario import Scenario

__all__ = ["HERE", "Pair", "load_pairs"]

HERE = Path(__file__).resolve().parent
_OWN = ("change", "noise", "moments", "retag", "debs")


@dataclass(frozen=True, slots=True)
class Side:
    """One build of a pair."""

    scenario: Scenario
    moments: dict[str, Any]
    retag: dict[str, str]
    debs: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two builds and what changed between them."""

    name: str
    change: dict[str, Any]
    noise: str
    good: Side
    bad: Side


def load_pairs() -> list[Pair]:
    """Return all pairs, in order of files."""
    found = []
    for path in sorted(HERE.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for entry in data["pair"]:
            table = _merged(data.get("defaults", {}), entry)
            sides = {name: table.pop(name, {}) for name in ("good", "bad")}
            found.append(
                Pair(
                    table["name"],
                    table["change"],
                    table.get("noise", ""),
                    _side(_merged(table, sides["good"]), "none"),
                    _side(_merged(table, sides["bad"]), "some"),
                )
            )
    return found


def _merged(shared: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return both tables as one: tables are merged, lists joined, other values replaced."""
    values = dict(shared)
    for key, value in own.items():
        before = values.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            values[key] = _merged(before, value)
        elif isinstance(before, list) and isinstance(value, list):
            values[key] = [*before, *value]
        else:
            values[key] = value
    return values


def _side(table: dict[str, Any], failure: str) -> Side:
    known = {item.name for item in fields(Scenario)}
    own = {key: value for key, value in table.items() if key not in _OWN}
    extra = {key: own.pop(key) for key in list(own) if key not in known}
    for key in ("engine", "tools"):
        if isinstance(own.get(key), str):
            own[key] = (own[key],)
    own["packages"] = tuple(own.get("packages", ()))
    return Side(
        Scenario(**{**own, "failure": failure, "extra": extra}),
        table.get("moments", {}),
        table.get("retag", {}),
        tuple(table.get("debs", ())),
    )
