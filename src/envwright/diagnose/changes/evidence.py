"""What the failing part of a log names: packages in tracebacks, modules in errors, words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from envwright.diagnose.distributions import DISTRIBUTIONS
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Sequence

    from envwright.diagnose.changes.inventory import Inventory
    from envwright.facts import Diagnosis, Line
    from envwright.logs.text import LogText

__all__ = ["Evidence", "distribution_of", "gather", "words_of"]

_LAST_LINES = 250
_AROUND = 20
_OF_CAUSE = 3
# What says which packages a step uses says nothing about which of them broke it.
_INVENTORY = lazy(
    r"\s*(?:Collecting|Downloading|Using cached|Requirement already|Successfully |Obtaining"
    r"|Preparing|Installing collected|Building wheel|Created wheel|Stored in|Looking in"
    r"|Attempting uninstall|Found existing|Uninstalling|Get:\d|Setting up|Unpacking|Selecting"
    r"|Fetched|Need to get|Processing|[+~-] [\w.-]+==|Resolved \d|Prepared \d|Installed \d|━"
    r"|[\d.]+/[\d.]+ [kMG]B|\[notice\]|The following "
    r"|(?:copying|adding|creating|writing|reading|running) |byte-compiling )"
)
_FRAME = lazy(r'\s*File "([^"]+)", line \d+')
_INSTALLED = lazy(r"(?:site|dist)-packages/([A-Za-z0-9_]+)")
_ERROR = lazy(
    r"\s*(?:(?:[A-Za-z_][\w.]*)?(?:Error|Exception|Warning|NotFound|Removed|Invalid\w*)\b:?"
    r"|(?:ERROR|error|fatal|E|Fatal|FATAL|npm ERR!|×|╰─>)[: ])"
    r"|.*: (?:fatal )?error:"
    r"|.*(?:not found|No such file|unrecognized|unknown option|cannot |conflict"
    r"|depends on|requires )"
)
_OWNERS = (
    lazy(r"from '([A-Za-z_][\w.]*)'"),
    lazy(r"[Mm]odule '?([A-Za-z_][\w.]*)'? has no"),
    lazy(r"[Nn]o module named '?([A-Za-z_][\w.]*)"),
    lazy(r"(?:site|dist)-packages/([A-Za-z0-9_]+)"),
    lazy(r"`(np)\.\w+` was removed"),
)
_WORD = r"[A-Za-z0-9_][\w.+-]*"

# Names as they stand in paths and in code.
_BY_OTHER_NAMES = {
    "pkg-resources": "setuptools",
    "distutils-hack": "setuptools",
    "np": "numpy",
}


class Evidence(NamedTuple):
    """What the failing part names."""

    errors: tuple[str, ...]
    """Texts of the lines that state errors, the root cause's own first."""
    owners: frozenset[str]
    """Packages whose module an error blames: `cannot import name 'x' from 'click'`."""
    frames: tuple[str, ...]
    """Packages of the frames of tracebacks, in order, pip's own left out."""
    cause_words: frozenset[str]
    """Words of the lines that state the root cause, in lower case."""
    error_words: frozenset[str]
    """Words of every line that states an error."""
    words: frozenset[str]
    """Words of the whole region."""
    text: str
    """The region in lower case."""
    line: int
    """Where the failure is first stated."""


def gather(diagnosis: Diagnosis, log: LogText, bad: Inventory) -> Evidence:
    """Return what the failing part of a log names."""
    root = diagnosis.root_cause
    stated = list(root.evidence) if root is not None else []
    if root is None and diagnosis.unknown is not None:
        stated = list(diagnosis.unknown.evidence)
    region = [line for line in _region(log, bad, stated) if not _INVENTORY.match(line.text)]
    errors = [line.text for line in stated]
    errors += [line.text for line in region if _ERROR.match(line.text)]
    errors = list(dict.fromkeys(errors))
    text = "\n".join(line.text for line in (*stated, *region)).lower()
    return Evidence(
        tuple(errors),
        frozenset(_owners(errors)),
        tuple(_frames(region)),
        frozenset(words_of("\n".join(errors[:_OF_CAUSE]))),
        frozenset(words_of("\n".join(errors))),
        frozenset(words_of(text)),
        text,
        min((line.number for line in stated), default=log.line_count),
    )


def distribution_of(module: str) -> str:
    """Return the name of the distribution that brings a module, as far as it is known."""
    lowered = module.lower()
    if lowered.startswith("google.protobuf"):
        return "protobuf"
    top = lowered.partition(".")[0].strip("_").replace("_", "-")
    return _BY_OTHER_NAMES.get(top) or DISTRIBUTIONS.get(top, top)


def words_of(text: str) -> set[str]:
    """Return the words of a text in lower case, underscores and dots of names as `-`, too."""
    import re

    words = set(re.findall(_WORD, text.lower()))
    words |= {word.strip(".") for word in words}
    return words | {re.sub(r"[-_.]+", "-", word).strip("-") for word in words}


def _region(log: LogText, bad: Inventory, stated: Sequence[Line]) -> list[Line]:
    """Return the end of the failing step, and what stands around the stated lines."""
    step = bad.outline.failed
    if step is None or not step.instruction:
        marker = bad.outline.marker
        last = marker.number if marker is not None else log.line_count
        lines = log.lines(max(1, last - _LAST_LINES), last)
    else:
        first = max(step.first_line, step.last_line - _LAST_LINES)
        lines = log.lines(first, step.last_line, step.vertex)
    known = {line.number for line in lines}
    for line in stated[:3]:
        if line.number not in known:
            more = log.lines(line.number - _AROUND, line.number + _AROUND, line.vertex)
            lines += [other for other in more if other.number not in known]
            known |= {other.number for other in more}
    return sorted(lines, key=lambda line: line.number)


def _owners(errors: Iterable[str]) -> Iterable[str]:
    for text in errors:
        for pattern in _OWNERS:
            found: re.Match[str] | None = pattern.search(text)
            if found:
                yield distribution_of(found[1])


def _frames(lines: Iterable[Line]) -> Iterable[str]:
    for line in lines:
        found = _FRAME.match(line.text)
        inside = _INSTALLED.search(found[1]) if found else None
        if inside and inside[1] != "pip":
            yield distribution_of(inside[1])
