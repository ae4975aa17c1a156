"""Finds the literals of the catalogue in one pass over the bytes of a log, block by block.

Small logs, and all where the optional `ahocorasick-rs` is missing, are searched with the standard
library. Large logs are searched by threads while the blocks before are looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from envwright.diagnose.search import Automaton, occurrences, positions_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    from envwright.diagnose.search import Needs, Occurrences
    from envwright.facts import Line
    from envwright.logs.text import Block, LogText

__all__ = ["BlockLines", "RawLine", "scan"]

_SMALL = 1 << 20
_THREADED = 16 << 20
_PAGE = 32 << 10


def scan(
    log: LogText, literals: Sequence[bytes], needs: Needs
) -> Iterator[tuple[BlockLines, Occurrences]]:
    """Yield every block that holds a literal, with where each literal occurs in it."""
    automaton = _automaton(literals, needs) if log.size > _SMALL else None
    if automaton is None:
        for position, block in enumerate(log.blocks()):
            found = occurrences(block.data, literals)
            if found:
                yield BlockLines(log, position, block), found
        return
    for position, (block, found) in enumerate(_searched(log, automaton)):
        if found:
            yield BlockLines(log, position, block), found
            automaton.adapt(block.data, found)


def _automaton(literals: Sequence[bytes], needs: Needs) -> Automaton | None:
    try:
        return Automaton(literals, needs)
    except ImportError:
        return None


def _searched(log: LogText, automaton: Automaton) -> Iterator[tuple[Block, Occurrences]]:
    if log.size <= _THREADED:
        for block in log.blocks():
            yield block, automaton.search(block.data)
        return
    from collections import deque
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as pool:
        waiting: deque[tuple[Block, Future[Occurrences]]] = deque()
        for block in log.blocks():
            waiting.append((block, pool.submit(automaton.search, block.data)))
            if len(waiting) > 2:
                first, future = waiting.popleft()
                yield first, future.result()
        for first, future in waiting:
            yield first, future.result()


class RawLine(NamedTuple):
    """What `LogText.clean` makes a line of."""

    number: int
    segment: bytes
    head: bytes


class BlockLines:
    """The lines of one block around positions in it, each looked up once."""

    def __init__(self, log: LogText, position: int, block: Block) -> None:
        self.position = position
        """Which block of the log it is, from 0."""
        self._log = log
        self._first_line, self._data = block
        self.size = len(self._data)
        self._segments: dict[int, tuple[int, int]] = {}
        self._counts: list[int] = []
        self._counted = (0, block.first_line)

    def segment(self, position: int) -> tuple[int, int]:
        """Return start and end of what lies between two CRs or LFs around a position."""
        found = self._segments.get(position)
        if found is None:
            found = self._segments[position] = self._log.segment(self._data, position)
        return found

    def positions(self, literal: bytes, start: int) -> list[int]:
        """Return where a literal occurs from a place in the block on."""
        return positions_of(literal, self._data, start)

    def cut(self, start: int, end: int) -> bytes:
        """Return a segment as it is in the block."""
        return self._data[start:end]

    def line(self, start: int, end: int) -> Line:
        """Return a segment as a cleaned line with its number."""
        return self._log.clean(*self.raw(start, end))

    def raw(self, start: int, end: int) -> RawLine:
        """Return a segment with its number."""
        head = self._log.head(self._data, start)
        return RawLine(self._number(start), self._data[start:end], head)

    def _number(self, position: int) -> int:
        data = self._data
        page = position // _PAGE
        while len(self._counts) <= page:
            done = len(self._counts)
            before = data.count(b"\n", (done - 1) * _PAGE, done * _PAGE) if done else 0
            self._counts.append(before + (self._counts[-1] if done else self._first_line))
        known, number = self._counted
        if not page * _PAGE <= known <= position:
            known, number = page * _PAGE, self._counts[page]
        number += data.count(b"\n", known, position)
        self._counted = (position, number)
        return number
