"""One thing that a line names, before it is kept."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Found", "package"]


class Found(NamedTuple):
    """A thing and its value."""

    kind: str
    """As in `facts.Change`; `build` for the build of a conda package, `cached` for a mark."""
    world: str
    """Whose name it is: the `numpy` of conda is not that of pip. Empty where there is one world."""
    name: str
    value: str
    installed: bool = False
    """Whether the tool says that the build has it now."""
    parents: tuple[str, ...] = ()


def package(
    world: str, name: str, version: str, *, installed: bool = False, parent: str | None = None
) -> Found:
    """Return a package with its name normalised as PEP 503 does."""
    import re

    plain = re.sub(r"[-_.]+", "-", name).strip("-").lower() if world == "python" else name.lower()
    return Found("package", world, plain, version, installed, (parent,) if parent else ())
