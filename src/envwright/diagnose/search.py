"""Where literals occur in a block of bytes: with the standard library, or all in one pass.

The optional `ahocorasick-rs` searches all literals at once. A literal that a log is full of would
make that slow: its pattern needs other words too, so where these are rarer, it is looked for only
in lines that hold one of them. What is told differs by places that no pattern can match.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Needs = Callable[[int], list[frozenset[bytes]] | None]
    _Find = Callable[..., list[tuple[int, int, int]]]

__all__ = ["Automaton", "Occurrences", "occurrences", "positions_of"]

Occurrences = dict[int, list[int]]
"""Ascending positions in a block by the index of the literal; what never occurs is left out."""

_FEW = 32 << 10
_FREQUENT = 1 << 16
"""A literal that occurs once in fewer bytes than this is frequent."""
_RARER = 4
_WEIGHED = 1 << 19
_MOST_REBUILDS = 6
_PART = 1 << 18


def occurrences(data: bytes, literals: Sequence[bytes]) -> Occurrences:
    """Return where each literal occurs, found with the standard library."""
    found = {}
    # In a small log, knowing all its sequences of four bytes spares most searches.
    begun = {data[start : start + 4] for start in range(len(data))} if len(data) < _FEW else None
    for index, literal in enumerate(literals):
        if begun is not None and literal[:4] not in begun and len(literal) > 3:
            continue
        if literal in data:
            found[index] = positions_of(literal, data)
    return found


def positions_of(literal: bytes, data: bytes, start: int = 0, end: int | None = None) -> list[int]:
    """Return where a literal occurs in a part of a block."""
    end = len(data) if end is None else end
    positions = []
    position = data.find(literal, start, end)
    while position >= 0:
        positions.append(position)
        position = data.find(literal, position + 1, end)
    return positions


class Automaton:
    """All literals in one pass, by `ahocorasick-rs`.

    `needs` gives, by the index of a literal, sets of words: a line for which the literal matters
    holds at least one word of each set. None for a literal that is to be told wherever it is.

    Raises ImportError where the library is missing.
    """

    def __init__(self, literals: Sequence[bytes], needs: Needs) -> None:
        self._literals = literals
        self._needs = needs
        self._gates: dict[int, frozenset[bytes] | None] = {}
        """The words by which frequent literals are found; None where there are no rarer ones."""
        self._rebuilds = 0
        self._machine = self._build()

    def search(self, data: bytes) -> Occurrences:
        """Return where each literal occurs; frequent ones only in lines that hold their words.

        May run in several threads at once.
        """
        find, told, opened, longest = self._machine
        places: defaultdict[int, list[int]] = defaultdict(list)
        # In parts, since the library returns a tuple for each occurrence; what begins in the
        # overlap is the next part's.
        for begin in range(0, len(data), _PART):
            part = data[begin : begin + _PART + longest]
            for pattern, start, _ in find(part, overlapping=True):
                if start < _PART:
                    places[pattern].append(begin + start)
        found: Occurrences = {}
        near: defaultdict[int, list[int]] = defaultdict(list)
        for pattern, positions in places.items():
            for index in told[pattern]:
                found[index] = positions
            for index in opened[pattern]:
                near[index] += positions
        for index, words in near.items():
            positions = _in_lines_of(sorted(words), self._literals[index], data)
            if positions:
                found[index] = positions
        return found

    def adapt(self, data: bytes, found: Occurrences) -> None:
        """From now on look for what this block is full of by rarer words, if there are any."""
        if self._rebuilds >= _MOST_REBUILDS:
            return
        most = max(len(data) // _FREQUENT, 1)
        frequent = [
            index
            for index, positions in found.items()
            if len(positions) > most and index not in self._gates
        ]
        if not frequent:
            return
        counts = _Counts(data[:_WEIGHED])
        for index in frequent:
            self._gates[index] = self._gate(index, counts)
        if any(self._gates[index] is not None for index in frequent):
            self._rebuilds += 1
            self._machine = self._build()

    def _gate(self, index: int, counts: _Counts) -> frozenset[bytes] | None:
        """Return the words to look for instead of a literal; None where they are as frequent."""
        sets = self._needs(index)
        if not sets:
            return None
        count, words = min(
            ((sum(counts[word] for word in words), words) for words in sets),
            key=lambda pair: pair[0],
        )
        return words if count * _RARER <= counts[self._literals[index]] else None

    def _build(self) -> tuple[_Find, list[list[int]], list[list[int]], int]:
        """Return the search, by pattern which literals it tells and for which it is a word.

        Last the length of the longest pattern.
        """
        from ahocorasick_rs import BytesAhoCorasick, Implementation

        told: defaultdict[bytes, list[int]] = defaultdict(list)
        opened: defaultdict[bytes, list[int]] = defaultdict(list)
        for index, literal in enumerate(self._literals):
            gate = self._gates.get(index)
            if gate is None:
                told[literal].append(index)
            else:
                for word in gate:
                    opened[word].append(index)
        patterns = list({**told, **opened})
        machine = BytesAhoCorasick(patterns, implementation=Implementation.DFA)
        return (
            machine.find_matches_as_indexes,
            [told.get(pattern, []) for pattern in patterns],
            [opened.get(pattern, []) for pattern in patterns],
            max(map(len, patterns), default=0),
        )


class _Counts(dict[bytes, int]):
    """How often words occur in a sample, each counted once."""

    def __init__(self, sample: bytes) -> None:
        super().__init__()
        self._sample = sample

    def __missing__(self, word: bytes) -> int:
        count = self[word] = self._sample.count(word)
        return count


def _in_lines_of(places: list[int], literal: bytes, data: bytes) -> list[int]:
    """Return where a literal occurs in the lines that some ascending places are in."""
    positions: list[int] = []
    end = -1
    for place in places:
        if place < end:
            continue
        start = data.rfind(b"\n", 0, place) + 1
        end = data.find(b"\n", place)
        end = len(data) if end < 0 else end
        positions += positions_of(literal, data, start, end)
    return positions
