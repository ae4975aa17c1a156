"""The argument parser of all commands: its faults are told like all others."""

from __future__ import annotations

import argparse
from typing import NoReturn

from envwright.errors import UsageError
from envwright.messages import LANGUAGES

__all__ = ["CommandParser", "add_lang"]


class CommandParser(argparse.ArgumentParser):
    """A parser that raises UsageError."""

    def __init__(self, command: str, description: str, usage: str | None = None) -> None:
        super().__init__(
            prog=f"envwright {command}",
            description=description,
            usage=usage,
            allow_abbrev=False,
            formatter_class=_formatter,
        )

    def error(self, message: str) -> NoReturn:
        """Raise a UsageError with what is wrong."""
        raise UsageError(message, f"see: {self.prog} --help")


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Return a formatter of fixed width: left to itself it imports `shutil` at every start."""
    return argparse.HelpFormatter(prog, max_help_position=26, width=96)


def add_lang(parser: CommandParser) -> None:
    """Add `--lang` to a command."""
    parser.add_argument(
        "--lang",
        choices=LANGUAGES,
        help="language of the answer (default: ENVWRIGHT_LANG, else the locale)",
    )
