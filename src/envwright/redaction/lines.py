"""Secrets out of the lines of a whole log: only what holds a literal of a shape is looked at."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from envwright.redaction.removal import remove, replacing, without_key_line
from envwright.redaction.shapes import SHAPES

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Sequence

    from envwright.redaction.tokens import Shape

__all__ = ["redact_lines"]


def redact_lines(lines: Sequence[str], secrets: dict[str, str] | None = None) -> list[str]:
    """Return lines with every secret replaced, as many as before; for texts of any size.

    `secrets` collects the values removed with their marks.
    """
    cleaned = list(lines)
    text = "\n".join(lines)
    lowered = text.lower()
    if "-----begin " in lowered:
        cleaned = _without_key_blocks(text, secrets).split("\n")
    starts = [0]
    for line in lowered.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    touched: dict[int, list[Shape]] = {}
    for shape in SHAPES:
        for index in sorted(
            {i for word in shape.literals for i in _holding(lowered, word, starts)}
        ):
            touched.setdefault(index, []).append(shape)
    for index, shapes in touched.items():
        cleaned[index] = remove(cleaned[index], shapes, secrets)
    return [without_key_line(line, secrets) for line in cleaned]


def _holding(text: str, literal: str, starts: list[int]) -> Iterable[int]:
    """Yield the index of each line that holds a literal."""
    position = text.find(literal)
    while position >= 0:
        index = bisect_right(starts, position) - 1
        yield index
        position = text.find(literal, starts[index + 1])


def _without_key_blocks(text: str, secrets: dict[str, str] | None) -> str:
    """Return the text without private keys, its line ends kept."""
    shape = SHAPES[0]
    replace = replacing(shape, secrets)
    mark = f"[redacted:{shape.kind}]"

    def kept_lines(match: re.Match[str]) -> str:
        key = match.group("secret") or match.group("secret_2") or ""
        rows = (mark if row.strip() else row for row in key.split("\n"))
        return replace(match).replace(mark, "\n".join(rows), 1)

    import re

    return re.sub(shape.pattern, kept_lines, text)
