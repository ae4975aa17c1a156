"""Candidate lines confirmed, and of each rule as many kept as a diagnosis needs."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from envwright.diagnose.scan import BlockLines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from envwright.facts import Line
    from envwright.failures.catalogue import Catalogue, Rule
    from envwright.logs.text import LogText

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


class _Kept(NamedTuple):
    """A hit and where it is."""

    block: int
    start: int
    rule: int
    hit: Hit


class HitKeeper:
    """Confirms candidates, and keeps the first and the last hits of each rule.

    Once a rule has its first hits, what blocks hold of it is left until the log has ended, and then
    looked for from the end: so logs full of red lines cost little more than others.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._first: defaultdict[int, list[_Kept]] = defaultdict(list)
        self._unread: defaultdict[int, list[int]] = defaultdict(list)
        """Positions of the blocks that may hold more hits, for rules that have their first ones."""
        self._read: dict[int, tuple[int, int]] = {}
        """Block and place in it up to which hits of such a rule are known."""
        self._silent: defaultdict[int, set[bytes]] = defaultdict(set)
        """Segments that a rule did not match: most logs say the same again and again."""
        self._misses: Counter[int] = Counter()
        self._needs: dict[int, list[frozenset[bytes]]] = {}
        """Words to look for before a line is cleaned, for rules that missed often."""

    def take(self, block: BlockLines, candidates: Mapping[int, Sequence[int]]) -> None:
        """Keep what matches in the next block, given where the anchor of each rule occurs in it."""
        for index, positions in candidates.items():
            if index in self._read:
                self._unread[index].append(block.position)
            else:
                self._look(index, block, positions)

    def _look(self, index: int, block: BlockLines, positions: Sequence[int]) -> None:
        """Add the first hits of a rule, as long as there are not enough."""
        kept = self._first[index]
        end = -1
        for position in positions:
            if position < end:
                continue
            if len(kept) == _KEPT_FIRST:
                self._read[index] = (block.position, end)
                self._unread[index].append(block.position)
                return
            start, end = block.segment(position)
            hit = self._hit(index, block, start, end)
            if hit is not None:
                kept.append(_Kept(block.position, start, index, hit))

    def _last(self, log: LogText) -> list[_Kept]:
        """Return the last hits of the rules that have more than the first ones."""
        found: Counter[int] = Counter()
        last: list[_Kept] = []
        waiting = {position for positions in self._unread.values() for position in positions}
        for position in sorted(waiting, reverse=True):
            rules = [
                index
                for index, positions in self._unread.items()
                if positions and positions[-1] == position
            ]
            if all(found[index] == _KEPT_LAST for index in rules):
                for index in rules:
                    self._unread[index].pop()
                continue
            block = BlockLines(log, position, log.block(position))
            for index in rules:
                self._unread[index].pop()
                known, place = self._read[index]
                hits = self._backwards(
                    index, block, place if known == position else 0, _KEPT_LAST - found[index]
                )
                found[index] += len(hits)
                last += hits
        return last

    def _backwards(self, index: int, block: BlockLines, place: int, most: int) -> list[_Kept]:
        """Return the last hits of a block from a place in it on."""
        found: list[_Kept] = []
        if not most:
            return found
        positions = block.positions(self._catalogue.rules[index].anchor.encode(), place)
        start = block.size
        for position in reversed(positions):
            if position >= start:
                continue
            start, end = block.segment(position)
            hit = self._hit(index, block, start, end)
            if hit is not None:
                found.append(_Kept(block.position, start, index, hit))
                if len(found) == most:
                    break
        return found

    def _hit(self, index: int, block: BlockLines, start: int, end: int) -> Hit | None:
        raw = block.cut(start, end)
        silent = self._silent[index]
        if raw in silent:
            return None
        for words in self._needs.get(index, ()):
            if not any(word in raw for word in words):
                return None
        line = block.line(start, end)
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

    def hits(self, log: LogText) -> list[Hit]:
        """Return the kept hits in the order of their places: lines, then anchors in them."""
        kept = [item for items in self._first.values() for item in items] + self._last(log)
        kept.sort(
            key=lambda item: (
                item.block,
                item.start,
                item.hit.line.text.find(item.hit.rule.anchor),
                item.rule,
            )
        )
        return [item.hit for item in kept]
