"""Finds the anchors in one pass over the bytes of a log.

Below 1 MB, and wherever the optional `ahocorasick-rs` is missing, each anchor is searched with the
standard library; above, one automaton searches all of them at once. The answers are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from envwright.facts import Line
    from envwright.logs.text import LogText

__all__ = ["scan"]

_SMALL = 1 << 20


def scan(log: LogText, anchors: Sequence[bytes]) -> Iterator[tuple[Line, list[int]]]:
    """Yield every segment of a line that holds an anchor, with the indexes of its anchors.

    Segments come in order. A segment is what lies between two CR or LF.
    """
    search = _searcher(anchors, log.size)
    for block in log.blocks():
        data = block.data
        hits = search(data)
        if not hits:
            continue
        hits.sort()
        number = block.first_line
        counted = 0
        start = end = -1
        indexes: list[int] = []
        for position, index in hits:
            if position < end:
                if index not in indexes:
                    indexes.append(index)
                continue
            if indexes:
                yield log.clean(number, data[start:end], log.head(data, start)), indexes
            start, end = log.segment(data, position)
            number += data.count(b"\n", counted, position)
            counted = position
            indexes = [index]
        if indexes:
            yield log.clean(number, data[start:end], log.head(data, start)), indexes


def _searcher(anchors: Sequence[bytes], size: int) -> Callable[[bytes], list[tuple[int, int]]]:
    if size > _SMALL:
        try:
            return _automaton(anchors)
        except ImportError:
            pass
    return _plain(anchors)


def _automaton(anchors: Sequence[bytes]) -> Callable[[bytes], list[tuple[int, int]]]:
    import ahocorasick_rs

    automaton = ahocorasick_rs.BytesAhoCorasick(
        list(anchors), implementation=ahocorasick_rs.Implementation.DFA
    )

    def search(data: bytes) -> list[tuple[int, int]]:
        found = automaton.find_matches_as_indexes(data, overlapping=True)
        return [(start, index) for index, start, _ in found]

    return search


def _plain(anchors: Sequence[bytes]) -> Callable[[bytes], list[tuple[int, int]]]:
    def search(data: bytes) -> list[tuple[int, int]]:
        found = []
        for index, anchor in enumerate(anchors):
            position = data.find(anchor)
            while position >= 0:
                found.append((position, index))
                position = data.find(anchor, position + 1)
        return found

    return search
