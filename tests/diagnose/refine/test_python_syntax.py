"""Source that is too new for its Python: what the line shown above the error proves."""

from __future__ import annotations

import io

import pytest

from envwright.diagnose.verdict import observe
from envwright.failures.catalogue import load
from envwright.logs.opening import open_logs
from envwright.logs.text import LogText


def vague_in(text: str) -> dict[str, bool]:
    with next(open_logs(["-"], io.BytesIO(text.encode()))) as raw:
        found, _ = observe(LogText(raw), load())
    return {sighting.failure: sighting.vague for sighting in found}


@pytest.mark.parametrize(
    "source", ["class Box[T]:", "type Pair[T] = tuple[T, T]", "except* ValueError as group:"]
)
def test_new_syntax_is_recognised(source: str) -> None:
    text = f'  File "/app/box.py", line 1\n    {source}\n    ^\nSyntaxError: invalid syntax\n'
    assert vague_in(text) == {"python-syntax-too-new": False}


def test_a_plain_mistake_stays_vague() -> None:
    text = '  File "/app/box.py", line 1\n    x = = 1\n    ^\nSyntaxError: invalid syntax\n'
    assert vague_in(text) == {"python-syntax-too-new": True}
