"""Foreign text made fit to be shown: no control characters, cut around what matters, measured.

A log may hold anything, so what it says never reaches a terminal as it is.
"""

from __future__ import annotations

__all__ = ["cut_around", "legible", "shortened", "visible", "width_of"]


def visible(text: str) -> str:
    """Return the text with tabs as one blank and control characters as `?`."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else " " if character in "\t\xa0" else "?"
        for character in text
    )


def legible(text: str) -> str:
    """Return the text with what can't be seen made visible, each by a name of its own.

    Controls, and what prints nothing or turns the writing around, become `<U+202E>`. Tabs and
    blanks stay.
    """
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character == "\t" else _named(character)
        for character in text
    )


def _named(character: str) -> str:
    code = ord(character)
    if character.isspace() and code > 0x85 and code not in (0x2028, 0x2029):
        return " "
    return f"<U+{code:04X}>"


def shortened(text: str, width: int) -> str:
    """Return a text in one line, cut to a number of characters."""
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def width_of(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(character)
        else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )  # fmt: skip


def cut_around(
    text: str, spans: list[tuple[int, int]], width: int, gap: str, focus: int = 0
) -> tuple[str, list[tuple[int, int]]]:
    """Return the part of a text that holds its spans, and the spans that are left in it.

    Where not all fit, the one around the position `focus` is kept, and what fits beside it.
    `width` is in characters; `gap` stands where something was cut.
    """
    if len(text) <= width:
        return text, spans
    start, end = next((span for span in spans if span[1] > focus), (0, 0))
    for first, last in spans:
        if max(end, last) - min(start, first) <= width - 2 * len(gap):
            start, end = min(start, first), max(end, last)
    room = width - 2 * len(gap)
    if end <= room + len(gap):
        left = 0
    else:
        left = max(0, min(start - max(0, room - (end - start)) // 3, len(text) - room))
        if left <= len(gap):
            left = 0
    right = left + (room if left else room + len(gap))
    if right >= len(text) - len(gap):
        right = len(text)
    before = gap if left else ""
    after = gap if right < len(text) else ""
    moved = [
        (max(first, left) - left + len(before), min(last, right) - left + len(before))
        for first, last in spans
        if first < right and last > left
    ]
    return before + text[left:right] + after, moved
