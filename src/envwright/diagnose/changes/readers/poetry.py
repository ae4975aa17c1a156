"""Poetry and PDM: `- Installing six (1.16.0)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.changes.found import package
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envwright.diagnose.changes.found import Found

__all__ = ["ANCHORS", "read"]

ANCHORS = (b"Installing ", b"Updating ", b"Downgrading ", b"Install ")

_INSTALLING = lazy(
    r"\s*[-•*✔] (?:Install(?:ing)?|Updating|Downgrading) ([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])? "
    r"\(?(?:\d[\w.+!]* (?:->|➔) )?(\d[\w.+!]*)\b"
)


def read(text: str) -> Iterator[Found]:
    """Yield the package that a line installs."""
    found = _INSTALLING.match(text)
    if found:
        yield package("python", found[1], found[2], installed=True)
