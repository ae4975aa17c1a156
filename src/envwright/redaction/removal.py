"""Takes what a shape recognises out of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.redaction.context import is_placeholder
from envwright.redaction.shapes import SHAPES

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from envwright.redaction.tokens import Shape

__all__ = ["is_key_line", "remove", "replacing", "shapes_in", "without_key_line"]

_LINE_LENGTHS = (64, 70, 72, 76)
"""Lengths of the lines of a PEM block: OpenSSL, OpenSSH, GnuPG and MIME."""
_MOST_ROUNDS = 8

_compiled: dict[str, re.Pattern[str]] = {}


def shapes_in(text: str) -> list[Shape]:
    """Return the shapes that have a literal in the text: the cheap look before any pattern."""
    lowered = text.lower()
    return [shape for shape in SHAPES if any(literal in lowered for literal in shape.literals)]


def remove(text: str, shapes: list[Shape], secrets: dict[str, str] | None) -> str:
    """Return the text redacted; `secrets` collects the values removed with their marks."""
    for shape in shapes:
        pattern = _compiled.get(shape.pattern)
        if pattern is None:
            import re

            pattern = _compiled[shape.pattern] = re.compile(shape.pattern)
        replace = replacing(shape, secrets)
        for _ in range(_MOST_ROUNDS):
            # One context may stand before several secrets, and a round takes the first of them.
            before, text = text, pattern.sub(replace, text)
            if text == before:
                break
    if len(text) >= _LINE_LENGTHS[0]:
        text = "\n".join(without_key_line(line, secrets) for line in text.split("\n"))
    return text


def replacing(shape: Shape, secrets: dict[str, str] | None) -> Callable[[re.Match[str]], str]:
    """Return what replaces a match: itself, or a mark where a secret stands in it."""
    mark = f"[redacted:{shape.kind}]"

    def replace(match: re.Match[str]) -> str:
        whole = match.group()
        start, end = _place_of_secret(match)
        secret = match.string[start:end]
        if shape.contextual:
            secret = _without_punctuation(secret)
            end = start + len(secret)
        if not secret or is_placeholder(secret) or _touches_mark(match, secret):
            return whole
        if shape.keeps is not None and shape.keeps(match, secret):
            return whole
        if secrets is not None:
            secrets[secret] = mark
        return whole[: start - match.start()] + mark + whole[end - match.start() :]

    return replace


def _place_of_secret(match: re.Match[str]) -> tuple[int, int]:
    """Return where the value to remove stands: a group `secret…`, else the whole match."""
    for name, value in match.groupdict().items():
        if value is not None and name.startswith("secret"):
            return match.span(name)
    return match.span()


def _without_punctuation(value: str) -> str:
    """Return the value without what only closes the sentence or bracket around it."""
    closing = ",.:)}" if "[" in value else ",.:)}]"
    return value.rstrip(closing)


def _touches_mark(match: re.Match[str], secret: str) -> bool:
    """Tell whether a value has been removed already, or the match starts within a mark."""
    if secret.startswith("[redacted:"):
        return True
    opened = match.string.rfind("[redacted:", max(0, match.start() - 40), match.start() + 1)
    return opened >= 0 and match.string.find("]", opened) >= match.start()


def is_key_line(line: str) -> bool:
    """Tell whether a line is one line out of a PEM block, seen without the lines around it."""
    word = line.rpartition(" ")[2].strip("\"',\r\\n")
    return (
        len(word) in _LINE_LENGTHS
        and word[0] != "/"
        and word.isascii()
        and word.rstrip("=").replace("+", "").replace("/", "").isalnum()
        and any(character.isupper() for character in word)
        and any(character.islower() for character in word)
        and any(character.isdigit() for character in word)
    )


def without_key_line(line: str, secrets: dict[str, str] | None = None) -> str:
    """Return the line; if its last word is a row of a private key, with that replaced."""
    if not is_key_line(line):
        return line
    before, blank, row = line.rpartition(" ")
    mark = "[redacted:private-key]"
    if secrets is not None:
        secrets[row] = mark
    return f"{before}{blank}{mark}"
