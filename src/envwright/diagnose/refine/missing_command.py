"""Tells a missing program from a script that is there and names a missing interpreter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting

__all__ = ["refine"]

_SCRIPT = re.compile(r"(?:\.(?:sh|bash|py|pl)|entrypoint\S*)\Z")

# What the builder itself misses is no lack of the image.
_BUILDERS_OWN = re.compile(r"level=error msg=|docker-credential-|for rootless mode|newuidmap")


def refine(sighting: Sighting, scene: Scene) -> Sighting | None:
    r"""Return the sighting as a script with a broken first line, or as a missing file.

    A shell says `not found` of a script that exists when the interpreter in its first line does
    not; with Windows line ends that is `/bin/bash\r`.
    """
    if sighting.vague and _something_else(sighting, scene):
        return None
    if _BUILDERS_OWN.search(sighting.evidence[0].text):
        return None
    command = sighting.captures.get("command", "")
    if "/" not in command:
        return sighting
    name = command.rpartition("/")[2]
    if not _SCRIPT.search(name):
        return sighting
    if not _is_there(name, scene):
        captures = {key: value for key, value in sighting.captures.items() if key != "command"}
        return sighting._replace(failure="run-file-missing", captures={**captures, "path": command})
    return sighting._replace(failure="dockerfile-encoding", captures={"file": command})


def _something_else(sighting: Sighting, scene: Scene) -> bool:
    """Tell whether the step shows more than its exit code, which other failures end with, too."""
    return any(
        other.failure != sighting.failure
        and scene.catalogue.nodes[other.failure].role not in ("wrapper", "warning")
        for other in scene.sightings
    )


def _is_there(name: str, scene: Scene) -> bool:
    """Tell whether a step up to here copied the file by name or changed its mode."""
    there = re.compile(
        rf"(?:\bchmod \S+ |\bCOPY |\bADD |> ?|\bmv )\S*(?: \S+)*?{re.escape(name)}\b"
    )
    if there.search(scene.instruction):
        return True
    earlier = getattr(scene, "earlier", None)
    return earlier is not None and any(there.search(line.text) for line in earlier())
