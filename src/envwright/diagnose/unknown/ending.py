"""How a log ends in which neither a builder nor a known failure has the last word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.causality import IGNORED
from envwright.diagnose.unknown.forms import MAY_TELL
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from envwright.facts import Line
    from envwright.logs.outline import Outline
    from envwright.logs.text import LogText

__all__ = ["ending"]

_FATAL = lazy(
    r"^\s*(?:ERROR|FATAL|Error|error|fatal|E|npm error|×|\[ERROR\]|ERR_\w+)\b:* "
    r"|^\s*(?:\[ERROR\]|ERR_PNPM_\w+|npm ERR! )"
    r"|^[\w.]*(?:Error|Exception|NotFound|Failure)\b: |: (?:fatal )?error: "
    r"|^Traceback \(most recent|^\s+File \".+\", line \d+, in "
    r"|: command not found$|: not found$|\bKilled$|^make(?:\[\d+\])?: \*\*\* "
)
_UNFINISHED = lazy(
    r"^\s*(?:Collecting |Downloading |Building |Preparing |Installing |Getting |Running |Get:\d"
    r"|Solving |Fetching )|Retrying \(|\.\.\.(?:working\.\.\.)?\s*$|^\s*━|\d+%"
)
_TAIL = 25
_LAST_WORDS = 8
"""Lines at the end that may say that something went wrong."""
_VERY_LAST = 3
_STRONG = 1.5


def ending(log: LogText, structure: Outline) -> str:
    """Return the verdict: an installer's "done" decides, then what the last lines say.

    After that, whether the last line is one that only an unfinished tool leaves.
    """
    last = log.line_count
    tail = [line for line in log.lines(max(1, last - _TAIL), last) if line.text.strip()]
    done = structure.weak_success.number if structure.weak_success is not None else 0
    done = max([done, *(line.number for line in tail if IGNORED.match(line.text))])
    below = [line for line in tail if line.number > done]
    if any(_FATAL.search(line.text) for line in below):
        return "failed"
    unfinished = not tail or bool(log.truncated) or bool(_UNFINISHED.search(tail[-1].text))
    if not done and unfinished:
        return "incomplete"
    return "failed" if not done and _tells_of_failure(tail) else "succeeded"


def _tells_of_failure(lines: list[Line]) -> bool:
    """Tell whether the last lines speak of a failure, by their form and by being unusual."""
    words = lines[-_LAST_WORDS:]
    if not any(MAY_TELL.search(line.text) for line in words):
        return False
    from envwright.diagnose.unknown.weighing import weighed

    items = weighed(lines)[-_LAST_WORDS:]
    if any(item.strength >= _STRONG for item in items):
        return True
    # What a healthy build survives, too, is a failure where it is the last word.
    return any(item.strength_of_form >= _STRONG for item in items[-_VERY_LAST:])
