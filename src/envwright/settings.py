"""What the surroundings ask for, read once by the doors and passed by hand."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from envwright.errors import UsageError
from envwright.messages import LANGUAGES, Phrase, SystemReason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Settings", "Surface", "language_of", "read_settings", "surface_of"]

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

    Raises UsageError where the settings file cannot be understood, or the current folder be told.
    """
    environment = os.environ if environment is None else environment
    try:
        folder = os.getcwd()
    except OSError as error:
        raise UsageError("folder-unknown", reason=SystemReason(error)) from None
    return Settings(
        lang=lang or _language(environment, _from_file(folder)),
        folder=folder,
        environment=environment,
        traceback=bool(environment.get("ENVWRIGHT_TRACEBACK", "").strip("0")),
    )


def language_of(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """Return the language of someone whose settings are not read yet, or cannot be; never fails.

    `arguments` are those of the command line, sound or not.
    """
    ours = arguments[: arguments.index("--")] if "--" in arguments else arguments
    for position in range(len(ours) - 1, -1, -1):
        name, equals, value = ours[position].partition("=")
        if name == "--lang":
            value = value if equals else "".join(ours[position + 1 : position + 2])
            if value in LANGUAGES:
                return value
    try:
        texts = _from_file(os.getcwd())
    except (UsageError, OSError):
        texts = {}
    return _language(os.environ if environment is None else environment, texts)


def surface_of(descriptor: int, environment: Mapping[str, str]) -> Surface:
    """Return what may be drawn on a file descriptor."""
    try:
        terminal = os.isatty(descriptor)
    except OSError:
        terminal = False
    decorated = (
        ((terminal and _obeys_escapes(environment)) or bool(environment.get("FORCE_COLOR")))
        and not environment.get("NO_COLOR")
        and environment.get("TERM") != "dumb"
    )
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    return Surface(
        width=_width(descriptor if terminal else None, environment),
        colour=decorated,
        unicode=decorated and encoding == "utf8",
    )


def _obeys_escapes(environment: Mapping[str, str], system: str = os.name) -> bool:
    """Tell whether a terminal obeys escape codes: the old console of Windows writes them out."""
    names = ("WT_SESSION", "ANSICON", "TERM", "TERM_PROGRAM")
    return (
        system != "nt"
        or environment.get("ConEmuANSI") == "ON"
        or any(environment.get(name) for name in names)
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


def _language(environment: Mapping[str, str], texts: Mapping[str, str]) -> str:
    """Return the language asked for by `ENVWRIGHT_LANG`, the settings file or the locale."""
    asked = environment.get("ENVWRIGHT_LANG") or texts.get("lang")
    if not asked:
        asked = next((environment[name] for name in _LOCALES if environment.get(name)), None)
    if asked is None:
        asked = _of_windows() if sys.platform == "win32" else ""
    return _known(asked) or LANGUAGES[0]


def _known(asked: str) -> str | None:
    """Return the language of ours that a name such as `es_ES.UTF-8` begins with."""
    short = asked[:2].lower()
    return short if short in LANGUAGES and not asked[2:3].isalnum() else None


def _of_windows() -> str:
    """Return `es` where Windows speaks Spanish; it has no variable for its language."""
    import locale

    try:
        name = locale.getlocale()[0] or ""
    except ValueError:  # a locale that Python does not know
        return ""
    return "es" if name.lower().startswith(("es_", "spanish")) else ""


def _from_file(folder: str) -> dict[str, str]:
    """Return the texts of `envwright.toml`, else of `[tool.envwright]` in `pyproject.toml`."""
    for name, tables in (("envwright.toml", ()), ("pyproject.toml", ("tool", "envwright"))):
        try:
            with open(os.path.join(folder, name), "rb") as file:
                content = file.read()
        except OSError:
            continue
        if tables and b"tool.envwright" not in content:
            continue
        import tomllib

        try:
            data = tomllib.loads(content.decode())
        except ValueError as error:
            raise UsageError("settings-not-read", file=name, reason=str(error)) from None
        for table in tables:
            data = data.get(table, {})
            if not isinstance(data, dict):
                raise UsageError("settings-no-table", file=name, name=table)
        texts = {key: value for key, value in data.items() if isinstance(value, str)}
        if "lang" in data and _known(texts.get("lang", "")) is None:
            fault = Phrase(
                "errors", "language-unknown", lang=data["lang"], known=", ".join(LANGUAGES)
            )
            raise UsageError("settings-not-read", file=name, reason=fault)
        return texts
    return {}
