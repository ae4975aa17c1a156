"""buildah and podman: `STEP 2/9: RUN …`, the two streams of a step mixed, the error at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.facts import Step
from envwright.logs.build import INSTRUCTION, Build, changed
from envwright.logs.patterns import lazy

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
    b"committing container for step",
    b"Successfully tagged ",
    b"Error: ",
    b"level=error",
    b"--> Using cache ",
)

_STEP = lazy(r"(?:\[\d+/\d+\] )?STEP (\d+)(?:/(\d+))?: (\S.*)")
_KNOWN = lazy(INSTRUCTION)
_FAILED = lazy(r'(?:Error: |error )(?:error )?building at STEP "(.*?)": (?:.*exit status (\d+))?')
_STATUS = lazy(r"subprocess exited with status (\d+)\s*$")
_ERROR = lazy(
    r"Error: (?:error )?(?:creating build container|committing|initializing|building|copying|unable|pulling"
    r"|short-name|determining|reading|no |mounting|determin|run)"
    r"|error (?:creating build container|building|committing|mounting|initializing)"
    r'|time="[^"]*" level=(?:error|fatal) msg="(?:exit status \d+|error )'
)
_COMMIT = lazy(r"(?:\[\d+/\d+\] )?COMMIT\b")
_TAGGED = lazy(r"Successfully tagged ")


def read(markers: Sequence[Line], last_line: int) -> list[Build]:
    """Return the builds of a log in order."""
    if not any("STEP " in line.text[:40] for line in markers):
        return []
    builds: list[Build] = []
    steps: list[Step] = []
    marker: Line | None = None
    ended: str | None = None
    code: int | None = None
    failed: Step | None = None

    def close(last: int) -> None:
        nonlocal marker, ended, code, failed
        if steps:
            if ended is None:
                steps[-1] = changed(steps[-1], last_line=last)
            elif ended == "failed" and failed is None:
                steps[-1] = failed = changed(
                    steps[-1],
                    last_line=marker.number if marker else last,
                    state="failed",
                    exit_code=code,
                )
            end = marker.number if marker is not None else last
            builds.append(
                Build(
                    NAME, steps[0].first_line, end, tuple(steps), ended, marker, failed, code, False
                )
            )
        steps.clear()
        marker = ended = code = failed = None

    for line in markers:
        text = line.text
        found = _STEP.match(text)
        if found and _step_follows(found, steps):
            if steps and ended is not None and (int(found[1]) == 1 or ended == "failed"):
                if ended == "failed" or _TAGGED.match(marker.text if marker else ""):
                    close(line.number - 1)
                else:
                    ended = marker = None  # the image of a stage
            if steps:
                steps[-1] = changed(
                    steps[-1], last_line=max(line.number - 1, steps[-1].first_line), state="done"
                )
            total = int(found[2]) if found[2] else None
            steps.append(
                Step(int(found[1]), total, found[3].rstrip(), line.number, last_line, state="open")
            )
            continue
        if not steps:
            continue
        if found := _FAILED.match(text):
            ended, marker = "failed", line
            code = int(found[2]) if found[2] else code
            failed = _fail(steps, found[1], line.number, code)
        elif found := _STATUS.match(text):
            code = int(found[1])
        elif _ERROR.match(text):
            if failed is None:
                ended, marker = "failed", line
        elif (_COMMIT.match(text) or _TAGGED.match(text)) and ended != "failed":
            last = steps[-1]
            if last.total in (None, last.number):
                ended, marker = "succeeded", line
                steps[-1] = changed(last, last_line=line.number, state="done")
    close(last_line)
    return builds


def _step_follows(found: re.Match[str], steps: list[Step]) -> bool:
    """Tell whether a line is a step of the build, not something a program printed."""
    number = int(found[1])
    if not steps or number == 1:
        return bool(_KNOWN.match(found[3])) or not steps
    return number == (steps[-1].number or 0) + 1 or (found[0].startswith("[") and number > 0)


def _fail(steps: list[Step], instruction: str, line: int, code: int | None) -> Step:
    """Mark the step with this instruction (else the last one) as failed."""
    place = len(steps) - 1
    for position, step in enumerate(steps):
        if step.instruction.strip() == instruction.strip():
            place = position
    failed = changed(steps[place], last_line=line, state="failed", exit_code=code)
    steps[place] = failed
    for position in range(place + 1, len(steps)):
        steps[position] = changed(steps[position], state="cancelled")
    return failed
