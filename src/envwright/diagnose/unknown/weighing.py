"""How likely each line of a failing step is to say what went wrong.

The weights were fitted by logistic regression on the `dev` half of the labelled logs, each once as
it is and once below 250 lines of other steps, and rounded. `tests.withheld` measures the result.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from envwright.diagnose.unknown.signs import signs_of
from envwright.diagnose.unknown.templates import template_of, usual

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from envwright.facts import Line

__all__ = ["MOST_SHOWN", "Weighed", "chosen", "weighed"]

MOST_SHOWN = 5
_MOST_ALIKE = 2
"""So many lines of one template are shown."""
_FAVOUR = 3.0
_TELLS, _TELLS_NOTHING = 1.0, -0.3
"""Where a line is stronger than the one, those weaker than the other are left out."""
_FILLING = frozenset({"instruction", "excerpt", "known wrapper"})

_OF_FORM = {
    "invalid": 2.2,
    "not": 1.7,
    "error prefix": 1.6,
    "exception": 1.5,
    "killed": 1.5,
    "bullet": 1.4,
    "fails": 1.1,
    "final": 1.0,
    "first final": 0.9,
    "network": 0.9,
    "first under heading": 0.8,
    "caused by": 0.7,
    "missing": 0.7,
    "refuses": 0.7,
    "under heading": 0.7,
    "last final": 0.6,
    "tool prefix": 0.6,
    "after command": 0.5,
    "compiler": 0.5,
    "after heading": 0.4,
    "cannot": 0.2,
    "colon end": -0.2,
    "over marker": -0.2,
    "advice": -0.3,
    "command line": -0.3,
    "exit code": -0.3,
    "excerpt": -0.4,
    "frame": -0.4,
    "wraps": -0.5,
    "warning prefix": -0.7,
    "in traceback": -0.9,
    "progress": -1.3,
    "known wrapper": -1.9,
    "instruction": -3.0,
}
_OF_USE = {
    "again": -0.6,
    "common": -1.2,
    "healthy": -1.2,
    "often": -1.2,
    "nearly healthy": -1.4,
}
_OF_PLACE = {
    "last": 3.7,
    "near end": 2.9,
    "towards end": 1.6,
    "very first": 1.2,
    "right before wrapper": 0.6,
}


class Weighed:
    """A line with what speaks for it."""

    __slots__ = ("line", "score", "signs", "strength", "strength_of_form")

    def __init__(self, line: Line, signs: set[str]) -> None:
        self.line = line
        self.signs = signs
        self.strength_of_form = sum(_OF_FORM.get(sign, 0.0) for sign in signs)
        """How much the line sounds like the word on a failure."""
        self.strength = self.strength_of_form + sum(_OF_USE.get(sign, 0.0) for sign in signs)
        """The same, less where such lines are usual."""
        self.score = self.strength + sum(_OF_PLACE.get(sign, 0.0) for sign in signs)
        """The same, with its place in the step."""


def weighed(lines: Sequence[Line], wrappers: frozenset[Line] = frozenset()) -> list[Weighed]:
    """Return the lines with their weights, empty ones left out.

    `wrappers` are lines that known pages call mere reports of another failure.
    """
    positions = frozenset(place for place, line in enumerate(lines) if line in wrappers)
    signs = signs_of([line.text for line in lines], usual(), positions)
    return [
        Weighed(line, mine) for line, mine in zip(lines, signs, strict=True) if "blank" not in mine
    ]


def chosen(items: Sequence[Weighed], suspects: Iterable[Line] = ()) -> list[Line]:
    """Return the lines that are most likely to say what went wrong: the likeliest, then in order.

    `suspects` come before others unless these are far likelier.
    """
    favoured = set(suspects)
    best: list[Line] = []
    alike: Counter[str] = Counter()
    texts: set[str] = set()
    tells = any(item.strength >= _TELLS for item in items)

    def rank(item: Weighed) -> float:
        return item.score + _FAVOUR * (item.line in favoured)

    for item in sorted(items, key=rank, reverse=True):
        text = item.line.text.strip()
        template = template_of(text)
        if text in texts or alike[template] >= _MOST_ALIKE:
            continue
        if best and (item.signs & _FILLING or (tells and item.strength <= _TELLS_NOTHING)):
            continue
        texts.add(text)
        alike[template] += 1
        best.append(item.line)
        if len(best) == MOST_SHOWN:
            break
    return [*best[:1], *sorted(best[1:], key=lambda line: line.number)]
