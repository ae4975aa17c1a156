"""Tells a file that a script opens from a program that it starts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting

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


def refine(sighting: Sighting, scene: Scene) -> Sighting | None:
    """Return the sighting as a missing command where the error comes from starting a program."""
    line = sighting.evidence[0]
    if "rror: [Errno 2]" not in line.text:
        return sighting
    path = sighting.captures.get("path")
    if not any(_STARTED.search(above.text) for above in scene.around(line, 4, 0)):
        if path is None or not _PROGRAM.match(path):
            return sighting
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
