"""Replaces a failure by a narrower one where the evidence supports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.matching import merge
from envwright.diagnose.refine import refiner_for
from envwright.diagnose.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.diagnose.sighting import Sighting
    from envwright.failures.catalogue import Catalogue
    from envwright.logs.text import LogText

__all__ = ["narrow"]

_MOST_ROUNDS = 4


def narrow(found: Sequence[Sighting], log: LogText, catalogue: Catalogue) -> list[Sighting]:
    """Return the sightings with the narrowest failures that their surroundings support."""
    narrowed: list[Sighting] = []
    by_step: dict[int, list[Sighting]] = {}
    for sighting in found:
        by_step.setdefault(id(sighting.step), []).append(sighting)
    for sighting in found:
        scene = Scene(log, sighting.step, by_step[id(sighting.step)], catalogue)
        refined = _refined(sighting, scene, catalogue)
        if refined is not None:
            narrowed.append(refined)
    return merge(narrowed, catalogue)


def _refined(sighting: Sighting, scene: Scene, catalogue: Catalogue) -> Sighting | None:
    current: Sighting | None = sighting
    for _ in range(_MOST_ROUNDS):
        assert current is not None
        before = current.failure
        current = _by_capture(current, catalogue)
        refine = refiner_for(current.failure)
        if refine is not None:
            current = refine(current, scene)
        if current is None:
            return None
        if current.failure not in catalogue.nodes:
            return current._replace(failure=before)
        if current.failure == before:
            break
    return current


def _by_capture(sighting: Sighting, catalogue: Catalogue) -> Sighting:
    for capture, regex, failure in catalogue.narrows.get(sighting.failure, ()):
        value = sighting.captures.get(capture)
        if value and catalogue.pattern(failure, regex).search(value):
            return sighting._replace(failure=failure)
    return sighting
