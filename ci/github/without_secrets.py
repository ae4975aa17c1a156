"""Copies a log without its secrets, in pieces: `without_secrets.py LOG COPY`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from envwright.redaction.lines import redact_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PIECE = 20_000
"""Lines."""
_LONGEST_KEY = 1_000
"""Lines; a private key is not cut in two."""


def pieces_of(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the lines in pieces, none of which ends within a private key."""
    piece: list[str] = []
    open_since: int | None = None
    for line in lines:
        piece.append(line.removesuffix("\n"))
        if "-----BEGIN " in line:
            open_since = len(piece)
        if "-----END " in line or (open_since and len(piece) - open_since > _LONGEST_KEY):
            open_since = None
        if len(piece) >= _PIECE and open_since is None:
            yield piece
            piece = []
    yield piece


def main(log: str, copy: str) -> None:
    """Write the copy; what is not UTF-8 comes through as it was."""
    read = {"encoding": "utf-8", "errors": "surrogateescape", "newline": "\n"}
    with open(log, **read) as source, open(copy, "w", **read) as target:  # type: ignore[call-overload]
        for piece in pieces_of(source):
            target.writelines(f"{line}\n" for line in redact_lines(piece))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
