"""The search gives the same answers with either library, in blocks of any size."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envwright.diagnose import scan as module
from envwright.diagnose.scan import scan
from envwright.logs.opening import open_logs
from envwright.logs.text import LogText

if TYPE_CHECKING:
    from envwright.facts import Line

ANCHORS = [b"error", b"rror: ", b"failed", b"Step ", b"ail"]
LINES = st.lists(
    st.sampled_from(
        [b"error: a", b"no", b"\rerror: \rfailed", b"Step 1/2 : RUN x", b"", b"failerror: b"]
    ),
    max_size=30,
)


def found_in(data: bytes, block_size: int = 1 << 20) -> list[tuple[Line, list[int]]]:
    with next(open_logs(["-"], io.BytesIO(data))) as raw:
        log = LogText(raw, block_size)
        return [(line, sorted(indexes)) for line, indexes in scan(log, ANCHORS)]


@settings(deadline=None)
@given(LINES)
def test_both_searches_find_the_same(lines: list[bytes]) -> None:
    pytest.importorskip("ahocorasick_rs")
    data = b"start\n" + b"\n".join(lines) + b"\nend\n"
    plain = sorted(module._plain(ANCHORS)(data))
    automaton = sorted(module._automaton(ANCHORS)(data))
    assert automaton == plain


@settings(deadline=None)
@given(LINES, st.integers(min_value=32, max_value=96))
def test_the_size_of_blocks_makes_no_difference(lines: list[bytes], size: int) -> None:
    data = b"start\n" + b"\n".join(lines) + b"\nend\n"
    assert found_in(data, size) == found_in(data)


def test_a_segment_is_yielded_once_with_all_its_anchors() -> None:
    (line, indexes), *rest = found_in(b"one\nan error: it failed\n")
    assert (line.number, line.text, indexes, rest) == (2, "an error: it failed", [0, 1, 2, 4], [])


def test_carriage_returns_split_a_line_into_segments() -> None:
    found = found_in(b"10 %\r20 % failed\rerror: x\n")
    assert [(line.number, line.text) for line, _ in found] == [(1, "20 % failed"), (1, "error: x")]
