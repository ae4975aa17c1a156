"""A pattern for a line that no page knows: what always stands in it, and what differs each time.

The anchor is the part of the line that is rarest: in no other page, and made of words that healthy
builds do not print. The regex is the anchor with the values to each side of it, named.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from envwright.failures.catalogue import Catalogue

__all__ = ["LinePattern", "pattern_of"]

_SHORTEST = 4
_URL = r"https?://[^\s'\"<>)\],]+"
_VERSION = r"\d+(?:\.\w+)+(?:[-+]\w+)?"
# What differs from build to build: kind, as it stands in a line, as the pattern takes it.
_VALUES = (
    ("url", _URL, r"https?://[^\s'\"<>)\],]+"),
    ("path", r"'(?:[^'\s]*/[^']*)'|\"(?:[^\"\s]*/[^\"]*)\"|`(?:[^`\s]*/[^`]*)`", r"[^'\"`]+"),
    ("name", r"'[^']+'|\"[^\"]+\"|`[^`]+`|‘[^’]+’", r"[^'\"`’]+"),
    ("package", r"\b[A-Za-z][\w.-]*(?===\d)", r"[A-Za-z][\w.-]*"),
    ("version", rf"\b{_VERSION}", r"\d[\w.+-]*"),
    ("path", r"(?<!\w)[~.]{0,2}/[^\s'\",:;)\]]+", r"[^\s'\",:;)\]]+"),
    ("", r"\b0x[0-9a-f]+|\b[0-9a-f]{7,}\b|\b\d+\b", r"\w+"),
    ("", r"\[redacted:[^\]]*\]", r"\S+"),
)
_VALUE = re.compile("|".join(f"({seen})" for _, seen, _ in _VALUES))
_QUOTES = "'\"`‘’"
_WORD = re.compile(r"[A-Za-z]{2,}")
_TOOL = re.compile(r"(?:/\S*/)?([a-z][a-z0-9+.-]{1,20}): \S")
_NO_TOOLS = frozenset({"error", "warning", "fatal", "note", "hint", "info", "debug", "cause"})


class LinePattern(NamedTuple):
    """How lines like one are found, and what they say."""

    anchor: str
    regex: str | None
    """None where the anchor alone tells the line."""
    message: str
    """The matched part in words, with places for the values."""
    tool: str | None
    """The tool that printed the line, where it names itself."""


class _Part(NamedTuple):
    text: str
    kind: int | None
    """Position in `_VALUES`; None for what stays the same."""


def pattern_of(line: str, catalogue: Catalogue) -> LinePattern:
    """Return a pattern that matches the line, and few others."""
    parts = _parts(line)
    fixed = [
        (position, piece)
        for position, part in enumerate(parts)
        if part.kind is None and len(piece := part.text.strip()) >= _SHORTEST
    ]
    tool = _TOOL.match(line.strip())
    name = tool.group(1) if tool is not None and tool.group(1) not in _NO_TOOLS else None
    from envwright.diagnose.unknown.templates import usual

    if not fixed or usual().is_healthy(line):
        # What differs is all that tells it from lines that healthy builds print.
        text = line.strip()
        return LinePattern(text, None, re.sub(r"[{}]", "", text), name)
    taken = _texts_of(catalogue)
    place, anchor = max(fixed, key=lambda item: _rarity(item[1], taken))
    around = [*parts[max(place - 1, 0) : place], parts[place], *parts[place + 1 : place + 2]]
    if all(part.kind is None for part in around):
        return LinePattern(anchor, None, re.sub(r"[{}]", "", anchor), name)
    regex, _ = _written(around)
    _, message = _written(around[around.index(parts[place]) :])
    return LinePattern(anchor, regex, message, name)


def _parts(line: str) -> list[_Part]:
    """Return the line cut into what stays the same and what differs."""
    parts: list[_Part] = []
    end = 0
    for found in _VALUE.finditer(line):
        if found.start() > end:
            parts.append(_Part(line[end : found.start()], None))
        kind = next(index for index, text in enumerate(found.groups()) if text is not None)
        parts.append(_Part(found.group(), kind))
        end = found.end()
    if end < len(line):
        parts.append(_Part(line[end:], None))
    return parts


def _written(parts: list[_Part]) -> tuple[str, str]:
    """Return the regex and the message of some parts of a line; each name is used once."""
    regex = message = ""
    used: set[str] = set()
    for position, part in enumerate(parts):
        if part.kind is None:
            text = part.text
            text = text.lstrip() if position == 0 else text
            text = text.rstrip() if position == len(parts) - 1 else text
            regex += re.escape(text).replace(r"\ ", " ").replace(r"\-", "-")
            message += re.sub(r"[{}]", "", text)
            continue
        name, _, pattern = _VALUES[part.kind]
        opening = part.text[0] if part.text[0] in _QUOTES else ""
        closing = part.text[-1] if opening else ""
        known = name and name not in used
        regex += opening + (f"(?P<{name}>{pattern})" if known else pattern) + closing
        message += f"`{{{name}}}`" if known else "…"
        used.add(name)
    return regex, " ".join(message.split())


def _texts_of(catalogue: Catalogue) -> str:
    """Return everything that pages look for, and what their examples hold."""
    texts = [rule.anchor for rule in catalogue.rules]
    for failure in catalogue.nodes:
        texts += [example["log"] for example in catalogue.page(failure)["examples"]]
    return "\n".join(texts)


def _rarity(piece: str, taken: str) -> tuple[bool, float, int]:
    """Return how well a piece of a line tells it: not in other pages, of unusual words, long."""
    from envwright.diagnose.unknown.templates import usual

    model = usual()
    words = _WORD.findall(piece)
    rare = sum(0.3 if model.is_word(word.lower()) else 1.0 for word in words)
    return piece not in taken, rare, len(piece)
