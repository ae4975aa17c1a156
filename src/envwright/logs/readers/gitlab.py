"""GitLab CI: `ERROR: Job failed: exit code 1` or `Job succeeded` at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.facts import Step
from envwright.logs.build import Build
from envwright.logs.patterns import lazy, whole_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Line

__all__ = ["MARKERS", "NAME", "read"]

NAME = "gitlab"
MARKERS = (
    b"ERROR: Job failed",
    b"Job succeeded",
    b"Running with gitlab-runner ",
    b"WARNING: Job failed",
    b"step_script",
    b"build_script",
    b"Running after_script",
    b"Running after script",
    b"Uploading artifacts for ",
    b"Cleaning up project directory",
)

_FAILED = lazy(r"(?:ERROR|WARNING): Job failed\b")
_SUCCEEDED = lazy(r"Job succeeded\s*$")
_SCRIPT = lazy(
    r"section_start:\d+:(?:step|build)_script|Executing \"(?:step|build)_script\" stage of the job"
)
_AFTERWARDS = lazy(
    r"section_end:\d+:(?:step|build)_script|section_start:\d+:after_script|Running after.script"
    r"|Uploading artifacts for |Cleaning up project directory"
)
_CODE = lazy(r"exit (?:code|status) (\d+)")


def read(markers: Sequence[Line], last_line: int) -> list[Build]:
    """Return the job as one build; its steps are the script and what runs after it."""
    first = next(
        (line for line in markers if line.text.startswith("Running with gitlab-runner ")), None
    )
    ended: str | None = None
    marker: Line | None = None
    code: int | None = None
    script: Line | None = None
    afterwards: Line | None = None
    for line in markers:
        if _SCRIPT.match(line.text):
            script = script or line
        elif script is not None and _AFTERWARDS.match(line.text):
            afterwards = afterwards or line
        elif _FAILED.match(line.text):
            found = _CODE.search(line.text)
            ended, marker, code = "failed", line, whole_number(found[1]) if found else None
        elif _SUCCEEDED.match(line.text):
            ended, marker, code = "succeeded", line, None
    if first is None and marker is None:
        return []
    if script is None or afterwards is None:
        return [Build(NAME, 1, last_line, (), ended, marker, None, code)]
    state = "failed" if ended == "failed" else "done"
    last = max(afterwards.number - 1, script.number)
    job = Step(None, None, "script", script.number, last, exit_code=code, state=state)
    rest = Step(None, None, "after_script", afterwards.number, last_line)
    failed = job if ended == "failed" else None
    return [Build(NAME, 1, last_line, (job, rest), ended, marker, failed, code)]
