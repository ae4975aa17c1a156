"""Google Cloud Build: numbered steps, `ERROR: build step 0 "…" failed` at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.logs.build import Build
from envwright.logs.patterns import lazy, whole_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Line

__all__ = ["MARKERS", "NAME", "read"]

NAME = "cloud-build"
MARKERS = (
    b'starting build "',
    b"ERROR: build step ",
    b"BUILD FAILURE",
    b"failed: step exited with non-zero status: ",
    b"completed with status ",
    b"FETCHSOURCE",
)

_FAILED = lazy(
    r'ERROR: build step \d+ "|BUILD FAILURE: Build step failure'
    r'|ERROR: \(gcloud\.[\w.-]+\) build \S+ completed with status "'
    r"|ERROR: failed to (?:pull|find|push)"
)
_CODE = lazy(r"non-zero status: (\d+)")
_BEGINS = lazy(r'starting build "[0-9a-f-]+"|FETCHSOURCE')


def read(markers: Sequence[Line], last_line: int) -> list[Build]:
    """Return the run as one build without steps."""
    marker: Line | None = None
    code: int | None = None
    seen = False
    for line in markers:
        if _FAILED.match(line.text):
            found = _CODE.search(line.text)
            marker = marker or line
            code = whole_number(found[1]) if found else code
        elif _BEGINS.match(line.text):
            seen = True
    if marker is None and not seen:
        return []
    return [Build(NAME, 1, last_line, (), "failed" if marker else None, marker, None, code)]
