"""The lines among which an unknown failure must have been told: the failing step, bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Line, Step
    from envwright.logs.outline import Outline
    from envwright.logs.text import LogText

__all__ = ["failing_step", "lines_of_failure"]

_MOST_LAST = 2_000
"""Lines looked at from the end of the failing step."""
_MOST_FIRST = 200
"""Lines looked at from its beginning, where it is longer."""
_MOST_AFTER = 60
"""Lines looked at below the step: BuildKit says there what failed, and shows the Dockerfile."""


def failing_step(structure: Outline) -> Step | None:
    """Return the step that failed, else the one in which the log stops."""
    if structure.failed is not None:
        return structure.failed
    for step in reversed(structure.steps):
        if step.instruction and step.state in ("open", "failed"):
            return step
    return None


def lines_of_failure(log: LogText, structure: Outline) -> list[Line]:
    """Return the lines of the failing step in order, those below it included; never a whole log."""
    step = failing_step(structure)
    end = log.line_count
    if structure.marker is not None and structure.ended == "failed":
        end = min(end, structure.marker.number + _MOST_AFTER)
    if step is None:
        return _bounded(log, structure.first_line, end, None)
    lines = _bounded(log, step.first_line, max(step.last_line, step.first_line), step.vertex)
    known = {line.text for line in lines}
    after = log.lines(step.last_line + 1, min(end, step.last_line + _MOST_AFTER))
    return lines + [line for line in _of_no_vertex(after, step) if line.text not in known]


def _bounded(log: LogText, first: int, last: int, vertex: int | None) -> list[Line]:
    if last - first < _MOST_FIRST + _MOST_LAST:
        return log.lines(first, last, vertex)
    return [
        *log.lines(first, first + _MOST_FIRST - 1, vertex),
        *log.lines(last - _MOST_LAST + 1, last, vertex),
    ]


def _of_no_vertex(lines: Sequence[Line], step: Step) -> list[Line]:
    return [line for line in lines if line.vertex is None or line.vertex == step.vertex]
