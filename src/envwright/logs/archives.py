"""What kind of archive a file is, told from its first bytes; and one file of an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Member", "kind_of"]

_KINDS = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
)


class Member(Protocol):
    """One file, while it is being unpacked."""

    name: str
    """`archive/member`, or the file's own name."""
    truncated: str | None
    """Why its content ends early; known after the last chunk."""

    def chunks(self) -> Iterator[bytes]:
        """Yield the content; to be read before the next member."""


def kind_of(head: bytes) -> str | None:
    """Return `gzip`, `zstd`, `zip`, `bzip2`, `xz` or `tar`; None for anything else."""
    for magic, kind in _KINDS:
        if head.startswith(magic):
            return kind
    if head[257:262] == b"ustar":
        return "tar"
    return None
