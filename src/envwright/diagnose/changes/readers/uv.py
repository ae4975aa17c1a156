"""uv: ` + name==version` for what it installs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.changes.found import Found, package
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ANCHORS", "read"]

ANCHORS = (b" + ", b"Using CPython ", b"Using Python ", b" depends on ", b" is available")

# ` + six==1.16.0`, ` + pkg==1.0 (from file:///app)`
_ADDED = lazy(r"\s*\+ ([A-Za-z0-9][\w.-]*)==(\d[\w.+!]*)(?: \(from .*\))?\s*$")
# `Using CPython 3.12.1 interpreter at: …`, `Using Python 3.11.9 environment at …`
_PYTHON = lazy(r"\s*Using (?:CPython|Python) (\d+\.\d+)(?:\.\d+)?\b")

# `Because plugin==1.5.0 depends on lib>=2 and only plugin==1.5.0 is available, …`
_DERIVED = lazy(
    r"(?:\s+|.*?(?:[Bb]ecause |and |only ))([A-Za-z0-9][\w.-]*)==(\d[\w.+!]*)"
    r" (?:depends on|is available)"
)


def read(text: str) -> Iterator[Found]:
    """Yield the package or the Python that a line names."""
    found = _ADDED.match(text)
    if found:
        yield package("python", found[1], found[2], installed=True)
    elif found := _DERIVED.match(text):
        yield package("python", found[1], found[2])
    elif found := _PYTHON.match(text):
        yield Found("python", "named", "python", found[1])
