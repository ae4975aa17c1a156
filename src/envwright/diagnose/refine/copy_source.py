"""Says which source of COPY is missing, as the Dockerfile has it, and if it lies outside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting

__all__ = ["refine"]

_COPY = re.compile(r"(?:^|\] )(?:COPY|ADD) (?P<words>.+)")


def refine(sighting: Sighting, scene: Scene) -> Sighting | None:
    """Return the sighting about the source that the step names; narrowed where that has `..`."""
    found = _COPY.search(scene.instruction)
    if found is None:
        return sighting
    sources = [word for word in found.group("words").split() if not word.startswith("--")][:-1]
    printed = sighting.captures.get("path", "").strip("/")
    named = _named(sources, printed)
    if named is None:
        return sighting
    above = named.startswith("../") and "--from=" not in scene.instruction
    return sighting._replace(
        failure="copy-outside-context" if above else sighting.failure,
        captures={**sighting.captures, "path": named},
    )


def _named(sources: list[str], printed: str) -> str | None:
    """Return the one source that a printed path can stand for.

    BuildKit prints an absolute path without leading `..`, or only the first missing folder.
    """
    for source in sources:
        plain = re.sub(r"^(?:\.{1,2}/|/)+", "", source).rstrip("/")
        if printed and plain and (plain == printed or plain.startswith(printed + "/")):
            return source
    if not printed and len(sources) == 1:
        return sources[0]
    return None
