"""What the bytes of a log are: text or not, and in which encoding."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SAMPLE", "encoding_of", "is_binary", "transcode"]

SAMPLE = 64 << 10
"""Bytes from the start of a log that decide."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    b"\x7fELF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF-",
    b"\xca\xfe\xba\xbe",
    b"SQLite format 3\x00",
    b"RIFF",
    b"OggS",
    b"7z\xbc\xaf",
)
_CONTROLS = (
    bytes(byte for byte in range(1, 32) if byte not in b"\a\b\t\n\v\f\r\x0e\x0f\x1b") + b"\x7f"
)


def encoding_of(head: bytes) -> tuple[str, int]:
    """Return the encoding and how many bytes of byte order mark come first.

    Whatever is neither UTF-16 nor UTF-32 is called `utf-8`: lines are decoded leniently later.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, len(mark)
    pairs = len(head) // 2
    if pairs:
        even, odd = head[0 : pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
        if odd > 0.4 * pairs and even < 0.05 * pairs:
            return "utf-16-le", 0
        if even > 0.4 * pairs and odd < 0.05 * pairs:
            return "utf-16-be", 0
    return "utf-8", 0


def is_binary(head: bytes) -> bool:
    """Tell whether a file that begins like this is plainly no text."""
    if head.startswith(_MAGIC) or (head.startswith(b"MZ") and b"\0\0\0" in head):
        return True
    encoding, start = encoding_of(head)
    if encoding != "utf-8":
        text = head[start:].decode(encoding, "replace")
        strange = sum(map(text.count, ("\ufffd", "\x01", "\x02", "\x03", "\x04")))
        return strange > 0.05 * len(text)
    rest = head.translate(None, b"\0")
    if not rest:
        return False
    controls = (len(rest) - len(rest.translate(None, _CONTROLS))) / len(rest)
    if controls <= 0.02:
        return False
    return controls > 0.08 or rest.decode("utf-8", "replace").count("\ufffd") > 0.15 * len(rest)


def transcode(encoding: str) -> Callable[[bytes, bool], bytes]:
    """Return a function from chunks (and whether the last one was given) to UTF-8 bytes."""
    if encoding == "utf-8":
        return lambda chunk, final: chunk
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    return lambda chunk, final: decoder.decode(chunk, final).encode("utf-8", "replace")
