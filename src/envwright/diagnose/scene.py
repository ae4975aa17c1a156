"""What a refiner may look at: the step, its lines, and the other failures seen in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.diagnose.sighting import Sighting
    from envwright.facts import Line, Step
    from envwright.failures.catalogue import Catalogue
    from envwright.logs.text import LogText

__all__ = ["Scene"]

_MOST_LINES = 2000


class Scene:
    """The surroundings of one sighting."""

    def __init__(
        self,
        log: LogText,
        step: Step | None,
        sightings: Sequence[Sighting],
        catalogue: Catalogue,
    ) -> None:
        self._log = log
        self.step = step
        """The step the sighting is in; None for a log without steps."""
        self.sightings = sightings
        """All sightings of that step, in order of their first line, this one included."""
        self.catalogue = catalogue

    @property
    def instruction(self) -> str:
        """The step's instruction, empty where there is none."""
        return self.step.instruction if self.step is not None else ""

    def lines(self, first: int, last: int) -> Sequence[Line]:
        """Return the cleaned lines first..last, ends included, that belong to the step.

        The range is cut to the step and to 2,000 lines. A line that carriage returns split gives
        one Line for each segment.
        """
        if self.step is not None:
            first = max(first, self.step.first_line)
            last = min(last, max(self.step.last_line, self.step.first_line))
        first = max(first, 1)
        last = min(last, first + _MOST_LINES)
        if last < first:
            return []
        vertex = self.step.vertex if self.step is not None else None
        return self._log.lines(first, last, vertex)

    def earlier(self, count: int = 300) -> Sequence[Line]:
        """Return up to `count` cleaned lines above the step, whatever step they belong to."""
        if self.step is None or self.step.first_line <= 1:
            return []
        last = self.step.first_line - 1
        return self._log.lines(max(1, last - count + 1), last)

    def above(self, line: Line, count: int) -> Sequence[Line]:
        """Return the cleaned lines above a line, `count` of the log's lines up.

        Several can share the line's own number: a record of BuildKit's JSON holds a whole box.
        """
        rows = self.lines(line.number - count, line.number)
        for index, row in enumerate(rows):
            if row.number == line.number and row.text == line.text:
                return rows[:index]
        return [row for row in rows if row.number < line.number]

    def around(self, line: Line, before: int, after: int) -> Sequence[Line]:
        """Return the cleaned lines from `before` lines above a line to `after` lines below it."""
        return self.lines(line.number - before, line.number + after)
