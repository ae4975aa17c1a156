"""Completion for zsh 5 and newer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.render import FORMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.cli.completion import Command, Option

__all__ = ["script"]

_FRAME = """\
#compdef envwright
# eval "$(envwright completion zsh)", or a file `_envwright` in a folder of $fpath
_envwright_ids() {{
    local -a failures
    failures=(${{(f)"$(envwright failures list --format ids 2>/dev/null)"}})
    compadd -a failures
}}
{functions}
if [[ $funcstack[1] == _envwright ]]; then
    _envwright "$@"
else
    compdef _envwright envwright
fi
"""


def script(commands: Sequence[Command], families: Sequence[str]) -> str:
    """Return the script."""
    functions = [_dispatcher((), commands, families)]
    for command in commands:
        if command.argument is not None and command.argument.kind == "verb":
            functions.append(_dispatcher(command.words, commands, families))
        else:
            functions.append(_leaf(command, families))
    return _FRAME.format(functions="\n".join(functions))


def _name(words: Sequence[str]) -> str:
    return "_".join(["_envwright", *words])


def _dispatcher(
    words: tuple[str, ...], commands: Sequence[Command], families: Sequence[str]
) -> str:
    """Return the function that completes commands, or the verbs of one."""
    inner = [command for command in commands if command.words[:-1] == words]
    described = " ".join(_quoted(f"{item.words[-1]}:{item.help}") for item in inner)
    cases = "".join(f"        {item.words[-1]}) {_name(item.words)} ;;\n" for item in inner)
    return (
        f"{_name(words)}() {{\n"
        f"    local -a known=({described})\n"
        "    if (( CURRENT == 2 )); then\n"
        "        _describe -t commands command known\n"
        "        return\n"
        "    fi\n"
        "    shift words\n"
        "    (( CURRENT-- ))\n"
        f"    case $words[1] in\n{cases}    esac\n"
        "}"
    )


def _leaf(command: Command, families: Sequence[str]) -> str:
    """Return the function that completes the arguments of a command without verbs."""
    specs = []
    for option in command.options:
        value = f":{option.kind}:{_action(option, families)}" if option.kind else ""
        about = option.help.replace("[", "(").replace("]", ")").replace(":", "\\:")
        excluded = f"({' '.join(option.flags)})" if len(option.flags) > 1 else ""
        # `--format json` and `--format=json`
        specs += [
            _quoted(f"{excluded}{flag}{'=' if value and flag[:2] == '--' else ''}[{about}]{value}")
            for flag in option.flags
        ]
    if command.words == ("run",):
        specs.append(_quoted("*::command:_normal"))
    elif command.argument is not None:
        kind, action = command.argument.kind, _action(command.argument, families)
        specs.append(_quoted(f"*:{kind}:{action}"))
    return f"{_name(command.words)}() {{\n    _arguments {' '.join(specs)}\n}}"


def _action(option: Option, families: Sequence[str]) -> str:
    words = {"choice": option.choices, "family": families}.get(option.kind)
    if words is not None:
        return f"({' '.join(words)})"
    if option.kind == "report":
        return f"{{compadd -S '' -- {' '.join(f'{form}=' for form in FORMS)}}}"
    return {"failure": "_envwright_ids", "file": "_files"}.get(option.kind, " ")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
