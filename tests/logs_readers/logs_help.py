"""Logs from text for the tests of the readers."""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING

from envwright.logs.opening import open_logs
from envwright.logs.outline import MARKERS, Outline, outline
from envwright.logs.text import LogText

if TYPE_CHECKING:
    from envwright.facts import Line


def log_of(data: bytes | str, block_size: int = 4 << 20) -> LogText:
    if isinstance(data, str):
        data = data.encode()
    (raw,) = open_logs(["-"], io.BytesIO(data))
    return LogText(raw, block_size)


def marks(log: LogText) -> list[Line]:
    """Return the lines that hold a marker, as the engine collects them."""
    found = []
    for block in log.blocks():
        places = set()
        for marker in MARKERS:
            position = block.data.find(marker)
            while position >= 0:
                places.add(log.segment(block.data, position))
                position = block.data.find(marker, position + 1)
        for start, end in sorted(places):
            number = block.first_line + block.data.count(b"\n", 0, start)
            found.append(log.clean(number, block.data[start:end], log.head(block.data, start)))
    return found


def outlined(data: bytes | str) -> Outline:
    if isinstance(data, str):
        data = textwrap.dedent(data).lstrip("\n")
    log = log_of(data)
    return outline(log, marks(log))


def texts(log: LogText) -> list[str]:
    for _ in log.blocks():
        pass
    return [line.text for line in log.lines(1, log.line_count)]
