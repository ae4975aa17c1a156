"""kaniko: `INFO[0012] RUN …`, output as it came, `error building image: …` at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.facts import Step
from envwright.logs.build import INSTRUCTION, Build, changed
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Line

__all__ = ["MARKERS", "NAME", "read"]

NAME = "kaniko"
MARKERS = (
    b"INFO[",
    b"error building image: ",
    b"error building stage: ",
    b"error pushing image: ",
    b"error checking push permissions",
    b"error resolving dockerfile path",
    b"error resolving source context",
    b"kaniko should only be run inside of a container",
)

_OWN = lazy(r"INFO\[[^\]]{4,30}\] (.*)")
_STEP = lazy(rf"{INSTRUCTION} ?.*")
_BEGINS = lazy(
    r"(?:Retrieving image (?!manifest)|Retrieving image manifest |Resolved base name |Downloading base image )"
)
_DONE = lazy(
    r"Pushed image to \d|Pushed \S+@sha256:|Skipping push to container registry|Image .* pushed|Pushing image to "
)
_FAILED = lazy(
    r"(?:\S+\[[^\]]{4,30}\] )?(error (?:building (?:image|stage)|pushing image|checking push permissions|resolving (?:dockerfile path|source context))"
    r"|kaniko should only be run inside of a container)"
)
_CODE = lazy(r"exit status (\d+)")


def read(markers: Sequence[Line], last_line: int) -> list[Build]:
    """Return the builds of a log in order."""
    if not any(line.text.startswith(("INFO[", "error ", "kaniko ")) for line in markers):
        return []
    builds: list[Build] = []
    steps: list[Step] = []
    first: int | None = None
    done: Line | None = None

    def close(last: int, failure: Line | None = None) -> None:
        nonlocal first, done
        if first is not None:
            code = None
            failed = None
            if failure is not None:
                found = _CODE.search(failure.text)
                code = int(found[1]) if found else None
                if steps:
                    failed = changed(steps[-1], last_line=last, state="failed", exit_code=code)
                    steps[-1] = failed
            elif steps:
                state = "done" if done is not None else "open"
                steps[-1] = changed(steps[-1], last_line=last, state=state)
            ended = "failed" if failure is not None else "succeeded" if done is not None else None
            builds.append(
                Build(NAME, first, last, tuple(steps), ended, failure or done, failed, code)
            )
        steps.clear()
        first = done = None

    for line in markers:
        if _FAILED.match(line.text):
            first = first or line.number
            close(line.number, line)
            continue
        own = _OWN.match(line.text)
        if own is None:
            continue
        message = own[1].rstrip()
        if _BEGINS.match(message):
            if done is not None:
                close(line.number - 1)
            first = first or line.number
        elif first is not None and _STEP.fullmatch(message):
            if steps:
                steps[-1] = changed(steps[-1], last_line=line.number - 1, state="done")
            steps.append(Step(None, None, message, line.number, last_line, state="open"))
        elif first is not None and _DONE.match(message):
            done = line
    close(last_line)
    return builds
