"""Narrows uv's "No solution found" to what its explanation proves.

no such package · no such version · only for other Pythons · only for other platforms · forbidden
by a flag (`--no-build`, `--offline`, `exclude-newer`) · index that refused · the same package
twice; whatever else is a real conflict, and then it is said between whom.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envwright.diagnose.refine.uv_derivation import Derivation, read_derivation
from envwright.failures.catalogue import package_name

if TYPE_CHECKING:
    from envwright.diagnose.refine.uv_derivation import Demand
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting
    from envwright.facts import Line

__all__ = ["refine"]

_MOST_LINES = 120
# A name begins where no name goes on: else its cost would be quadratic.
_NAME = r"(?<![A-Za-z0-9._-])(?P<package>[A-Za-z0-9][A-Za-z0-9._-]*)"
_VERSION = r"(?:\[[^\]]{0,200}\]|\{[^}]{0,200}\})*(?:==(?P<version>[^\s,]{1,200})|[<>!~]\S{0,200})?"

_HAS = "(?:has|have|is unusable because|are unusable because) "
_NO_WHEELS = _HAS + "no wheels (?:are available )?"
_NO_BUILD = "and building from source is disabled"

# What makes a package or version unusable; the first that fits decides.
_UNUSABLE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (failure, re.compile(pattern))
    for failure, pattern in (
        (
            "pip-no-versions-none",
            rf"{_NAME}{_VERSION} (?P<reason>was not found in the package registry)",
        ),
        (
            "uv-offline-or-no-build",
            rf"{_NAME}{_VERSION} (?P<reason>was not found in the cache"
            r"|needs to be downloaded from a registry|network connectivity is disabled)",
        ),
        (
            "pip-no-versions-none",
            rf"{_NAME}{_VERSION} (?P<reason>was not found in the provided package locations)",
        ),
        (
            "pip-yanked-version",
            rf"{_NAME}{_VERSION} (?:was|is|were|are) yanked(?: \(reason: (?P<reason>[^)]*)\))?",
        ),
        (
            "uv-offline-or-no-build",
            rf"{_NAME}{_VERSION} (?P<reason>{_HAS}no usable wheels {_NO_BUILD})",
        ),
        (
            "uv-offline-or-no-build",
            rf"{_NAME}{_VERSION} is unusable because "
            rf"(?P<reason>no wheels are (?:usable|available) {_NO_BUILD})",
        ),
        (
            "pip-ignored-requires-python",
            rf"{_NAME}{_VERSION} (?P<reason>{_NO_WHEELS}that meet your required Python version)",
        ),
        (
            "pip-no-compatible-wheel",
            rf"{_NAME}{_VERSION} (?P<reason>{_NO_WHEELS}with a matching Python "
            r"(?:implementation|ABI|version|language)(?: tag)?)",
        ),
        (
            "pip-no-compatible-wheel",
            rf"{_NAME}{_VERSION} (?P<reason>{_NO_WHEELS}"
            r"(?:with a matching|for this|for the current) platform(?: tag)?)",
        ),
        (
            "pip-no-compatible-wheel",
            rf"{_NAME}{_VERSION} (?P<reason>{_HAS}no "
            r"(?:usable wheels|wheels are available|source distribution))",
        ),
        (
            "pip-invalid-wheel-corrupt",
            rf"{_NAME}{_VERSION} (?P<reason>{_HAS}an invalid package format)",
        ),
        (
            "pip-invalid-metadata-legacy",
            rf"{_NAME}{_VERSION} (?P<reason>{_HAS}(?:invalid|inconsistent) metadata)",
        ),
    )
)
_PYTHON = re.compile(
    r"the (?:current|requested) Python version \((?P<python>[^)]+)\) does not satisfy "
    r"Python(?P<python_required>[^\s,]+(?:,[<>=!~][^\s,]+)*)"
)
_ON_PYTHON = re.compile(rf"{_NAME}{_VERSION}(?P<range>[<>=!~][^\s]*)? depends on Python")
_MISSING = re.compile(rf"there (?:is|are) no versions? of {_NAME}{_VERSION}")
_ONLY = re.compile(rf"only (?:the following versions of )?{_NAME}")
_TWICE = re.compile(
    r"there are conflicting versions for `(?P<package>[^`]+)`: "
    r"`(?P<required>[^`]+)` does not intersect with `(?P<conflict>[^`]+)`"
)
_INDEX = re.compile(
    r"[Aa]n index (?:URL )?\((?P<index>[^)]*)\) (?:[^()]*\(|returned an? )(?P<status>401|403)\b"
)
_HOST = re.compile(r"^[a-z+]+://(?:[^/@\s]*@)?(?P<host>[^/:\s]+)")
_CUTOFF = re.compile(
    r"filtered by `exclude-newer`[^.]*?(?:before (?P<value>\d[\w:.+-]+))?\.?(?: |$)"
)
_TELLING: dict[str, tuple[str, ...]] = {
    "uv-offline-or-no-build": ("Wheels are required for", "Packages were unavailable because"),
}
_REFUSED = {"401": "pip-index-auth-401", "403": "pip-index-forbidden-403"}


def refine(finding: Sighting, scene: Scene) -> Sighting | None:
    """Return the failure that uv's explanation proves, with the clause that says it as evidence."""
    head = finding.evidence[0]
    if "ecause " in head.text and "No solution found" not in head.text:
        return finding
    derivation = read_derivation(scene.lines(head.number, head.number + _MOST_LINES))
    if derivation is None:
        return finding
    failure, captures, position = _judge(derivation, scene.instruction)
    if failure not in scene.catalogue.nodes:
        failure = finding.failure
    decisive = _hint(failure, derivation) or derivation.line_at(position)
    first = derivation.line_at(position)
    rest = [
        line
        for line in (first, head, *derivation.lines, *derivation.hint_lines)
        if line.number != decisive.number
    ]
    rest = list({line.number: line for line in rest}.values())
    if package_name(captures.get("package", "")) == "requirements-txt":
        failure, captures = "pip-requirements-file-missing", {"file": "requirements.txt"}
    return finding._replace(
        failure=failure,
        captures={name: value for name, value in captures.items() if value},
        evidence=(decisive, *rest[:8]),
    )


def _hint(failure: str, derivation: Derivation) -> Line | None:
    """Return the line of the hint that names the cause more plainly than the proof does."""
    words = _TELLING.get(failure, ())
    return next((line for word in words if (line := derivation.hint_line(word))), None)


def _judge(derivation: Derivation, instruction: str) -> tuple[str, dict[str, str], int]:
    """Return failure, captures and the place of the deciding clause in the text."""
    text, demands = derivation.text, derivation.demands()
    twice = _TWICE.search(text)
    if twice is not None:
        return "pip-duplicate-requirement", _groups(twice), twice.start()
    for failure, pattern in _UNUSABLE:
        found = pattern.search(text)
        if found is not None:
            return _unusable(failure, found, demands, derivation)
    clash = _clash(demands)
    if clash is not None:
        return clash
    python = _PYTHON.search(text)
    if python is not None:
        captures = _groups(python)
        wanting = _ON_PYTHON.search(text)
        if wanting is not None:
            captures |= {"package": wanting["package"], "version": wanting["version"] or ""}
        return "pip-ignored-requires-python", captures, python.start()
    missing = _MISSING.search(text) or _ONLY.search(text)
    if missing is not None:
        return _no_version(missing, demands, derivation, instruction)
    return "uv-no-solution", {}, 0


def _unusable(
    failure: str, found: re.Match[str], demands: list[Demand], derivation: Derivation
) -> tuple[str, dict[str, str], int]:
    captures = _groups(found)
    hints = derivation.hints
    if failure == "pip-no-versions-none":
        refused = _INDEX.search(hints)
        if refused is not None:
            host = _HOST.match(refused["index"])
            captures |= {"index": refused["index"], "status": refused["status"]}
            captures |= {"host": host["host"]} if host is not None else {}
            return _REFUSED[refused["status"]], captures, found.start()
        if "lookups were disabled" in hints:
            return "uv-offline-or-no-build", captures, found.start()
        if "network was disabled" in hints:
            return "uv-offline-or-no-build", captures, found.start()
        return _nested(failure, captures, demands, found.start())
    if failure == "pip-no-compatible-wheel" and "building from source is disabled" in hints:
        return "uv-offline-or-no-build", captures, found.start()
    return failure, captures, found.start()


def _no_version(
    missing: re.Match[str], demands: list[Demand], derivation: Derivation, instruction: str
) -> tuple[str, dict[str, str], int]:
    name = package_name(missing["package"])
    wanted = next((demand for demand in demands if package_name(demand.package) == name), None)
    if wanted is not None and not wanted.range:
        # `only mypkg==1.0 is available and you require mypkg`: not the package that is missing.
        others = list(_MISSING.finditer(derivation.text))
        others += list(_ONLY.finditer(derivation.text))
        for other in others:
            for demand in demands:
                if package_name(demand.package) == package_name(other["package"]) and demand.range:
                    missing, wanted = other, demand
    captures = {"package": missing["package"], "version": missing.groupdict().get("version") or ""}
    if wanted is not None and not captures["version"]:
        captures["required"] = wanted.range.strip()
    cutoff = _CUTOFF.search(derivation.hints)
    if cutoff is not None or "exclude-newer" in instruction or "EXCLUDE_NEWER" in instruction:
        captures["value"] = (cutoff["value"] or "") if cutoff is not None else ""
        return "pip-exclude-newer", captures, missing.start()
    if "only consider versions that are published on the first index" in derivation.hints:
        found = re.search(r"was found on (?P<index>\S+?),", derivation.hints)
        captures |= {"index": found["index"]} if found is not None else {}
        return "pip-index-first-match", captures, missing.start()
    return _nested("pip-no-matching-distribution", captures, demands, missing.start())


def _nested(
    failure: str, captures: dict[str, str], demands: list[Demand], at: int
) -> tuple[str, dict[str, str], int]:
    """Turn a missing package into a missing dependency where only another package asks for it."""
    name = package_name(captures["package"])
    asking = [demand for demand in demands if package_name(demand.package) == name]
    if asking and all(demand.by != "you" for demand in asking):
        captures = captures | {"parent": asking[0].by}
        return "pip-nested-dependency-not-found", captures, at
    return failure, captures, at


def _clash(demands: list[Demand]) -> tuple[str, dict[str, str], int] | None:
    """Return the package that two sides ask for in ways that exclude each other."""
    by_package: dict[str, list[Demand]] = {}
    for demand in demands:
        if demand.range and demand.package.lower() != "python":
            by_package.setdefault(package_name(demand.package), []).append(demand)
    for name, asking in by_package.items():
        sides = {demand.by_name: demand for demand in asking}
        if len(sides) > 1:
            first, second = list(sides.values())[:2]
            if first.by == "you":
                first, second = second, first
            verb = "require" if second.by == "you" else "depends on"
            captures = {
                "package": name,
                "parent": "" if first.by == "you" else first.by,
                "required": f"{first.package}{first.range}".strip(),
                "conflict": f"{second.by} {verb} {second.package}{second.range}",
            }
            return "uv-no-solution", captures, first.at
        ranges = list(dict.fromkeys(demand.range for demand in asking))
        if "you" in sides and len(ranges) > 1:
            first, second = asking[0], next(d for d in asking if d.range != asking[0].range)
            captures = {
                "package": name,
                "required": f"{name}{first.range}",
                "conflict": f"{name}{second.range}",
            }
            return "pip-duplicate-requirement", captures, first.at
    return None


def _groups(found: re.Match[str]) -> dict[str, str]:
    return {name: value for name, value in found.groupdict().items() if value}
