"""The public Python interface."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import envwright
from envwright.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

LOG = (
    "Step 1/1 : RUN ./frob\n"
    "GET https://ci:hunter2hunter2@pypi.example.org/simple refused\n"
    "The command '/bin/sh -c ./frob' returned a non-zero code: 1\n"
)


def test_path_text_bytes_and_lines_give_the_same_answer(tmp_path: Path) -> None:
    path = tmp_path / "build.log"
    path.write_text(LOG)

    answers = [
        envwright.diagnose(path),
        envwright.diagnose(str(path)),
        envwright.diagnose(LOG),
        envwright.diagnose(LOG.encode()),
        envwright.diagnose(LOG.splitlines()),
        envwright.diagnose(iter(LOG.splitlines(keepends=True))),
        envwright.diagnose(LOG.encode().splitlines(keepends=True)),
    ]

    assert {answer.verdict for answer in answers} == {"failed"}
    assert {answer.source.lines for answer in answers} == {3}
    assert len({answer.failed_step for answer in answers}) == 1
    assert answers[0].source.name == str(path)
    assert answers[2].source.name == "<text>"


def test_secret_is_removed_before_anyone_sees_it() -> None:
    assert "hunter2hunter2" not in repr(envwright.diagnose(LOG))


def test_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        envwright.diagnose(tmp_path / "none.log")


def test_empty_text_is_an_error() -> None:
    with pytest.raises(InputError):
        envwright.diagnose([])


def test_answer_is_in_the_language_asked_for() -> None:
    log = (
        "ERROR: Could not find a version that satisfies the requirement six==9 "
        "(from versions: 1.15.0, 1.16.0)\n"
        "ERROR: No matching distribution found for six==9\n"
    )

    english, spanish = envwright.diagnose(log), envwright.diagnose(log, lang="es")

    assert english.root_cause is not None
    assert spanish.root_cause is not None
    assert "exists on the index" in english.root_cause.message
    assert "en el índice no existe" in spanish.root_cause.message


def test_another_language_is_an_error() -> None:
    with pytest.raises(UsageError, match="`fr` is no language of ours: en, es"):
        envwright.diagnose("a\n", lang="fr")


def test_baseline_is_given_like_a_log(tmp_path: Path) -> None:
    good, bad = "Successfully installed six-1.15.0\n", "Successfully installed six-1.16.0\n"
    (tmp_path / "good.log").write_text(good)

    for baseline in (good, good.encode(), [good], tmp_path / "good.log"):
        found = envwright.diagnose(bad, baseline=baseline)

        assert [(item.before, item.after) for item in found.changes] == [("1.15.0", "1.16.0")]


def test_import_loads_nothing_else() -> None:
    code = (
        "import sys; before = set(sys.modules); import envwright; print(*set(sys.modules) - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert set(done.stdout.split()) == {"__future__", "envwright"}


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute `nosuch`"):
        _ = envwright.nosuch  # type: ignore[attr-defined]
