"""Every log is diagnosed alike with the library and without, whole and in small blocks."""

from __future__ import annotations

import importlib
import io
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envwright.diagnose import diagnose_log
from envwright.failures.catalogue import load
from envwright.logs.opening import open_logs
from envwright.logs.text import BLOCK, LogText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envwright.facts import Diagnosis

pytest.importorskip("ahocorasick_rs")

LOGS = Path(__file__).parent.parent / "logs"
CATALOGUE = load()
_SCAN = importlib.import_module("envwright.diagnose.scan")
_LONGEST_LINE = 8 << 10


def labelled() -> list[Path]:
    """Return a random tenth of all labelled logs, another one whenever their number changes."""
    paths = sorted(path for path in LOGS.rglob("*.log") if path.stat().st_size)
    return random.Random(len(paths)).sample(paths, len(paths) // 10)


def with_library(data: bytes, block_size: int) -> Diagnosis:
    """Diagnose as a large log is: by the automaton, in threads, frequent literals left out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_SCAN, "_SMALL", 0)
        patch.setattr(_SCAN, "_THREADED", 0)
        return diagnosed(data, block_size)


def diagnosed(data: bytes, block_size: int = BLOCK) -> Diagnosis:
    with next(open_logs(["-"], io.BytesIO(data))) as raw:
        return diagnose_log(LogText(raw, block_size), CATALOGUE)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return a log with lines repeated, swapped, dropped, coloured, and line ends changed."""
    lines = data.splitlines(keepends=True)
    return b"".join(part for line in lines for part in _mutated_line(line, lines, chance))


def _mutated_line(line: bytes, lines: list[bytes], chance: random.Random) -> Iterator[bytes]:
    yield {
        0: lambda: b"",
        1: lambda: line * chance.randint(2, 200),
        2: lambda: chance.choice(lines) + line,
        3: lambda: line.replace(b" ", b"\x1b[31m \x1b[0m", 2),
        4: lambda: line.rstrip(b"\n") + b"\r" + line,
        5: lambda: line.replace(b"\n", b"\r\n"),
        6: lambda: line[: len(line) // 2] + b"\0\xff" + line[len(line) // 2 :],
    }.get(chance.randrange(40), lambda: line)()


def test_a_tenth_of_the_labelled_logs() -> None:
    for path in labelled():
        data = path.read_bytes()
        longest = max(map(len, data.splitlines()), default=0)
        assert with_library(data, longest + 2000) == diagnosed(data), path


@settings(max_examples=30, deadline=None)
@given(st.integers(min_value=0, max_value=2**32), st.integers(min_value=1, max_value=64))
def test_mutated_logs(seed: int, kilobytes: int) -> None:
    chance = random.Random(seed)
    paths = sorted(LOGS.rglob("*.log"))
    data = b"".join(mutated(chance.choice(paths).read_bytes(), chance) for _ in range(2))
    if not data.strip(b"\0\n\r "):
        return
    longest = max(map(len, data.split(b"\n")))
    assert with_library(data, max(longest + 10, kilobytes << 10)) == diagnosed(data)
