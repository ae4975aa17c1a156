"""Paths that tell the Python in use, in tracebacks and compiler lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.changes.found import Found
from envwright.diagnose.changes.readers.wheels import architecture
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ANCHORS", "read"]

ANCHORS = (b"/python3.", b"/python2.", b".linux-")

_FOLDER = lazy(r"/(?:lib|include)/python(\d\.\d{1,2})\b")
_BUILD = lazy(r"\b(?:lib|temp|bdist)\.linux-([a-z0-9_]+)-(?:cpython-(\d)(\d{1,2})|(\d\.\d{1,2}))\b")


def read(text: str) -> Iterator[Found]:
    """Yield the Python that a line's paths name."""
    if found := _FOLDER.search(text):
        yield Found("python", "paths", "python", found[1])
    if found := _BUILD.search(text):
        version = found[4] or f"{found[2]}.{found[3]}"
        yield Found("python", "named", "python", version)
        yield Found("platform", "", "platform", architecture(found[1]))
