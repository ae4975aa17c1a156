"""Which builder made the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.changes.found import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_format"]

_BUILDERS = {
    "docker-classic": "docker build",
    "buildkit-plain": "buildkit",
    "buildkit-rawjson": "buildkit",
    "buildah": "buildah",
    "kaniko": "kaniko",
}


def read_format(name: str) -> Iterator[Found]:
    """Yield the builder that a format names: another one is another tool."""
    for part in name.split("+"):
        if part in _BUILDERS:
            yield Found("tool", "", "builder", _BUILDERS[part])
