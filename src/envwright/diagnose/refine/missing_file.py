"""Tells a file that a script opens from a program that it starts, and from a file of an archive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting
    from envwright.facts import Line

__all__ = ["refine"]

# Programs that build scripts start; none of these is the usual name of a file they read.
_PROGRAM = re.compile(
    r"^(?:make|gmake|git|hg|svn|patch|curl|wget|bash|perl|ruby|node|npm|npx|yarn|java|javac|mvn|ant"
    r"|go|cargo|rustc|protoc|flex|bison|nasm|yasm|gfortran|pkg-config|which|lsb_release|unzip|7z"
    r"|ffmpeg|dot|pandoc|latex|pdflatex|openssl|ldconfig|nvidia-smi|docker|ssh|rsync|sudo|bazel"
    r"|meson|scons|xcrun|gcc|g\+\+|cc|c\+\+|clang|cmake|ninja|swig|autoreconf|nvcc)$"
)
# CPython's subprocess module raises the child's error in the parent.
_STARTED = re.compile(r"raise child_exception(?:_type)?\b|in _execute_child")
# Where pip, uv and easy_install unpack what they downloaded; a project of one's own is built
# elsewhere (its own folder, pip-req-build-x, pip-x-build).
_UNPACKED = re.compile(
    r"/(?:pip-(?:install|build|wheel|unpack)-\w+|easy_install-\w+|sdists-v\d+/pypi)"
    r"/(?P<package>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)/"
)
_UNIQUE = re.compile(r"(?:_[0-9a-f]{32}|-\d[\w.]*)$")
_FRAME = re.compile(r'^[\s\d.#|]*File "(?P<path>[^"]+)", line \d+')
_FRAMES = 12
# pip 19 to 21 say above the output of a build where it ran.
_RAN_IN = re.compile(r"^[\s\d.#|]*cwd: (?P<path>/\S+)")
_BOX = 40


def refine(sighting: Sighting, scene: Scene) -> Sighting | None:
    """Return the sighting as a missing command, or as a file that a source archive lacks."""
    line = sighting.evidence[0]
    if "rror: [Errno 2]" not in line.text:
        return sighting
    path = sighting.captures.get("path")
    if not any(_STARTED.search(above.text) for above in scene.around(line, 4, 0)):
        if path is None or not _PROGRAM.match(path):
            return _of_archive(sighting, path or "", scene)
        if _has_its_page(sighting, scene):
            return None
    captures = {key: value for key, value in sighting.captures.items() if key != "path"}
    if path is not None:
        captures["command"] = path
    return sighting._replace(failure="command-not-found", captures=captures)


def _has_its_page(sighting: Sighting, scene: Scene) -> bool:
    """Tell whether another failure is about that very program: a compiler, CMake, SWIG."""
    mine = {line.number for line in sighting.evidence}
    return any(
        other.failure != sighting.failure and any(line.number in mine for line in other.evidence)
        for other in scene.sightings
    )


def _of_archive(sighting: Sighting, path: str, scene: Scene) -> Sighting:
    """Return the sighting as a file that a source archive lacks, where its `setup.py` opens it."""
    package = _archive(sighting.evidence[0], path, scene)
    if package is None:
        return sighting
    captures = {key: value for key, value in sighting.captures.items() if key != "path"}
    captures["package"] = _UNIQUE.sub("", package)
    if path:
        captures["file"] = path
    return sighting._replace(failure="sdist-files-missing", captures=captures)


def _archive(line: Line, path: str, scene: Scene) -> str | None:
    """Return the package whose unpacked archive a traceback's `setup.py` belongs to, if any."""
    inside = _UNPACKED.search(path)
    if inside is not None:
        return inside["package"]
    for above in reversed(scene.around(line, _FRAMES, 0)):
        frame = _FRAME.match(above.text)
        if frame is None:
            if "Traceback (most recent call last)" in above.text:
                break
            continue
        unpacked = _UNPACKED.search(frame["path"])
        if unpacked is not None:
            return unpacked["package"]
    for above in reversed(scene.around(line, _BOX, 0)):
        ran_in = _RAN_IN.match(above.text)
        if ran_in is not None:
            unpacked = _UNPACKED.search(f"{ran_in['path'].rstrip('/')}/")
            return unpacked["package"] if unpacked is not None else None
    return None
