"""Docker's classic builder: `Step 2/9 : RUN …`, output as it came, the exit code at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.facts import Step
from envwright.logs.build import INSTRUCTION, Build, changed
from envwright.logs.patterns import lazy, whole_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Line

__all__ = ["MARKERS", "NAME", "read"]

NAME = "docker-classic"
MARKERS = (
    *(b"%d : " % digit for digit in range(10)),
    b"returned a non-zero code: ",
    b"Successfully built ",
    b"Successfully tagged ",
    b"Sending build context to Docker daemon",
    b"COPY failed: ",
    b"ADD failed: ",
    b"invalid from flag value ",
    b"Error response from daemon",
    b"error during connect: ",
    b"Cannot connect to the Docker daemon",
    b"unable to prepare context: ",
    b"Error checking context: ",
    b"manifest for ",
    b"no matching manifest for ",
    b"pull access denied for ",
    b"toomanyrequests: ",
    b"failed to register layer",
    b"Error processing tar file",
    b"OCI runtime create failed",
    b"failed to export image",
    b"---> Running in ",
    b"' failed to build",
)

_FIRST = (
    "Step ",
    "Sending build context ",
    "unable to prepare context",
    "Cannot connect to the Docker",
)
_STEP = lazy(rf"Step (\d+)(?:/(\d+))? : ({INSTRUCTION}.*)")
_FAILED = lazy(r"['\]] returned a non-zero code: (\d+)\s*$")
_BUILT = lazy(r"Successfully built [0-9a-f]{12}\s*$")
_TAGGED = lazy(r"Successfully tagged \S")
_CONTEXT = lazy(r"Sending build context to Docker daemon")
_RUNNING = lazy(r" ?---> Running in [0-9a-f]")
# The daemon's own errors have no common form. While a step's command runs, these are the daemon's:
_BROKEN = lazy(
    r"Error response from daemon|error during connect: |failed to register layer"
    r"|Error processing tar file|(?:failed to create .*: )?OCI runtime create failed"
    r"|failed to export image|(?:ERROR: |docker: )?Cannot connect to the Docker daemon"
)
# Before it runs, only the daemon speaks; it says these where nothing is wrong:
_HARMLESS = lazy(
    r"\s*$| ?---> |[0-9a-f]{12}: |Digest: |Status: |\S+: Pulling from |Pulling |Using default tag"
    r"|\[Warning\]|# Executing \d|Downloading |sha256:|Removing |Removed |Trying |Successfully "
    r"|DEPRECATED: |WARNING"
    # what the system around says of the whole
    r"|##\[|ERROR: Job failed|Job succeeded|Finished: |\[Pipeline\]|Run ID: "
    r"|Container failed during run|failed to run step|Building docker image failed"
    r"|CalledProcessError|ERROR: build step|Cleaning up |Post job cleanup|Phase "
    r"|Command did not exit|section_(?:start|end):"
)
_NOT_BEGUN = lazy(
    r"(?:ERROR: )?(?:unable to prepare context: |Cannot connect to the Docker daemon"
    r"|[Ee]rror checking context: )"
)
_SERVICE = lazy(r"(?:ERROR: )?Service '[^']+' failed to build ?: (?:Build failed)?")


class _Open:
    """A build while its lines are read."""

    __slots__ = ("begun", "first_line", "refusal", "steps")

    def __init__(self, first_line: int, step: Step) -> None:
        self.first_line = first_line
        self.steps = [step]
        self.refusal: Line | None = None
        self.begun = False
        """Whether the last step's command runs, so that lines may be its output."""

    def expects(self, number: int, total: int | None) -> bool:
        last = self.steps[-1]
        return number == (last.number or 0) + 1 and total == last.total

    def add(self, step: Step) -> None:
        self.end_step(step.first_line - 1)
        self.steps.append(step)
        self.refusal = None
        self.begun = False

    def hear(self, line: Line) -> None:
        """Take in a line that is the daemon's or output of the step."""
        if _RUNNING.match(line.text):
            self.begun = True
        elif self.refusal is None:
            text = _SERVICE.sub("", line.text)
            if _BROKEN.match(text) or not (self.begun or _HARMLESS.match(text)):
                self.refusal = line

    def end_step(self, line: int, state: str = "done", code: int | None = None) -> None:
        self.steps[-1] = changed(self.steps[-1], last_line=line, state=state, exit_code=code)


def read(markers: Sequence[Line], last_line: int) -> list[Build]:
    """Return the builds of a log in order; nested ones that a step itself prints are left out."""
    if not any(line.text.startswith(_FIRST) for line in markers):
        return []
    builds: list[Build] = []
    running: list[_Open] = []
    context: int | None = None
    for line in markers:
        text = line.text
        found = _STEP.match(text)
        if found:
            step = Step(
                whole_number(found[1]),
                whole_number(found[2]) if found[2] else None,
                found[3].rstrip(),
                line.number,
                last_line,
                state="open",
            )
            _place(step, running, builds, context)
            context = None
        elif found := _FAILED.search(text):
            if running:
                _fail(running, builds, line, whole_number(found[1]))
        elif _BUILT.match(text):
            if running:
                _succeed(running, builds, line)
        elif _TAGGED.match(text):
            if builds and builds[-1].ended == "succeeded" and not running:
                builds[-1] = builds[-1]._replace(marker=line, last_line=line.number)
        elif _CONTEXT.match(text):
            context = line.number
            _close(running, builds, line.number - 1)
        elif running:
            running[-1].hear(line)
        elif _NOT_BEGUN.match(text) or (context is not None and _BROKEN.match(text)):
            builds.append(Build(NAME, context or line.number, line.number, (), "failed", line))
            context = None
    _close(running, builds, last_line)
    return builds


def _place(step: Step, running: list[_Open], builds: list[Build], context: int | None) -> None:
    """Put a step into the build it goes on with, or begin a build."""
    for depth in range(len(running) - 1, -1, -1):
        if running[depth].expects(step.number or 0, step.total):
            # Builds begun since were output of this build's last step.
            del running[depth + 1 :]
            running[depth].add(step)
            return
    if running and step.number not in (0, 1):
        return  # printed by a program
    if context is not None:
        _close(running, builds, step.first_line - 1)
    running.append(_Open(context or step.first_line, step))


def _fail(running: list[_Open], builds: list[Build], line: Line, code: int) -> None:
    place = len(running) - 1
    for depth, build in enumerate(running):
        command = build.steps[-1].instruction.partition(" ")[2].strip()
        if command and command in line.text:
            place = depth  # builds begun since were output of this step
    build = running[place]
    build.end_step(line.number, "failed", code)
    del running[place:]
    _close(running, builds, build.first_line - 1)
    steps = tuple(build.steps)
    builds.append(
        Build(NAME, build.first_line, line.number, steps, "failed", line, steps[-1], code)
    )


def _succeed(running: list[_Open], builds: list[Build], line: Line) -> None:
    build = running[-1]
    last = build.steps[-1]
    complete = last.total in (None, last.number)
    if not complete and len(running) == 1:
        return  # the image of a build that a step printed
    running.pop()
    if complete:
        build.end_step(line.number)
        if running:
            return  # a build within a step
        builds.append(
            Build(NAME, build.first_line, line.number, tuple(build.steps), "succeeded", line)
        )


def _close(running: list[_Open], builds: list[Build], last_line: int) -> None:
    """End builds that no line ended: refused by the daemon, or the log stops."""
    for build in running:
        refusal = build.refusal
        if refusal is not None:
            build.end_step(refusal.number, "failed")
            steps = tuple(build.steps)
            builds.append(
                Build(NAME, build.first_line, refusal.number, steps, "failed", refusal, steps[-1])
            )
        else:
            build.end_step(last_line, "open")
            builds.append(Build(NAME, build.first_line, last_line, tuple(build.steps)))
    running.clear()
