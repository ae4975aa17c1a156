"""Reads what conda's classic solver prints about specifications that exclude one another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from envwright.diagnose.refine.conda_ranges import disjoint, requirement_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Line

__all__ = ["Verdict", "classic_verdict"]

_BLOCK = re.compile(r"^Package (?P<name>\S+) conflicts for:")
_SYSTEM = re.compile(r"were found to be incompatible with your (?:system|CUDA driver):")
_FEATURE = re.compile(r"^feature:(?:\|@)?/\S+::(?P<name>__\w+)==(?P<wanted>[^\s=]+)")
_PYTHON = "incompatible with the existing python installation"
_INSTALLED = re.compile(r"^Your installed (?:version|CUDA driver) is: (?P<version>.+?)\s*$")
_YOURS = re.compile(r"^Your python: (?P<spec>\S+)")
_ITEM = re.compile(r"^\s+- (?P<chain>\S.*?)\s*$")
_CHAIN = re.compile(r"^[\w.-]+[^\s]*(?: -> \S+)*$")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a solver's text shows."""

    failure: str
    decisive: Line | None
    captures: dict[str, str]
    also: tuple[Line, ...] = ()


def classic_verdict(lines: Sequence[Line], virtual: dict[str, str]) -> Verdict | None:
    """Return what the text after `UnsatisfiableError:` shows; None where it names nothing.

    `virtual` maps a virtual package to the failure of missing it.
    """
    return (
        _contested(lines)
        or _of_the_system(lines, virtual)
        or _against_python(lines)
        or _first_chain(lines)
        or _listed(lines)
    )


def _blocks(lines: Sequence[Line]) -> dict[str, list[tuple[Line, str]]]:
    """Return the `Package X conflicts for:` blocks, their lines as chains."""
    found: dict[str, list[tuple[Line, str]]] = {}
    name = ""
    for line in lines:
        heading = _BLOCK.match(line.text)
        if heading:
            name = heading["name"]
            found.setdefault(name, [])
            continue
        text, glued, _ = line.text.partition("The following specifications")
        if name and text.strip() and _CHAIN.match(text.strip()):
            found[name].append((line, text.strip()))
        if glued or (not text.strip()) or not _CHAIN.match(text.strip()):
            name = ""
    return found


def _contested(lines: Sequence[Line]) -> Verdict | None:
    """Return the first package of which two specifications leave no common version."""
    for name, chains in _blocks(lines).items():
        for line, chain in chains:
            if " -> " not in chain:
                continue
            for other_line, other in chains:
                if _head(other) != _head(chain) and _exclude(name, chain, other):
                    captures = _about(chain)
                    captures["conflict"] = other
                    return Verdict("conda-unsatisfiable", line, captures, (other_line,))
    return None


def _head(chain: str) -> str:
    return chain.partition(" -> ")[0]


def _exclude(name: str, one: str, other: str) -> bool:
    """Tell whether two chains end in requirements on one package that do not meet."""
    mine = requirement_of(one.rpartition(" -> ")[2])
    theirs = requirement_of(other.rpartition(" -> ")[2])
    return mine[0] == theirs[0] == name and disjoint(mine[1], theirs[1])


def _of_the_system(lines: Sequence[Line], virtual: dict[str, str]) -> Verdict | None:
    """Return the virtual package that the machine really lacks.

    conda lists chains here that the machine satisfies; each is held against the version printed
    below the list.
    """
    items: list[tuple[Line, str]] = []
    inside = False
    for line in lines:
        if _SYSTEM.search(line.text):
            inside, items = True, []
            continue
        installed = _INSTALLED.match(line.text) if inside else None
        if installed:
            version = installed["version"]
            for item_line, chain in items:
                name, wanted = requirement_of(chain.rpartition(" -> ")[2])
                if name not in virtual or " -> " not in chain:
                    continue
                if version == "not available" or (wanted and disjoint(wanted, "==" + version)):
                    captures = {"package": requirement_of(chain.partition(" -> ")[0])[0]}
                    captures["required"] = f"{name} {wanted}".strip()
                    if version != "not available":
                        captures["found"] = version
                    return Verdict(virtual[name], item_line, captures)
            missing = _missing_feature(items, virtual) if version == "not available" else None
            if missing is not None:
                return missing
            inside = False
        item = _ITEM.match(line.text) if inside else None
        if item:
            items.append((line, item["chain"]))
    return None


def _missing_feature(items: Sequence[tuple[Line, str]], virtual: dict[str, str]) -> Verdict | None:
    """Return the virtual package that stands alone in the list, where the machine has none."""
    for line, chain in items:
        feature = _FEATURE.match(chain)
        if feature is not None and feature["name"] in virtual:
            required = f"{feature['name']} {feature['wanted']}"
            return Verdict(virtual[feature["name"]], line, {"required": required})
    return None


def _against_python(lines: Sequence[Line]) -> Verdict | None:
    yours = next((found for line in lines if (found := _YOURS.match(line.text))), None)
    if yours is None or not any(_PYTHON in line.text for line in lines):
        return None
    python = requirement_of(yours["spec"])[1]
    items = [(line, found["chain"]) for line in lines if (found := _ITEM.match(line.text))]
    for line, chain in items:
        name, wanted = requirement_of(chain.rpartition(" -> ")[2])
        if name == "python" and wanted and disjoint(wanted, python):
            captures = _about(chain)
            captures["conflict"] = yours["spec"]
            return Verdict("conda-unsatisfiable", line, captures)
    return None


def _listed(lines: Sequence[Line]) -> Verdict | None:
    """Return the first specification of conda's older list, `… found to be in conflict:`."""
    inside = False
    found: list[tuple[Line, str]] = []
    for line in lines:
        if "found to be in conflict:" in line.text or "incompatible with" in line.text:
            inside = True
        item = _ITEM.match(line.text) if inside else None
        if item:
            found.append((line, item["chain"]))
    found = [entry for entry in found if "feature:" not in entry[1] and " -> __" not in entry[1]]
    if not found:
        return None
    line, chain = found[0]
    captures = _about(chain)
    if len(found) > 1:
        captures["conflict"] = found[1][1]
    return Verdict("conda-unsatisfiable", line, captures)


def _first_chain(lines: Sequence[Line]) -> Verdict | None:
    for name, chains in _blocks(lines).items():
        for line, chain in chains:
            if " -> " in chain:
                others = [other for _, other in chains if other != chain]
                captures = _about(chain)
                captures.setdefault("required", name)
                if others:
                    captures["conflict"] = others[0]
                return Verdict("conda-unsatisfiable", line, captures)
    return None


def _about(chain: str) -> dict[str, str]:
    """Return who asks, and for what: of a bare specification only who."""
    head, arrow, _ = chain.partition(" -> ")
    captures = {"package": requirement_of(head)[0], "spec": head}
    if arrow:
        captures["required"] = chain.rpartition(" -> ")[2]
    return captures
