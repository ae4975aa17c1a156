"""Adds to a failed compilation what its own line doesn't say: whose build it was, for which Python.

The compiler names a header; pip's or uv's box around it names the package. A table tells which
Debian package brings a header.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envwright.diagnose.refine.header_providers import provider_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting
    from envwright.facts import Line

__all__ = ["refine"]

_BEFORE = 700
_AFTER = 400
_NAME = r"(?P<package>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)"
_VERSION = r"(?P<version>\d[\w.!+]*)"
# What follows a failed build and names it.
_BELOW = (
    re.compile(rf"Failed building wheel for {_NAME}"),
    re.compile(rf"Failed to build [`']{_NAME}[`'] when"),
    re.compile(rf"for [`\"]{_NAME}@{_VERSION}[`\"]"),
    re.compile(rf"Running setup\.py clean for {_NAME}"),
)
_NEXT_BUILD = re.compile(
    r"^\s*(?:Collecting |Building wheel for |Running setup\.py (?:install|bdist_wheel) for )"
)
# What precedes it; the nearest line counts.
_ABOVE = (
    re.compile(rf"Building wheel for {_NAME} \("),
    re.compile(rf"Running setup\.py (?:install|bdist_wheel|develop|egg_info) for {_NAME}"),
    re.compile(rf"Failed to (?:download and )?build [`']{_NAME}==?{_VERSION}[`']"),
    re.compile(rf"/pip-(?:install|build(?!-env)|wheel)-[\w-]+/{_NAME}/"),
    re.compile(rf"^\s*Collecting {_NAME}\b"),
)
_UNPACKED = re.compile(r"_[0-9a-f]{32}$")
_PIN = (
    re.compile(rf"Collecting {_NAME}=={_VERSION}"),
    re.compile(
        r"Downloading (?:\S*/)?(?P<package>[A-Za-z0-9][\w.]*(?:-[A-Za-z][\w.]*)*)"
        r"-(?P<version>\d[\w.!+]*?)(?:\.tar|\.zip|-py|-cp|\s|$)"
    ),
    re.compile(rf"build [`']{_NAME}=={_VERSION}[`']"),
)
_PYTHON = re.compile(r"\bcpython-(?P<tag>3\d{1,2})\b|\bpython(?P<dotted>3\.\d{1,2})\b")
# The names that distutils, NumPy and autoconf give to their trials.
_PROBE = re.compile(r"\b_?(?:configtest|conftest)\.(?:c|cc|o)\b")
# pip 26.3 gives the reason below the backend that it can't import.
_NO_DISTUTILS = re.compile(r"No module named 'distutils\b")
_NOT_FOUND = re.compile(r"pkg-config: (?:[cC]ommand )?not found")
_OF_HEADERS = frozenset({"header", "provider"})
_WANTS_PYTHON = frozenset(
    {"compile-python-api-changed", "compile-distutils-missing", "compile-pkgutil-impimporter"}
)


def refine(finding: Sighting, scene: Scene) -> Sighting | None:
    """Return the finding with the package that was built, its version, and a header's provider."""
    line = finding.evidence[0]
    if finding.failure == "python-setuptools-missing":
        below = scene.lines(line.number, line.number + 3)
        if not any(_NO_DISTUTILS.search(near.text) for near in below):
            return finding
        finding = finding._replace(failure="compile-distutils-missing")
    captures = dict(finding.captures)
    weak = finding.weak or _is_probe(finding, scene)
    header = captures.get("header")
    if header and "provider" not in captures:
        provider = provider_of(header)
        if provider is not None:
            captures["provider"] = provider
    above = scene.above(line, _BEFORE)
    if not captures.get("package"):
        below = scene.lines(line.number, line.number + _AFTER)
        package = _named_below(below) or _named_above(above)
        if package is not None:
            captures["package"] = package
    if captures.get("package") and "version" not in captures:
        version = _version_of(captures["package"], above)
        if version is not None:
            captures["version"] = version
    if finding.failure in _WANTS_PYTHON and "python" not in captures:
        python = _python_of(above)
        if python is not None:
            captures["python"] = python
    failure = _failure_for(finding.failure, captures)
    if failure != finding.failure:
        # The package's own sentence says more than the name of MPI's header.
        captures = {name: captures[name] for name in captures if name not in _OF_HEADERS}
        weak = False
    return finding._replace(failure=failure, captures=captures, weak=weak)


def _is_probe(finding: Sighting, scene: Scene) -> bool:
    """Tell whether a build only tried what is there, and goes on without it."""
    if finding.failure == "compile-pkg-config-package-missing":
        return "library" not in finding.captures and all(
            _NOT_FOUND.search(line.text) for line in finding.evidence
        )
    if finding.failure not in ("compile-linker-lib-missing", "compile-header-missing"):
        return False
    return all(
        any(_PROBE.search(near.text) for near in scene.around(line, before=2, after=4))
        for line in finding.evidence
    )


def _failure_for(failure: str, captures: dict[str, str]) -> str:
    """Return the failure a package's own page describes, where the package has one."""
    package = captures.get("package", "").lower()
    if failure == "compile-pkg-config-package-missing" and package == "mysqlclient":
        return "compile-mysqlclient"
    if failure == "compile-header-missing" and captures.get("header") in ("mpi.h", "mpicxx.h"):
        if package == "mpi4py":
            return "compile-mpi4py"
        if package == "horovod":
            return "compile-horovod"
    return failure


def _named_below(lines: Iterable[Line]) -> str | None:
    for line in lines:
        for pattern in _BELOW:
            found = pattern.search(line.text)
            if found is not None:
                return found["package"]
        if _NEXT_BUILD.search(line.text):
            return None
    return None


def _named_above(lines: Sequence[Line]) -> str | None:
    for line in reversed(lines):
        for pattern in _ABOVE:
            found = pattern.search(line.text)
            if found is not None:
                return _UNPACKED.sub("", found["package"])
    return None


def _version_of(package: str, lines: Sequence[Line]) -> str | None:
    wanted = _same_name(package)
    for line in reversed(lines):
        for pattern in _PIN:
            found = pattern.search(line.text)
            if found is not None and _same_name(found["package"]) == wanted:
                return found["version"]
    return None


def _same_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _python_of(lines: Sequence[Line]) -> str | None:
    for line in reversed(lines):
        found = _PYTHON.search(line.text)
        if found is not None:
            return found["dotted"] or f"3.{found['tag'][1:]}"
    return None
