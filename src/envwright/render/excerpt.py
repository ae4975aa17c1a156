"""The lines that prove a finding: numbers in a gutter, a mark under what decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.render.shown import cut_around, visible, width_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from envwright.facts import Line
    from envwright.render.paint import Paint

__all__ = ["excerpt", "kind_of", "spans_of"]

_MOST_LINES = 5
_FAR = 3
"""Lines further apart than this have a gap mark between them."""
_SHORTEST_CAPTURE = 2


def excerpt(
    lines: Sequence[Line],
    captures: Mapping[str, str],
    paint: Paint,
    width: int,
    gutter: int,
    more: str,
) -> list[str]:
    """Return the evidence as it is printed, the first line given underlined, all in log order.

    `gutter` is the width of the line numbers; `more` says, with `{count}`, what was left out.
    """
    if not lines:
        return []
    decisive = lines[0]
    shown = [decisive]
    seen = {kind_of(decisive.text)}
    left_out = 0
    for line in lines[1:]:
        if line.number == decisive.number:
            continue
        if len(shown) >= _MOST_LINES or kind_of(line.text) in seen:
            left_out += 1
            continue
        seen.add(kind_of(line.text))
        shown.append(line)
    shown.sort(key=lambda line: line.number)
    bar = paint.frame(paint.bar)
    empty = f" {' ' * gutter} {bar}"
    printed = [empty]
    before: Line | None = None
    for line in shown:
        if before is not None and line.number - before.number > _FAR:
            printed.append(paint.frame(paint.gap))
        number = paint.frame(f"{line.number:>{gutter}}")
        text = visible(line.text).rstrip()
        indent = len(text) - len(text.lstrip())
        text = text[min(indent, 8) :] if indent > 8 else text
        decides = line is decisive
        spans = spans_of(text, captures) if decides else []
        focus = max(0, text.find(captures.get("reason", ""))) if decides else 0
        text, spans = cut_around(text, spans, max(20, width - gutter - 4), paint.gap, focus)
        printed.append(f" {number} {bar} {text}".rstrip())
        if decides:
            marks = _underline(text, spans, paint)
            if marks.strip():
                printed.append(f"{empty} {paint.marks(marks)}")
        before = line
    if left_out:
        printed.append(f"{empty} {paint.quiet(more.format(count=left_out))}")
    printed.append(empty)
    return printed


def kind_of(text: str) -> str:
    """Return a text without its digits: retries and progress differ in nothing else."""
    return "".join(character for character in text if not character.isdigit())


def spans_of(text: str, captures: Mapping[str, str]) -> list[tuple[int, int]]:
    """Return where the captured values stand in a line, merged, in order; else the whole line."""
    spans: list[tuple[int, int]] = []
    for value in captures.values():
        value = visible(value)
        if len(value) < _SHORTEST_CAPTURE and not value.isdigit():
            continue
        position = _find_word(text, value)
        if position >= 0:
            spans.append((position, position + len(value)))
    if not spans:
        return [(len(text) - len(text.lstrip()), len(text))] if text.strip() else []
    spans.sort()
    merged = [spans[0]]
    for first, last in spans[1:]:
        if first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _find_word(text: str, value: str) -> int:
    """Return where a value stands in a text, a place where it is a whole word preferred."""
    first = position = text.find(value)
    while position >= 0:
        before = text[position - 1 : position]
        after = text[position + len(value) : position + len(value) + 1]
        if not before.isalnum() and not after.isalnum():
            return position
        position = text.find(value, position + 1)
    return first


def _underline(text: str, spans: list[tuple[int, int]], paint: Paint) -> str:
    row = ""
    for first, last in spans:
        row += " " * (width_of(text[:first]) - len(row))
        row += paint.mark * max(1, width_of(text[first:last]))
    return row
