"""Indexes and registries that the tools say they look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.changes.found import Found
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ANCHORS", "read"]

ANCHORS = (b"Looking in indexes: ", b"Looking in links: ", b"npm http fetch GET ")

_LOOKING = lazy(r"\s*Looking in (?:indexes|links): (.+?)\s*$")
# ensurepip unpacks its wheels into a new folder each time.
_OF_THIS_RUN = lazy(r"(?:file://)?(?:/var)?/tmp/|[A-Za-z]:\\.*\\Temp\\")
_NPM = lazy(r"\s*npm http fetch GET \d+ (https?://[^/\s]+)/")


def read(text: str) -> Iterator[Found]:
    """Yield the indexes that a line names."""
    if found := _LOOKING.match(text):
        for address in map(str.strip, found[1].split(",")):
            if address and not _OF_THIS_RUN.match(address):
                yield Found("source", "pip", address, address)
    elif found := _NPM.match(text):
        yield Found("source", "npm", found[1], found[1])
