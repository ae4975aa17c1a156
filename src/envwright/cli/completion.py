"""`envwright completion`: print what makes a shell complete our commands, options and values.

The script is made from the parsers of the commands themselves, so that it cannot go stale.
"""

from __future__ import annotations

import argparse
from typing import NamedTuple

from envwright.cli.arguments import CommandParser, ParserShown, add_lang
from envwright.cli.telling import write

__all__ = ["Command", "Option", "commands", "run_command"]

SHELLS = ("bash", "zsh", "fish")
_KINDS = {
    "COMMAND": "command",
    "DIR": "file",
    "F": "family",
    "FILE": "file",
    "FORM=PATH": "report",
    "ID": "failure",
    "ID|FILE": "failure",
    "LOG": "file",
    "LOG:LINE": "file",
    "TRUTH": "failure",
}
"""Metavar -> what is completed; `choice` and `nothing` are the other kinds."""
_MADE_UP = ("failures new",)
"""Commands whose ID is one that does not exist yet."""


class Option(NamedTuple):
    """An option or a positional argument of a command."""

    flags: tuple[str, ...]
    """Empty for a positional argument."""
    help: str
    kind: str
    """What its value is; empty for an option without value."""
    choices: tuple[str, ...] = ()


class Command(NamedTuple):
    """A command, or a verb of a command."""

    words: tuple[str, ...]
    """`("failures", "list")`."""
    help: str
    options: tuple[Option, ...]
    argument: Option | None
    """Its positional argument; of a command with verbs, the verb."""


def run_command(arguments: list[str]) -> int:
    """Print the script for a shell."""
    parser = CommandParser("completion", "completion-does")
    parser.add_argument("shell", choices=SHELLS, help="completion-shell")
    add_lang(parser)
    options = parser.parse_args(arguments)
    module = __import__(f"envwright.cli.shells.{options.shell}", fromlist=["script"])
    write(module.script(commands(), families()), exact=True)
    return 0


def commands() -> list[Command]:
    """Return every command with its options, verbs after their command."""
    from envwright.cli import COMMANDS

    found: list[Command] = []
    waiting: list[tuple[str, ...]] = [(name,) for name in COMMANDS]
    while waiting:
        words = waiting.pop(0)
        command = _described(words, _parser_of(words))
        found.append(command)
        argument = command.argument
        if argument is not None and argument.kind == "verb":
            waiting[:0] = [(*words, verb) for verb in argument.choices]
    return found


def families() -> list[str]:
    """Return the families of the catalogue."""
    from envwright.failures.catalogue import load

    return sorted({node.family for node in load().nodes.values()})


def _parser_of(words: tuple[str, ...]) -> CommandParser:
    """Return the parser a command would use: it is asked for its help, and stopped there."""
    module = __import__(f"envwright.cli.{words[0]}", fromlist=["run_command"])
    CommandParser.shows_itself = True
    try:
        module.run_command([*words[1:], "--help"])
    except ParserShown as shown:
        return shown.parser
    finally:
        CommandParser.shows_itself = False
    raise AssertionError(f"`{' '.join(words)}` has no parser")


def _described(words: tuple[str, ...], parser: CommandParser) -> Command:
    from envwright.cli.telling import language
    from envwright.messages import table

    texts = table("help", language())
    options: list[Option] = []
    argument: Option | None = None
    for action in parser._actions:
        choices = tuple(map(str, action.choices or ()))
        kind = "choice" if choices else _KINDS.get(str(action.metavar), "nothing")
        is_help = isinstance(action, argparse._HelpAction)
        about = "" if is_help else texts[action.help or ""]
        if not action.option_strings:
            kind = "verb" if action.metavar == "VERB" else kind
            kind = "nothing" if " ".join(words) in _MADE_UP else kind
            argument = argument or Option((), about, kind, choices)
        else:
            flags = tuple(action.option_strings)
            kind = "" if action.nargs == 0 else kind
            options.append(Option(flags, texts["option-help"] if is_help else about, kind, choices))
    about = texts[words[0]] if len(words) == 1 else texts[parser.description or ""]
    return Command(words, about, tuple(options), argument)
