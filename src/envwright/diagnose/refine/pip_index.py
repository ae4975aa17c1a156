"""Narrows pip's "no matching distribution": what was asked for, and why nothing fitted.

pip says it in two lines, and the reason, if at all, in lines before them: versions for other
Pythons, yanked versions, links it skipped, or the box of a build environment around all of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envwright.diagnose.refine.pip_versions import satisfies
from envwright.diagnose.refine.standard_names import STANDARD_NAMES
from envwright.failures.catalogue import package_name
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting
    from envwright.facts import Line

__all__ = ["refine"]

_BEFORE = 60
_VERDICT = "No matching distribution found for "
"""The line that names what was asked for, in every version: the decisive one."""
_NOT_FOUND = "Could not find a version that satisfies the requirement "
_OTHER_PYTHON = lazy(
    r"Ignored the following versions that require a different python version: (?P<list>.+)"
)
_ONE_PYTHON = lazy(r"(?<![^\s;])(?P<version>[^\s;]+) Requires-Python (?P<python>[^;]+)")
_LINK_PYTHON = lazy(
    r"Link requires a different Python \((?P<running>[\d.]+) not in: '(?P<python>[^']*)'\): "
    r"\S*/(?P<file>[^/#\s]+)"
)
_YANKED = lazy(r"Ignored the following yanked versions: (?P<list>.+)")
_OTHER_TAGS = lazy(
    r"Skipping link: none of the wheel's tags (?:match: )?\(?(?P<tag>[^:)]++)\)?"
    r".*/(?P<file>[^/#\s]+\.whl)"
    r"|Skipping link \S*/(?P<old>[^/#\s]+\.whl)\S* .*it is not compatible with this Python"
)
_BUILD_BOX = lazy(
    r"(?:nstall(?:ing)? build dependencies|Cannot install build dependencies).*"
    r"(?:did not run successfully|finished with status 'error'|for )"
    r"|/pip-build-env-|failed-build-dependency-install"
    r"|Some build dependencies for .* (?:are missing|conflict)"
)
# pip 10 says it right before, without a box.
_PIP_10 = "so it cannot build a wheel without 'setuptools'"
_BOX_END = lazy(r"^\s*(?:\[end of output\]|-{20,})\s*$")
_DISCARDING = lazy(r"Discarding \S+/(?P<file>[^/#\s]+)\S* \(from ")
_LOCAL = lazy(
    r"==\s*(?P<version>[^\s,;+=]+\+(?:cu\d+|cpu|rocm|xpu|pt\d|torch|cuda|git|cxx|abi)[\w.]*)"
)
# On the index for Pythons that lack it; newer ones have it, and no release of it fits them.
_BACKPORTS = frozenset({"dataclasses"})
# Wheels for glibc only, and no source archive: nothing of them fits Alpine.
_GLIBC_ONLY = lazy(
    r"torch(?:vision|audio)?|tensorflow(?:-[cg]pu)?|jaxlib|onnxruntime(?:-gpu)?|open3d|faiss-cpu"
    r"|paddlepaddle|mxnet|triton|ray"
)
_ALPINE = lazy(r"\bFROM (?:--platform=\S+ )?(?P<image>\S*alpine\S*)")
_FROM_FILE = lazy(r"^-[rce] ")


def refine(finding: Sighting, scene: Scene) -> Sighting | None:
    """Return the finding with the narrowest failure that the lines before it prove."""
    if finding.tool in ("uv", "poetry", "pdm"):
        return finding
    first = min(line.number for line in finding.evidence)
    before = scene.lines(first - _BEFORE, first)
    captures = _tidy({"parent": _parent(finding.captures, before), **finding.captures})
    requirement = captures.get("requirement", "")
    failure, more, proof = _judge(requirement, captures, before)
    if failure == "pip-no-versions-none" and not _explained(failure, scene):
        image = _alpine(package_name(captures.get("package", requirement)), scene)
        if image:
            failure, more = "musl-base-image", {"image": image}
    captures.update(more)
    evidence = tuple(sorted(finding.evidence, key=lambda line: _VERDICT not in line.text))
    if proof is not None and all(proof.number != line.number for line in evidence):
        evidence = (proof, *evidence)
    return finding._replace(failure=failure, captures=captures, evidence=evidence)


def _parent(found: dict[str, str], before: Sequence[Line]) -> str:
    """Return who asked, where only the line above the verdict says so (20.3 to 21.0)."""
    said = f"{_NOT_FOUND}{found.get('requirement', '')} (from "
    for line in reversed(before[-4:]):
        at = line.text.find(said)
        if at >= 0:
            asker = line.text[at + len(said) :].partition(")")[0].partition(" (")[0]
            return "" if asker.startswith("versions:") else asker
    return ""


def _tidy(found: dict[str, str]) -> dict[str, str]:
    """Return the captures with the parent's own name, and without an empty list of versions."""
    captures = dict(found)
    parent = captures.pop("parent", "").partition("->")[0].strip()
    if parent and not _FROM_FILE.match(parent) and "://" not in parent:
        captures["parent"] = parent
    if captures.get("versions", "none") == "none":
        captures.pop("versions", None)
    return captures


def _judge(
    requirement: str, captures: dict[str, str], before: Sequence[Line]
) -> tuple[str, dict[str, str], Line | None]:
    package = package_name(captures.get("package", requirement))
    if _was_discarded(package, requirement, before):
        return "pip-subprocess-exited", {}, None
    if _in_build_box(before):
        return "pip-build-requirements-unavailable", {}, None
    local = _LOCAL.search(requirement)
    if local is not None:
        return "pip-torch-local-version", {"version": local.group("version")}, None
    if package in _BACKPORTS and "parent" not in captures:
        return "pip-stdlib-or-backport-package", {}, None
    for line in reversed(before):
        found = _hidden(line, package, requirement)
        if found is not None:
            return *found, line
    if package in STANDARD_NAMES and "versions" not in captures and "parent" not in captures:
        return "pip-stdlib-or-backport-package", {}, None
    if "parent" in captures:
        return "pip-nested-dependency-not-found", {}, None
    if "versions" not in captures and not _keeps_silent(requirement, before):
        return "pip-no-versions-none", {}, None
    return "pip-no-matching-distribution", {}, None


def _explained(failure: str, scene: Scene) -> bool:
    """Tell whether the step shows a failure that ends in this one, such as an unreachable index."""
    return any(failure in scene.catalogue.explained_by(other.failure) for other in scene.sightings)


def _alpine(package: str, scene: Scene) -> str:
    """Return the Alpine image of the build where the package has wheels for glibc only."""
    if not _GLIBC_ONLY.fullmatch(package):
        return ""
    images = [found["image"] for line in scene.earlier() if (found := _ALPINE.search(line.text))]
    return images[-1].partition("@")[0] if images else ""


def _keeps_silent(requirement: str, before: Sequence[Line]) -> bool:
    """Tell whether this pip (20.3 to 21.0) never says which versions there are.

    A pinned version that does not exist is then likelier than a package that does not.
    """
    pinned = "=" in requirement or "<" in requirement or ">" in requirement
    said = [line.text for line in before[-8:] if _NOT_FOUND in line.text]
    return pinned and bool(said) and "(from versions:" not in said[-1]


def _was_discarded(package: str, requirement: str, before: Sequence[Line]) -> bool:
    """Tell whether pip had the right release and could not build it (20.3 to 21.3)."""
    for line in before:
        found = _DISCARDING.search(line.text)
        version = _version_of(found.group("file"), package) if found is not None else None
        if version is not None and satisfies(version, requirement):
            return True
    return False


def _in_build_box(before: Sequence[Line]) -> bool:
    """Tell whether the last line lies in the output of an install into a build environment."""
    if any(_PIP_10 in line.text for line in before[-6:]):
        return True
    for line in reversed(before):
        if _BOX_END.match(line.text):
            return False
        if _BUILD_BOX.search(line.text):
            return True
    return False


def _hidden(line: Line, package: str, requirement: str) -> tuple[str, dict[str, str]] | None:
    """Return what a line says about versions that fit the requirement and were left out."""
    found = _OTHER_PYTHON.search(line.text)
    if found is not None:
        fitting = [
            (version, python.strip())
            for version, python in _ONE_PYTHON.findall(found.group("list"))
            if satisfies(version, requirement)
        ]
        if fitting:
            version, python = fitting[-1]
            return "pip-ignored-requires-python", {"version": version, "python_required": python}
    found = _YANKED.search(line.text)
    if found is not None:
        versions = [item.strip() for item in found.group("list").split(",")]
        fits = [item for item in versions if satisfies(item, requirement)]
        if fits:
            return "pip-yanked-version", {"version": fits[-1]}
    found = _LINK_PYTHON.search(line.text)
    if found is not None:
        version = _version_of(found.group("file"), package)
        if version is not None and satisfies(version, requirement):
            more = {"version": version, "python_required": found.group("python")}
            return "pip-ignored-requires-python", {**more, "python": found.group("running")}
    found = _OTHER_TAGS.search(line.text)
    if found is not None:
        version = _version_of(found.group("file") or found.group("old"), package)
        if version is not None and satisfies(version, requirement):
            return "pip-no-compatible-wheel", {"version": version}
    return None


def _version_of(filename: str, package: str) -> str | None:
    """Return the version in a distribution's file name if it is one of that package."""
    name, _, rest = filename.partition("-")
    if filename.endswith(".whl"):
        return rest.partition("-")[0] if package_name(name) == package else None
    stem = re.sub(r"\.(?:tar\.(?:gz|bz2)|zip|tgz)$", "", filename)
    name, _, version = stem.rpartition("-")
    return version if name and package_name(name) == package else None
