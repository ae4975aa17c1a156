"""What a reader says: the builds it saw in a log, each with its steps and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.facts import Line, Step

__all__ = ["INSTRUCTION", "Build"]

INSTRUCTION = (
    r"(?:(?i:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL"
    r"|STOPSIGNAL|USER|VOLUME|WORKDIR)\b)"
)
"""A pattern for the keyword an instruction of a Dockerfile begins with."""


@dataclass(frozen=True, slots=True)
class Build:
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
