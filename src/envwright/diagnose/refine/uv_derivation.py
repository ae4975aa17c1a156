"""Reads uv's explanation of a failed resolution: "Because … and …, we can conclude that …".

uv up to 0.12 wraps the explanation at 80 columns behind a tree drawing; newer releases print it
unwrapped after `cause:`. Both are joined here to one text that still knows its lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Line

__all__ = ["Demand", "Derivation", "read_derivation"]

_DRAWING = re.compile(r"^\s*(?:(?:╰─▶|├─▶|│|`->|\|->|\|)\s?|(?:cause|Caused by):\s)?\s*")
# BuildKit's seconds without its `#8`, as people paste them.
_CLOCK = re.compile(r"^\d+\.\d+(?: |$)")
_CONTINUES = re.compile(r"^(?:\s|│|╰|├|hint:)")
_PREMISE = re.compile(
    r"(?:Because|And because|because) (.*?)"
    r"(?:, we can conclude that|, (?=[^,]* (?:cannot be used|are unsatisfiable))|$)"
)
_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_EXTRA = r"(?:\[[^\]]*\]|\{[^}]*\}|:[a-z-]+)*"
_RANGE = r"(?:\s?(?:===|[=!<>~]=|[<>])\s?[^\s,]+(?:,\s?(?:[=!<>~]=|[<>])\s?[^\s,]+)*)?"
_ITEM = re.compile(rf"^({_NAME}){_EXTRA}({_RANGE})(?: depends on ({_NAME}){_EXTRA}({_RANGE}))?$")
_ROOTS = (
    "you require ",
    "your project requires ",
    "your workspace requires ",
    "your project depends on ",
)
_SEPARATOR = re.compile(r", and |,? and (?:all of: )?|, (?=[A-Za-z])")


class Demand(NamedTuple):
    """One package asked for by another one, or by the user."""

    by: str
    """The requirer as printed, e.g. `pandas==2.2.0`; `you` for the user's own requirements."""
    package: str
    range: str
    at: int
    """Where the requirer starts in the derivation's text."""

    @property
    def by_name(self) -> str:
        """Name of the requirer without version."""
        found = re.match(_NAME, self.by)
        return found.group() if found is not None else self.by


class Derivation(NamedTuple):
    """An explanation as one text, and the lines it came from."""

    text: str
    hints: str
    starts: tuple[int, ...]
    """Where each line starts in `text`."""
    lines: tuple[Line, ...]
    hint_lines: tuple[Line, ...] = ()

    def hint_line(self, words: str) -> Line | None:
        """Return the line of a hint that holds the words, or None."""
        return next((line for line in self.hint_lines if words in line.text), None)

    def line_at(self, position: int) -> Line:
        """Return the line on which the character of the text lies."""
        last = self.lines[0]
        for start, line in zip(self.starts, self.lines, strict=True):
            if start > position:
                break
            last = line
        return last

    def demands(self) -> list[Demand]:
        """Return who asks for what, from the premises only (conclusions repeat them)."""
        found: list[Demand] = []
        for premise in _PREMISE.finditer(self.text):
            found += _demands_of(premise.group(1), premise.start(1))
        return found


def read_derivation(lines: Sequence[Line]) -> Derivation | None:
    """Return the explanation that follows the first line, the headline; None without one."""
    text, starts, kept = "", [], []
    hints: list[str] = []
    hint_lines: list[Line] = []
    in_hint = began = False
    for line in lines[1:]:
        shown = _CLOCK.sub("", line.text)
        bare = _DRAWING.sub("", shown).rstrip()
        if shown.strip() and not _CONTINUES.match(shown):
            break
        if bare.startswith("hint:") or in_hint:
            in_hint = True
            hints.append(bare.removeprefix("hint:").strip())
            hint_lines.append(line)
            continue
        began = began or "ecause " in bare or "cannot be used because" in bare
        if not bare or not began:
            continue
        text += " " if text else ""
        starts.append(len(text))
        kept.append(line)
        text += bare
    if not kept:
        return None
    return Derivation(text, " ".join(hints), tuple(starts), tuple(kept), tuple(hint_lines))


def _demands_of(premise: str, offset: int) -> list[Demand]:
    """Split one premise at its conjunctions; a bare item repeats the last requirer."""
    found: list[Demand] = []
    by = ""
    position = 0
    for part in _parts(premise):
        at = offset + premise.index(part, position)
        position = at - offset + len(part)
        part = part.removeprefix("all of: ").strip()
        root = next((root for root in _ROOTS if part.startswith(root)), None)
        if root is not None:
            by, part = "you", part.removeprefix(root)
        item = _ITEM.match(part)
        if item is None:
            by = by if root is not None else ""
            continue
        name, versions, wanted, wanted_versions = item.groups()
        if wanted is not None:
            by = f"{name}{versions or ''}"
            found.append(Demand(by, wanted, wanted_versions or "", at))
        elif by:
            found.append(Demand(by, name, versions or "", at))
    return found


def _parts(premise: str) -> list[str]:
    return [part for part in _SEPARATOR.split(premise) if part.strip()]
