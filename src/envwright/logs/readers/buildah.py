"""buildah and podman: `STEP 2/9: RUN …`, the two streams of a step mixed, the error at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.facts import Step
from envwright.logs.build import INSTRUCTION, Build, changed
from envwright.logs.patterns import lazy, whole_number

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from envwright.facts import Line

__all__ = ["MARKERS", "NAME", "read"]

NAME = "buildah"
MARKERS = (
    b"STEP ",
    b"COMMIT ",
    b"building at STEP ",
    b"subprocess exited with status ",
    b"creating build container",
    b"Successfully tagged ",
    b"Error: ",
    b"level=error",
    b"level=fatal",
)

_STEP = lazy(r"(?:\[(\d+)/(\d+)\] )?STEP (\d+)(?:/(\d+))?: (\S.*)")
_KNOWN = lazy(INSTRUCTION)
_FAILED = lazy(
    r'(?:Error: |error )(?:error )?building at STEP "(.*?)": (?:.*exit status (\d+)\s*$)?'
)
_STATUS = lazy(r"subprocess exited with status (\d+)\s*$")
_ERROR = lazy(
    r"Error: (?:error )?(?:creating build container|committing container|initializing source)"
    r"|error (?:creating build container|building|committing|mounting|initializing)"
    r'|time="[^"]*" level=(?:error|fatal) msg="(?:exit status \d+|error )'
)
_LAST_ERROR = lazy(r"Error: \S")
_IMAGE = lazy(r"[0-9a-f]{64}\s*$")
_AT_THE_END = 2
_COMMIT = lazy(r"(?:\[(\d+)/(\d+)\] )?COMMIT\b")
_TAGGED = lazy(r"Successfully tagged ")


class _Run:
    """One build while its lines are read."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.ended: str | None = None
        self.marker: Line | None = None
        self.code: int | None = None
        self.failed: int | None = None
        self.built = False
        """Whether the image was there before the error came (a push)."""

    def add(self, step: Step) -> None:
        if self.steps:
            self.steps[-1] = changed(self.steps[-1], last_line=step.first_line - 1, state="done")
        self.steps.append(step)

    def fail_at(self, instruction: str, line: Line) -> None:
        """Mark the last step with this instruction (else the last one) as failed."""
        places = range(len(self.steps) - 1, -1, -1)
        wanted = instruction.strip()
        same = (place for place in places if self.steps[place].instruction.strip() == wanted)
        self.failed = next(same, len(self.steps) - 1)
        self.ended, self.marker = "failed", line

    def build(self, last_line: int) -> Build:
        steps = self.steps
        end = self.marker.number if self.marker is not None else last_line
        if self.ended == "failed" and self.built and self.failed is None:
            return Build(
                NAME,
                steps[0].first_line,
                end,
                tuple(steps),
                "failed",
                self.marker,
                None,
                self.code,
                ordered=False,
            )
        if self.ended == "failed":
            place = len(steps) - 1 if self.failed is None else self.failed
            for later in range(place + 1, len(steps)):
                steps[later] = changed(steps[later], state="cancelled")
            steps[place] = failed = changed(
                steps[place], last_line=end, state="failed", exit_code=self.code
            )
            return Build(
                NAME,
                steps[0].first_line,
                end,
                tuple(steps),
                "failed",
                self.marker,
                failed,
                self.code,
                ordered=False,
            )
        state = "open" if self.ended is None else "done"
        steps[-1] = changed(steps[-1], last_line=end, state=state)
        return Build(
            NAME, steps[0].first_line, end, tuple(steps), self.ended, self.marker, ordered=False
        )


def read(markers: Sequence[Line], last_line: int) -> list[Build]:
    """Return the builds of a log in order."""
    builds: list[Build] = []
    if not any("STEP " in line.text[:40] for line in markers):
        return builds
    run = _Run()
    for line in markers:
        found = _STEP.match(line.text)
        if found:
            if not _is_step(found, run.steps):
                continue
            if _begins_build(found, run):
                builds.append(run.build(line.number - 1))
                run = _Run()
            run.ended = run.marker = None
            total = whole_number(found[4]) if found[4] else None
            instruction = found[5].rstrip()
            if instruction.startswith("COMMIT ") and run.steps:
                run.ended, run.marker = "succeeded", line
                continue
            run.add(
                Step(
                    whole_number(found[3]), total, instruction, line.number, last_line, state="open"
                )
            )
        elif run.steps:
            _take(run, line, last_line)
    if run.steps:
        builds.append(run.build(last_line))
    return builds


def _is_step(found: re.Match[str], steps: list[Step]) -> bool:
    """Tell whether a line is a step of a build, not something a program printed."""
    number = whole_number(found[3])
    if not steps:
        return True
    if number == 1:
        return bool(_KNOWN.match(found[5]))
    return bool(found[1]) or number == (steps[-1].number or 0) + 1


def _begins_build(found: re.Match[str], run: _Run) -> bool:
    if not run.steps:
        return False
    if run.ended == "failed":
        return True
    # A stage ends with a COMMIT too; only the last one is tagged, or has no further stage after it.
    return whole_number(found[3]) == 1 and run.ended == "succeeded" and found[1] in (None, "1")


def _take(run: _Run, line: Line, last_line: int) -> None:
    """Take in a line that is no step."""
    text = line.text
    if found := _FAILED.match(text):
        if found[2]:
            run.code = whole_number(found[2])
        run.fail_at(found[1], line)
    elif found := _STATUS.match(text):
        run.code = whole_number(found[1])
        return
    at_the_end = last_line - line.number <= _AT_THE_END
    if _ERROR.match(text) or (at_the_end and _LAST_ERROR.match(text)):
        if run.failed is None:
            run.built = run.built or run.ended == "succeeded"
            run.ended, run.marker = "failed", line
    elif run.ended != "failed":
        commit = _COMMIT.match(text)
        last_stage = commit is not None and commit[1] == commit[2]
        last_stage = last_stage or (at_the_end and _IMAGE.match(text) is not None)
        if _TAGGED.match(text) or (
            last_stage and run.steps[-1].total in (None, run.steps[-1].number)
        ):
            run.ended, run.marker = "succeeded", line
