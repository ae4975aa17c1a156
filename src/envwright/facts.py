"""Frozen values that travel between the rooms of envwright.

Everything here is data without behaviour. Line numbers are 1-based and count in the decoded,
decompressed text of one log.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    "Baseline",
    "Change",
    "Diagnosis",
    "Edit",
    "FailedStep",
    "Finding",
    "Line",
    "Remedy",
    "Section",
    "Source",
    "Step",
    "Transcript",
    "Unknown",
]


class Line(NamedTuple):
    """One segment of a log line, as a rule sees it."""

    number: int
    """1-based number of the line in the decoded text."""
    text: str
    """Text without colours, frame prefixes and trailing CR; leading blanks are kept."""
    vertex: int | None = None
    """BuildKit's vertex number (`#8`), where the line carried one."""


class Step(NamedTuple):
    """One instruction of a build, as its builder printed it."""

    number: int | None
    """1-based position in the build, where the builder prints one."""
    total: int | None
    """How many steps the builder announced."""
    instruction: str
    """The instruction, e.g. `RUN pip install …`."""
    first_line: int
    last_line: int
    """Last line that belongs to the step (for interleaved builders: the last of its vertex)."""
    exit_code: int | None = None
    vertex: int | None = None
    state: str = "done"
    """`done`, `failed`, `cached`, `cancelled` or `open` (the log stops inside it)."""


class Finding(NamedTuple):
    """A known failure that was seen: in a log, a specification, a registry or a workspace."""

    failure: str
    """The id of the catalogue's page."""
    family: str
    role: str
    """`cause`, `both`, `wrapper` or `warning`."""
    severity: str
    """`error`, `warning` or `advice`."""
    title: str
    message: str
    """The page's message with the captured values filled in."""
    subject: str | None
    """The one thing concerned: package name, host, file, image reference or command."""
    captures: dict[str, str]
    evidence: tuple[Line, ...]
    """The lines that prove it, the decisive one first."""
    step: int | None = None
    """Number of the step it was seen in, where the builder prints one."""
    confidence: float = 0.0
    why: str = ""
    """Why it happens, as its page says (Markdown)."""

    @property
    def lines(self) -> tuple[int, ...]:
        """Numbers of the evidence lines, the decisive one first."""
        return tuple(line.number for line in self.evidence)


class Edit(NamedTuple):
    """A change of one of the user's files."""

    file: str
    diff: str


class Remedy(NamedTuple):
    """One way to mend a failure."""

    id: str
    title: str
    kind: str = "person"
    """`edit`, `command`, `setting` or `person`."""
    command: str | None = None
    edit: Edit | None = None
    verified: str | None = None
    """How it was proved: `parsed`, `resolved`, `installed`, `built`; None where it was not."""
    how: str = ""
    """How to do it, as the page says (Markdown)."""


class Unknown(NamedTuple):
    """What can be said of a failure that no page explains."""

    lines: tuple[int, ...]
    nearest: tuple[str, ...]
    evidence: tuple[Line, ...] = ()


class Source(NamedTuple):
    """The log a diagnosis is about."""

    name: str
    lines: int
    bytes: int
    """Size of the decompressed log, as it was encoded."""
    format: str
    """Frames, outermost first, joined by `+`, e.g. `azureml+docker-classic`."""


class FailedStep(NamedTuple):
    """The step the builder itself reports as failed."""

    number: int | None
    total: int | None
    instruction: str
    first_line: int
    last_line: int
    exit_code: int | None


class Baseline(NamedTuple):
    """The good log that another one was compared with."""

    name: str
    verdict: str
    """Whether its build was good at all: `succeeded`, `failed` or `incomplete`."""


class Change(NamedTuple):
    """What differs between a build and the good build it is compared with."""

    kind: str
    """`package`, `base-image`, `tool`, `python`, `platform`, `step`, `source` (index, channel)."""
    name: str
    """Normalised package name, image reference, tool name, host or instruction."""
    before: str | None
    """Its version, digest or text in the good build; None where it was not there."""
    after: str | None
    """The same in the diagnosed build; None where it is gone."""
    lines: tuple[int, ...] = ()
    """Lines of the diagnosed log that show it, the decisive one first."""
    baseline_lines: tuple[int, ...] = ()
    """Lines of the good log that show it."""
    blame: float = 0.0
    """How likely it is to be what broke the build, 0 to 1."""


class Section(NamedTuple):
    """The lines of one step, of what stands between steps, or the place of lines left out."""

    step: Step | None
    """None between steps, and where lines were left out."""
    lines: tuple[Line, ...]
    """In order; gaps in their numbers belong to other sections (interleaved steps)."""
    left_out: tuple[int, int] | None = None
    """First and last number of the lines left out here; then there are no lines."""


class Transcript(NamedTuple):
    """The text of a whole log by steps, without secrets; of a very long log what matters."""

    sections: tuple[Section, ...]
    """In the order of their first lines."""
    left_out: int = 0
    """Count of the lines left out altogether."""


class Diagnosis(NamedTuple):
    """What one log says: verdict, root cause, chain to the last error, remedies."""

    source: Source
    verdict: str
    """`failed`, `succeeded` or `incomplete`."""
    root_cause: Finding | None = None
    chain: tuple[Finding, ...] = ()
    """Consequences of the root cause, towards the last error printed."""
    also: tuple[Finding, ...] = ()
    """Further independent roots, then warnings."""
    unknown: Unknown | None = None
    failed_step: FailedStep | None = None
    remedies: tuple[Remedy, ...] = ()
    changes: tuple[Change, ...] = ()
    """What differs from the good log it was compared with, the likeliest to blame first."""
    baseline: Baseline | None = None
    """The log it was compared with, where it was."""
    transcript: Transcript | None = None
    """The text of the whole log, where the door asked for it."""
    schema_version: int = 1
