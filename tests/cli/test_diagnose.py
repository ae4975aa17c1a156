"""`envwright diagnose` from outside: answers, exit codes, and everything that can go wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from cli_process import ENVWRIGHT, Cli

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = (
    b"Step 1/2 : FROM python:3.11\n ---> 1a2b3c4d5e6f\n"
    b"Step 2/2 : RUN pip install six==1.16.0\n ---> Running in 0a1b2c3d4e5f\n"
    b"WARNING: Retrying (Retry(total=4, connect=None, read=None, redirect=None, status=None)) "
    b"after connection broken by 'SSLError(SSLCertVerificationError(1, '[SSL: "
    b"CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in "
    b"certificate chain (_ssl.c:1129)'))': "
    b"/simple/six/\n"
    b"ERROR: Could not find a version that satisfies the requirement six==1.16.0 "
    b"(from versions: none)\n"
    b"ERROR: No matching distribution found for six==1.16.0\n"
    b"The command '/bin/sh -c pip install six==1.16.0' returned a non-zero code: 1\n"
)
UNEXPLAINED = (
    b"Step 1/2 : FROM python:3.11\n ---> 1a2b3c4d5e6f\n"
    b"Step 2/2 : RUN /app/frobnicate\n ---> Running in 0a1b2c3d4e5f\n"
    b"the frobnicator says no\n"
    b"The command '/bin/sh -c /app/frobnicate' returned a non-zero code: 9\n"
)
FINE = (
    b"Step 1/1 : FROM python:3.11\n ---> 1a2b3c4d5e6f\n"
    b"Successfully built 1a2b3c4d5e6f\nSuccessfully tagged app:latest\n"
)


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    (tmp_path / "known.log").write_bytes(KNOWN)
    (tmp_path / "unexplained.log").write_bytes(UNEXPLAINED)
    (tmp_path / "fine.log").write_bytes(FINE)
    (tmp_path / "empty.log").write_bytes(b"")
    (tmp_path / "junk.log").write_bytes(bytes(range(256)) * 64)
    return tmp_path


def _one_clear_line(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode().splitlines()
    assert b"Traceback" not in done.stderr
    assert sum(line.startswith("error: ") for line in lines) == 1
    assert [line for line in lines if not line.startswith(("error: ", "hint: "))] == []
    return lines[0]


def test_known_failure_gives_1(cli: Cli, logs: Path) -> None:
    done = cli("diagnose", "known.log")

    assert done.returncode == 1
    assert done.stdout.startswith(b"error[net-ssl-verify-failed]: ")
    assert b"\n   --> known.log:5 (step 2/2: RUN pip install six==1.16.0)\n" in done.stdout
    assert done.stderr == b""


def test_unexplained_failure_gives_3(cli: Cli, logs: Path) -> None:
    done = cli("diagnose", "unexplained.log")

    assert done.returncode == 3
    assert b"(step 2/2: RUN /app/frobnicate)" in done.stdout


def test_success_gives_0_and_one_line(cli: Cli, logs: Path) -> None:
    done = cli("diagnose", "fine.log")

    assert (done.returncode, done.stdout) == (0, b"fine.log: no failure found\n")


@pytest.mark.parametrize("arguments", [[], ["-"]])
def test_standard_input_is_read(cli: Cli, arguments: list[str]) -> None:
    done = cli("diagnose", *arguments, "--format", "json", input=KNOWN)

    assert done.returncode == 1
    assert json.loads(done.stdout)["source"]["bytes"] == len(KNOWN)


def test_standard_input_among_files(cli: Cli, logs: Path) -> None:
    done = cli("diagnose", "fine.log", "-", "--format", "jsonl", input=KNOWN)

    assert [json.loads(row)["verdict"] for row in done.stdout.splitlines()] == [
        "succeeded",
        "failed",
    ]


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["fine.log", "known.log"], 1),
        (["known.log", "unexplained.log"], 3),
        (["unexplained.log", "known.log", "fine.log"], 3),
        (["known.log", "missing.log"], 2),
        (["missing.log", "unexplained.log"], 2),
        (["fine.log", "empty.log"], 2),
        (["fine.log", "fine.log"], 0),
    ],
)
def test_several_logs_give_the_worst_code(
    cli: Cli, logs: Path, names: list[str], code: int
) -> None:
    assert cli("diagnose", *names).returncode == code


def test_other_logs_are_diagnosed_where_one_cannot_be_read(cli: Cli, logs: Path) -> None:
    done = cli("diagnose", "missing.log", "known.log", "fine.log", "--format", "json")

    assert [entry["verdict"] for entry in json.loads(done.stdout)] == ["failed", "succeeded"]
    assert b"missing.log" in done.stderr


@pytest.mark.parametrize(
    ("name", "word"),
    [("empty.log", "empty"), ("junk.log", "not text"), ("missing.log", "no such file")],
)
def test_what_is_no_log_gives_2_and_one_line(cli: Cli, logs: Path, name: str, word: str) -> None:
    done = cli("diagnose", name)

    assert done.returncode == 2
    assert done.stdout == b""
    assert name in _one_clear_line(done)
    assert word in _one_clear_line(done)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs Unix permissions")
def test_unreadable_file_gives_2_and_one_line(cli: Cli, logs: Path) -> None:
    if os.geteuid() == 0:
        done = cli("diagnose", "/proc/self/mem")  # root may read all files but this
    else:
        (logs / "known.log").chmod(0)
        done = cli("diagnose", "known.log")

    assert done.returncode == 2
    _one_clear_line(done)


def test_empty_standard_input_gives_2(cli: Cli) -> None:
    done = cli("diagnose", input=b"")

    assert done.returncode == 2
    _one_clear_line(done)


def test_folder_without_a_log_gives_2(cli: Cli) -> None:
    done = cli("diagnose", ".")

    assert done.returncode == 2
    _one_clear_line(done)


def test_reader_that_leaves_is_no_error_of_ours(logs: Path, environment: dict[str, str]) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*ENVWRIGHT, "diagnose", "known.log"], cwd=logs, env=environment, stdout=write,
        stderr=subprocess.PIPE, check=False, timeout=60,
    )  # fmt: skip
    os.close(write)

    assert done.returncode == 1
    assert done.stderr == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_full_disk_is_said_in_one_line(cli: Cli, logs: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*ENVWRIGHT, "diagnose", "known.log"], cwd=logs, stdout=full, stderr=subprocess.PIPE,
            check=False, timeout=60,
        )  # fmt: skip

    assert done.returncode == 2
    assert "cannot write the answer" in _one_clear_line(done)


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-"])
def test_closed_standard_streams_are_survived(logs: Path, closed: str) -> None:
    command = " ".join([*ENVWRIGHT, "diagnose", "known.log", closed])
    done = subprocess.run(
        ["sh", "-c", command], cwd=logs, capture_output=True, check=False, timeout=60
    )

    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_interrupt_while_reading_gives_130(environment: dict[str, str], tmp_path: Path) -> None:
    with subprocess.Popen(
        [*ENVWRIGHT, "diagnose"], cwd=tmp_path, env=environment, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(b"Step 1/2 : FROM x\n" * 40_000)  # more than a pipe holds: it reads
        process.stdin.flush()
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=20)

    assert process.returncode == 130
    assert out == b""
    assert error == b"error: interrupted\n"


def test_wrong_option_gives_2_and_a_hint(cli: Cli) -> None:
    done = cli("diagnose", "--formt", "json")

    assert done.returncode == 2
    assert b"hint: see: envwright diagnose --help" in done.stderr
    _one_clear_line(done)


def test_unknown_format_gives_2(cli: Cli) -> None:
    assert cli("diagnose", "--format", "xml").returncode == 2


def test_secret_in_a_log_is_not_shown(cli: Cli, logs: Path) -> None:
    secret = b"hunter2" + b"hunter2"
    text = KNOWN.replace(
        b"install ", b"install -i https://ci:" + secret + b"@pypi.example.org/simple "
    )
    (logs / "secret.log").write_bytes(text)

    for form in ("text", "json", "jsonl"):
        done = cli("diagnose", "secret.log", "--format", form)
        assert done.returncode == 1
        assert secret not in done.stdout
        assert b"[redacted:url-password]" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "env"),
    [
        (["--lang", "es"], {}),
        ([], {"ENVWRIGHT_LANG": "es"}),
        ([], {"LC_ALL": "es_ES.UTF-8"}),
        (["--lang", "es"], {"ENVWRIGHT_LANG": "en"}),
    ],
)
def test_spanish_is_chosen(cli: Cli, logs: Path, arguments: list[str], env: dict[str, str]) -> None:
    done = cli("diagnose", "fine.log", *arguments, env=env)

    assert done.stdout.decode() == "fine.log: no se encontró ningún fallo\n"


def test_own_broken_page_is_told_with_file_and_line_and_stops_nothing(cli: Cli, logs: Path) -> None:
    pytest.importorskip("re2")
    folder = logs / ".envwright" / "failures"
    folder.mkdir(parents=True)
    (folder / "local-broken.md").write_text("# local-broken\n\nno block\n")

    done = cli("diagnose", "known.log")

    assert done.returncode == 1
    assert b"local-broken.md:1: " in done.stderr
    assert b"Traceback" not in done.stderr
