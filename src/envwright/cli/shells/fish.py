"""Completion for fish 3 and newer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.render import FORMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.cli.completion import Command, Option

__all__ = ["script"]

_HEAD = """\
# envwright completion fish | source
function __envwright_failures
    envwright failures list --format ids 2>/dev/null
end
function __envwright_at
    # Whether the command line has reached exactly these commands.
    set -l words (commandline -opc)[2..-1]
    set words (string match -v -- '-*' $words)
    test (count $words) -ge (count $argv); or return 1
    for place in (seq (count $argv))
        test "$words[$place]" = "$argv[$place]"; or return 1
    end
end
function __envwright_before
    # Whether the next word is a command, or a verb of these commands.
    set -l words (commandline -opc)[2..-1]
    set words (string match -v -- '-*' $words)
    test (count $words) -eq (count $argv); and test "$words" = "$argv"
end
complete -c envwright -f
"""


def script(commands: Sequence[Command], families: Sequence[str]) -> str:
    """Return the script."""
    rows = []
    for command in commands:
        before = " ".join(command.words[:-1])
        rows.append(
            f"complete -c envwright -n '__envwright_before {before}'".replace(" '", " '", 1)
            + f" -a {command.words[-1]} -d {_quoted(command.help)}"
        )
        at = f"complete -c envwright -n '__envwright_at {' '.join(command.words)}'"
        rows += [f"{at} {_option(option, families)}" for option in command.options]
        argument = command.argument
        if argument is not None and argument.kind != "verb":
            rows.append(f"{at} {_value(argument, families)}")
    return _HEAD + "\n".join(rows) + "\n"


def _option(option: Option, families: Sequence[str]) -> str:
    flags = " ".join(
        f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in option.flags
    )
    value = f" -r {_value(option, families)}" if option.kind else ""
    return f"{flags} -d {_quoted(option.help)}{value}"


def _value(option: Option, families: Sequence[str]) -> str:
    words = {
        "choice": option.choices,
        "family": families,
        "report": [f"{form}=" for form in FORMS],
    }.get(option.kind)
    if words is not None:
        return f"-f -a {_quoted(' '.join(words))}"
    return {
        "failure": "-f -a '(__envwright_failures)'",
        "file": "-F",
        "command": "-f -a '(__fish_complete_command)'",
    }.get(option.kind, "-f")


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
