"""The command line as a whole: help, unknown commands, internal errors, start-up."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import envwright
from envwright.cli import COMMANDS, main

if TYPE_CHECKING:
    from cli_process import Cli


def test_help_names_every_command(cli: Cli) -> None:
    done = cli("--help")

    assert done.returncode == 0
    assert [name for name in COMMANDS if f"  {name} " not in done.stdout.decode()] == []


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help(cli: Cli, name: str) -> None:
    done = cli(name, "--help")

    assert done.returncode == 0
    assert done.stdout.startswith(b"usage: envwright " + name.encode())


def test_no_command_shows_help_and_gives_2(cli: Cli) -> None:
    assert cli().returncode == 2


def test_unknown_command_suggests_the_nearest(cli: Cli) -> None:
    done = cli("diagnos", "x")

    assert done.returncode == 2
    assert done.stderr == b"error: no command is called `diagnos`\nhint: did you mean `diagnose`?\n"


def test_version(cli: Cli) -> None:
    done = cli("--version")

    assert done.stdout.decode() == f"envwright {envwright.__version__}\n"


def test_internal_error_gives_70_and_one_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(_: list[str]) -> int:
        raise RuntimeError("password=hunter2hunter2 was wrong")

    monkeypatch.setattr("envwright.cli.version.run_command", fail)
    monkeypatch.delenv("ENVWRIGHT_TRACEBACK", raising=False)

    assert main(["version"]) == 70
    error = capfd.readouterr().err
    assert error.startswith(
        "error: internal error: RuntimeError: password=[redacted:secret] was wrong\n"
    )
    assert "Traceback" not in error


def test_internal_error_has_a_traceback_if_asked(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(_: list[str]) -> int:
        raise RuntimeError("oh")

    monkeypatch.setattr("envwright.cli.version.run_command", fail)
    monkeypatch.setenv("ENVWRIGHT_TRACEBACK", "1")

    assert main(["version"]) == 70
    assert "Traceback" in capfd.readouterr().err


HEAVY = (
    "asyncio", "ctypes", "difflib", "email", "http", "importlib.metadata", "importlib.resources",
    "json.tool", "logging", "multiprocessing", "pathlib", "platform", "rich", "shutil",
    "socket", "subprocess", "tempfile", "textwrap", "tomllib", "urllib", "uuid", "zipfile",
)  # fmt: skip


def test_diagnose_imports_nothing_heavy(tmp_path: object) -> None:
    code = (
        "import sys\nbefore = set(sys.modules)\nfrom envwright.cli import main\n"
        "import envwright.failures.catalogue as c\n"
        "main(['diagnose', sys.argv[1]])\nprint(*(set(sys.modules) - before))"
    )
    path = f"{tmp_path}/fine.log"
    with open(path, "w", encoding="ascii") as file:
        file.write("Step 1/1 : FROM x\n ---> 1a2b3c4d5e6f\nSuccessfully built 1a2b3c4d5e6f\n")
    command = [sys.executable, "-c", code, path]
    subprocess.run(command, capture_output=True, check=True)  # compiles the catalogue, if need be
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert set(HEAVY) & set(done.stdout.split()) == set()
