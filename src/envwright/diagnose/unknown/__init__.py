"""What can be said of a failure that no page explains.

`window` takes the lines of the failing step. `signs` notes what speaks for and against each of
them: its form, its place in the output, how usual it is in healthy builds and with other failures.
`weighing` adds that up and chooses at most five. `nearest` finds pages that speak of similar
things. `ending` says how a log ends in which nobody has the last word, and `doubt` whether a known
failure that may be a consequence has an unknown cause above it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.facts import Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.diagnose.sighting import Sighting
    from envwright.facts import Line
    from envwright.failures.catalogue import Catalogue
    from envwright.logs.outline import Outline
    from envwright.logs.text import LogText

__all__ = ["how_it_ends", "what_matters"]

_TELLS = 1.0
"""A line below the first counts for the nearest pages where it is as strong as this."""


def what_matters(
    log: LogText,
    structure: Outline,
    found: Sequence[Sighting],
    catalogue: Catalogue,
    suspects: Sequence[Line] = (),
) -> Unknown:
    """Return up to five lines of the failing step that are most likely to say what went wrong.

    `suspects` are lines that are likelier than the others to do so.
    """
    from envwright.diagnose.unknown.doubt import wrapper_lines
    from envwright.diagnose.unknown.nearest import nearest_pages
    from envwright.diagnose.unknown.weighing import chosen, weighed
    from envwright.diagnose.unknown.window import lines_of_failure

    items = weighed(lines_of_failure(log, structure), wrapper_lines(found, catalogue))
    shown = chosen(items, suspects)
    strong = {item.line for item in items if item.strength >= _TELLS}
    telling = [line for line in shown if line in strong or line is shown[0]]
    seen = {
        sighting.failure
        for sighting in found
        if not sighting.weak and catalogue.nodes[sighting.failure].role != "wrapper"
    }
    return Unknown(
        lines=tuple(dict.fromkeys(line.number for line in shown)),
        nearest=nearest_pages(telling, seen, catalogue),
        evidence=tuple(shown),
    )


def how_it_ends(log: LogText, structure: Outline) -> str:
    """Return the verdict on a log in which no builder and no known failure has the last word."""
    from envwright.diagnose.unknown.ending import ending

    return ending(log, structure)
