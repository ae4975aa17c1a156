"""What is fed in: real logs and pages, changed by chance, always the same for a seed."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

__all__ = ["log_input", "page_input", "page_seeds"]

ROOT = Path(__file__).parents[2]
_LONGEST_SEED = 24 << 10
_NUMBER = re.compile(rb"\d+")
_HOSTILE = (
    "</script><script>alert(1)</script>", "</code></pre></details>", "<!--", "]]>", "&#x3c;",
    "```", "~~~", "`", "[x](javascript:alert(1))", "\n::error::smuggled", "\r::warning ::x",
    "::add-mask::x", "##[error]x", "%0A", "\x1b[31m", "\x1b]8;;http://evil\x07", "\x9b", "\x00",
    "\x85", "\u2028", "\u202e", "\u2066", "\ufeff", "{0}", "{host}", "\\N{x}", "${{ x }}", "\n\n",
    "\r", "\r\n", "\t", "1" * 30, "[" * 200, "{" * 200, '"', "'''", "[[match]]", "= ", "#1 [1/1] ",
    "Step 1/1 : RUN ", "STEP 1/1: RUN ", "section_start:1:x\r", "ERROR: ", "Caused by: ",
    "ghp_0123456789abcdefghijABCDEFGHIJ012345", "-----BEGIN RSA PRIVATE KEY-----\n",
)  # fmt: skip
_FILLERS = (
    " ",
    "a",
    "1",
    ".",
    "/",
    "'",
    '"',
    "-",
    "(",
    "[",
    "a ",
    "a.",
    "\t",
    "https://a",
    "é",
    "=",
)


@cache
def _log_seeds() -> tuple[Path, ...]:
    folders = (ROOT / "tests" / "logs", ROOT / "tests" / "logs_readers" / "data")
    found = (path for folder in folders for path in sorted(folder.rglob("*.log")))
    return tuple(path for path in found if path.stat().st_size)


@cache
def page_seeds() -> tuple[Path, ...]:
    """Return the pages of the catalogue in every language."""
    return tuple(sorted((ROOT / "src" / "envwright" / "failures" / "pages").rglob("*.md")))


def log_input(chance: random.Random) -> bytes:
    """Return a log: a real one or parts of two, changed in some places, and encoded anyhow."""
    data = b"".join(_part(chance.choice(_log_seeds()), chance) for _ in range(chance.randint(1, 2)))
    for _ in range(chance.randint(0, 8)):
        data = _changed(data, chance)
    match chance.randrange(40):
        case 0:
            return gzip.compress(data)
        case 1:
            return data.decode("utf-8", "replace").encode("utf-16")
        case 2:
            return data.decode("utf-8", "replace").encode("cp1252", "replace")
        case 3:
            return gzip.compress(data)[: chance.randint(2, max(len(data) // 4, 3))]
    return data


def page_input(chance: random.Random) -> tuple[Path, str]:
    """Return a page of the catalogue with its text changed in some places."""
    path = chance.choice(page_seeds())
    data = path.read_bytes()
    for _ in range(chance.randint(1, 6)):
        data = _changed(data, chance)
    return path, data.decode("utf-8", "replace")


def _part(path: Path, chance: random.Random) -> bytes:
    data = path.read_bytes()
    if len(data) <= _LONGEST_SEED:
        return data
    lines = data[: 64 * _LONGEST_SEED].splitlines(keepends=True)
    start = chance.randrange(len(lines))
    return b"".join(lines[start : start + 200])[:_LONGEST_SEED]


def _changed(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + chance.choice((1, 3, 20, 200, 2000)))
    match chance.randrange(9):
        case 0:
            return data[:start] + data[end:]
        case 1:
            return data[:end] + data[start:]
        case 2:
            return data[:start] + bytes(chance.randbytes(chance.randint(1, 8))) + data[end:]
        case 3 | 4:
            return data[:start] + chance.choice(_HOSTILE).encode() + data[start:]
        case 5:
            filler = chance.choice(_FILLERS) * chance.choice((80, 1000, 9000))
            return data[:start] + filler.encode()[: 12 << 10] + data[start:]
        case 6:
            lines = data.split(b"\n")
            one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines[one], lines[other] = lines[other], lines[one]
            return b"\n".join(lines)
        case 7:
            return _with_a_number_changed(data, start, chance)
    return data[:start]


def _with_a_number_changed(data: bytes, start: int, chance: random.Random) -> bytes:
    found = _NUMBER.search(data, start)
    if found is None:
        return data
    number = chance.choice((b"", b"0", b"-1", b"4294967296", b"9" * 400, b"1" * 5000))
    return data[: found.start()] + number + data[found.end() :]
