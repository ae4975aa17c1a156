"""What the documentation shows is what happens."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest
from website.examples import ROOT, Block, agrees, blocks_of, files, run

from envwright.cli import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

BLOCKS = [
    pytest.param(path, block, id=f"{path.relative_to(ROOT)}:{block.line}")
    for path in files()
    for block in blocks_of(path.read_text(encoding="utf-8"))
]


@pytest.mark.skipif(sys.platform == "win32", reason="the examples are for a POSIX shell")
@pytest.mark.parametrize(("path", "block"), BLOCKS)
def test_example_prints_what_it_shows(path: Path, block: Block, tmp_path: Path) -> None:
    assert block.examples, "a console block starts with `$ `"
    for example, printed in zip(block.examples, run(block.examples, tmp_path), strict=True):
        assert agrees(example.output, printed), f"$ {example.command}\n{printed}"


def test_both_languages_run_the_same_examples() -> None:
    counts = {
        path.relative_to(ROOT).as_posix(): len(list(blocks_of(path.read_text(encoding="utf-8"))))
        for path in files()
    }

    assert {
        name: count
        for name, count in counts.items()
        if name.endswith(".es.md") and count != counts[name.replace(".es.md", ".md")]
    } == {}
    assert sum(counts.values()) > 15


@pytest.mark.parametrize(
    "path",
    [path for path in files() if path.name != "design.md"],  # which also describes planned ones
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_commands_that_are_shown_exist(path: Path) -> None:
    """Also those that are not run: every `envwright COMMAND` names one."""
    text = path.read_text(encoding="utf-8")
    code = re.findall(r"^```\w*\n(.*?)^```$|`([^`\n]+)`", text, re.MULTILINE | re.DOTALL)
    named = {
        name
        for piece in code
        for name in re.findall(r"(?:^|[|$&]) ?envwright ([a-z]+)\b", "".join(piece), re.MULTILINE)
    }

    assert named - set(COMMANDS) == set()


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ("a\n…\nc\n", "a\nb\nb\nc\n", True),
        ("a\n…\nc\n", "a\nc\n", True),
        ("a\n…\n", "a\nb\n", True),
        ("a\n", "a\nb\n", False),
        ("a\nb\n", "a  \nb\n", True),
        ("a.c\n", "abc\n", False),
        ("", "", True),
        ("", "a\n", False),
    ],
)
def test_comparison_sees_differences(expected: str, printed: str, same: bool) -> None:
    assert agrees(expected, printed) is same
