"""Completion for bash 4 and newer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.render import FORMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.cli.completion import Command, Option

__all__ = ["script"]

_FRAME = """\
# eval "$(envwright completion bash)"
_envwright() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous= command= i
    # bash takes `--format=json` apart at `=`.
    if [[ $current == "=" ]]; then
        current= previous=${{COMP_WORDS[COMP_CWORD-1]}}
    elif [[ $COMP_CWORD -gt 1 && ${{COMP_WORDS[COMP_CWORD-1]}} == "=" ]]; then
        previous=${{COMP_WORDS[COMP_CWORD-2]}}
    elif [[ $COMP_CWORD -gt 0 ]]; then
        previous=${{COMP_WORDS[COMP_CWORD-1]}}
    fi
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "$command ${{COMP_WORDS[i]}}" in
{paths}
        esac
    done
    case $command in
{cases}
    esac
}}
_envwright_words() {{ COMPREPLY=($(compgen -W "$1" -- "$current")); }}
_envwright_files() {{
    compopt -o filenames 2>/dev/null
    local IFS=$'\\n'
    COMPREPLY+=($(compgen -f -- "$current"))
}}
_envwright_failures() {{
    _envwright_words "$(envwright failures list --format ids 2>/dev/null)"
}}
complete -F _envwright envwright
"""


def script(commands: Sequence[Command], families: Sequence[str]) -> str:
    """Return the script."""
    top = [command for command in commands if len(command.words) == 1]
    names = " ".join(command.words[0] for command in top)
    paths = "\n".join(
        f'            "{" ".join(command.words[:-1])} {command.words[-1]}") '
        f'command="{" ".join(command.words)}" ;;'
        for command in commands
    )
    cases = [f'    "") _envwright_words "{names}" ;;']
    for command in commands:
        cases += [f'    "{" ".join(command.words)}")', *_case(command, families), "        ;;"]
    return _FRAME.format(paths=paths, cases="\n".join(cases))


def _case(command: Command, families: Sequence[str]) -> list[str]:
    flags = " ".join(flag for option in command.options for flag in option.flags)
    rows = ['        case "$previous" in']
    rows += [
        f"        {'|'.join(option.flags)}) {_complete(option, families)}; return ;;"
        for option in command.options
        if option.kind
    ]
    rows.append("        esac")
    if command.words == ("run",):
        rows.append(
            '        if [[ " ${COMP_WORDS[*]:0:COMP_CWORD} " == *" -- "* ]]; then '
            'COMPREPLY=($(compgen -c -- "$current")); _envwright_files; return; fi'
        )
    rows.append(f'        if [[ $current == -* ]]; then _envwright_words "{flags}"; return; fi')
    if command.argument is not None:
        rows.append(f"        {_complete(command.argument, families)}")
    return rows


def _complete(option: Option, families: Sequence[str]) -> str:
    words = {
        "choice": option.choices,
        "verb": option.choices,
        "family": families,
        "report": [f"{form}=" for form in FORMS],
    }.get(option.kind)
    if words is not None:
        return f'_envwright_words "{" ".join(words)}"'
    return {"failure": "_envwright_failures", "file": "_envwright_files"}.get(option.kind, ":")
