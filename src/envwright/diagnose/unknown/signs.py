"""What speaks for and against each line of a failing step: its form, its place, how usual it is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from envwright.diagnose.unknown.forms import FORMS
from envwright.diagnose.unknown.templates import template_of
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.diagnose.unknown.templates import Usual

__all__ = ["signs_of"]

_WRAPPED_FRAME = lazy(r"\s*(?:File$|\"[^\"]+\",$|line \d+, in )")
"""A frame of a traceback that was broken into several lines to fit a width."""
_LONG = 300
_BLOCK = 12
"""Lines that the block under a heading may have."""
_TELLING = frozenset({"error prefix", "exception", "compiler", "caused by", "killed", "traceback"})
_OF_NO_WEIGHT = frozenset({"blank", "wraps", "excerpt", "known wrapper", "progress", "instruction"})


def signs_of(
    lines: Sequence[str], model: Usual, wrapped: frozenset[int] = frozenset()
) -> list[set[str]]:
    """Return the signs of each line, `blank` alone for an empty one.

    `wrapped` are the positions of lines that only report another failure, as known pages say.
    """
    templates = [template_of(text) for text in lines]
    times = Counter(templates)
    before: set[str] = set()
    signs: list[set[str]] = []
    for position, text in enumerate(lines):
        if not text.strip():
            signs.append({"blank"})
            continue
        template = templates[position]
        mine = {name for name, form in FORMS if form.search(text)}
        mine |= _usual(text, model)
        if times[template] > 2:
            mine.add("often")
        if template in before:
            mine.add("again")
        before.add(template)
        if len(text) > _LONG:
            mine.add("long")
        if position in wrapped:
            mine.add("known wrapper")
        signs.append(mine)
    _note_tracebacks(lines, signs)
    _note_blocks(lines, signs)
    _note_places(signs)
    return signs


def _usual(text: str, model: Usual) -> set[str]:
    found = set()
    if model.is_healthy(text):
        found.add("healthy")
    elif model.is_nearly_healthy(text):
        found.add("nearly healthy")
    if model.is_common(text):
        found.add("common")
    return found


def _note_tracebacks(lines: Sequence[str], signs: list[set[str]]) -> None:
    """Note the frames of each traceback and its final line: the exception itself."""
    finals: list[int] = []
    position = 0
    while position < len(lines):
        if "traceback" not in signs[position]:
            position += 1
            continue
        indent = lines[position].index("Traceback")
        position += 1
        while position < len(lines):
            mine, text = signs[position], lines[position]
            inside = "blank" in mine or "frame" in mine or _WRAPPED_FRAME.match(text)
            if not inside and _indent(text) <= indent:
                break
            mine.add("in traceback")
            position += 1
        if position < len(lines):
            signs[position].add("final")
            finals.append(position)
    if finals:
        # What was raised first brought about what was raised while it was handled.
        signs[finals[0]].add("first final")
        signs[finals[-1]].add("last final")


def _note_blocks(lines: Sequence[str], signs: list[set[str]]) -> None:
    """Note what stands under a diagnostic, indented or right below it, and around carets."""
    heading: int | None = None
    indented = 0
    for position, text in enumerate(lines):
        mine = signs[position]
        if "blank" in mine:
            continue
        if heading is not None:
            if position - heading <= _BLOCK and _indent(text) > _indent(lines[heading]):
                mine.add("under heading")
                if not indented:
                    mine.add("first under heading")
                indented += 1
            else:
                if position - heading <= 2:
                    mine.add("after heading")
                heading = None
        if mine & _TELLING and not mine & {"frame", "under heading"}:
            heading, indented = position, 0
        if position + 1 < len(lines) and "marker" in signs[position + 1]:
            mine.add("over marker")
        if position and "command line" in signs[position - 1]:
            mine.add("after command")


def _note_places(signs: list[set[str]]) -> None:
    """Note which lines are the last of the output, and what stands before the first wrapper."""
    meaningful = [
        mine for mine in signs if not mine & _OF_NO_WEIGHT and not {"common", "advice"} <= mine
    ]
    for rank, mine in enumerate(reversed(meaningful[-8:])):
        mine.add("last" if rank == 0 else "near end" if rank < 3 else "towards end")
    if meaningful:
        meaningful[0].add("very first")
    wrapper = next((place for place, mine in enumerate(signs) if "wraps" in mine), 0)
    before = [mine for mine in signs[:wrapper] if "blank" not in mine]
    if before:
        before[-1].add("right before wrapper")


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
