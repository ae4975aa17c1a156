"""Normalised blocks and the lines around what was found in them."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from logs_help import log_of, texts

from envwright.facts import Line

PIECES = st.sampled_from(
    [
        b"\n",
        b"\r\n",
        b"\r\r\n",
        b"\r",
        b"\x1b[91m",
        b"\x1b[0m",
        b"\x1b[2K",
        b"\x1b]0;title\x07",
        b"\x1b",
        b"\0",
        b"pip install numpy",
        b"x",
        "é…".encode(),
        b"\xe9",
        b"a" * 50,
    ]
)


def by_number(data: bytes, block_size: int) -> dict[int, bytes]:
    """Return the text of each line without its carriage returns, read in blocks of a size."""
    lines: dict[int, bytes] = defaultdict(bytes)
    for block in log_of(data, block_size).blocks():
        for skip, part in enumerate(block.data.split(b"\n")):
            lines[block.first_line + skip] += part.replace(b"\r", b"")
    return {number: text for number, text in lines.items() if text}


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map(b"".join), st.integers(1, 200))
@example(b"a\x1b[91m" + b"b" * 100 + b"\n", 3)
@example(b"x" * 99 + b"\r\n" + b"y", 100)
def test_blocks_of_any_size_give_the_same_lines(data: bytes, block_size: int) -> None:
    data = b"start " * 40 + data
    whole = by_number(data, 1 << 20)
    assert by_number(data, block_size) == whole


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map(b"".join), st.integers(1, 200))
def test_lines_are_found_again_in_small_blocks(data: bytes, block_size: int) -> None:
    data = b"start " * 40 + data
    small, large = log_of(data, block_size), log_of(data)
    for log in (small, large):
        for _ in log.blocks():
            pass
    assert small.line_count == large.line_count

    def joined(lines: list[Line]) -> dict[int, str]:
        found: dict[int, str] = defaultdict(str)
        for line in lines:
            found[line.number] += line.text.replace("\ufffd", "")
        return found

    last = large.line_count
    assert joined(small.lines(1, last)) == joined(large.lines(1, last))
    for number in range(1, last + 1):
        assert {line.number for line in small.lines(number, number)} <= {number}


def test_colours_titles_and_nuls_go_and_line_ends_are_no_text() -> None:
    log = log_of(b"\x1b[91mred\x1b[0m\r\n\x1b]0;title\x07sec\0ond\r\r\n\r\nthird")
    assert texts(log) == ["red", "second", "", "third"]
    assert log.line_count == 4


def test_a_lone_carriage_return_ends_no_line_but_parts_segments() -> None:
    log = log_of(b"10%\r20%\rdone\nnext\n")
    lines = log.lines(1, 2)
    assert [(line.number, line.text) for line in lines] == [
        (1, "10%"),
        (1, "20%"),
        (1, "done"),
        (2, "next"),
    ]


def test_a_segment_lies_between_carriage_returns_or_line_ends() -> None:
    log = log_of(b"a\n10%\rERROR: no\rdone\nb\n")
    (block,) = log.blocks()
    start, end = log.segment(block.data, block.data.find(b"no"))
    assert block.data[start:end] == b"ERROR: no"
    assert log.head(block.data, start) == b"10%\r"
    assert log.head(block.data, 2) == b""


def test_a_segment_of_an_over_long_line_is_capped() -> None:
    data = b"a" * 100_000 + b"HIT" + b"b" * 100_000
    log = log_of(data)
    start, end = log.segment(data, data.find(b"HIT"))
    assert b"HIT" in data[start:end]
    assert end - start <= 16 << 10


def test_line_numbers_stay_exact_after_an_over_long_line() -> None:
    log = log_of(b"first\n" + b"x" * 5000 + b"\nlast\n", block_size=1000)
    firsts = [block.first_line for block in log.blocks()]
    assert (firsts[0], set(firsts[1:])) == (1, {2})
    assert log.line_count == 3
    assert log.lines(3, 3) == [Line(3, "last")]


def test_only_the_lines_of_one_vertex() -> None:
    log = log_of("#1 [1/2] FROM a\n#2 0.100 two\n#1 0.1 one\rone again\nnone\n#2 0.2 2\n")
    assert [(line.number, line.text) for line in log.lines(1, 9, vertex=1)] == [
        (1, "[1/2] FROM a"),
        (3, "one"),
        (3, "one again"),
    ]


@pytest.mark.parametrize("ends", ["\n", ""])
def test_the_number_of_lines_does_not_depend_on_the_last_line_end(ends: str) -> None:
    log = log_of("a\nb" + ends)
    assert texts(log) == ["a", "b"]
    assert log.line_count == 2
