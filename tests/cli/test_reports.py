"""`--report FORM=PATH`: further forms of one diagnosis, each file there whole or not at all."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from cli_process import Cli

FAILED = (
    b"Step 1/1 : RUN pip install nothing-such\n"
    b"ERROR: No matching distribution found for nothing-such\n"
)
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="`run` needs Linux or macOS")


@pytest.fixture
def log(tmp_path: Path) -> str:
    (tmp_path / "build.log").write_bytes(FAILED)
    return "build.log"


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_diagnose_writes_each_report_beside_its_answer(cli: Cli, tmp_path: Path, log: str) -> None:
    done = cli("diagnose", "--report", "json=a.json", "--report", "text=a.txt", log)

    assert done.returncode == 1
    assert done.stdout.startswith(b"error[")
    assert _json(tmp_path / "a.json")["verdict"] == "failed"
    assert (tmp_path / "a.txt").read_bytes() == done.stdout


def test_report_says_what_the_format_of_the_same_name_says(
    cli: Cli, tmp_path: Path, log: str
) -> None:
    done = cli("diagnose", "--format", "json", "--report", "json=a.json", log, log)

    assert (tmp_path / "a.json").read_bytes() == done.stdout
    assert len(_json(tmp_path / "a.json")) == 2


def test_dash_is_standard_output_after_the_answer(cli: Cli, log: str) -> None:
    answer = cli("diagnose", log).stdout

    done = cli("diagnose", "--report", "jsonl=-", log)

    assert done.stdout.startswith(answer)
    assert json.loads(done.stdout[len(answer) :])["verdict"] == "failed"


def test_log_that_cannot_be_read_does_not_keep_the_others_from_the_report(
    cli: Cli, tmp_path: Path, log: str
) -> None:
    done = cli("diagnose", "--report", "json=a.json", "missing.log", log)

    assert done.returncode == 2
    assert [one["source"]["name"] for one in _json(tmp_path / "a.json")] == [log]


@pytest.mark.parametrize("asked", ["sarif", "json=", "nothing=a.json", "=a.json", "JSON=a"])
def test_what_is_no_report_is_refused(cli: Cli, log: str, asked: str) -> None:
    done = cli("diagnose", "--report", asked, log)

    assert (done.returncode, done.stdout) == (2, b"")
    assert f"`{asked}`".encode() in done.stderr
    assert b"--report sarif=build.sarif" in done.stderr


@pytest.mark.parametrize("command", [("diagnose",), ("run",)])
def test_missing_folder_is_told_before_work_begins(
    cli: Cli, tmp_path: Path, log: str, command: tuple[str, ...]
) -> None:
    rest = (log,) if command == ("diagnose",) else ("--", "touch", "ran")

    done = cli(*command, "--report", "json=no/a.json", *rest)

    assert (done.returncode, done.stdout) == (2, b"")
    assert b"`no/a.json`: there is no folder `no`" in done.stderr
    assert not (tmp_path / "ran").exists()


def test_faults_of_reports_are_told_in_spanish(cli: Cli, tmp_path: Path, log: str) -> None:
    done = cli("diagnose", "--lang", "es", "--report", f"json={tmp_path}", log)

    assert f"`{tmp_path}` es una carpeta".encode() in done.stderr


def test_old_report_is_replaced_and_keeps_nothing(cli: Cli, tmp_path: Path, log: str) -> None:
    (tmp_path / "a.json").write_text("x" * 100_000)

    cli("diagnose", "--report", "json=a.json", log)

    assert _json(tmp_path / "a.json")["schema_version"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "build.log"]


def test_link_stays_a_link(cli: Cli, tmp_path: Path, log: str) -> None:
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "a.json").symlink_to("real.json")

    cli("diagnose", "--report", "json=a.json", log)

    assert (tmp_path / "a.json").is_symlink()
    assert _json(tmp_path / "real.json")["verdict"] == "failed"


@needs_posix
def test_pipe_is_written_and_stays_a_pipe(cli: Cli, tmp_path: Path, log: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_bytes()))
    reader.start()

    cli("diagnose", "--report", "json=pipe", log)
    reader.join(30)

    assert json.loads(got[0])["verdict"] == "failed"
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@needs_posix
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_report_that_cannot_be_written_is_told_and_the_others_are_written(
    cli: Cli, tmp_path: Path, log: str
) -> None:
    done = cli("diagnose", "--report", "json=/dev/full", "--report", "json=a.json", log)

    assert done.returncode == 2
    assert b"cannot write `/dev/full`: no space left on device" in done.stderr
    assert _json(tmp_path / "a.json")["verdict"] == "failed"


@needs_posix
@pytest.mark.parametrize("code", [1, 7, 0])
def test_run_keeps_the_exit_code_and_reports_how_it_ended(
    cli: Cli, tmp_path: Path, log: str, code: int
) -> None:
    done = cli(
        "run", "--report", "json=a.json", "--", "sh", "-c", f"cat {log}; exit {code}"
    )  # fmt: skip

    report = _json(tmp_path / "a.json")
    assert done.returncode == code
    assert report["verdict"] == ("failed" if code else "succeeded")
    assert (report["root_cause"] is None) == (code == 0)


@needs_posix
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("code", [0, 9])
def test_run_keeps_the_exit_code_where_a_report_fails(cli: Cli, log: str, code: int) -> None:
    done = cli(
        "run", "--report", "json=/dev/full", "--", "sh", "-c", f"cat {log}; exit {code}"
    )  # fmt: skip

    assert done.returncode == code
    assert b"error: cannot write `/dev/full`" in done.stderr


@needs_posix
@pytest.mark.parametrize(("command", "verdict"), [("true", "succeeded"), ("false", "failed")])
def test_run_reports_a_command_that_printed_nothing(
    cli: Cli, tmp_path: Path, command: str, verdict: str
) -> None:
    cli("run", "--report", "json=a.json", "--", command)

    report = _json(tmp_path / "a.json")
    assert (report["verdict"], report["source"]["bytes"]) == (verdict, 0)
    assert (report["unknown"] is None) == (verdict == "succeeded")


@needs_posix
def test_run_keeps_the_exit_code_where_nobody_reads_its_report(
    tmp_path: Path, environment: dict[str, str], log: str
) -> None:
    script = (
        f"{sys.executable} -m envwright run --report json=- -- sh -c 'cat {log} >&2; exit 9'"
        "; echo $? >&2"
    )
    done = subprocess.run(
        ["bash", "-c", f"({script}) | true"], cwd=tmp_path, env=environment, capture_output=True,
        check=False, timeout=60,
    )  # fmt: skip

    assert done.stderr.endswith(b"\n9\n")


@needs_posix
def test_run_writes_reports_after_the_output_of_the_command(cli: Cli, log: str) -> None:
    done = cli("run", "--report", "jsonl=-", "--", "sh", "-c", f"cat {log}; exit 1")

    assert done.stdout.startswith(FAILED)
    assert json.loads(done.stdout[len(FAILED) :])["verdict"] == "failed"
