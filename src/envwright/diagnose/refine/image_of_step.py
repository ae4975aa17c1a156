"""Names the image and the registry of a failed pull from the step that wanted it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting

__all__ = ["image_of", "refine"]

# `FROM python:3.11`, `[build 1/4] FROM python:3.11 AS build`, `[internal] load metadata for …`
_WANTED = re.compile(
    r"(?:^|\] )(?:FROM (?:--platform=\S+ )?|load metadata for )(?P<image>[^\s$]+)"
    r"|(?:^|\] )COPY (?:--\S+ )*--from=(?P<copied>[^\s$]+)"
)
_BY_REGISTRY = frozenset(
    {"registry-firewall-denied", "registry-unauthorized", "registry-unreachable"}
)
_CONSTANT = "docker.io"
# Docker Hub's answer about a repository that is private or not there, below podman's own line.
_SAID_BELOW = frozenset({"registry-push-failed", "registry-unauthorized"})
_LINES_BELOW = 2


def refine(sighting: Sighting, scene: Scene) -> Sighting | None:
    """Return the sighting with `image`, or `registry` where the failure is about the registry."""
    if sighting.failure in _SAID_BELOW and _belongs_to_pull(sighting, scene):
        return None
    if sighting.failure == "registry-push-failed":
        return sighting
    captures = dict(sighting.captures)
    image = captures.get("image") or image_of(scene.instruction)
    if image is None:
        return sighting
    if sighting.failure in _BY_REGISTRY:
        captures.setdefault("registry", _registry(image))
        captures.pop("image", None)
    else:
        captures["image"] = image
    if captures == sighting.captures:
        return sighting
    return sighting._replace(captures=captures)


def _belongs_to_pull(sighting: Sighting, scene: Scene) -> bool:
    """Tell whether the lines are the rest of what podman prints about a refused pull."""
    return any(
        other.failure == "base-image-pull-denied"
        and other.first < sighting.first
        and sighting.last - other.last <= _LINES_BELOW
        for other in scene.sightings
    )


def image_of(instruction: str) -> str | None:
    """Return the image that an instruction pulls, as it is written; None where it pulls none."""
    found = _WANTED.search(instruction)
    if found is None:
        return None
    image: str | None = found.group("image") or found.group("copied")
    if image is None or image == "scratch":
        return None
    return image.partition("@")[0] if "@" in image and ":" in image.partition("@")[0] else image


def _registry(image: str) -> str:
    """Return the registry's host: the first part if it looks like one, else Docker Hub."""
    first, slash, _ = image.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        return first
    return _CONSTANT
