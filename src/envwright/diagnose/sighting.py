"""A failure as it was seen in one log, before it is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from envwright.facts import Line, Step

__all__ = ["Sighting"]


class Sighting(NamedTuple):
    """All lines of one step that show one failure about one subject."""

    failure: str
    captures: dict[str, str]
    evidence: tuple[Line, ...]
    """The decisive line first, then the others in order."""
    step: Step | None = None
    weak: bool = False
    """Only lines that healthy builds print too."""
    vague: bool = False
    """Only generic wording."""
    silent: bool = False
    """The tool went on as if nothing had happened."""
    tool: str = ""

    @property
    def first(self) -> int:
        """Number of the first line of its step that shows it."""
        return min(self._numbers())

    @property
    def last(self) -> int:
        """Number of the last line of its step that shows it."""
        return max(self._numbers())

    def _numbers(self) -> list[int]:
        """Return the lines inside the step: BuildKit repeats the last ones far below it."""
        numbers = [line.number for line in self.evidence]
        if self.step is None:
            return numbers
        first, last = self.step.first_line, self.step.last_line
        return [number for number in numbers if first <= number <= last] or numbers
