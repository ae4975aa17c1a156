"""AWS CodeBuild: commands run in phases, `Phase complete: BUILD State: FAILED`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.facts import Step
from envwright.logs.build import Build, changed
from envwright.logs.patterns import lazy, whole_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Line

__all__ = ["MARKERS", "NAME", "read"]

NAME = "codebuild"
MARKERS = (
    b"Running command ",
    b"Phase complete: ",
    b"Phase context status code: ",
    b"Command did not exit successfully ",
)

_COMMAND = lazy(r"Running command (.*)")
_PHASE = lazy(r"Phase complete: (\w+) (?:State|Success): (\w+)")
_FAILED = lazy(
    r"Command did not exit successfully .* exit status (\d+)"
    r"|Phase context status code: .*exit status (\d+)"
)


def read(markers: Sequence[Line], last_line: int) -> list[Build]:
    """Return the run as one build; its steps are the commands of the phases."""
    steps: list[Step] = []
    failure: Line | None = None
    finished: Line | None = None
    code: int | None = None
    failed: int | None = None
    seen = False
    for line in markers:
        if found := _COMMAND.match(line.text):
            if steps and steps[-1].state == "open":
                steps[-1] = changed(steps[-1], last_line=line.number - 1, state="done")
            steps.append(Step(None, None, found[1].strip(), line.number, last_line, state="open"))
        elif found := _FAILED.match(line.text):
            code = code if code is not None else whole_number(found[1] or found[2])
            failure = failure or line
            if steps and steps[-1].state == "open":
                failed = len(steps) - 1
                steps[-1] = changed(
                    steps[-1], last_line=line.number, state="failed", exit_code=code
                )
        elif found := _PHASE.match(line.text):
            seen = True
            if steps and steps[-1].state == "open":
                steps[-1] = changed(steps[-1], last_line=line.number - 1, state="done")
            if found[2] in ("FAILED", "false", "FAULT", "CLIENT_ERROR"):
                failure = failure or line
            elif found[1] in ("POST_BUILD", "UPLOAD_ARTIFACTS", "FINALIZING"):
                finished = line
    if not seen:
        return []
    ended = "failed" if failure else "succeeded" if finished else None
    step = steps[failed] if failed is not None else None
    return [Build(NAME, 1, last_line, tuple(steps), ended, failure or finished, step, code)]
