"""What every command but `run` does, it does on Windows, too."""

from __future__ import annotations

import ast
import errno
import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from windows import MISSING_MODULES, MISSING_NAMES

import envwright
from envwright.cli import COMMANDS, _reader_left
from envwright.failures import stored
from envwright.settings import _obeys_escapes

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PACKAGE = Path(envwright.__file__).parent
LOG = ROOT / "examples" / "untrusted-certificate.log"
ALLOWED = {"envwright.cli.run", "envwright.processes", "envwright.processes.forwarding"}
"""`run` says on Windows that it does not work there."""


def _module(path: Path) -> str:
    parts = ("envwright", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(part for part in parts if part != "__init__")


MODULES = {_module(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def _imported(name: str) -> set[str]:
    """Return every module that a module of ours imports, at its top or later."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _closure(start: str) -> set[str]:
    """Return the modules of ours that a module may load."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in MODULES and name not in reached:
            reached.add(name)
            waiting += [name.rpartition(".")[0], *_imported(name)]
    return reached


REACHED = sorted(
    set().union(*(_closure(f"envwright.cli.{name}") for name in COMMANDS if name != "run"))
    | {name for name in MODULES if name.startswith("envwright.diagnose.refine.")}
)


def test_diagnosis_loads_nothing_that_starts_processes() -> None:
    assert len(REACHED) > 60
    assert set(REACHED) & ALLOWED == set()


@pytest.mark.parametrize("name", REACHED)
def test_module_names_nothing_that_only_posix_has(name: str) -> None:
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    names = {module.__name__: set(missing) for module, missing in MISSING_NAMES.items()}
    wrong = _imported(name) & (MISSING_MODULES | {"posix", "select", "signal"})
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in names.get(ast.unparse(node.value), ()):
            wrong.add(ast.unparse(node))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("open", "os.fdopen"):
            words = {keyword.arg for keyword in node.keywords}
            mode = ast.unparse(node.args[1]) if len(node.args) > 1 else "'r'"
            if "b" not in mode and "encoding" not in words:
                wrong.add(f"line {node.lineno}: {ast.unparse(node)} has no encoding")

    assert wrong == set()


def test_types_hold_on_windows(tmp_path: Path) -> None:
    """mypy knows what each platform has."""
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--platform", "win32", "--cache-dir", str(tmp_path), "src"],
        cwd=ROOT, capture_output=True, check=False, text=True,
    )  # fmt: skip
    wrong = [
        line
        for line in done.stdout.splitlines()
        if ": error:" in line and _module(ROOT / line.partition(":")[0]) not in ALLOWED
    ]

    assert wrong == [], done.stdout
    assert ": error:" in done.stdout  # `processes` shows that the check sees


def _answers(folder: Path, script: list[str], **environment: str) -> dict[str, bytes]:
    """Return what some commands print, by their arguments, and what their reports say."""
    shutil.copy(LOG, folder / "build.log")
    with gzip.open(folder / "build.log.gz", "wb") as file:
        file.write(LOG.read_bytes())
    (folder / "sixteen.log").write_bytes(
        LOG.read_text(encoding="utf-8").replace("\n", "\r\n").encode("utf-16")
    )
    names = ("PATH", "HOME", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMPDIR", "USERPROFILE")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    found = {}
    for command in (
        "diagnose --format github .",
        "diagnose build.log",
        "diagnose --lang es build.log build.log.gz sixteen.log",
        "diagnose --format json -",
        "diagnose --format html --report sarif=a.sarif --report markdown=a.md build.log",
        "diagnose missing.log",
        "explain --lang es net-ssl-verify-failed",
        "failures list --lang es",
        "--help",
        "version",
    ):
        with (folder / "build.log").open("rb") as stdin:
            done = subprocess.run(
                [*script, *command.split()], cwd=folder, stdin=stdin, capture_output=True,
                check=False, timeout=60, env={**kept, "LC_ALL": "C.UTF-8", **environment},
            )  # fmt: skip
        assert done.returncode in (0, 1, 2), done.stderr
        found[command] = done.stdout + done.stderr
    for path in sorted(folder.glob("a.*")):
        found[path.name] = path.read_bytes()
    return found


WITHOUT_POSIX = [sys.executable, str(HERE / "windows.py")]
AS_IT_IS = [sys.executable, "-m", "envwright"]


def test_answers_are_the_same_without_what_only_posix_has(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()

    plain = _answers(tmp_path / "one", AS_IT_IS)

    assert _answers(tmp_path / "other", WITHOUT_POSIX) == plain
    assert b"net-ssl-verify-failed" in plain["diagnose build.log"]
    assert len(plain) == 12


def test_console_of_windows_gets_what_it_can_show(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    exact = ("json", "html", "github", "a.")

    plain = _answers(tmp_path / "one", AS_IT_IS)
    console = _answers(tmp_path / "other", WITHOUT_POSIX, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")

    for command, answer in plain.items():
        if any(word in command for word in exact):
            assert console[command] == answer, command
        else:
            shown = answer.decode().encode("cp1252", "replace")
            assert console[command] == shown, command
    shown = console["explain --lang es net-ssl-verify-failed"]
    assert shown != plain["explain --lang es net-ssl-verify-failed"]
    assert b"?" not in shown.replace(b"?url=", b"")


def test_run_says_that_it_does_not_work_there(tmp_path: Path) -> None:
    done = subprocess.run(
        [*WITHOUT_POSIX, "run", "--", "true"], cwd=tmp_path, capture_output=True, check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip

    assert done.returncode == 2
    assert b"`run` works on Linux and macOS only" in done.stderr


def test_catalogue_in_use_by_another_process_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(PermissionError):
        stored.write({"pages": {}, "translated": {}}, str(tmp_path / "compiled.catalogue"))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("environment", "obeys"),
    [
        ({}, False),
        ({"WT_SESSION": "x"}, True),
        ({"TERM": "xterm"}, True),
        ({"ConEmuANSI": "ON"}, True),
        ({"ConEmuANSI": "OFF"}, False),
    ],
)
def test_old_console_gets_no_colours(environment: dict[str, str], obeys: bool) -> None:
    assert _obeys_escapes(environment, "nt") is obeys
    assert _obeys_escapes(environment, "posix") is True


def test_closed_pipe_of_windows_is_no_fault() -> None:
    closed = OSError(errno.EINVAL, "Invalid argument")
    file = OSError(errno.EINVAL, "Invalid argument", "a|b.log")

    assert _reader_left(closed, "nt") is True
    assert _reader_left(file, "nt") is False
    assert _reader_left(closed, "posix") is False
    assert _reader_left(BrokenPipeError(errno.EPIPE, "Broken pipe"), "posix") is True
