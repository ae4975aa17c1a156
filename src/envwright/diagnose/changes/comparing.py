"""What differs between two inventories, as far as the bad build came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.changes.progress import Progress
from envwright.diagnose.changes.step_changes import step_changes
from envwright.facts import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envwright.diagnose.changes.inventory import Entry, Inventory, Key
    from envwright.facts import Diagnosis

__all__ = ["compare"]

_BY_VALUE = ("package", "tool")
_MOST_LINES = 5


def compare(good: Inventory, bad: Inventory, diagnosis: Diagnosis) -> list[Change]:
    """Return every difference, unjudged; what the bad build did not reach is none."""
    progress = Progress(good, bad, diagnosis)
    found: list[Change] = []
    for key in dict.fromkeys([*bad.entries, *good.entries]):
        if key[0] in _BY_VALUE:
            change = _of_thing(key, good, bad, progress)
            if change is not None:
                found.append(change)
    found += _images(good, bad)
    found += _python(good, bad)
    found += _platform(good, bad)
    found += _sources(good, bad, progress)
    found += step_changes(progress)
    return found


def _of_thing(key: Key, good: Inventory, bad: Inventory, progress: Progress) -> Change | None:
    before, after = good.entries.get(key, ()), bad.entries.get(key, ())
    if before and after:
        moved = _moved(before, after, progress) or _rebuilt(key, good, bad)
        return _change(key, *moved) if moved is not None else None
    if after:
        entry = _chosen(after)
        return _change(key, None, entry) if progress.is_new(entry, key[1]) else None
    entry = _chosen(before)
    return _change(key, entry, None) if progress.is_gone(entry, key) else None


def _moved(
    before: Sequence[Entry], after: Sequence[Entry], progress: Progress
) -> tuple[Entry, Entry] | None:
    """Return the value that went and the one that came."""
    known = {entry.value for entry in before}
    seen = {entry.value for entry in after}
    left = [entry for entry in before if entry.value not in seen]
    new = [entry for entry in after if entry.value not in known]
    installed = [entry for entry in new if entry.installed]
    if not installed and any(entry.installed for entry in after):
        new = []  # the resolver looked at more versions, and took one that it took before
    if new:
        # Of versions that were only looked at, the first is the newest.
        return _chosen(left or before), installed[-1] if installed else new[0]
    last = _chosen(before)
    if last in left and last.installed and progress.is_passed(last):
        return last, _chosen(after)
    return None


def _rebuilt(key: Key, good: Inventory, bad: Inventory) -> tuple[Entry, Entry] | None:
    """Return the builds of a conda package whose version stayed."""
    if key[1] != "conda":
        return None
    name = ("build", "conda", key[2])
    before, after = good.entries.get(name, ()), bad.entries.get(name, ())
    known, seen = {entry.value for entry in before}, {entry.value for entry in after}
    left = [entry for entry in before if entry.value not in seen]
    new = [entry for entry in after if entry.value not in known]
    return (left[-1], new[-1]) if left and new else None


def _chosen(entries: Sequence[Entry]) -> Entry:
    """Return what the build ended up with: the last one installed, else the first looked at."""
    installed = [entry for entry in entries if entry.installed]
    return installed[-1] if installed else entries[0]


def _change(key: Key, before: Entry | None, after: Entry | None) -> Change:
    return Change(
        key[0],
        key[2],
        before.value if before is not None else None,
        after.value if after is not None else None,
        (after.line.number,) if after is not None else (),
        (before.line.number,) if before is not None else (),
    )


def _images(good: Inventory, bad: Inventory) -> Iterator[Change]:
    """Yield the images that are others under the same name; digests count more than ids."""
    told: set[str] = set()
    for world in ("digest", "config", "id"):
        for key, after in bad.entries.items():
            before = good.entries.get(key)
            if key[:2] != ("base-image", world) or not before or key[2] in told:
                continue
            told.add(key[2])
            if not {entry.value for entry in before} & {entry.value for entry in after}:
                yield _change(key, before[-1], after[-1])


def _python(good: Inventory, bad: Inventory) -> Iterator[Change]:
    """Yield the Python that only the bad build used, by what tools say, else by paths."""
    for worlds in (("named",), ("named", "paths")):
        before, after = _values(good, "python", worlds), _values(bad, "python", worlds)
        if not before or not after:
            continue
        new = {value: entry for value, entry in after.items() if value not in before}
        if worlds == ("named", "paths") and set(before) & set(after):
            return
        if new:
            left = {value: entry for value, entry in before.items() if value not in after}
            came = max(new.values(), key=lambda entry: entry.times)
            went = max((left or before).values(), key=lambda entry: entry.times)
            yield _change(("python", "", "python"), went, came)
        return


def _platform(good: Inventory, bad: Inventory) -> Iterator[Change]:
    for world in ("from", "", "conda", "apt", "dnf"):
        before, after = _values(good, "platform", (world,)), _values(bad, "platform", (world,))
        new = [entry for value, entry in after.items() if value not in before]
        left = [entry for value, entry in before.items() if value not in after]
        if new and (before or world == "from"):
            known = left or list(before.values())
            yield _change(("platform", "", "platform"), known[-1] if known else None, new[-1])
            return


def _sources(good: Inventory, bad: Inventory, progress: Progress) -> Iterator[Change]:
    """Yield indexes and channels that came or went; one for another is one change."""
    for world in ("pip", "conda", "apt", "npm"):
        before, after = _names(good, world), _names(bad, world)
        new = [key for key in after if key not in before]
        left = [key for key in before if key not in after]
        left = [
            key
            for key in left
            if after or world == "pip" or progress.is_passed(good.entries[key][0])
        ]
        if len(new) == 1 and len(left) == 1:
            yield _change(new[0], good.entries[left[0]][0], bad.entries[new[0]][0])
            continue
        for key in new:
            if progress.is_new(bad.entries[key][0], world, source=True):
                yield _change(key, None, bad.entries[key][0])
        for key in left:
            yield _change(key, good.entries[key][0], None)


def _names(inventory: Inventory, world: str) -> list[Key]:
    return [key for key in inventory.entries if key[:2] == ("source", world)]


def _values(inventory: Inventory, kind: str, worlds: Sequence[str]) -> dict[str, Entry]:
    return {
        entry.value: entry
        for world in worlds
        for entry in inventory.entries.get((kind, world, kind), ())
    }
