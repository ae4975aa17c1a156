"""The argument parser of all commands: its faults are told like all others, in every language."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NoReturn

from envwright.cli import telling
from envwright.errors import UsageError
from envwright.messages import LANGUAGES, table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["CommandParser", "ParserShown", "add_lang", "add_report"]


class ParserShown(Exception):  # noqa: N818  (it is no error)
    """Carries the parser of a command to whoever asked to see it."""

    def __init__(self, parser: CommandParser) -> None:
        super().__init__(parser.prog)
        self.parser = parser


class CommandParser(argparse.ArgumentParser):
    """A parser that raises UsageError.

    Its description and usage, and the help of its arguments, are keys of
    `messages/<language>/help.py`; so are the metavars.
    """

    shows_itself = False
    """Whether parsing raises ParserShown: how completion sees the parser of every command."""

    def __init__(self, command: str, description: str, usage: str | None = None) -> None:
        with _Texts(str):
            super().__init__(
                prog=f"envwright {command}",
                description=description,
                usage=usage,
                allow_abbrev=False,
                formatter_class=_formatter,
            )

    def parse_args(  # type: ignore[override]
        self, args: Sequence[str], namespace: argparse.Namespace | None = None
    ) -> argparse.Namespace:
        """Return the options; help and faults are in the language of the command line."""
        if CommandParser.shows_itself:
            raise ParserShown(self)
        with _Texts(_spoken):
            return super().parse_args(args, namespace)

    def format_help(self) -> str:
        """Return the help, in the language of the command line."""
        texts = table("help", telling.language())
        self.description = texts[self.description or ""]
        self.usage = texts[self.usage] if self.usage is not None else None
        for action in self._actions:
            is_ours = not isinstance(action, argparse._HelpAction)
            action.help = texts[action.help or ""] if is_ours else _spoken(action.help or "")
            if isinstance(action.metavar, str):
                action.metavar = texts[action.metavar]
        for group in self._action_groups:
            group.title = _spoken(group.title or "")
        return super().format_help()

    def print_help(self, file: object = None) -> None:
        """Write the help, also where the output has not all its characters."""
        telling.write(self.format_help())

    def error(self, message: str) -> NoReturn:
        """Raise a UsageError with what is wrong."""
        raise UsageError("usage-wrong", "hint-see-help", fault=message, program=self.prog)


class _Texts:
    """While it is entered, argparse has its texts from a function of ours.

    Else it asks two functions of gettext, which look for files of translations at every start.
    """

    def __init__(self, translate: Callable[[str], str]) -> None:
        self._ours = {
            "_": translate,
            "ngettext": lambda one, many, count: translate(one if count == 1 else many),
        }

    def __enter__(self) -> None:
        module = vars(argparse)
        self._theirs = {name: module.get(name) for name in self._ours}
        module.update(self._ours)

    def __exit__(self, *_: object) -> None:
        vars(argparse).update(self._theirs)


def _spoken(text: str) -> str:
    """Return a text of argparse in the language of the command line."""
    lang = telling.language()
    return text if lang == "en" else table("parser", lang).get(text, text)


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Return a formatter of fixed width: left to itself it imports `shutil` at every start."""
    return argparse.HelpFormatter(prog, max_help_position=26, width=96)


def add_lang(parser: CommandParser) -> None:
    """Add `--lang` to a command."""
    parser.add_argument("--lang", choices=LANGUAGES, help="lang")


def add_report(parser: CommandParser) -> None:
    """Add `--report` to a command."""
    parser.add_argument("--report", metavar="FORM=PATH", action="append", help="report")
