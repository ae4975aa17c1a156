"""The text of a whole log by steps, as a report shows it; of a very long log what matters.

A line is kept as rules see it: without colours and frame prefixes. Of a line that was written over
and over (a progress bar) the last state is kept, and what proves a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.facts import Line, Section, Transcript

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envwright.facts import Diagnosis, Step
    from envwright.logs.outline import Outline
    from envwright.logs.text import LogText

__all__ = ["Allowance", "read_transcript"]

MOST_LINES = 200_000
MOST_CHARACTERS = 32 << 20
_FEWEST_LINES = 1_000
"""Kept of each log even where the allowance is used up."""
_FEWEST_CHARACTERS = 256 << 10
_AROUND = 200
"""Lines kept to each side of what proves a finding."""
_BATCH = 4_000


class Allowance:
    """How much text one page may still take: all its logs share it."""

    def __init__(self, lines: int = MOST_LINES, characters: int = MOST_CHARACTERS) -> None:
        self.lines = lines
        self.characters = characters


def read_transcript(
    log: LogText, outline: Outline, diagnosis: Diagnosis, allowance: Allowance
) -> Transcript:
    """Return the text of a log, taken off the allowance.

    Where that does not suffice, kept are the surroundings of the evidence, the end of the failed
    step, the head and the tail. To be called while the log is open, after its diagnosis.
    """
    count = log.line_count
    evidence = _evidence(diagnosis)
    room = max(allowance.lines, _FEWEST_LINES)
    characters = max(allowance.characters, _FEWEST_CHARACTERS)
    if count and log.size > characters:
        room = max(min(room, characters * count // log.size), _FEWEST_LINES)
    ranges = [(1, count)] if count <= room else _chosen(count, room, evidence, diagnosis)
    gatherer = _Gatherer(outline)
    used = before = 0
    for position, (first, last) in enumerate(ranges):
        if first > before + 1:
            gatherer.leave_out(before + 1, first - 1)
        # Long lines may take more than their share, but never what later ranges need.
        share = used + (2 * characters - used) // (len(ranges) - position)
        for line in _collapsed(log, first, last, evidence):
            if used > share:
                gatherer.leave_out(line.number, last)
                break
            used += len(line.text) + 1
            gatherer.add(line)
        before = last
    if before < count:
        gatherer.leave_out(before + 1, count)
    allowance.lines -= count - gatherer.left_out
    allowance.characters -= used
    return Transcript(gatherer.sections(), gatherer.left_out)


def _evidence(diagnosis: Diagnosis) -> dict[int, set[str]]:
    """Return the lines that prove something, with their texts."""
    found: dict[int, set[str]] = {}
    findings = [*diagnosis.chain, *diagnosis.also]
    lines = list(diagnosis.root_cause.evidence) if diagnosis.root_cause is not None else []
    lines += [line for finding in findings for line in finding.evidence]
    lines += diagnosis.unknown.evidence if diagnosis.unknown is not None else ()
    for line in lines:
        found.setdefault(line.number, set()).add(line.text)
    for change in diagnosis.changes:
        for number in change.lines[:1]:
            found.setdefault(number, set())
    return found


def _chosen(
    count: int, room: int, evidence: dict[int, set[str]], diagnosis: Diagnosis
) -> list[tuple[int, int]]:
    """Return the ranges of lines to keep of a log with too many, in order, apart."""
    wanted: list[tuple[int, int]] = []
    left = room
    around = max(min(_AROUND, room // (3 * max(len(evidence), 1))), 2)
    for number in evidence:
        if left < room // 3:
            break
        wanted.append((number - around, number + around))
        left -= 2 * around + 1
    step = diagnosis.failed_step
    if step is not None:
        wanted.append((max(step.first_line, step.last_line - left // 2), step.last_line))
        left -= wanted[-1][1] - wanted[-1][0] + 1
    ends = max(left // 2, 1)
    chosen: list[tuple[int, int]] = []
    for _ in range(4):  # what overlaps leaves room for more of the head and the tail
        chosen = _merged([*wanted, (1, ends), (count - ends + 1, count)], count)
        spare = room - sum(last - first + 1 for first, last in chosen)
        if spare < room // 20:
            break
        ends += spare // 2
    return chosen


def _merged(ranges: list[tuple[int, int]], count: int) -> list[tuple[int, int]]:
    """Return ranges within a log in order, those that touch made one."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted((max(first, 1), min(last, count)) for first, last in ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        elif first <= last:
            merged.append((first, last))
    return merged


def _collapsed(
    log: LogText, first: int, last: int, evidence: dict[int, set[str]]
) -> Iterator[Line]:
    """Yield the lines of a range, each once; lines of evidence with all that proves something."""
    for start in range(first, last + 1, _BATCH):
        held: Line | None = None
        for line in log.lines(start, min(start + _BATCH - 1, last)):
            if held is not None and held.number == line.number:
                if held.text in evidence.get(held.number, ()):
                    yield held
                elif not line.text.strip():
                    continue
            elif held is not None:
                yield held
            held = line
        if held is not None:
            yield held


class _Gatherer:
    """Puts lines into the sections they belong to."""

    def __init__(self, outline: Outline) -> None:
        self.left_out = 0
        self._failed = outline.failed
        self._waiting = [step for step in reversed(outline.steps) if step.vertex is None]
        self._open: list[Step] = []
        self._vertexes: dict[int, list[Step]] = {}
        for step in outline.steps:
            if step.vertex is not None:
                self._vertexes.setdefault(step.vertex, []).append(step)
        self._sections: list[tuple[Step | None, list[Line], tuple[int, int] | None]] = []
        self._of_vertex: dict[int, int] = {}
        self._current: int | None = None

    def add(self, line: Line) -> None:
        """Add the next line."""
        step = self._step_of_vertex(line)
        if step is not None:
            place = self._of_vertex.get(id(step))
            if place is None:
                place = self._of_vertex[id(step)] = self._begin(step)
            self._current = place
        elif line.text.strip() or self._current is None:
            step = self._step_at(line.number)
            if step is not None and step.vertex is not None:
                self._current = self._of_vertex.setdefault(id(step), len(self._sections))
                if self._current == len(self._sections):
                    self._begin(step)
            elif self._current is None or self._sections[self._current][0] is not step:
                self._current = self._begin(step)
        assert self._current is not None
        self._sections[self._current][1].append(line)

    def leave_out(self, first: int, last: int) -> None:
        """Note that some lines are left out here."""
        self._sections.append((None, [], (first, last)))
        self.left_out += last - first + 1
        self._current = None

    def sections(self) -> tuple[Section, ...]:
        """Return what was gathered."""
        return tuple(
            Section(step, tuple(lines), left_out) for step, lines, left_out in self._sections
        )

    def _begin(self, step: Step | None) -> int:
        self._sections.append((step, [], None))
        return len(self._sections) - 1

    def _step_of_vertex(self, line: Line) -> Step | None:
        if line.vertex is None:
            return None
        steps: Sequence[Step] = self._vertexes.get(line.vertex, ())
        begun = [step for step in steps if step.first_line <= line.number]
        return begun[-1] if begun else steps[0] if steps else None

    def _step_at(self, number: int) -> Step | None:
        """Return the innermost step around a line, as `Outline.step_at`; numbers must not fall."""
        while self._waiting and self._waiting[-1].first_line <= number:
            self._open.append(self._waiting.pop())
        while self._open and self._open[-1].last_line < number:
            self._open.pop()
        best = self._open[-1] if self._open else None
        failed = self._failed
        if failed is not None and failed.vertex is not None and number > failed.last_line:
            return failed if best is None or best.first_line <= failed.first_line else best
        return best
