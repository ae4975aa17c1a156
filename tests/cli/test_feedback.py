"""A wrong answer becomes a folder that the examination reads as it is, without secrets."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest
from tests.exam import examine, labelled

from envwright.cli import test_case
from envwright.cli.feedback import Truth, run_command
from envwright.cli.test_case import TestCase
from envwright.errors import InputError, UnknownFailureError, UsageError
from envwright.failures.catalogue import load
from envwright.logs.opening import open_logs

TOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ012345"
LOG = f"""Step 1/2 : FROM python:3.11
 ---> 0123456789ab
Step 2/2 : RUN pip install sixx
 ---> Running in ba9876543210
git clone https://user:{TOKEN}@github.com/acme/private.git
key is {TOKEN}
ERROR: Could not find a version that satisfies the requirement sixx (from versions: none)
ERROR: No matching distribution found for sixx
The command '/bin/sh -c pip install sixx' returned a non-zero code: 1
"""


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "build.log"
    path.write_text(LOG, "utf-8")
    return path


def test_a_known_truth_makes_a_case_that_the_examination_accepts(log: Path) -> None:
    truth = "pip-no-versions-none"
    assert run_command([str(log), "--truth", truth, "--output", "case"]) == 0
    logs = Path("logs") / "failed" / "pip-no-versions-none"
    logs.mkdir(parents=True)
    shutil.move("case", logs / "case")
    (item,) = labelled([Path("logs")])
    answer = examine(item)
    assert (answer.truth, answer.accepted, answer.evidence_is_decisive) == (truth, True, True)


@pytest.mark.parametrize(("truth", "said"), [("none", "none"), ("unknown", "none")])
def test_healthy_and_unknown_logs_are_cases_too(log: Path, truth: str, said: str) -> None:
    text = "Collecting six\nSuccessfully installed six-1.16.0\n"
    log.write_text(
        text if truth == "none" else text + "frobnicator: error: flux too low\n", "utf-8"
    )
    assert run_command([str(log), "--truth", truth, "--output", "case"]) == 0
    (item,) = labelled([Path("case")])
    assert (examine(item).said, examine(item).accepted) == (said, True)


def test_the_fields_of_the_label_are_those_of_the_labelled_logs(log: Path) -> None:
    run_command([str(log), "--truth", "none", "--output", "case"])
    known = Path(__file__).parents[1] / "logs" / "passed" / "labels.jsonl"
    ours = json.loads(Path("case/labels.jsonl").read_text("utf-8"))
    assert list(ours) == list(json.loads(known.read_text("utf-8").splitlines()[0]))


def test_no_file_holds_a_secret_not_even_where_nothing_around_it_tells(log: Path) -> None:
    run_command([str(log), "--truth", "unknown", "6", "--note", f"see {TOKEN}", "--output", "case"])
    texts = [path.read_text("utf-8") for path in Path("case").iterdir()]
    assert [text for text in texts if TOKEN in text] == []
    assert len(Path("case/build.log").read_text("utf-8").splitlines()) == len(LOG.splitlines())


def test_the_folder_is_not_named_after_a_secret(log: Path) -> None:
    named = log.rename(log.with_name(f"build-{TOKEN}.log"))
    assert run_command([named.name, "--truth", "none"]) == 0
    assert [path.name for path in Path().iterdir() if path.is_dir()] == [
        "envwright-feedback-build--redacted-github-token"
    ]


def test_of_a_very_long_log_what_matters_is_kept_and_the_gap_is_marked(tmp_path: Path) -> None:
    noise = "".join(f"copying file number {number}\n" for number in range(5_000))
    text = LOG.replace("key is", noise + "key is")
    with next(open_logs(["-"], io.BytesIO(text.encode()))) as raw:
        case = TestCase(raw, load(), large=1_000)
        line = text.splitlines().index("ERROR: No matching distribution found for sixx") + 1
        changed = case.write(str(tmp_path / "case"), Truth("unknown", (line,)), "", "en")
    kept = (tmp_path / "case" / "build.log").read_text("utf-8").splitlines()
    about = json.loads((tmp_path / "case" / "about.json").read_text("utf-8"))
    assert changed is None
    assert len(kept) < 4_000
    assert [text for text in kept if text.startswith("[envwright: lines ")] != []
    assert kept[about["evidence"][0]["kept_as"] - 1] == text.splitlines()[line - 1]


@pytest.mark.parametrize("before", [test_case._CHUNK - 500, 0])
def test_a_private_key_is_gone_though_a_chunk_or_a_gap_cuts_it(tmp_path: Path, before: int) -> None:
    rows = [f"{number:02}Ab" * 12 for number in range(25)]
    key = "-----BEGIN KEY-----\n".replace("KEY", "RSA PRIVATE KEY") + "\n".join(rows)
    key += "\n-----END RSA PRIVATE KEY-----\n"
    text = "line\n" * (before // 5) + key + "line\n" * 20_000 + key + "line\n" * 485
    for large in (test_case.LARGE, 1_000):
        with next(open_logs(["-"], io.BytesIO(text.encode()))) as raw:
            folder = tmp_path / f"case-{large}"
            TestCase(raw, load(), large).write(str(folder), Truth("unknown", ()), "", "en")
        for path in folder.iterdir():
            assert [row for row in rows if row in path.read_text("utf-8")] == []


def test_without_truth_and_terminal_nothing_is_made(log: Path) -> None:
    with pytest.raises(UsageError):
        run_command([str(log), "--output", "case"])
    assert not Path("case").exists()


def test_on_a_terminal_the_truth_is_asked_for(
    log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keyboard = io.StringIO("pip-no-versions-none 7\n")
    keyboard.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stdin", keyboard)
    assert run_command([str(log), "--output", "case"]) == 0
    assert "what is true?" in capsys.readouterr().err
    assert json.loads(Path("case/labels.jsonl").read_text("utf-8"))["culprit"] == "sixx"


def test_on_a_terminal_a_slip_of_the_keyboard_is_told_and_asked_again(
    log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keyboard = io.StringIO("pip-no-version-none 7\npip-no-versions-none 700\nunknown 7\n")
    keyboard.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stdin", keyboard)

    assert run_command([str(log), "--output", "case"]) == 0
    assert capsys.readouterr().err.count("what is true?") == 3
    assert json.loads(Path("case/labels.jsonl").read_text("utf-8"))["failure"] == "unknown"


@pytest.mark.parametrize(
    ("truth", "error"),
    [
        (["no-such-failure"], UnknownFailureError),
        (["unknown", "99"], UsageError),
        (["unknown", "none"], UsageError),
    ],
)
def test_a_truth_that_makes_no_sense_is_refused(
    log: Path, truth: list[str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        run_command([str(log), "--truth", *truth, "--output", "case"])


def test_what_exists_is_not_touched(log: Path) -> None:
    Path("case").mkdir()
    with pytest.raises(UsageError, match="exists already"):
        run_command([str(log), "--truth", "none", "--output", "case"])


def test_where_writing_fails_nothing_is_left(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(test_case, "_write", full)
    before = sorted(Path().iterdir())
    with pytest.raises(InputError, match="no space left on device"):
        run_command([str(log), "--truth", "none", "--output", "case"])
    assert sorted(Path().iterdir()) == before
