"""Tells apt's complaint about a signature from a repository that is really refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting

__all__ = ["refine"]

_PACKAGES_ARE_MISSING = frozenset({"apt-unable-to-locate", "command-not-found"})
_REFUSED = "packages cannot be authenticated"
_FETCH_FAILED = "Err:"
_UPDATE_ENDS = ("Reading package lists", "Fetched ")
_LINES_BELOW = 400


def refine(finding: Sighting, scene: Scene) -> Sighting | None:
    """Return the sighting where packages are refused or missing, None where apt only grumbles.

    A repository that is marked as trusted gives the same `W: GPG error`, and its packages install.
    """
    if not finding.weak:
        return finding
    if any(other.failure in _PACKAGES_ARE_MISSING for other in scene.sightings):
        return finding
    below = scene.around(finding.evidence[0], before=0, after=_LINES_BELOW)
    unfinished = not any(line.text.startswith(_UPDATE_ENDS) for line in below)
    if unfinished and finding.evidence[0].text.startswith(_FETCH_FAILED):
        # The log stops before apt says what it makes of the repository.
        return finding
    return finding if any(_REFUSED in line.text for line in below) else None
