"""Jenkins: `Finished: FAILURE` or `Finished: SUCCESS` at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.logs.build import Build
from envwright.logs.patterns import lazy, whole_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Line

__all__ = ["MARKERS", "NAME", "read"]

NAME = "jenkins"
MARKERS = (
    b"Finished: ",
    b"[Pipeline] Start of Pipeline",
    b"[Pipeline] End of Pipeline",
    b"script returned exit code ",
    b"marked build as failure",
)

_FINISHED = lazy(r"Finished: (SUCCESS|FAILURE|ABORTED|UNSTABLE|NOT_BUILT)\s*$")
_CODE = lazy(r"script returned exit code (\d+)")
_VERDICTS = {"SUCCESS": "succeeded", "UNSTABLE": "succeeded", "FAILURE": "failed"}


def read(markers: Sequence[Line], last_line: int) -> list[Build]:
    """Return the job as one build without steps."""
    ended: str | None = None
    marker: Line | None = None
    code: int | None = None
    seen = False
    for line in markers:
        if found := _CODE.search(line.text):
            code = whole_number(found[1])
            seen = True
            if marker is None:
                ended, marker = "failed", line
        elif "marked build as failure" in line.text and line.text.startswith("Build step '"):
            ended, marker, seen = "failed", line, True
        elif found := _FINISHED.match(line.text):
            ended = _VERDICTS.get(found[1])
            marker, seen = line if ended else None, True
        elif line.text.startswith("[Pipeline] "):
            seen = True
    if not seen:
        return []
    return [Build(NAME, 1, last_line, (), ended, marker, None, code if ended == "failed" else None)]
