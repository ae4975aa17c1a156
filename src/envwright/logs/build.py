"""What a reader says: the builds it saw in a log, each with its steps and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from envwright.facts import Step

if TYPE_CHECKING:
    from envwright.facts import Line

__all__ = ["INSTRUCTION", "Build", "changed"]

INSTRUCTION = (
    r"(?:(?i:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL"
    r"|STOPSIGNAL|USER|VOLUME|WORKDIR)\b)"
)
"""A pattern for the keyword an instruction of a Dockerfile begins with."""


class Build(NamedTuple):
    """One run of a builder, or of a CI system's job."""

    builder: str
    first_line: int
    last_line: int
    steps: tuple[Step, ...]
    ended: str | None = None
    """`failed`, `succeeded`, or None where the log doesn't say."""
    marker: Line | None = None
    """The line that says so."""
    failed: Step | None = None
    """The step the builder reports as failed."""
    exit_code: int | None = None
    ordered: bool = True
    """False where output and errors of a step may be mixed up."""


def changed(
    step: Step,
    *,
    last_line: int | None = None,
    state: str | None = None,
    exit_code: int | None = None,
) -> Step:
    """Return a step with some fields changed; None leaves a field as it is."""
    return Step(
        number=step.number,
        total=step.total,
        instruction=step.instruction,
        first_line=step.first_line,
        last_line=step.last_line if last_line is None else max(last_line, step.first_line),
        exit_code=step.exit_code if exit_code is None else exit_code,
        vertex=step.vertex,
        state=step.state if state is None else state,
    )
