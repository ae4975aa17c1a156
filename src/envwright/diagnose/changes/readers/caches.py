"""Steps that were taken from a cache: what they use, this log does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.changes.found import Found
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ANCHORS", "CACHED", "read"]

ANCHORS = (b"> Using cache", b"Using caching version of cmd")
CACHED = "cached"
"""Kind of what this reader finds; no kind of change."""

# ` ---> Using cache`, `--> Using cache 06d842…`, `INFO[0003] Using caching version of cmd: RUN …`
_CACHED = lazy(r"\s*-{2,3}> Using cache\b|(?:INFO\[\d+\] )?Using caching version of cmd\b")


def read(text: str) -> Iterator[Found]:
    """Yield a mark for a line that says so."""
    if _CACHED.match(text):
        yield Found(CACHED, "", "", "")
