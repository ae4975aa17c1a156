"""GitHub Actions, and Azure Pipelines whose runner has the same origin: `##[error]` at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.facts import Step
from envwright.logs.build import Build, changed
from envwright.logs.patterns import lazy, whole_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Line

__all__ = ["MARKERS", "NAME", "read"]

NAME = "github-actions"
MARKERS = (
    b"##[group]Run ",
    b"##[error]",
    b"Process completed with exit code ",
    b"Error: buildx failed with: ",
    b"Cleaning up orphan processes",
    b"Post job cleanup.",
    b"##[section]Starting: ",
    b"##[section]Finishing: ",
)

_BEGINS = lazy(r"(?:##\[group\]Run |##\[section\]Starting: )(.*)")
_ERROR = lazy(
    r"##\[error\](.*)|(?:Error: )(Process completed with exit code .*|buildx failed with: .*)"
)
_CODE = lazy(r"exit(?:ed with)? code:? '?(\d+)|failed with exit code (\d+)")
_CANCELLED = lazy(
    r"The operation was canceled|The job running on runner .* has exceeded"
    r"|The runner has received a shutdown signal"
)
_ENDS = lazy(r"Cleaning up orphan processes|Post job cleanup\.|##\[section\]Finishing: ")


def read(markers: Sequence[Line], last_line: int) -> list[Build]:
    """Return the job as one build; its steps are the commands and actions it ran."""
    steps: list[Step] = []
    error: Line | None = None
    code: int | None = None
    end: Line | None = None
    failed: int | None = None
    cancelled = False
    seen = False
    for line in markers:
        if found := _BEGINS.match(line.text):
            if steps and steps[-1].state == "open":
                steps[-1] = changed(steps[-1], last_line=line.number - 1, state="done")
            instruction = found[1].strip()
            steps.append(Step(None, None, instruction, line.number, last_line, state="open"))
            seen = True
        elif found := _ERROR.match(line.text):
            seen = True
            if _CANCELLED.search(line.text):
                cancelled = True
                continue
            if failed is not None and failed != len(steps) - 1:
                continue  # what runs after a failure (always(), failure()) did not cause it
            status = _CODE.search(line.text)
            if error is None or status is not None:
                error = line
                code = whole_number(status[1] or status[2]) if status else code
            if steps and (steps[-1].state == "open" or failed == len(steps) - 1):
                failed = len(steps) - 1
                steps[-1] = changed(steps[-1], last_line=line.number, exit_code=code)
        elif found := _ENDS.match(line.text):
            end = line
            if steps and steps[-1].state == "open" and failed != len(steps) - 1:
                steps[-1] = changed(steps[-1], last_line=line.number - 1, state="done")
    if not seen:
        return []
    if failed is not None:
        steps[failed] = changed(steps[failed], state="failed")
    ended = "failed" if error else None if cancelled else "succeeded" if end else None
    return [
        Build(
            NAME,
            1,
            last_line,
            tuple(steps),
            ended,
            error or (end if ended else None),
            steps[failed] if failed is not None else None,
            code,
        )
    ]
