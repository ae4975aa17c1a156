"""What the surroundings ask for, read once by the doors and passed by hand."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from envwright.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LANGUAGES", "Settings", "Surface", "read_settings", "surface_of"]

LANGUAGES = ("en", "es")
_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
_NARROWEST = 40
_WIDTH_ELSEWHERE = 120
"""Columns where the output is no terminal."""


class Settings(NamedTuple):
    """The settings of one run."""

    lang: str
    """`en` or `es`."""
    folder: str
    """The current folder, absolute."""
    environment: Mapping[str, str]
    """The environment variables."""
    traceback: bool = False
    """Show the traceback of an internal error."""


class Surface(NamedTuple):
    """What text is written on: a terminal, a pipe or a file."""

    width: int = _WIDTH_ELSEWHERE
    """Columns."""
    colour: bool = False
    unicode: bool = False
    """Whether lines and arrows may be drawn with other than ASCII characters."""


def read_settings(
    environment: Mapping[str, str] | None = None, lang: str | None = None
) -> Settings:
    """Return the settings; a flag wins over `ENVWRIGHT_*`, which wins over the settings file.

    Raises UsageError where the settings file cannot be understood.
    """
    environment = os.environ if environment is None else environment
    folder = os.getcwd()
    return Settings(
        lang=lang or _language(environment, folder),
        folder=folder,
        environment=environment,
        traceback=bool(environment.get("ENVWRIGHT_TRACEBACK", "").strip("0")),
    )


def surface_of(descriptor: int, environment: Mapping[str, str]) -> Surface:
    """Return what may be drawn on a file descriptor."""
    try:
        terminal = os.isatty(descriptor)
    except OSError:
        terminal = False
    decorated = (
        (terminal or bool(environment.get("FORCE_COLOR")))
        and not environment.get("NO_COLOR")
        and environment.get("TERM") != "dumb"
    )
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    return Surface(
        width=_width(descriptor if terminal else None, environment),
        colour=decorated,
        unicode=decorated and encoding == "utf8",
    )


def _width(terminal: int | None, environment: Mapping[str, str]) -> int:
    columns = environment.get("COLUMNS", "")
    if columns.isdigit() and int(columns):
        return max(int(columns), _NARROWEST)
    if terminal is not None:
        try:
            return max(os.get_terminal_size(terminal).columns, _NARROWEST)
        except OSError:
            pass
    return _WIDTH_ELSEWHERE


def _language(environment: Mapping[str, str], folder: str) -> str:
    """Return the language asked for by `ENVWRIGHT_LANG`, the settings file or the locale."""
    asked = environment.get("ENVWRIGHT_LANG") or _from_file(folder).get("lang")
    if not asked:
        asked = next(
            (environment[name] for name in _LOCALES if environment.get(name)),
            "",
        )
    short = asked[:2].lower()
    return short if short in LANGUAGES and not asked[2:3].isalnum() else LANGUAGES[0]


def _from_file(folder: str) -> dict[str, str]:
    """Return the texts of `envwright.toml`, else of `[tool.envwright]` in `pyproject.toml`."""
    for name, table in (("envwright.toml", None), ("pyproject.toml", "envwright")):
        path = os.path.join(folder, name)
        try:
            with open(path, "rb") as file:
                content = file.read()
        except OSError:
            continue
        if table is not None and b"tool.envwright" not in content:
            continue
        import tomllib

        try:
            data = tomllib.loads(content.decode())
        except ValueError as error:
            raise UsageError(f"cannot read `{name}`: {error}") from None
        if table is not None:
            data = data.get("tool", {}).get(table, {})
        return {key: value for key, value in data.items() if isinstance(value, str)}
    return {}
