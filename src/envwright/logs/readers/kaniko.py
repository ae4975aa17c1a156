"""kaniko: `INFO[0012] RUN …`, output as it came, `error building image: …` at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.facts import Step
from envwright.logs.build import INSTRUCTION, Build, changed
from envwright.logs.patterns import lazy, whole_number

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

_OWN = lazy(r"(?:^|[\s|])INFO\[[^\]]{4,30}\] (.*)")
_STEP = lazy(rf"(?!(?i:cmd): ){INSTRUCTION} ?.*")
_BEGINS = lazy(r"(?:Retrieving image |Resolved base name |Downloading base image )")
_DONE = lazy(
    r"Pushed image to \d|Pushed \S+@sha256:|Skipping push to container registry|Pushing image to "
)
_FAILED = lazy(
    r"(?:^|[\s|\]])(?:error (?:building (?:image|stage)|pushing image|checking push permissions"
    r"|resolving (?:dockerfile path|source context))"
    r"|kaniko should only be run inside of a container)"
)
_CODE = lazy(r"exit status (\d+)")


class _Run:
    """One build while its lines are read."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.steps: list[Step] = []
        self.done: Line | None = None

    def add(self, instruction: str, line: int, last_line: int) -> None:
        if self.steps:
            self.steps[-1] = changed(self.steps[-1], last_line=line - 1, state="done")
        self.steps.append(Step(None, None, instruction, line, last_line, state="open"))

    def build(self, last_line: int) -> Build:
        steps = self.steps
        if steps:
            state = "done" if self.done is not None else "open"
            steps[-1] = changed(steps[-1], last_line=last_line, state=state)
        ended = "succeeded" if self.done is not None else None
        return Build(NAME, self.first_line, last_line, tuple(steps), ended, self.done)

    def failure(self, line: Line) -> Build:
        found = _CODE.search(line.text)
        code = whole_number(found[1]) if found else None
        steps = self.steps
        if steps:
            steps[-1] = changed(steps[-1], last_line=line.number, state="failed", exit_code=code)
        failed = steps[-1] if steps else None
        return Build(NAME, self.first_line, line.number, tuple(steps), "failed", line, failed, code)


def read(markers: Sequence[Line], last_line: int) -> list[Build]:
    """Return the builds of a log in order."""
    builds: list[Build] = []
    run: _Run | None = None
    if not any("INFO[" in line.text or "error " in line.text for line in markers):
        return builds
    for line in markers:
        if _FAILED.search(line.text):
            if run is not None or "kaniko" in line.text or "error building" in line.text:
                builds.append((run or _Run(line.number)).failure(line))
                run = None
            continue
        own = _OWN.search(line.text)
        if own is None:
            continue
        message = own[1].rstrip()
        if _BEGINS.match(message):
            if run is not None and run.done is not None:
                builds.append(run.build(line.number - 1))
                run = None
            run = run or _Run(line.number)
        elif run is not None and _STEP.fullmatch(message):
            run.add(message, line.number, last_line)
        elif run is not None and _DONE.match(message):
            run.done = line
    if run is not None:
        builds.append(run.build(last_line))
    return builds
