"""A command run once: what it printed, how long it took, how much memory it held."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Run", "run"]


class Run(NamedTuple):
    """One run of a command."""

    output: bytes
    wall: float
    """Seconds from start to end."""
    processor: float
    """Seconds of processor time, of all cores."""
    megabytes: int
    """Most memory held at once."""
    code: int


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end; what it says on stderr is dropped."""
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})},
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = code = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read()
    return Run(text, wall, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, code)
