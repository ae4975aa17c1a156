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


class _Side:
    """One of the two builds: its steps, and what each of them shows."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        self.steps = inventory.steps()
        self._places = {
            (step.first_line, step.vertex): place for place, step in enumerate(self.steps)
        }
        self.shown: set[tuple[int | None, str]] = set()
        """Step and world, where the step names packages of that world."""
        for key, entries in inventory.entries.items():
            if key[0] in ("package", "tool"):
                self.shown.update((self.place(entry.line), key[1]) for entry in entries)

    def place(self, line: Line) -> int | None:
        """Return the position of the step that a line belongs to."""
        step = self.inventory.outline.step_at(line)
        return self._places.get((step.first_line, step.vertex)) if step is not None else None

    def is_cached(self, place: int) -> bool:
        """Tell whether a step was taken from a cache, so that its log says nothing of it."""
        return self.steps[place].first_line in self.inventory.cached


class Progress:
    """Answers whether the bad build came past a place of the good one."""

    def __init__(self, good: Inventory, bad: Inventory, diagnosis: Diagnosis) -> None:
        self._good, self._bad = _Side(good), _Side(bad)
        self.good, self.bad = self._good.steps, self._bad.steps
        self.pairing = _paired(self.good, self.bad)
        self._theirs = self.pairing.same | self.pairing.changed
        self._mine = {bad: good for good, bad in self._theirs.items()}
        self._finished = diagnosis.verdict == "succeeded"
        self._root = diagnosis.root_cause
        self._frontiers = self._last_shared()

    def is_passed(self, entry: Entry) -> bool:
        """Tell whether the bad build came past the place where the good one shows this."""
        place = self._good.place(entry.line)
        if place is None:
            return self._finished or entry.line.number < self._frontiers.get(None, 0)
        other = self._theirs.get(place)
        if other is None or self._bad.is_cached(other):
            return False
        if self.bad[other].state == "done" or self._finished:
            return True
        return entry.line.number < self._frontiers.get(place, 0)

    def is_gone(self, entry: Entry, key: Key) -> bool:
        """Tell whether something that only the good build shows is missing in the bad one."""
        if key[0] == "package" and self._is_missed(key[2], entry.value):
            return True
        if not entry.installed or not self.is_passed(entry):
            return False
        place = self._good.place(entry.line)
        other = None if place is None else self._theirs.get(place)
        return (other, key[1]) in self._bad.shown

    def is_new(self, entry: Entry, world: str, *, source: bool = False) -> bool:
        """Tell whether something that only the bad build shows would show in the good one, too."""
        place = self._bad.place(entry.line)
        if place is not None and place not in self._mine:
            return True
        mine = None if place is None else self._mine[place]
        if mine is not None and self._good.is_cached(mine):
            return False
        return source or (mine, world) in self._good.shown

    def _is_missed(self, name: str, version: str) -> bool:
        """Tell whether the root cause is that something is not there, and names it."""
        root = self._root
        if root is None:
            return False
        if name == root.subject and _NOT_THERE.search(root.failure):
            return True
        words = [line.text.replace("(", " ").replace(")", " ") for line in root.evidence]
        return any(f" {version} " in f"{text} " and name in text.split() for text in words)

    def _last_shared(self) -> dict[int | None, int]:
        """Return for each good step the last line that shows what the bad build shows, too."""
        last: dict[int | None, int] = {}
        for key, entries in self._good.inventory.entries.items():
            if key[0] != "package" or key not in self._bad.inventory.entries:
                continue
            for entry in entries:
                if not entry.installed:
                    place = self._good.place(entry.line)
                    last[place] = max(last.get(place, 0), entry.line.number)
        return last


def instruction_of(step: Step) -> str:
    """Return an instruction as it is compared: blanks joined; of FROM only the image's name."""
    image = from_of(step.instruction)
    return f"FROM {image[0]}" if image is not None else " ".join(step.instruction.split())


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
