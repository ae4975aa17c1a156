"""Candidate lines confirmed, and of each rule as many kept as a diagnosis needs."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from envwright.diagnose.scan import BlockLines
    from envwright.facts import Line
    from envwright.failures.catalogue import Catalogue, Rule

__all__ = ["Hit", "HitKeeper"]

_KEPT_FIRST = 40
_KEPT_LAST = 60
_LONGEST_REMEMBERED = 300
_MOST_REMEMBERED = 500
_OFTEN = 30


class Hit(NamedTuple):
    """One line that one rule matched."""

    line: Line
    rule: Rule
    captures: dict[str, str]


class HitKeeper:
    """Confirms candidates, and keeps the first and the last hits of each rule.

    Once a rule has its first hits, each block is looked at from its end, and only as far as its
    candidates can be among the last hits: so logs full of red lines cost little more than others.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._first: dict[int, list[tuple[int, int, Hit]]] = {}
        self._last: dict[int, deque[tuple[int, int, Hit]]] = {}
        self._silent: defaultdict[int, set[bytes]] = defaultdict(set)
        """Segments that a rule did not match: most logs say the same again and again."""
        self._misses: Counter[int] = Counter()
        self._needs: dict[int, list[frozenset[bytes]]] = {}
        """Words to look for before a line is cleaned, for rules that missed often."""
        self._block = 0

    def take(self, lines: BlockLines, candidates: Iterable[tuple[int, Sequence[int]]]) -> None:
        """Keep what matches in the next block, given where the anchor of each rule occurs in it."""
        self._block += 1
        for index, positions in candidates:
            first = self._first.setdefault(index, [])
            done, begun = 0, len(positions)
            if len(first) < _KEPT_FIRST:
                done = self._forwards(index, lines, positions, first)
            if done < begun:
                last = self._last.setdefault(index, deque(maxlen=_KEPT_LAST))
                last.extend(self._backwards(index, lines, positions, done))

    def _forwards(
        self,
        index: int,
        lines: BlockLines,
        positions: Sequence[int],
        kept: list[tuple[int, int, Hit]],
    ) -> int:
        """Add hits until there are enough; return how many positions are done with."""
        end = -1
        for done, position in enumerate(positions):
            if position < end:
                continue
            if len(kept) == _KEPT_FIRST:
                return done
            start, end = lines.segment(position)
            hit = self._hit(index, lines, start, end)
            if hit is not None:
                kept.append((self._block, start, hit))
        return len(positions)

    def _backwards(
        self, index: int, lines: BlockLines, positions: Sequence[int], done: int
    ) -> list[tuple[int, int, Hit]]:
        """Return the last hits of a block, in order, without the positions done with."""
        found: list[tuple[int, int, Hit]] = []
        begun = positions[-1] + 1
        for place in range(len(positions) - 1, done - 1, -1):
            if positions[place] >= begun:
                continue
            if len(found) == _KEPT_LAST:
                break
            begun, end = lines.segment(positions[place])
            hit = self._hit(index, lines, begun, end)
            if hit is not None:
                found.append((self._block, begun, hit))
        found.reverse()
        return found

    def _hit(self, index: int, lines: BlockLines, start: int, end: int) -> Hit | None:
        raw = lines.bytes(start, end)
        silent = self._silent[index]
        if raw in silent or not all(
            any(word in raw for word in words) for words in self._needs.get(index, ())
        ):
            return None
        line = lines.line(start, end)
        rule = self._catalogue.rules[index]
        captures = self._confirm(rule, line.text)
        if captures is not None:
            return Hit(line, rule, captures)
        if len(raw) <= _LONGEST_REMEMBERED:
            if len(silent) >= _MOST_REMEMBERED:
                silent.clear()
            silent.add(raw)
        self._misses[index] += 1
        if self._misses[index] == _OFTEN:
            self._needs[index] = self._catalogue.words(index)
        return None

    def _confirm(self, rule: Rule, text: str) -> dict[str, str] | None:
        if rule.anchor not in text:
            return None
        if rule.regex is None:
            return {}
        found = self._catalogue.pattern(rule.failure, rule.regex).search(text)
        if found is None:
            return None
        return {
            name: value.strip()
            for name, value in found.groupdict().items()
            if value and value.strip()
        }

    def hits(self) -> list[Hit]:
        """Return the kept hits in the order of their places: lines, then anchors in them."""
        kept = [
            (block, start, hit.line.text.find(hit.rule.anchor), index, hit)
            for store in (self._first, self._last)
            for index, hits in store.items()
            for block, start, hit in hits
        ]
        kept.sort(key=lambda item: item[:4])
        return [hit for *_, hit in kept]
