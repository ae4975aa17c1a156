"""The shape of a log: its steps, which of them failed, and how the whole ended.

What the builders themselves say is the truth: a step that went on after errors has not failed.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from envwright.facts import Step
from envwright.logs.build import changed
from envwright.logs.frames import format_name
from envwright.logs.readers import IMAGE, MARKERS, OUTER, docker_push, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envwright.facts import Line
    from envwright.logs.build import Build
    from envwright.logs.text import LogText

__all__ = ["MARKERS", "Outline", "outline"]


_LAST_LINES = 5
_AFTERWARDS = 3


class Outline(NamedTuple):
    """The steps of a log and how it ended."""

    steps: tuple[Step, ...]
    """In order of their first lines; steps of a CI system beside those of image builds."""
    failed: Step | None
    """The step that the builder reports as failed."""
    ended: str | None
    """`failed`, `succeeded`, or None where no line says so: the log stops."""
    marker: Line | None
    """The line that says so."""
    exit_code: int | None
    ordered: bool
    """False where output and errors of a step may be out of order (buildah, podman)."""
    format: str
    """Frames, outermost first, joined by `+`."""
    weak_success: Line | None = None
    """The last line in which an installer says that it is done; later ones may still fail."""
    first_line: int = 1
    """The first line below an earlier image build that succeeded; what stands above is settled."""

    def step_at(self, line: Line) -> Step | None:
        """Return the step that a line belongs to; None outside all steps."""
        if line.vertex is not None:
            step = self._step_of_vertex(line.vertex, line.number)
            if step is not None:
                return step
        best = next(
            (
                step
                for step in self._backwards(line.number)
                if step.vertex is None and line.number <= step.last_line
            ),
            None,
        )
        failed = self.failed
        repeats = failed is not None and failed.vertex is not None
        if failed is not None and repeats and line.number > failed.last_line:
            # BuildKit repeats the end of the failed step's output below all vertexes.
            return failed if best is None or best.first_line <= failed.first_line else best
        return best

    def _step_of_vertex(self, vertex: int, number: int) -> Step | None:
        for step in self._backwards(number):
            if step.vertex == vertex:
                return step
        return next((step for step in self.steps if step.vertex == vertex), None)

    def _backwards(self, number: int) -> Iterator[Step]:
        """Yield the steps that begin at a line or above it, the last one first."""
        place = bisect_right(self.steps, number, key=lambda step: step.first_line)
        while place > 0:
            place -= 1
            yield self.steps[place]


def outline(log: LogText, markers: Sequence[Line]) -> Outline:
    """Return the outline of a log, from the lines that hold one of `MARKERS`, in order.

    To be called after a full pass over the log's blocks.
    """
    last_line = max(log.line_count, 1)
    markers = _with_last_lines(log, markers, last_line)
    inner = [build for reader in IMAGE for build in reader.read(markers, last_line)]
    inner.sort(key=lambda build: build.first_line)
    outer = [build for reader in OUTER for build in reader.read(markers, last_line)]
    steps = sorted(
        (step for build in (*outer, *inner) for step in build.steps),
        key=lambda step: step.first_line,
    )
    deciding, ended = _deciding(inner, outer)
    weak = plain.success([*markers, *log.lines(last_line - plain.LITTLE, last_line)], last_line)
    done = deciding.marker if deciding is not None and deciding in inner else None
    if ended == "succeeded" and done is not None and last_line - done.number > _AFTERWARDS:
        # Something else ran after the build; whether that went well, no builder says.
        weak = done if weak is None or weak.number < done.number else weak
        ended = None
    if not steps:
        state = "open" if ended is None else "failed" if ended == "failed" else "done"
        code = deciding.exit_code if deciding is not None and ended == "failed" else None
        steps = [Step(None, None, "", 1, last_line, exit_code=code, state=state)]
    return Outline(
        steps=tuple(steps),
        failed=deciding.failed if deciding is not None and ended == "failed" else None,
        ended=ended,
        marker=deciding.marker if deciding is not None and ended is not None else None,
        exit_code=deciding.exit_code if deciding is not None and ended == "failed" else None,
        ordered=all(build.ordered for build in inner),
        format=_format(log, inner, outer),
        weak_success=weak,
        first_line=_after_finished(inner, deciding),
    )


def _after_finished(inner: Sequence[Build], deciding: Build | None) -> int:
    """Return the first line below the last build that succeeded before the one that counts."""
    first_line = 1
    for build in inner:
        if build is deciding:
            break
        if build.ended == "succeeded" and build.marker is not None:
            first_line = build.marker.number + 1
    return first_line


def _with_last_lines(log: LogText, markers: Sequence[Line], last_line: int) -> list[Line]:
    """Return the markers and the last lines of the log, where builders say what has no form."""
    first = max(last_line - 8, 1)
    known = {(line.number, line.text) for line in markers if line.number >= first}
    last = [line for line in log.lines(first, last_line) if line.text.strip()]
    more = [line for line in last[-_LAST_LINES:] if (line.number, line.text) not in known]
    return sorted([*markers, *more], key=lambda line: line.number)


def _deciding(inner: Sequence[Build], outer: Sequence[Build]) -> tuple[Build | None, str | None]:
    """Return the build that counts, and how the log ended."""
    verdict = next((build for build in outer if build.ended is not None), None)
    if verdict is not None and verdict.ended == "succeeded":
        return verdict, "succeeded"
    failures = [
        build
        for position, build in enumerate(inner)
        if build.ended == "failed" and not _mended(build, inner[position + 1 :])
    ]
    if failures:
        return failures[-1], "failed"
    last = inner[-1] if inner else None
    if verdict is not None:
        own = next((build for build in reversed(outer) if build.ended == "failed"), verdict)
        if (
            last is not None
            and last.ended is None
            and last.steps
            and last.steps[-1].state == "open"
        ):
            # The builder's last word is missing, but the job around it failed.
            step = changed(last.steps[-1], state="failed")
            broken = last._replace(marker=own.marker, failed=step, exit_code=own.exit_code)
            return broken, "failed"
        return own, "failed"
    return (last, last.ended) if last is not None else (None, None)


def _mended(build: Build, later: Sequence[Build]) -> bool:
    """Tell whether the same build was tried again and succeeded."""
    mine = {step.instruction for step in build.steps}
    for other in later:
        if other.ended == "succeeded":
            theirs = {step.instruction for step in other.steps}
            if not mine or len(mine & theirs) >= 0.6 * len(mine):
                return True
    return False


def _format(log: LogText, inner: Sequence[Build], outer: Sequence[Build]) -> str:
    builders = list(log.frames.builders)
    for build in inner:
        same = (
            ("buildkit-plain", "buildkit-rawjson")
            if build.builder == "buildkit-plain"
            else (build.builder,)
        )
        pushed = build.builder == docker_push.NAME
        if build.steps and not pushed and not any(name in builders for name in same):
            builders.append(build.builder)
    names = {build.builder for build in outer} | set(log.frames.outer)
    order = [reader.NAME for reader in OUTER]
    if "github-actions" not in log.frames.outer and log.frames.pipelines:
        names.discard("github-actions")
    return format_name([name for name in order if name in names], builders)
