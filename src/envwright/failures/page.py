"""One page of the catalogue: its parts, and how it is read from Markdown.

The format is described in CONTRIBUTING.md. Reading never stops at the first mistake: every problem
of a page is collected with its file and line.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from envwright.messages import Phrase

__all__ = ["Example", "Match", "Narrow", "Page", "Problem", "RemedyText", "fault"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a page."""

    file: str
    line: int
    fault: Phrase

    def __str__(self) -> str:
        return self.text()

    def text(self, lang: str = "en") -> str:
        """Return where it is, and what is wrong, in a language."""
        return f"{self.file}:{self.line}: {self.fault.text(lang)}"


def fault(key: str, /, **values: object) -> Phrase:
    """Return what is wrong with a page, as `messages/<language>/pages.py` says it."""
    return Phrase("pages", key, **values)


@dataclass(frozen=True, slots=True)
class Match:
    """How the failure looks in a log."""

    tool: str
    anchor: str
    """A literal that every such line contains."""
    regex: str | None = None
    """Searched in the cleaned line; without one the anchor alone decides."""
    seen: tuple[str, ...] = ()
    weak: bool = False
    """Healthy builds print it too: it proves nothing unless it explains another finding."""
    vague: bool = False
    """Generic wording: loses against any specific cause of the step."""
    silent: bool = False
    """The tool goes on and reports success, although what was asked for was not done."""
    beside: str | None = None
    """A pattern that some line nearby must match, too."""
    beside_lines: int = 10
    """How many lines before and after count as nearby."""


@dataclass(frozen=True, slots=True)
class Narrow:
    """Says that the page is a special case of another one, told by one of its captures."""

    owner: str
    capture: str
    regex: str


@dataclass(frozen=True, slots=True)
class RemedyText:
    """One way to mend the failure."""

    id: str
    kind: str
    title: str
    how: str
    action: str | None = None
    command: str | None = None
    set: dict[str, str] = field(default_factory=dict)
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of a real log, and what must be found in it."""

    log: str
    line: int
    """Where the page has it."""
    provenance: str
    positive: bool
    expected_line: int = 1
    """1-based line of the example that is the decisive one."""
    expected: dict[str, str] = field(default_factory=dict)
    """All captures after refining."""
    file: str | None = None
    """Path of the example under the repository's root where it is a file of its own."""


@dataclass(frozen=True, slots=True)
class Page:
    """Everything one page says."""

    id: str
    family: str
    title: str
    message: str
    role: str
    severity: str
    blame: str
    path: str
    serves: tuple[str, ...] = ()
    explains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    narrows_to: tuple[str, ...] = ()
    foreseen_by: str | None = None
    rules: tuple[str, ...] = ()
    subject: str | None = None
    universal: bool = False
    matches: tuple[Match, ...] = ()
    narrows: tuple[Narrow, ...] = ()
    remedies: tuple[RemedyText, ...] = ()
    examples: tuple[Example, ...] = ()
    why: str = ""
    sources: str = ""
