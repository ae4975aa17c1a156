"""What a log says its build used, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from envwright.diagnose.scan import scan
from envwright.facts import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envwright.diagnose.changes.found import Found
    from envwright.diagnose.changes.readers import LineReader
    from envwright.diagnose.scan import BlockLines
    from envwright.facts import Step
    from envwright.logs.outline import Outline
    from envwright.logs.text import LogText

__all__ = ["Entry", "Inventory", "Key", "take"]

Key = tuple[str, str, str]
"""Kind, the world of the name (`python`, `conda`, `apt` …), name."""

_MOST_THINGS = 20_000
_MOST_ENTRIES = 40
_MOST_PLACES = 5000
"""Of an anchor so many are read at either end of a block of 4 MiB."""
_MOST_COMMON_PLACES = 100
"""The same of anchors that compilers' lines are full of."""
_MOST_TABLES = 60
_MOST_TABLE_LINES = 600


class Entry(NamedTuple):
    """One value of one thing, where the log first shows it."""

    value: str
    line: Line
    installed: bool
    """Whether the tool said that this is what the build has now, not only that it looked at it."""
    parents: tuple[str, ...] = ()
    """What required it, where the log tells."""
    times: int = 1


class Inventory(NamedTuple):
    """Everything one log names."""

    entries: dict[Key, tuple[Entry, ...]]
    """Thing to its values, in the order of their first lines."""
    outline: Outline
    cached: frozenset[int] = frozenset()
    """First lines of the steps that were taken from a cache."""

    def steps(self) -> tuple[Step, ...]:
        """Return the steps that have an instruction, or a name that a CI system gave them."""
        return tuple(
            step
            for step in self.outline.steps
            if step.instruction
            and not step.instruction.startswith(("[", "exporting ", "importing "))
        )


class _Collector:
    """Keeps a bounded number of entries."""

    def __init__(self) -> None:
        self._kept: dict[Key, dict[str, Entry]] = {}

    def add(self, thing: Found, line: Line) -> None:
        key = (thing.kind, thing.world, thing.name)
        values = self._kept.get(key)
        if values is None:
            if len(self._kept) >= _MOST_THINGS:
                return
            values = self._kept[key] = {}
        known = values.get(thing.value)
        if known is None:
            if len(values) < _MOST_ENTRIES:
                place = Line(line.number, "", line.vertex)
                values[thing.value] = Entry(thing.value, place, thing.installed, thing.parents)
            return
        parents = known.parents or thing.parents
        values[thing.value] = known._replace(
            installed=known.installed or thing.installed, parents=parents, times=known.times + 1
        )

    def entries(self) -> dict[Key, tuple[Entry, ...]]:
        return {
            key: tuple(sorted(values.values(), key=lambda entry: entry.line.number))
            for key, values in self._kept.items()
        }


def take(log: LogText, outline: Outline) -> Inventory:
    """Return the inventory of a log whose steps are known: a full pass, in bounded memory."""
    from envwright.diagnose.changes.readers import BLOCKS, LINES, caches, frames, images

    readers: dict[bytes, list[LineReader]] = {}
    for reader in LINES:
        for anchor in reader.ANCHORS:
            readers.setdefault(anchor, []).append(reader)
    tables = {header: table for table in BLOCKS for header in table.HEADERS}
    literals = list(dict.fromkeys([*readers, *tables]))
    kept = _Collector()
    cached = {step.first_line for step in outline.steps if step.state == "cached"}
    headers: list[tuple[Line, bytes]] = []
    for block, found in scan(log, literals, lambda literal: None):
        places = {literals[index]: _thinned(literals[index], found[index]) for index in found}
        for line, names in _lines(block, places):
            wanted = [reader for name in names for reader in readers.get(name, ())]
            for reader in dict.fromkeys(wanted):
                for thing in reader.read(line.text):
                    if thing.kind != caches.CACHED:
                        kept.add(thing, line)
                    elif (step := outline.step_at(line)) is not None:
                        cached.add(step.first_line)
            headers += [(line, name) for name in names if name in tables]
        del headers[_MOST_TABLES:]
    for line, name in headers:
        last = line.number + _MOST_TABLE_LINES
        rows = log.lines(line.number + 1, last, line.vertex)
        for row, thing in tables[name].read_block(name, rows):
            kept.add(thing, row)
    inventory = Inventory({}, outline, frozenset(cached))
    for step in inventory.steps():
        for line, thing in images.read_step(step, log):
            kept.add(thing, line)
    for thing in frames.read_format(outline.format):
        kept.add(thing, Line(1, ""))
    return inventory._replace(entries=kept.entries())


def _thinned(anchor: bytes, places: list[int]) -> list[int]:
    """Return the first and last places in a block, where there are too many to read them all."""
    from envwright.diagnose.changes.readers import paths, tools

    common = anchor in paths.ANCHORS or anchor in tools.ANCHORS
    half = _MOST_COMMON_PLACES if common else _MOST_PLACES
    return places if len(places) <= 2 * half else places[:half] + places[-half:]


def _lines(block: BlockLines, found: dict[bytes, list[int]]) -> Iterator[tuple[Line, list[bytes]]]:
    """Yield each segment that holds an anchor once, in order, with its anchors."""
    names: dict[tuple[int, int], list[bytes]] = {}
    for name, places in found.items():
        for place in places:
            holding = names.setdefault(block.segment(place), [])
            if name not in holding:
                holding.append(name)
    for segment in sorted(names):
        yield block.line(*segment), names[segment]
