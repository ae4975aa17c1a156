"""GitLab CI: `ERROR: Job failed: exit code 1` or `Job succeeded` at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.logs.build import Build
from envwright.logs.patterns import lazy

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
)

_FAILED = lazy(r"(?:ERROR|WARNING): Job failed\b")
_SUCCEEDED = lazy(r"Job succeeded\s*$")
_CODE = lazy(r"exit (?:code|status) (\d+)")


def read(markers: Sequence[Line], last_line: int) -> list[Build]:
    """Return the job as one build without steps."""
    first = next(
        (line for line in markers if line.text.startswith("Running with gitlab-runner ")), None
    )
    ended: str | None = None
    marker: Line | None = None
    code: int | None = None
    for line in markers:
        if _FAILED.match(line.text):
            found = _CODE.search(line.text)
            ended, marker, code = "failed", line, int(found[1]) if found else None
        elif _SUCCEEDED.match(line.text):
            ended, marker, code = "succeeded", line, None
    if first is None and marker is None:
        return []
    return [Build(NAME, 1, last_line, (), ended, marker, None, code)]
