"""What can be said of a failure that no page explains: the lines that matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envwright.facts import Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.diagnose.sighting import Sighting
    from envwright.facts import Line
    from envwright.logs.outline import Outline
    from envwright.logs.text import LogText

__all__ = ["how_it_ends", "what_matters"]

_SHOWN = 5
_LOOKED_AT = 400
_STRONG = re.compile(
    r"^\s*(?:[\w.]*(?:Error|Exception)\b.*:|(?:fatal|error|ERROR|FATAL|E|npm ERR!)\b\s*:?"
    r"|CMake Error|×|Traceback)"
    r"|: (?:fatal )?error:|: not found$|No such file|cannot |[Cc]ould not |failed|denied"
)
_FATAL = re.compile(
    r"^\s*(?:ERROR|FATAL|Error|error|fatal|E|npm (?:ERR!|error)|×|\[ERROR\]|ERR_\w+)\b:? "
    r"|^\s*(?:\[ERROR\]|ERR_PNPM_\w+)"
    r"|^[\w.]*(?:Error|Exception|NotFound|Failure)\b: |: (?:fatal )?error: "
    r"|^Traceback \(most recent|^\s+File \".+\", line \d+, in "
    r"|: command not found$|: not found$|\bKilled$|^make(?:\[\d+\])?: \*\*\* "
)
_UNFINISHED = re.compile(
    r"^\s*(?:Collecting |Downloading |Building |Preparing |Installing |Getting |Running |Get:\d"
    r"|Solving |Fetching )|Retrying \(|\.\.\.(?:working\.\.\.)?\s*$|^\s*━|\d+%"
)
_WRAPS = re.compile(
    r"returned a non-zero code|did not complete successfully|executor failed running"
    r"|failed to solve|exit(?:ed)? (?:with )?(?:status|code)|^Error: building at STEP"
    r"|^-{4,}$|^\s*$"
)
_TAIL = 25


def what_matters(log: LogText, structure: Outline, found: Sequence[Sighting]) -> Unknown:
    """Return up to five lines of the failing step that are most likely to say what went wrong."""
    step = structure.failed
    last = structure.marker.number if structure.marker is not None else log.line_count
    if step is not None:
        last = max(step.last_line, min(last, step.last_line + 3))
    first = max(last - _LOOKED_AT, step.first_line if step is not None else 1)
    lines = log.lines(max(first, 1), last, step.vertex if step is not None else None)
    scored = [
        (_score(line.text, position, len(lines)), line) for position, line in enumerate(lines)
    ]
    best = sorted((item for item in scored if item[0] > 0), key=lambda item: -item[0])[:_SHOWN]
    shown: list[Line] = sorted((line for _, line in best), key=lambda line: line.number)
    if not shown:
        shown = [line for line in lines if line.text.strip()][-_SHOWN:]
    nearest = [sighting.failure for sighting in found if not sighting.weak]
    return Unknown(
        lines=tuple(dict.fromkeys(line.number for line in shown)),
        nearest=tuple(dict.fromkeys(nearest))[:3],
        evidence=tuple(shown),
    )


def how_it_ends(log: LogText, structure: Outline) -> str:
    """Return the verdict on a log in which neither a builder nor a known failure has the last word.

    An installer's "done" decides; then error words in the last lines; then whether the last line
    is one that only an unfinished tool leaves.
    """
    last = log.line_count
    tail = [line for line in log.lines(max(1, last - _TAIL), last) if line.text.strip()]
    done = structure.weak_success.number if structure.weak_success is not None else 0
    if any(_FATAL.search(line.text) for line in tail if line.number > done):
        return "failed"
    if done:
        return "succeeded"
    if not tail or log.truncated or _UNFINISHED.search(tail[-1].text):
        return "incomplete"
    return "succeeded"


def _score(text: str, position: int, count: int) -> float:
    if _WRAPS.search(text):
        return 0.0
    score = 2.0 * len(_STRONG.findall(text))
    if score == 0.0:
        return 0.0
    return score + position / max(count, 1)
