"""The pattern made for a line that no page knows."""

from __future__ import annotations

import re

import pytest

from envwright.cli.line_pattern import pattern_of
from envwright.failures.catalogue import load

CATALOGUE = load()


@pytest.mark.parametrize(
    ("line", "anchor", "captures"),
    [
        (
            "frobnicate: cannot calibrate `flux.toml` for acme-lib==1.2.3 (run 4711)",
            "frobnicate: cannot calibrate",
            {"name": "flux.toml"},
        ),
        (
            "E: the quokka at https://quokka.example.org/v2/burrow is asleep",
            "E: the quokka at",
            {"url": "https://quokka.example.org/v2/burrow"},
        ),
        ("zymurgy needs yeast 12.1 or newer", "zymurgy needs yeast", {"version": "12.1"}),
    ],
)
def test_the_rare_part_is_the_anchor_and_the_values_beside_it_are_captured(
    line: str, anchor: str, captures: dict[str, str]
) -> None:
    pattern = pattern_of(line, CATALOGUE)
    assert pattern.regex is not None
    found = re.search(pattern.regex, line)
    assert found is not None
    assert (pattern.anchor, found.groupdict()) == (anchor, captures)


def test_brackets_and_dots_of_the_line_are_taken_literally() -> None:
    line = "quokka (v1) [burrow] failed* in '/srv/den'"
    pattern = pattern_of(line, CATALOGUE)
    re2 = pytest.importorskip("re2")
    assert re2.compile(pattern.regex).search(line) is not None
    assert re.search(pattern.regex or "", line.replace("burrow", "burr0w")) is None


def test_a_line_that_healthy_builds_print_is_told_by_all_of_it() -> None:
    line = "ModuleNotFoundError: No module named 'quokka'"
    assert pattern_of(line, CATALOGUE).anchor == line


def test_the_tool_that_names_itself_is_taken() -> None:
    assert pattern_of("frobnicate: the flux is out of range", CATALOGUE).tool == "frobnicate"
    assert pattern_of("error: the flux is out of range", CATALOGUE).tool is None
