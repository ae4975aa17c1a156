"""`envwright version`: print the version."""

from __future__ import annotations

from envwright import __version__
from envwright.cli.arguments import CommandParser, add_lang
from envwright.cli.telling import write

__all__ = ["run_command"]


def run_command(arguments: list[str]) -> int:
    """Print the version."""
    parser = CommandParser("version", "version-does")
    add_lang(parser)
    parser.parse_args(arguments)
    write(f"envwright {__version__}\n")
    return 0
