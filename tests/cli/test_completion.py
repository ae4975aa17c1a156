"""The completion scripts, run by the shells themselves."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from envwright.cli import COMMANDS
from envwright.cli.completion import commands
from envwright.failures.catalogue import load
from envwright.render import FORMS

if TYPE_CHECKING:
    from cli_process import Cli

PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def needs(shell: str) -> None:
    """Skip where a shell is missing."""
    if shutil.which(shell) is None:
        reason = f"{shell} is not installed (Debian: apt-get install {shell})"
        pytest.skip(reason)


@pytest.fixture
def script(cli: Cli, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    done = cli("completion", request.param)
    assert (done.returncode, done.stderr) == (0, b"")
    path = tmp_path / f"completion.{request.param}"
    path.write_bytes(done.stdout)
    (tmp_path / "build.log").touch()
    return path


def test_every_command_and_option_is_described() -> None:
    known = {command.words for command in commands()}

    assert {words[0] for words in known} == set(COMMANDS)
    assert ("failures", "list") in known
    diagnose = next(command for command in commands() if command.words == ("diagnose",))
    assert next(o for o in diagnose.options if "--format" in o.flags).choices == FORMS


def test_every_value_is_of_a_kind_that_can_be_completed_or_is_free_text() -> None:
    free = {
        (*command.words, *option.flags)
        for command in commands()
        for option in (*command.options, *([command.argument] if command.argument else ()))
        if option.kind == "nothing"
    }

    assert free == {("failures", "new"), ("feedback", "--note")}


def test_parsers_parse_again_after_they_were_shown(cli: Cli) -> None:
    assert cli("completion", "bash").returncode == 0
    commands()
    from envwright.cli import main

    assert main(["version"]) == 0


def bash(script: Path, *words: str) -> list[str]:
    """Return what bash completes for the last word."""
    needs("bash")
    quoted = " ".join(f"'{word}'" for word in words)
    code = (
        f"source '{script}'; COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _envwright; "
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", code], cwd=script.parent, env=os.environ | {"PATH": PATH},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize("script", ["bash"], indirect=True)
def test_bash(script: Path) -> None:
    assert bash(script, "envwright", "") == list(COMMANDS)
    assert bash(script, "envwright", "dia") == ["diagnose"]
    assert bash(script, "envwright", "diagnose", "--format", "") == list(FORMS)
    assert bash(script, "envwright", "diagnose", "--format", "=", "mark") == ["markdown"]
    assert "--format" in bash(script, "envwright", "diagnose", "--")
    assert "build.log" in bash(script, "envwright", "diagnose", "")
    assert bash(script, "envwright", "diagnose", "--report", "sar") == ["sarif="]
    assert bash(script, "envwright", "explain", "net-ssl-verify") == ["net-ssl-verify-failed"]
    assert bash(script, "envwright", "failures", "") == ["list", "test", "new"]
    assert "--family" in bash(script, "envwright", "failures", "list", "--fam")
    assert "network" in bash(script, "envwright", "failures", "list", "--family", "")
    assert set(bash(script, "envwright", "failures", "test", "")) == set(load().nodes)
    assert "true" in bash(script, "envwright", "run", "--", "tru")
    assert bash(script, "envwright", "completion", "f") == ["fish"]


def fish(script: Path, line: str) -> dict[str, str]:
    """Return what fish completes at the end of a line, with its descriptions."""
    needs("fish")
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source '{script}'; complete -C '{line}'"],
        cwd=script.parent, env=os.environ | {"PATH": PATH, "HOME": str(script.parent)},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    rows = [row.partition("\t") for row in done.stdout.splitlines()]
    return {word: about for word, _, about in rows}


@pytest.mark.parametrize("script", ["fish"], indirect=True)
def test_fish(script: Path) -> None:
    assert set(fish(script, "envwright ")) == set(COMMANDS)
    assert fish(script, "envwright diag") == {"diagnose": "say why a build failed, from its log"}
    assert set(fish(script, "envwright diagnose --format ")) == set(FORMS)
    assert set(fish(script, "envwright diagnose --format=js")) == {
        "--format=json",
        "--format=jsonl",
    }
    assert "build.log" in fish(script, "envwright diagnose bui")
    assert set(fish(script, "envwright explain net-ssl-verify")) == {"net-ssl-verify-failed"}
    assert set(fish(script, "envwright failures ")) == {"list", "test", "new"}
    assert "--family" in fish(script, "envwright failures list --fa")
    assert set(fish(script, "envwright failures test ")) >= set(load().nodes)
    assert set(fish(script, "envwright completion z")) == {"zsh"}


class Zsh:
    """A real interactive zsh on a terminal of its own."""

    def __init__(self, script: Path) -> None:
        needs("zsh")
        import pty

        environment = os.environ | {
            "PATH": PATH, "HOME": str(script.parent), "PS1": "at-prompt> ", "TERM": "dumb",
            "ZDOTDIR": str(script.parent), "LANG": "C.UTF-8", "COLUMNS": "200",
        }  # fmt: skip
        self.waiting = ""
        """Printed, but not read yet."""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(script.parent)
            os.execvpe("zsh", ["zsh", "-f", "-i"], environment)
        self.send("autoload -Uz compinit; compinit -u -D; unsetopt zle_bracketed_paste\n")
        self.send(f"source '{script}'; setopt no_always_last_prompt; print ready-$((40+2))\n")
        self.read("ready-42")
        self.read("at-prompt> ")

    def send(self, text: str) -> None:
        os.write(self.terminal, text.encode())

    def read(self, wanted: str, seconds: float = 40) -> str:
        """Return what was printed up to a text that must come."""
        until = time.monotonic() + seconds
        while wanted not in self.waiting:
            ready, _, _ = select.select([self.terminal], [], [], 0.2)
            if ready:
                self.waiting += os.read(self.terminal, 65536).decode("utf-8", "replace")
            assert time.monotonic() < until, f"{wanted!r} did not come: {self.waiting[-500:]!r}"
        shown, found, self.waiting = self.waiting.partition(wanted)
        return shown + found

    def completed(self, line: str, wanted: str) -> str:
        """Type a line and TAB, and return what was shown up to the text wanted."""
        self.send(f"{line}\t\t")
        shown = self.read(wanted)
        self.send("\x15print next-$((40+2))\n")
        self.read("next-42")
        self.read("at-prompt> ")
        return shown

    def end(self) -> None:
        os.close(self.terminal)
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)


@pytest.mark.parametrize("script", ["zsh"], indirect=True)
@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is needed: no pty on Windows")
def test_zsh(script: Path) -> None:
    shell = Zsh(script)
    try:
        shell.completed("envwright dia", "diagnose ")
        shell.completed("envwright diagnose --format mark", "markdown ")
        shell.completed("envwright diagnose --format=sar", "sarif ")
        shell.completed("envwright diagnose bui", "build.log")
        shell.completed("envwright diagnose --report htm", "html=")
        shell.completed("envwright explain net-ssl-verify", "net-ssl-verify-failed")
        shell.completed("envwright failures li", "list ")
        shell.completed("envwright failures list --family net", "network ")
        shell.completed("envwright failures test pip-exter", "pip-externally-managed")
        listed = shell.completed("envwright ", "version")
        assert "say why a build failed" in listed
    finally:
        shell.end()


def test_ids_are_all_failures_one_a_line(cli: Cli) -> None:
    done = cli("failures", "list", "--format", "ids")

    assert sorted(done.stdout.decode().split()) == sorted(load().nodes)
