"""What came of one scenario with one tool."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The output and exit code of one run."""

    output: bytes
    """Both streams as they came, with names and paths of this machine already neutralised."""
    exit_code: int
    versions: str
    """For the label, e.g. `pip 20.2.4; Python 3.8.18`."""
    tool: str = ""
    """The tool whose message shows the fault; empty: the first word of the scenario's tool."""
