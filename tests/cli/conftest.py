"""Runs the command line as people do: in a process of its own."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from cli_process import ENVWRIGHT, Cli

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def environment() -> dict[str, str]:
    """The environment of a run: English, nothing of ours set."""
    names = ("LANG", "LC_ALL", "LC_MESSAGES", "NO_COLOR", "FORCE_COLOR", "COLUMNS")
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in names and not name.startswith("ENVWRIGHT_")
    }
    return kept | {"LC_ALL": "C.UTF-8"}


@pytest.fixture
def cli(tmp_path: Path, environment: dict[str, str]) -> Cli:
    """Run `envwright` in an empty folder and return how it ended."""

    def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
        extra = options.pop("env", {})
        assert isinstance(extra, dict)
        settings: dict[str, object] = {
            "cwd": tmp_path, "env": environment | extra, "capture_output": True, "timeout": 60,
        }  # fmt: skip
        if "stdin" not in options and "input" not in options:
            settings["stdin"] = subprocess.DEVNULL
        return subprocess.run([*ENVWRIGHT, *arguments], check=False, **(settings | options))  # type: ignore[call-overload,no-any-return]

    return run
