"""The composite action: its steps are run as GitHub's runner runs them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from composite_runner import ACTION, ROOT, run_action

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the action is for Linux and macOS")

LOG = ROOT / "examples" / "untrusted-certificate.log"


@pytest.fixture
def temp(tmp_path: Path) -> Path:
    """RUNNER_TEMP, where envwright is installed already: the one under test."""
    folder = tmp_path / "temp"
    bin_folder = folder / "envwright" / "venv" / "bin"
    bin_folder.mkdir(parents=True)
    for name, command in (("python", ""), ("envwright", "-m envwright")):
        (bin_folder / name).write_text(f'#!/bin/sh\nexec {sys.executable} {command} "$@"\n')
        (bin_folder / name).chmod(0o755)
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "work space"
    folder.mkdir()
    shutil.copy(LOG, folder / "build.txt")
    return folder


def test_failed_build_is_explained_everywhere(temp: Path, workspace: Path) -> None:
    done = run_action({"run": "cat build.txt\nexit 3"}, temp, workspace)

    assert done.code == 3
    assert done.outputs["exit-code"] == "3"
    assert done.outputs["failure"] == "net-ssl-verify-failed"
    assert re.search(r"^::error title=error\[net-ssl-verify-failed\]", done.output, re.MULTILINE)
    assert "net-ssl-verify-failed" in done.summary
    reports = Path(done.outputs["reports"])
    assert sorted(path.name for path in reports.iterdir()) == [
        "build.log", "diagnosis.json", "envwright.sarif", "report.html", "summary.md",
    ]  # fmt: skip
    sarif = json.loads(Path(done.outputs["sarif"]).read_text(encoding="utf-8"))
    assert sarif["runs"][0]["results"][0]["ruleId"] == "net-ssl-verify-failed"


def test_build_that_succeeds_says_nothing(temp: Path, workspace: Path) -> None:
    done = run_action({"run": "echo built"}, temp, workspace)

    assert (done.code, done.output, done.summary) == (0, "built\n", "")
    assert (done.outputs["exit-code"], done.outputs["failure"]) == ("0", "")
    sarif = json.loads(Path(done.outputs["sarif"]).read_text(encoding="utf-8"))
    assert sarif["runs"][0]["results"] == []


@pytest.mark.parametrize(
    "script", ["false\necho went on", "false | cat\necho went on", "no-such-command\necho went on"]
)
def test_first_command_that_fails_ends_the_script(temp: Path, workspace: Path, script: str) -> None:
    done = run_action({"run": script}, temp, workspace)

    assert done.code != 0
    assert "went on" not in done.output


def test_inputs_are_data_and_never_code(temp: Path, workspace: Path) -> None:
    nasty = "echo \"it's $(echo fine)\" `echo too` '${{ inputs.run }}' \\\n  end"
    done = run_action({"run": nasty, "lang": "en"}, temp, workspace)

    assert done.output == "it's fine too ${{ inputs.run }} end\n"
    assert [step["run"] for step in ACTION["runs"]["steps"] if "${{" in step.get("run", "")] == []


def test_summary_and_annotations_can_be_left_out(temp: Path, workspace: Path) -> None:
    done = run_action(
        {"run": "cat build.txt; exit 1", "summary": "false", "annotations": "false"},
        temp, workspace,
    )  # fmt: skip

    assert (done.code, done.summary) == (1, "")
    assert "::error" not in done.output


def test_answer_is_in_the_language_asked_for(temp: Path, workspace: Path) -> None:
    done = run_action({"run": "cat build.txt; exit 1", "lang": "es"}, temp, workspace)

    assert "Qué hacer" in done.summary


def test_working_directory_is_that_of_the_command(temp: Path, workspace: Path) -> None:
    (workspace / "image").mkdir()
    done = run_action({"run": 'basename "$PWD"', "working-directory": "image"}, temp, workspace)

    assert done.output == "image\n"


def test_second_build_of_a_job_has_reports_of_its_own(temp: Path, workspace: Path) -> None:
    one = run_action({"run": "cat build.txt; exit 1"}, temp, workspace)
    other = run_action({"run": "true"}, temp, workspace)

    assert one.outputs["reports"] != other.outputs["reports"]


def test_uploads_are_asked_for(temp: Path, workspace: Path) -> None:
    quiet = run_action({"run": "cat build.txt; exit 1"}, temp, workspace)
    loud = run_action(
        {"run": "cat build.txt; exit 1", "upload-sarif": "true", "artifact": "why"},
        temp, workspace,
    )  # fmt: skip

    assert quiet.used == []
    assert loud.used == [
        (
            "github/codeql-action/upload-sarif@v4",
            {"sarif_file": loud.outputs["sarif"], "category": "envwright"},
        ),
        ("actions/upload-artifact@v7", {"name": "why", "path": loud.outputs["reports"]}),
    ]


def test_nothing_that_is_uploaded_holds_a_secret(temp: Path, workspace: Path) -> None:
    secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    key = "-----BEGIN PRIVATE KEY-----\n" + "MIIEvQ" * 10 + "\n-----END PRIVATE KEY-----"
    done = run_action(
        {"run": f"echo 'token {secret}'; echo '{key}'; cat build.txt; exit 1", "artifact": "why"},
        temp, workspace,
    )  # fmt: skip

    assert secret in done.output
    for path in Path(done.outputs["reports"]).iterdir():
        text = path.read_text(encoding="utf-8")
        assert (path.name, secret in text, "MIIEvQ" in text) == (path.name, False, False)


def test_log_is_kept_line_by_line(temp: Path, workspace: Path) -> None:
    done = run_action({"run": "cat build.txt; exit 1"}, temp, workspace)

    kept = Path(done.outputs["reports"]) / "build.log"
    assert kept.read_bytes() == LOG.read_bytes()


def test_every_input_and_output_is_described_and_used() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")

    assert all(one["description"].endswith(".") for one in ACTION["inputs"].values())
    assert [name for name in ACTION["inputs"] if f"inputs.{name}" not in text] == []


def test_unfit_python_is_told(tmp_path: Path, workspace: Path) -> None:
    done = run_action({"run": "true", "python": "/bin/false"}, tmp_path, workspace)

    assert done.code == 1
    assert done.output.startswith("::error title=envwright::needs Python 3.11 or newer")


@pytest.mark.network
@pytest.mark.slow
def test_action_installs_itself_and_runs(tmp_path: Path, workspace: Path) -> None:
    """From a checkout of its own, with no Python of the job's but one of the tool cache."""
    checkout = tmp_path / "checkout"
    for name in ("src", "ci"):
        shutil.copytree(
            ROOT / name, checkout / name,
            ignore=shutil.ignore_patterns("__pycache__", "compiled.catalogue"),
        )  # fmt: skip
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, checkout / name)
    cache = tmp_path / "cache" / "Python" / "3.11.9" / "x64" / "bin"
    cache.mkdir(parents=True)
    # Only what a base installation offers: a link into a virtual environment has no ensurepip.
    (cache / "python3").symlink_to(os.path.realpath(sys.executable))
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "env", "cat", "mktemp", "mkdir"):
        found = shutil.which(name)
        assert found is not None
        (tools / name).symlink_to(found)
    temp = tmp_path / "temp"
    temp.mkdir()

    done = run_action(
        {"run": "cat build.txt; exit 5"}, temp, workspace, checkout,
        PATH=str(tools), RUNNER_TOOL_CACHE=str(tmp_path / "cache"),
    )  # fmt: skip

    assert done.code == 5, done.output
    assert done.outputs["failure"] == "net-ssl-verify-failed"
    version = subprocess.run(
        [temp / "envwright" / "venv" / "bin" / "envwright", "version"],
        capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    assert version.startswith("envwright ")
