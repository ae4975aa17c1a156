"""pip: what it downloads, finds in its cache, builds and installs, also inside build isolation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.changes.found import package
from envwright.diagnose.changes.readers.wheels import tags_of
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envwright.diagnose.changes.found import Found

__all__ = ["ANCHORS", "read"]

ANCHORS = (
    b"Successfully installed ",
    b"Downloading ",
    b"Using cached ",
    b"Obtaining dependency information for ",
    b"Requirement already satisfied: ",
    b"Created wheel for ",
    b"Resolved http",
    b"Processing ",
    b"Collecting ",
)

_INSTALLED = lazy(r"\s*Successfully installed ((?:[\w.-]+-\d[\w.+!]*(?: |$))+)")
_FILE = lazy(
    r"\s*(?:Downloading|Using cached|Processing) (?:\S*/)?"
    r"([A-Za-z0-9][\w.]*(?:-[A-Za-z_][\w.]*)*)-(\d[\w.+!]*?)"
    r"((?:-\d\w*)?-[\w.]+-[\w.]+-[\w.]+\.whl|\.tar\.gz|\.zip|\.tar\.bz2)\b"
)
_INFORMATION = lazy(
    r"\s*Obtaining dependency information for \S+(?: from \S*/|.*? from \S*/)"
    r"([\w.]+)-(\d[\w.+!]*)-"
)
_SATISFIED = lazy(
    r"\s*Requirement already satisfied: ([A-Za-z0-9][\w.-]*?)(?:\[[^\]]*\])?"
    r"(?:[<>=!~;, ].*)? in \S+"
    r"(?: \(from ([^()]*(?:\([^()]*\))?[^()]*)\))? \((\d[\w.+!]*)\)"
)
_CREATED = lazy(r"\s*Created wheel for \S+: filename=([\w.]+?)-(\d[\w.+!]*)(-\S+\.whl)")
_COMMIT = lazy(r"\s*Resolved https?://(?:\S*/)?([\w.-]+?)(?:\.git)? to commit ([0-9a-f]{7,40})")
_COLLECTING = lazy(
    r"\s*Collecting ([A-Za-z0-9][\w.-]*?)(?:\[[^\]]*\])?==(\d[\w.+!]*)(?: \(from (.*)\))?\s*$"
)
_PARENT = lazy(r"([A-Za-z0-9][\w.-]*?)(?:\[[^\]]*\])?(?:[<>=!~].*?)?(?:->|$)")


def read(text: str) -> Iterator[Found]:
    """Yield the packages of a line, and what a wheel's name says of Python and platform."""
    found = _FILE.match(text)
    if found:
        yield package("python", found[1], found[2])
        yield from tags_of(found[3])
    elif found := _INSTALLED.match(text):
        for word in found[1].split():
            name, _, version = word.rpartition("-")
            yield package("python", name, version, installed=True)
    elif found := _SATISFIED.match(text):
        yield package("python", found[1], found[3], installed=True, parent=parent_of(found[2]))
    elif found := _COLLECTING.match(text):
        yield package("python", found[1], found[2], parent=parent_of(found[3]))
    elif found := _INFORMATION.match(text):
        yield package("python", found[1], found[2])
    elif found := _CREATED.match(text):
        yield package("python", found[1], found[2])
        yield from tags_of(found[3])
    elif found := _COMMIT.match(text):
        yield package("git", found[1], found[2][:12])


def parent_of(chain: str | None) -> str | None:
    """Return who required a package, from pip's `parent==1.2->-r requirements.txt (line 1)`."""
    if not chain or chain.startswith("-"):
        return None
    found = _PARENT.match(chain)
    return package("python", found[1], "").name if found else None
