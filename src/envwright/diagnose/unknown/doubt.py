"""Whether a known failure is only the consequence of one that no page explains.

A page of role `both` names what is a cause in one log and a consequence in another, and a vague
one says little. Where an unexplained line speaks plainly of something that went wrong before it,
calling such a failure the root would be a guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from envwright.diagnose.causality import GOES_ON
from envwright.diagnose.unknown.forms import MAY_TELL
from envwright.diagnose.unknown.window import lines_of_failure
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.diagnose.sighting import Sighting
    from envwright.diagnose.unknown.weighing import Weighed
    from envwright.facts import Line
    from envwright.failures.catalogue import Catalogue
    from envwright.logs.outline import Outline
    from envwright.logs.text import LogText

__all__ = ["Doubt", "doubt_about", "wrapper_lines"]

# Measured on the `dev` half: no right root of role `both` falls of 191, and 96 of the 151 that only
# follow from a failure whose page is withheld.
_STRONG = 2.0
# Beside a root of role `cause` fewer lines are worth showing: 6 of 100 right roots have one.
_VERY_STRONG = 3.2
_MOST_ADDED = 3
_SAME_STATEMENT = 3
"""Lines so near above the root may be the beginning of what it says."""
_HARMLESS = lazy(r"(?i)deprecat|[a-z]Warning: ")
"""Warnings of the code itself: it goes on, and says that it may not one day."""
_EARLIER = 300
"""Lines looked at above the root's step."""


class Doubt(NamedTuple):
    """What speaks plainly of something else than the root, and no page explains it."""

    causes: tuple[Line, ...] = ()
    """Lines above the root, in its step: it may only follow from them."""
    besides: tuple[Line, ...] = ()
    """Lines that people should see, too: of earlier steps, below the root, or right above it."""


def doubt_about(
    root: Sighting,
    log: LogText,
    structure: Outline,
    found: Sequence[Sighting],
    catalogue: Catalogue,
) -> Doubt:
    """Return the unexplained lines of the failing step that speak plainly.

    Lines above a root of role `both` are its likely causes, unless they belong to its own statement
    or the step went on below them; all others are worth showing beside the root.
    """
    both = catalogue.nodes[root.failure].role == "both"
    explained = {line for sighting in found for line in sighting.evidence}
    texts = {line.text.strip() for line in root.evidence}
    wrappers = wrapper_lines(found, catalogue)

    def strong(lines: Sequence[Line]) -> list[Weighed]:
        def counts(line: Line) -> bool:
            new = line not in explained and line.text.strip() not in texts
            return new and not _same_statement(line, root) and not _HARMLESS.search(line.text)

        if not any(MAY_TELL.search(line.text) and counts(line) for line in lines):
            return []
        from envwright.diagnose.unknown.weighing import weighed

        return [
            item
            for item in weighed(lines, wrappers)
            if item.strength >= _STRONG and counts(item.line)
        ]

    window = lines_of_failure(log, structure)
    here = strong(window)
    above = [item for item in here if item.line.number < root.first]
    apart = [item for item in above if root.first - item.line.number > _SAME_STATEMENT]
    lived = max(
        (line.number for line in window if line.number < root.first and GOES_ON.match(line.text)),
        default=0,
    )
    apart = [item for item in apart if item.line.number > lived]
    if both and apart:
        return Doubt(causes=tuple(item.line for item in apart))
    others = [*above, *(item for item in here if item.line.number > root.last)]
    if not both and not root.vague:
        others = [item for item in others if item.strength >= _VERY_STRONG]
    if both and root.step is not None and root.step.first_line > 1:
        last = root.step.first_line - 1
        others += strong(log.lines(max(1, last - _EARLIER + 1, structure.first_line), last))
    others.sort(key=lambda item: -item.strength)
    best = {item.line.text.strip(): item.line for item in reversed(others)}
    return Doubt(besides=tuple(reversed(best.values()))[:_MOST_ADDED])


def wrapper_lines(found: Sequence[Sighting], catalogue: Catalogue) -> frozenset[Line]:
    """Return the lines that only report another failure, as their pages say."""
    return frozenset(
        line
        for sighting in found
        if catalogue.nodes[sighting.failure].role == "wrapper"
        for line in sighting.evidence
    )


def _same_statement(line: Line, root: Sighting) -> bool:
    near = 0 <= root.first - line.number <= _SAME_STATEMENT
    return near and any(value in line.text for value in root.captures.values())
