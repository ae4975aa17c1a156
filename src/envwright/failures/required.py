"""Words that a pattern cannot match without, read from its parse tree."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["required_words"]

_SHORTEST = 4
_MOST_WORDS = 40
_LOST = "\ufffd"


def required_words(pattern: str) -> list[frozenset[bytes]]:
    """Return sets of words; any text that the pattern matches holds at least one of each set."""
    parser = getattr(re, "_parser")  # noqa: B009  (public as sre_parse until Python 3.10)
    try:
        parsed = parser.parse(pattern)
    except (re.error, OverflowError, RecursionError):
        return []
    if parsed.state.flags & re.IGNORECASE:
        return []
    return [
        frozenset(word.encode() for word in words)
        for words in _words(parsed)
        if not any(_LOST in word for word in words)
    ]


def _words(parsed: Any) -> list[set[str]]:
    found: list[set[str]] = []
    run = ""
    for operation, argument in [*parsed, (None, None)]:
        name = str(operation)
        if name == "LITERAL":
            run += chr(argument)
            continue
        if len(run) >= _SHORTEST:
            found.append({run})
        run = ""
        if name == "SUBPATTERN":
            _, added, _, body = argument
            found += _words(body) if not added & re.IGNORECASE else []
        elif name == "ATOMIC_GROUP":
            found += _words(argument)
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[0] > 0:
            found += _words(argument[2])
        elif name == "BRANCH":
            found += _any_of([_words(branch) for branch in argument[1]])
    return found


def _any_of(branches: list[list[set[str]]]) -> list[set[str]]:
    """Return the words of which one occurs whichever branch matches; nothing if one needs none."""
    if not all(branches):
        return []
    best = [max(sets, key=lambda words: min(map(len, words))) for sets in branches]
    words = set().union(*best)
    return [words] if len(words) <= _MOST_WORDS else []
