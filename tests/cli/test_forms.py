"""The forms as the command line writes them: files, standard input, several logs, exit codes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cli_process import Cli

LOG = Path("examples/untrusted-certificate.log").read_bytes()
FINE = b"Step 1/1 : FROM python:3.11\n ---> 1a2b3c4d5e6f\nSuccessfully built 1a2b3c4d5e6f\n"
BEGINNINGS = {
    "text": b"error[net-ssl-verify-failed]: ",
    "json": b"{\n",
    "jsonl": b'{"schema_version":1,',
    "sarif": b'{\n  "$schema": "https://docs.oasis-open.org/sarif/',
    "html": b"<!doctype html>\n",
    "markdown": b"### ",
    "github": b"::error title=",
}


@pytest.mark.parametrize("form", BEGINNINGS)
def test_every_form_of_a_file_and_of_standard_input(cli: Cli, tmp_path: Path, form: str) -> None:
    (tmp_path / "build.log").write_bytes(LOG)
    for arguments in (("build.log",), ()):
        given = {} if arguments else {"input": LOG}
        done = cli("diagnose", "--format", form, *arguments, **given)

        assert (done.returncode, done.stderr) == (1, b"")
        assert done.stdout.startswith(BEGINNINGS[form])
        assert done.stdout.endswith(b"\n")


@pytest.mark.parametrize("form", [form for form in BEGINNINGS if form not in ("text", "jsonl")])
def test_every_form_of_several_logs_of_which_one_is_missing(
    cli: Cli, tmp_path: Path, form: str
) -> None:
    (tmp_path / "bad.log").write_bytes(LOG)
    (tmp_path / "good.log").write_bytes(FINE)
    done = cli("diagnose", "--format", form, "bad.log", "none.log", "good.log")

    assert done.returncode == 2
    assert b"none.log" in done.stderr
    assert b"bad.log" in done.stdout
    assert form == "github" or b"good.log" in done.stdout


def test_output_is_utf8_whatever_the_locale(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "build.log").write_bytes(LOG.replace(b"six", "año".encode()))
    for form in ("html", "markdown", "github", "sarif"):
        done = cli("diagnose", "--format", form, "build.log", env={"LC_ALL": "C"})
        assert "año" in done.stdout.decode("utf-8")


def test_logs_are_named_relative_to_the_folder(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "build.log").write_bytes(LOG)
    sarif = cli("diagnose", "--format", "sarif", str(tmp_path / "build.log")).stdout
    github = cli("diagnose", "--format", "github", str(tmp_path / "build.log")).stdout

    assert json.loads(sarif)["runs"][0]["artifacts"][0]["location"]["uri"] == "build.log"
    assert b"file=build.log,line=40::" in github
    assert str(tmp_path).encode() not in sarif + github


def test_page_that_nobody_reads_to_its_end_is_no_fault(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "build.log").write_bytes(LOG)
    done = cli("diagnose", "--format", "html", "build.log", stdout=subprocess.DEVNULL,
               capture_output=False)  # fmt: skip

    assert done.returncode == 1
