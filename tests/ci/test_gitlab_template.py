"""The GitLab template: its script is run as GitLab's runner runs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the template is for POSIX shells")

ROOT = Path(__file__).resolve().parents[2]
JOB: dict[str, Any] = yaml.safe_load(
    (ROOT / "ci" / "gitlab" / "envwright.yml").read_text(encoding="utf-8")
)[".envwright"]


def _run(folder: Path, shell: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the job's script; its `python3 -m venv` makes a folder that runs the envwright here."""
    tools = folder / "tools"
    tools.mkdir()
    (tools / "python3").write_text(
        '#!/bin/sh\nmkdir -p "$3/bin"\n'
        'printf \'#!/bin/sh\\necho "$@" > pip-asked\\n\' > "$3/bin/python"\n'
        f'printf \'#!/bin/sh\\nexec {sys.executable} -m envwright "$@"\\n\' > "$3/bin/envwright"\n'
        'chmod +x "$3"/bin/*\n'
    )
    (tools / "python3").chmod(0o755)
    work = folder / "work"
    work.mkdir()
    shutil.copy(ROOT / "examples" / "untrusted-certificate.log", work / "build.txt")
    head = "set -eo pipefail\n" if shell == "bash" else "set -e\n"
    return subprocess.run(
        [shell], input=head + "\n".join(JOB["script"]) + "\n", cwd=work, check=False,
        capture_output=True, text=True, timeout=120,
        env={
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            **JOB["variables"], **variables,
        },
    )  # fmt: skip


@pytest.mark.parametrize("shell", ["bash", "sh"])
def test_failed_build_is_explained_and_reported(tmp_path: Path, shell: str) -> None:
    done = _run(tmp_path, shell, ENVWRIGHT_COMMAND="cat build.txt\nexit 3")

    kept = tmp_path / "work" / "envwright"
    assert done.returncode == 3
    assert "error[net-ssl-verify-failed]" in done.stderr
    assert sorted(path.name for path in kept.iterdir()) == [
        "diagnosis.json", "envwright.sarif", "report.html", "summary.md",
    ]  # fmt: skip
    assert json.loads((kept / "diagnosis.json").read_text())["verdict"] == "failed"


def test_build_that_succeeds_says_nothing(tmp_path: Path) -> None:
    done = _run(tmp_path, "sh", ENVWRIGHT_COMMAND="echo built")

    assert (done.returncode, done.stdout, done.stderr) == (0, "built\n", "")


def test_answer_is_in_the_language_of_the_variable(tmp_path: Path) -> None:
    done = _run(tmp_path, "sh", ENVWRIGHT_COMMAND="cat build.txt; exit 1", ENVWRIGHT_LANG="es")

    assert "remedios" in done.stderr


def test_package_is_the_one_asked_for(tmp_path: Path) -> None:
    _run(tmp_path, "sh", ENVWRIGHT_COMMAND="true", ENVWRIGHT_PACKAGE="envwright==1.2")

    asked = (tmp_path / "work" / "pip-asked").read_text().split()
    assert asked == ["-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                     "envwright==1.2"]  # fmt: skip


def test_missing_command_is_told(tmp_path: Path) -> None:
    done = _run(tmp_path, "sh")

    assert done.returncode == 2
    assert "ENVWRIGHT_COMMAND" in done.stderr
