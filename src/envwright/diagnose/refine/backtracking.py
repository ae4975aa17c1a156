"""Tells a resolver that merely tries versions from one that ended in an old source release.

pip says `pip is looking at multiple versions of mylib`, downloads several of its releases, and the
last of them is an sdist whose metadata or wheel cannot be built.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envwright.failures.catalogue import package_name

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting

__all__ = ["refine"]

_FETCHED = re.compile(
    r"^\s*(?:Downloading|Using cached|Processing) (?:\S*/)?"
    r"(?P<name>[A-Za-z0-9][\w.]*?(?:-[A-Za-z][\w.]*?)*)"
    r"-(?P<version>\d[\w.!+]*?)(?P<kind>\.tar\.gz|\.zip|-[\w.-]+\.whl)"
)
_FAILED = re.compile(
    r"finished with status 'error'|metadata-generation-failed|Failed building wheel for"
    r"|Command errored out with exit status|did not run successfully"
)

_SAID = re.compile(
    r"\s*(?:ERROR|error|Traceback|Installing collected|Successfully|WARNING: Ignoring)\b"
)


def refine(finding: Sighting, scene: Scene) -> Sighting | None:
    """Return the old-release failure where the walk back ended in a build that failed."""
    kept = None if finding.weak and _was_survived(finding, scene) else finding
    package = package_name(finding.captures.get("package", ""))
    if not package or "pip-old-sdist-from-backtracking" not in scene.catalogue.nodes:
        return kept
    seen: list[tuple[str, str, str]] = []
    for line in scene.lines(finding.first - 40, finding.first + 1500):
        fetched = _FETCHED.match(line.text)
        if fetched is not None:
            seen.append((package_name(fetched["name"]), fetched["version"], fetched["kind"]))
        elif seen and _FAILED.search(line.text):
            name, version, kind = seen[-1]
            versions = {other for who, other, _ in seen if who == package}
            if name != package or kind.endswith(".whl") or len(versions) < 2:
                return kept
            return finding._replace(
                failure="pip-old-sdist-from-backtracking",
                captures={"package": package, "version": version},
                weak=False,
            )
    return kept


def _was_survived(finding: Sighting, scene: Scene) -> bool:
    """Tell whether pip said something else afterwards: then its search is not what stopped it."""
    after = scene.lines(finding.last + 1, finding.last + 400)
    return any(_SAID.match(line.text) for line in after)
