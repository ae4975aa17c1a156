"""Runs the shell steps of a composite action as GitHub's runner does, on this machine."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import yaml

__all__ = ["ACTION", "ROOT", "Done", "run_action"]

ROOT = Path(__file__).resolve().parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
_EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")


class Done(NamedTuple):
    """What a run of the action left."""

    code: int
    """Of the first step that failed, else 0."""
    output: str
    """What all steps printed, both streams."""
    outputs: dict[str, str]
    """The action's own outputs."""
    summary: str
    used: list[tuple[str, dict[str, str]]]
    """The actions that would be used, with their inputs."""


def run_action(
    inputs: dict[str, str], temp: Path, workspace: Path, action: Path = ROOT, **environment: str
) -> Done:
    """Run the action with some inputs; `temp` is RUNNER_TEMP, `action` the checkout it lies in."""
    values = {name: one.get("default", "") for name, one in ACTION["inputs"].items()} | inputs
    known = {f"inputs.{name}": str(value) for name, value in values.items()}
    summary = temp / "step-summary"
    summary.touch()
    code, printed, used = 0, [], []
    for position, step in enumerate(ACTION["runs"]["steps"]):
        if not _holds(step.get("if", "${{ success() }}"), known, failed=code != 0):
            continue
        if "uses" in step:
            given = {key: _filled(value, known) for key, value in step.get("with", {}).items()}
            used.append((step["uses"], given))
            continue
        assert step["shell"] == "bash"
        script = temp / f"step-{position}.sh"
        script.write_text(_filled(step["run"], known), encoding="utf-8")
        outputs = temp / f"outputs-{position}"
        outputs.touch()
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=workspace / _filled(step.get("working-directory", "."), known),
            env={
                **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
                **{key: _filled(value, known) for key, value in step.get("env", {}).items()},
                "GITHUB_ACTION_PATH": str(action),
                "GITHUB_OUTPUT": str(outputs),
                "GITHUB_STEP_SUMMARY": str(summary),
                "RUNNER_TEMP": str(temp),
                **environment,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=300,
        )
        printed.append(done.stdout.decode())
        code = code or done.returncode
        for line in outputs.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            known[f"steps.{step['id']}.outputs.{name}"] = value
    answers = {name: _filled(one["value"], known) for name, one in ACTION["outputs"].items()}
    return Done(code, "".join(printed), answers, summary.read_text(encoding="utf-8"), used)


def _filled(text: Any, known: dict[str, str]) -> str:
    return _EXPRESSION.sub(lambda found: known.get(found[1], ""), str(text))


def _holds(condition: str, known: dict[str, str], *, failed: bool) -> bool:
    """Tell whether a condition made of comparisons joined by `&&` holds."""
    terms = _EXPRESSION.sub(lambda found: found[1], condition).split("&&")
    told = any("cancelled()" in term or "always()" in term for term in terms)
    for term in map(str.strip, terms):
        if term in ("!cancelled()", "always()", "success()"):
            continue
        name, operator, value = term.split(" ")
        if (known.get(name, "") == value.strip("'")) != (operator == "=="):
            return False
    return told or not failed
