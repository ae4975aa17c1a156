"""`envwright version`: print the version."""

from __future__ import annotations

from envwright import __version__
from envwright.cli.arguments import CommandParser
from envwright.cli.telling import write

__all__ = ["run_command"]


def run_command(arguments: list[str]) -> int:
    """Print the version."""
    CommandParser("version", "Prints the version.").parse_args(arguments)
    write(f"envwright {__version__}\n")
    return 0
