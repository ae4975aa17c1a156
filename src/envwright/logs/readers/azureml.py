"""Azure Machine Learning's image builds: `Building docker image failed with exit code: 1`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.logs.build import Build
from envwright.logs.patterns import lazy, whole_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Line

__all__ = ["MARKERS", "NAME", "read"]

NAME = "azureml"
MARKERS = (
    b"Building docker image failed with exit code",
    b"Image Build on Serverless Compute",
    b"Materialized image not found on target",
    b"docker', 'build'",
)

_FAILED = lazy(r"Building docker image failed with exit code:? (-?\d+)")


def read(markers: Sequence[Line], last_line: int) -> list[Build]:
    """Return the run as one build without steps."""
    seen = False
    for line in markers:
        if found := _FAILED.match(line.text):
            code = whole_number(found[1])
            # docker's own status, as Python saw it: 247 and -9 are a process killed by signal 9.
            return [Build(NAME, 1, last_line, (), "failed", line, None, code)]
        seen = seen or any(word.decode() in line.text for word in MARKERS[1:])
    return [Build(NAME, 1, last_line, ())] if seen else []
