"""How far the bad build came, measured on the steps of the good one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from envwright.diagnose.changes.readers.images import from_of
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.diagnose.changes.inventory import Entry, Inventory, Key
    from envwright.facts import Diagnosis, Line, Step

__all__ = ["Pairing", "Progress", "instruction_of"]

_ALIKE = 0.5
# Failures that say that a package cannot be had at all.
_NOT_THERE = lazy(r"no-matching|no-versions|not-found|unable-to-locate|nested-|-404|file-missing")


class Pairing(NamedTuple):
    """Which step of the good build is which of the bad one, by position."""

    same: dict[int, int]
    """Steps with the same instruction, good to bad."""
    changed: dict[int, int]
    """Steps whose instruction was edited."""
    removed: tuple[int, ...]
    """Steps of the good build that the bad one has not, before the place where it stopped."""
    added: tuple[int, ...]


class Progress:
    """Answers whether the bad build came past a place of the good one."""

    def __init__(self, good: Inventory, bad: Inventory, diagnosis: Diagnosis) -> None:
        self.good, self.bad = good.steps(), bad.steps()
        self._good, self._bad = good, bad
        self.pairing = _paired(self.good, self.bad)
        failed = bad.outline.failed
        self.stopped = next(
            (place for place, step in enumerate(self.bad) if step is failed or step == failed), None
        )
        self._finished = diagnosis.verdict == "succeeded"
        self._root = diagnosis.root_cause
        self._frontiers: dict[int | None, int] = {}

    def is_passed(self, entry: Entry) -> bool:
        """Tell whether the bad build came past the place where the good one shows this."""
        place = _place(self.good, entry.line, self._good)
        if place is None:
            return self._finished or entry.line.number < self._frontier(None)
        other = self.pairing.same.get(place, self.pairing.changed.get(place))
        if other is None or self.bad[other].first_line in self._bad.cached:
            return False
        if other == self.stopped or (self.bad[other].state != "done" and not self._finished):
            return entry.line.number < self._frontier(place)
        return True

    def is_gone(self, entry: Entry, key: Key) -> bool:
        """Tell whether something that only the good build shows is missing in the bad one."""
        if key[0] == "package" and self._is_missed(key[2], entry.value):
            return True
        return entry.installed and self.is_passed(entry)

    def _is_missed(self, name: str, version: str) -> bool:
        """Tell whether the root cause is that something is not there, and names it."""
        root = self._root
        if root is None:
            return False
        if name == root.subject and _NOT_THERE.search(root.failure):
            return True
        words = [line.text.replace("(", " ").replace(")", " ") for line in root.evidence]
        return any(f" {version} " in f"{text} " and name in text.split() for text in words)

    def is_new(self, entry: Entry, world: str, *, source: bool = False) -> bool:
        """Tell whether something that only the bad build shows would show in the good one, too."""
        place = _place(self.bad, entry.line, self._bad)
        if place is None:
            return source or self._shows(None, world)
        mine = {bad: good for good, bad in (self.pairing.same | self.pairing.changed).items()}
        if place not in mine:
            return True
        step = mine[place]
        return self.good[step].first_line not in self._good.cached and (
            source or self._shows(step, world)
        )

    def _shows(self, place: int | None, world: str) -> bool:
        """Tell whether a step of the good build names packages of this world at all."""
        return any(
            key[0] in ("package", "tool")
            and key[1] == world
            and any(_place(self.good, entry.line, self._good) == place for entry in entries)
            for key, entries in self._good.entries.items()
        )

    def _frontier(self, place: int | None) -> int:
        """Return the last line of a good step that shows what the bad build shows, too."""
        if place not in self._frontiers:
            self._frontiers[place] = max(
                (
                    entry.line.number
                    for key, entries in self._good.entries.items()
                    if key in self._bad.entries and key[0] == "package"
                    for entry in entries
                    if not entry.installed and _place(self.good, entry.line, self._good) == place
                ),
                default=0,
            )
        return self._frontiers[place]


def instruction_of(step: Step) -> str:
    """Return an instruction as it is compared: blanks joined, no digest."""
    words = step.instruction.split()
    image = from_of(step.instruction)
    if image is not None:
        return " ".join(["FROM", image[0], *(word for word in words[2:] if "=" not in word)])
    return " ".join(words)


def _place(steps: Sequence[Step], line: Line, inventory: Inventory) -> int | None:
    step = inventory.outline.step_at(line)
    return next((place for place, other in enumerate(steps) if other is step), None)


def _paired(good: Sequence[Step], bad: Sequence[Step]) -> Pairing:
    from difflib import SequenceMatcher

    mine = [instruction_of(step) for step in good]
    theirs = [instruction_of(step) for step in bad]
    same: dict[int, int] = {}
    changed: dict[int, int] = {}
    removed: list[int] = []
    added: list[int] = []
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    for what, first, last, start, end in matcher.get_opcodes():
        if what == "equal":
            same.update(zip(range(first, last), range(start, end), strict=True))
            continue
        free = list(range(first, last))
        for place in range(start, end):
            best = max(free, key=lambda each: _likeness(mine[each], theirs[place]), default=None)
            if best is not None and _likeness(mine[best], theirs[place]) >= _ALIKE:
                changed[best] = place
                free = [each for each in free if each > best]
                removed += [each for each in range(first, best) if each not in changed]
            else:
                added.append(place)
        if end < len(theirs):
            removed += free
    # A build that is tried again, or whose stages run in another order, has the same steps.
    gone = [place for place in dict.fromkeys(removed) if mine[place] not in theirs]
    new = [place for place in added if theirs[place] not in mine]
    return Pairing(same, changed, tuple(gone), tuple(new))


def _likeness(one: str, other: str) -> float:
    from difflib import SequenceMatcher

    if one.partition(" ")[0].upper() != other.partition(" ")[0].upper():
        return 0.0
    if one[:5].upper() == "FROM ":
        return 1.0
    return max(SequenceMatcher(None, one[:400], other[:400]).ratio(), 0.45)
