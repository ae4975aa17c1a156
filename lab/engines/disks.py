"""Small disks of their own, to be filled."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from lab.engines.corner import corner

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SIZES", "clean", "disk"]

SIZES = {"small": 1100, "tiny": 330}
"""Megabytes: `small` takes the base image and a little more, `tiny` not even that."""


def disk(name: str) -> Path:
    """Return the folder where a small disk is mounted; it is made where it is missing."""
    folder = corner("disks", name)
    if folder.is_mount():
        return folder
    image = corner("disks") / f"{name}.img"
    subprocess.run(("truncate", "-s", f"{SIZES[name]}M", str(image)), check=True)
    subprocess.run(("mkfs.ext4", "-q", "-F", str(image)), check=True)
    subprocess.run(("mount", "-o", "loop", str(image), str(folder)), check=True)
    return folder


def clean(docker: list[str]) -> None:
    """Throw away what a failed build left on the disk."""
    for command in (["container", "prune", "-f"], ["builder", "prune", "-af"]):
        subprocess.run([*docker, *command], capture_output=True, check=False)
