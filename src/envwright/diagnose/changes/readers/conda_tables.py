"""The tables of conda: what will be downloaded, what will be installed, the channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.changes.found import Found
from envwright.diagnose.changes.readers.conda import conda_package
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envwright.facts import Line

__all__ = ["HEADERS", "read_block"]

_DOWNLOADED = b"The following packages will be downloaded"
_EXTRACTING = b"Downloading and Extracting Packages"
_CHANNELS = b"Channels:"
HEADERS = (
    _DOWNLOADED,
    b"packages will be INSTALLED",
    b"packages will be UPDATED",
    b"packages will be DOWNGRADED",
    b"packages will be SUPERSEDED",
    _EXTRACTING,
    _CHANNELS,
)

# `    numpy-1.26.4    |  py311h64a7726_0    7.5 MB  conda-forge`
_ROW = lazy(r"\s+([\w.-]+?)-(\d[\w.!+]*)\s+\|\s+(\w+)(?:\s+[\d.]+ [KMG]?i?B)?(?:\s+(\S+))?\s*$")
# `    numpy:   1.26.4-py311_0 conda-forge`, `    numpy: 1.2-0 --> 1.3-0`
_OLD = lazy(r"\s+([\w.-]+):\s+(?:\S+(?: +\S+)? +--> )?(\d[\w.!+]*)-(\w+)(?:\s+(\S+))?\s*$")
# `numpy-1.26.4         | 7.5 MB    | ########## | 100%`
_FETCH = lazy(r"\s*([\w.-]+?)-(\d[\w.!+]*)\s+\|\s+[\d.]+ [KMG]?i?B\s+\|")
_CUT_AT = 20
"""So many characters of name and version fit into the column of a progress bar."""
_CHANNEL = lazy(r"\s*-\s+(\S+)\s*$")
_PLATFORM = lazy(r"\s*Platform: (\S+)")
_RULE = lazy(r"\s*(?:package\s+\|\s+build|-{5,}\|?-*|Total:.*|\d+ packages?.*)?\s*$")


def read_block(header: bytes, lines: Sequence[Line]) -> Iterator[tuple[Line, Found]]:
    """Yield what a table names; it ends with the first line that is no row."""
    if header == _CHANNELS:
        yield from _channels(lines)
        return
    pattern = {_DOWNLOADED: _ROW, _EXTRACTING: _FETCH}.get(header, _OLD)
    seen = False
    for line in lines:
        found = pattern.match(line.text)
        if found:
            seen = True
            if header == _EXTRACTING and len(f"{found[1]}-{found[2]}") >= _CUT_AT:
                continue
            build = "" if header == _EXTRACTING else found[3]
            channel = None if header == _EXTRACTING else found[4]
            for item in conda_package(found[1], found[2], build, channel, None):
                if build or item.kind != "build":
                    yield line, item
        elif not _RULE.match(line.text) or (seen and not line.text.strip()):
            return


def _channels(lines: Sequence[Line]) -> Iterator[tuple[Line, Found]]:
    for line in lines[:30]:
        if found := _CHANNEL.match(line.text):
            yield line, Found("source", "conda", found[1], found[1])
        elif found := _PLATFORM.match(line.text):
            yield line, Found("platform", "conda", "platform", found[1])
            return
        else:
            return
