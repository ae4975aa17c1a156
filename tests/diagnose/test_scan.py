"""The search gives the same answers with either library, in blocks of any size."""

from __future__ import annotations

import io
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envwright.diagnose import search
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


def always(literal: int) -> None:
    """Let every literal be told wherever it occurs."""


def found_in(data: bytes, block_size: int = 1 << 20) -> dict[Line, set[int]]:
    found: dict[Line, set[int]] = defaultdict(set)
    with next(open_logs(["-"], io.BytesIO(data))) as raw:
        for block, places in scan(LogText(raw, block_size), ANCHORS, always):
            for index, positions in places.items():
                for position in positions:
                    found[block.line(*block.segment(position))].add(index)
    return found


@settings(deadline=None)
@given(LINES)
def test_both_searches_find_the_same(lines: list[bytes]) -> None:
    pytest.importorskip("ahocorasick_rs")
    data = b"start\n" + b"\n".join(lines) + b"\nend\n"
    automaton = search.Automaton(ANCHORS, always)
    assert automaton.search(data) == search.occurrences(data, ANCHORS)


def test_what_lies_across_two_parts_of_a_block_is_found_once() -> None:
    pytest.importorskip("ahocorasick_rs")
    automaton = search.Automaton(ANCHORS, always)
    for place in range(search._PART - 8, search._PART + 2):
        data = b"." * place + b"error: x failed " + b"." * search._PART
        assert automaton.search(data) == search.occurrences(data, ANCHORS)


@settings(deadline=None)
@given(LINES, st.integers(min_value=32, max_value=96))
def test_the_size_of_blocks_makes_no_difference(lines: list[bytes], size: int) -> None:
    data = b"start\n" + b"\n".join(lines) + b"\nend\n"
    assert found_in(data, size) == found_in(data)


@given(st.binary(max_size=60), st.lists(st.binary(min_size=1, max_size=6), max_size=20))
def test_small_blocks_are_searched_like_large_ones(data: bytes, literals: list[bytes]) -> None:
    large = search.occurrences(data + b"\xff" * search._FEW, literals)
    small = search.occurrences(data, literals)
    ends = {
        index: [at for at in large[index] if at + len(literals[index]) <= len(data)]
        for index in large
    }
    assert small == {index: positions for index, positions in ends.items() if positions}


def test_a_segment_is_found_with_all_its_anchors() -> None:
    ((line, indexes),) = found_in(b"one\nan error: it failed\n").items()
    assert (line.number, line.text, indexes) == (2, "an error: it failed", {0, 1, 2, 4})


def test_carriage_returns_split_a_line_into_segments() -> None:
    found = found_in(b"10 %\r20 % failed\rerror: x\n")
    assert [(line.number, line.text) for line in found] == [(1, "error: x"), (1, "20 % failed")]


class TestWordsOfFrequentLiterals:
    NEEDS = ([frozenset({b"denied", b"refused"}), frozenset({b"now", b"up "})],)

    @pytest.fixture
    def automaton(self) -> search.Automaton:
        pytest.importorskip("ahocorasick_rs")
        automaton = search.Automaton([b"Setting up ", b"Step "], self.needs)
        healthy = b"Setting up x\nStep 1\n" * 1000
        automaton.adapt(healthy, automaton.search(healthy))
        return automaton

    def needs(self, literal: int) -> list[frozenset[bytes]] | None:
        return self.NEEDS[literal] if literal < len(self.NEEDS) else None

    def test_it_is_left_out_where_its_lines_lack_the_words(
        self, automaton: search.Automaton
    ) -> None:
        assert automaton.search(b"Setting up x\nStep 2\nrefused\n") == {1: [13]}

    def test_it_is_told_in_every_line_that_holds_a_word(self, automaton: search.Automaton) -> None:
        data = (
            b"Setting up a\nrefused: Setting up b\nSetting up c\nSetting up d: denied Setting up e"
        )
        assert automaton.search(data)[0] == [22, 48, 69]
        assert automaton.search(b"refused\nSetting up x: denied")[0] == [8]

    def test_a_literal_stays_where_its_words_are_as_frequent(
        self, automaton: search.Automaton
    ) -> None:
        data = b"Setting up x, refused\n" * 1000
        other = search.Automaton([b"Setting up "], self.needs)
        other.adapt(data, other.search(data))
        assert other.search(b"Setting up y") == {0: [0]}
