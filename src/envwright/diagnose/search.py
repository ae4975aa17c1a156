"""Where literals occur in a block of bytes: with the standard library, or all in one pass.

The optional `ahocorasick-rs` searches all literals at once. Literals that a healthy log is full of
would make that slow: they are left out of the automaton as long as a block lacks the rarer words
that the patterns behind them need too. Both searches tell the same occurrences of every literal
that can matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Needs = Callable[[int], list[list[frozenset[bytes]]] | None]

__all__ = ["Automaton", "Occurrences", "occurrences"]

Occurrences = dict[int, list[int]]
"""Ascending positions in a block by the index of the literal; what never occurs is left out."""

_FREQUENT = 1 << 14
"""A literal that occurs once in fewer bytes than this is frequent."""
_RARER = 8
_WEIGHED = 1 << 19
_MOST_REBUILDS = 6


def occurrences(data: bytes, literals: Sequence[bytes]) -> Occurrences:
    """Return where each literal occurs, found with the standard library."""
    found = {}
    for index, literal in enumerate(literals):
        if literal in data:
            found[index] = _positions(data, literal)
    return found


def _positions(data: bytes, literal: bytes) -> list[int]:
    positions = []
    position = data.find(literal)
    while position >= 0:
        positions.append(position)
        position = data.find(literal, position + 1)
    return positions


def _beside(data: bytes, literal: bytes, places: list[int]) -> list[int]:
    """Return where a literal occurs in the lines around some places."""
    places.sort()
    positions = []
    end = -1
    for place in places:
        if place < end:
            continue
        end = data.find(b"\n", place)
        if end < 0:
            end = len(data)
        position = data.find(literal, data.rfind(b"\n", 0, place) + 1, end)
        while position >= 0:
            positions.append(position)
            position = data.find(literal, position + 1, end)
    return positions


class Automaton:
    """All literals in one pass, by `ahocorasick-rs`.

    `needs` tells of a literal, for each pattern it stands for, the sets of words of which such a
    line holds at least one each; None for a literal to be told wherever it is.

    Raises ImportError where the library is missing.
    """

    def __init__(self, literals: Sequence[bytes], needs: Needs) -> None:
        self._literals = list(literals)
        self._needs = needs
        self._gated: dict[int, frozenset[bytes]] = {}
        self._hopeless: set[int] = set()
        self._rebuilds = 0
        self._machine = self._build()

    def search(self, data: bytes) -> Occurrences:
        """Return where each literal occurs; frequent ones only where their words do, too.

        May run in several threads at once.
        """
        find, meanings, opens = self._machine
        found: Occurrences = {}
        words: dict[int, list[int]] = {}
        for pattern, start, _ in find(data, overlapping=True):
            index = meanings[pattern]
            if index in found:
                found[index].append(start)
            elif index >= 0:
                found[index] = [start]
            else:
                for opened in opens[pattern]:
                    words.setdefault(opened, []).append(start)
        for index, places in words.items():
            positions = _beside(data, self._literals[index], places)
            if positions:
                found[index] = positions
        return found

    def adapt(self, data: bytes, found: Occurrences) -> None:
        """Leave literals that this block is full of to their rarer words from now on."""
        if self._rebuilds >= _MOST_REBUILDS:
            return
        limit = max(len(data) // _FREQUENT, 1)
        frequent = [
            index
            for index, positions in found.items()
            if len(positions) > limit and index not in self._hopeless and index not in self._gated
        ]
        gates = {index: self._gate(index, data[:_WEIGHED]) for index in frequent}
        self._hopeless |= {index for index, gate in gates.items() if gate is None}
        gates = {index: gate for index, gate in gates.items() if gate is not None}
        if gates:
            self._gated.update({index: gate for index, gate in gates.items() if gate is not None})
            self._rebuilds += 1
            self._machine = self._build()

    def _gate(self, index: int, sample: bytes) -> frozenset[bytes] | None:
        """Return words of which every line that this literal matters for holds one."""
        needs = self._needs(index)
        if needs is None:
            return None
        most = sample.count(self._literals[index]) // _RARER
        gate: frozenset[bytes] = frozenset()
        for sets in needs:
            weighed = [(sum(map(sample.count, words)), words) for words in sets]
            rarest, words = min(weighed, key=lambda pair: pair[0], default=(most + 1, gate))
            if rarest > most:
                return None
            gate |= words
        return gate

    def _build(self) -> tuple[Callable[..., list[tuple[int, int, int]]], list[int], list[set[int]]]:
        """Return the search, what each of its patterns is, and what each pattern opens.

        A pattern is the literal of an index, or -1: a word.
        """
        from ahocorasick_rs import BytesAhoCorasick, Implementation

        opens: dict[bytes, set[int]] = {}
        for index, words in self._gated.items():
            for word in words:
                opens.setdefault(word, set()).add(index)
        patterns = [
            (literal, index)
            for index, literal in enumerate(self._literals)
            if index not in self._gated
        ]
        patterns += [(word, -1) for word in opens]
        machine = BytesAhoCorasick(
            [pattern for pattern, _ in patterns], implementation=Implementation.DFA
        )
        return (
            machine.find_matches_as_indexes,
            [index for _, index in patterns],
            [opens[pattern] if index < 0 else set() for pattern, index in patterns],
        )
