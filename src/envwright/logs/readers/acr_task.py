"""Azure Container Registry Tasks: `Run ID: ca1 failed after 3m33s` or `… was successful …`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.logs.build import Build
from envwright.logs.patterns import lazy, whole_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Line

__all__ = ["MARKERS", "NAME", "read"]

NAME = "acr-task"
MARKERS = (
    b"Executing step ID: ",
    b"Run ID: ",
    b"failed to run step ID: ",
    b"Container failed during run: ",
    b"Queued a run with ID: ",
    b"Run failed",
)

_RUN = lazy(r"Run ID: \S+ (failed|was successful|was canceled|was timed out|timed out)\b")
_FAILED = lazy(r"failed to run step ID: |Container failed during run: ")
_BEGINS = lazy(r"Executing step ID: |Queued a run with ID: ")
_CODE = lazy(r"exit status (\d+)")


def read(markers: Sequence[Line], last_line: int) -> list[Build]:
    """Return the run as one build without steps."""
    ended: str | None = None
    marker: Line | None = None
    seen = False
    code: int | None = None
    for line in markers:
        if found := _RUN.match(line.text):
            seen = True
            ended = {"failed": "failed", "was successful": "succeeded"}.get(found[1])
            marker = line if ended else None
            status = _CODE.search(line.text)
            code = whole_number(status[1]) if status and ended == "failed" else None
        elif _FAILED.match(line.text):
            ended, marker, seen = "failed", line, True
        elif _BEGINS.match(line.text):
            seen = True
    if not seen:
        return []
    return [Build(NAME, 1, last_line, (), ended, marker, None, code)]
