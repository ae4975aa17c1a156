"""One reader per tool: what its lines say was used.

A reader of lines has `ANCHORS` (literals, one of which each of its lines holds) and `read(text)`;
a reader of blocks has `HEADERS` (literals of the line above a table) and `read_block`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from envwright.diagnose.changes.readers import (
    apt,
    caches,
    conda,
    conda_tables,
    frames,
    images,
    npm,
    other_packages,
    paths,
    pip,
    poetry,
    sources,
    tools,
    uv,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envwright.diagnose.changes.found import Found
    from envwright.facts import Line

__all__ = ["BLOCKS", "LINES", "caches", "frames", "images"]


class LineReader(Protocol):
    """What a reader of lines is."""

    @property
    def ANCHORS(self) -> tuple[bytes, ...]:  # noqa: N802 (a constant of a module)
        """Literals, one of which each of its lines holds."""

    def read(self, text: str) -> Iterator[Found]:
        """Yield what a line names."""


class BlockReader(Protocol):
    """What a reader of tables is."""

    @property
    def HEADERS(self) -> tuple[bytes, ...]:  # noqa: N802 (a constant of a module)
        """Literals of the line above a table."""

    def read_block(self, header: bytes, lines: Sequence[Line]) -> Iterator[tuple[Line, Found]]:
        """Yield what the lines below a header name, up to the end of its table."""


LINES: tuple[LineReader, ...] = (
    pip,
    uv,
    poetry,
    conda,
    apt,
    npm,
    other_packages,
    images,
    tools,
    paths,
    sources,
    caches,
)
BLOCKS: tuple[BlockReader, ...] = (conda_tables,)
