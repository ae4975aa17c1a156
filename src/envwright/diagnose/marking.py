"""The lines that hold a reader's marker, as many as the outline of a log needs."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from envwright.diagnose.scan import BlockLines, RawLine
    from envwright.facts import Line
    from envwright.logs.text import LogText

__all__ = ["MarkerKeeper"]

_MOST_MARKERS = 10_000
_MANY = 2_000


class _Marked(NamedTuple):
    """A segment and how many markers it holds."""

    markers: int
    raw: RawLine


class _Unread(NamedTuple):
    """A block full of markers: read only if it is still among the last when the log ends."""

    block: BlockLines
    positions: list[int]


class MarkerKeeper:
    """Keeps the lines of the first and of the last markers of a log."""

    def __init__(self, most: int = _MOST_MARKERS) -> None:
        self._most = most
        self._room = most
        self._first: list[_Marked] = []
        self._last: deque[tuple[int, list[_Marked] | _Unread]] = deque()
        self._count = 0
        """Markers in `_last`."""

    def take(self, block: BlockLines, positions: list[int]) -> None:
        """Keep the marked lines of the next block, given where markers occur in it, in order."""
        if self._room:
            first, positions = positions[: self._room], positions[self._room :]
            self._room -= len(first)
            self._first += _marked(block, first)
            if positions:
                _, end = block.segment(first[-1])
                positions = [position for position in positions if position >= end]
        if not positions:
            return
        count = len(positions)
        kept = _Unread(block, positions) if count > _MANY else _marked(block, positions)
        self._last.append((count, kept))
        self._count += count
        while self._count - self._last[0][0] >= self._most:
            self._count -= self._last.popleft()[0]

    def lines(self, log: LogText) -> list[Line]:
        """Return the kept lines in order."""
        last: list[_Marked] = []
        count = 0
        for _, kept in reversed(self._last):
            for marked in reversed(_marked(*kept) if isinstance(kept, _Unread) else kept):
                if count < self._most:
                    last.append(marked)
                    count += marked.markers
        return [log.clean(*marked.raw) for marked in (*self._first, *reversed(last))]


def _marked(block: BlockLines, positions: list[int]) -> list[_Marked]:
    """Return the segments around positions, each once."""
    found: list[_Marked] = []
    start = end = begun = -1
    for place, position in enumerate(positions):
        if position < end:
            continue
        if end >= 0:
            found.append(_Marked(place - begun, block.raw(start, end)))
        start, end = block.segment(position)
        begun = place
    if end >= 0:
        found.append(_Marked(len(positions) - begun, block.raw(start, end)))
    return found
