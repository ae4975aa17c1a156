"""A file that a script opens, or a program that it starts."""

from __future__ import annotations

import io

import pytest

from envwright.diagnose.verdict import observe
from envwright.failures.catalogue import load
from envwright.logs.opening import open_logs
from envwright.logs.text import LogText


def seen_in(text: str) -> dict[str, dict[str, str]]:
    with next(open_logs(["-"], io.BytesIO(text.encode()))) as raw:
        found, _ = observe(LogText(raw), load())
    return {sighting.failure: sighting.captures for sighting in found}


def test_a_build_script_that_starts_make_lacks_a_program() -> None:
    found = seen_in("running build_ext\nerror: [Errno 2] No such file or directory: 'make'\n")
    assert found == {"command-not-found": {"command": "make"}}


def test_a_build_script_that_opens_a_file_lacks_a_file() -> None:
    found = seen_in("running egg_info\nerror: [Errno 2] No such file or directory: 'README'\n")
    assert found == {"run-file-missing": {"path": "README"}}


@pytest.mark.parametrize("program", ["gcc", "cmake", "swig"])
def test_a_program_with_a_page_of_its_own_is_left_to_it(program: str) -> None:
    found = seen_in(f"running build_ext\nerror: [Errno 2] No such file or directory: '{program}'\n")
    assert not {"run-file-missing", "command-not-found"} & set(found)
    assert len(found) == 1
