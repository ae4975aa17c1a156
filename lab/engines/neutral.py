"""Replaces what belongs to this machine in a builder's output by public or neutral names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lab.engines.corner import corner

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["neutral"]


def neutral(output: bytes, folder: Path) -> bytes:
    """Return the output with folders, sockets and the resolver's address replaced, nothing else."""
    here = re.escape(str(corner()).encode())
    name = folder.name.encode()
    rules = [
        (re.escape(str(folder).encode()), b"/build"),
        (rb"/context/" + re.escape(name), b"/build"),
        (rb"unix://" + here + rb"/[\w/.-]*\.sock", b"unix:///var/run/docker.sock"),
        (rb"unix:///context/[\w.-]*\.sock", b"unix:///var/run/docker.sock"),
        (here + rb"/(?:data|disks)/[\w-]+/data", b"/var/lib/docker"),
        (here + rb"/data/docker20", b"/var/lib/docker"),
        (here + rb"/(?:data|disks)/[\w-]+/storage\b", b"/var/lib/containers/storage"),
        (here + rb"/run/[\w-]+", b"/run/containers/storage"),
        (here + rb"/disks/[\w-]+", b"/var/tmp"),
        (rb"lookup (\S+) on [\d.]+:53", rb"lookup \1 on 127.0.0.53:53"),
    ]
    for pattern, replacement in rules:
        output = re.sub(pattern, replacement, output)
    return output
