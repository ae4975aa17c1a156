"""What a line looks like once everything that differs from build to build is masked.

`usual.bin` holds the templates of lines that healthy builds print, and of lines that stand in the
logs of many different failures. `tests/usual_lines.py` makes it from the labelled logs.
"""

from __future__ import annotations

import os
import zlib
from array import array
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from envwright.logs.patterns import lazy

__all__ = ["Usual", "outline_of", "template_of", "usual"]

MODEL_FILE = os.path.join(os.path.dirname(__file__), "usual.bin")
_MOST_TOKENS = 40
_QUOTED = lazy(r"(?<!\w)(?:'[^']+'|\"[^\"]+\"|`[^`]+`|‘[^’]+’)(?!\w)")
_PUNCTUATION = ".,:;!?()[]{}<>'\"`‘’“”=*"


def template_of(text: str) -> str:
    """Return the line with paths, numbers and quoted values masked."""
    if "'" in text or '"' in text or "`" in text or "‘" in text:
        text = _QUOTED.sub("'", text)
    return " ".join(_masked(token) for token in text.split()[:_MOST_TOKENS])


def outline_of(text: str, words: array[int]) -> str:
    """Return the line with every word masked that is not among the known ones (given as hashes)."""
    kept: list[str] = []
    for token in text.split()[:_MOST_TOKENS]:
        word = token.strip(_PUNCTUATION).lower()
        known = word.isalpha() and _holds(words, hash_of(word))
        shown = word if known else "*"
        if shown != "*" or kept[-1:] != ["*"]:
            kept.append(shown)
    return " ".join(kept)


def hash_of(text: str) -> int:
    """Return 32 bits that stand for a text."""
    return zlib.crc32(text.encode("utf-8", "replace"))


class Usual(NamedTuple):
    """Hashes of what is usual, each sorted."""

    words: array[int]
    """Words that several healthy builds print."""
    healthy: array[int]
    """Templates of the lines of healthy builds."""
    outlines: array[int]
    """Outlines of the lines of healthy builds."""
    common: array[int]
    """Templates of lines that the logs of many different failures hold."""

    def is_word(self, word: str) -> bool:
        """Tell whether several healthy builds print a word, given in lower case."""
        return _holds(self.words, hash_of(word))

    def is_healthy(self, text: str) -> bool:
        """Tell whether healthy builds print such a line."""
        return _holds(self.healthy, hash_of(template_of(text)))

    def is_nearly_healthy(self, text: str) -> bool:
        """Tell whether healthy builds print a line that differs in names only."""
        outline = outline_of(text, self.words)
        words = outline.split()
        if words.count("*") * 2 > len(words):
            return False
        return _holds(self.outlines, hash_of(outline))

    def is_common(self, text: str) -> bool:
        """Tell whether such a line goes with many different failures, so that it tells none."""
        return _holds(self.common, hash_of(template_of(text)))


@lru_cache(maxsize=1)
def usual() -> Usual:
    """Return the model that comes with the package."""
    with open(MODEL_FILE, "rb") as file:
        data = file.read()
    return unpacked(data)


def packed(model: Usual) -> bytes:
    """Return a model as bytes: the four lengths, then the four lists, 32 bits each."""
    import sys

    whole = array("I", [len(part) for part in model])
    for part in model:
        whole.extend(part)
    if sys.byteorder == "big":
        whole.byteswap()
    return whole.tobytes()


def unpacked(data: bytes) -> Usual:
    """Return the model of some bytes."""
    import sys

    whole = array("I")
    whole.frombytes(data)
    if sys.byteorder == "big":
        whole.byteswap()
    parts = []
    position = 4
    for length in whole[:4]:
        parts.append(whole[position : position + length])
        position += length
    return Usual(*parts)


def _masked(token: str) -> str:
    if "/" in token or "\\" in token:
        return "/"
    if any(character.isdigit() for character in token):
        return "#"
    return token


def _holds(numbers: array[int], wanted: int) -> bool:
    position = bisect_left(numbers, wanted)
    return position < len(numbers) and numbers[position] == wanted
