"""How the commands talk: answers on standard output, the rest on standard error."""

from __future__ import annotations

import sys

from envwright.messages import say
from envwright.settings import language_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envwright.errors import EnvwrightError

__all__ = ["drop_output", "language", "listen", "reach", "reached", "report", "tell", "write"]

_WORST_FIRST = (130, 70, 2, 4, 3, 1, 0)

reached = 0
"""The worst exit code so far; kept here so that it is known even where writing was cut off."""


_arguments: list[str] = []
"""What was asked for on the command line: it is told in its language."""


def listen(arguments: list[str]) -> None:
    """Note the arguments of the command line."""
    global _arguments
    _arguments = arguments


def language() -> str:
    """Return the language to talk in, also before the settings are read."""
    return language_of(_arguments)


def reach(code: int) -> None:
    """Note an exit code; the worst one noted counts."""
    global reached
    reached = min(reached, code, key=_WORST_FIRST.index)


def write(text: str, *, exact: bool = False) -> None:
    """Write an answer; `exact`: UTF-8 whatever the locale, else `?` for what it has not."""
    stream = sys.stdout
    if stream is None:  # closed by the caller (`>&-`)
        return
    encoding = "utf-8" if exact else stream.encoding or "utf-8"
    data = text.encode(encoding, "surrogateescape" if exact else "replace")
    binary = getattr(stream, "buffer", None)
    if binary is None:
        stream.write(text)
    else:
        stream.flush()
        binary.write(data)
        binary.flush()


def drop_output() -> None:
    """Send what is still to be written nowhere: the interpreter would fail on it at its end."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def report(error: EnvwrightError, kind: str = "error") -> None:
    """Write what an error says to standard error."""
    lang = language()
    tell(kind, error.text(lang), error.hint_text(lang))


def tell(kind: str, message: str, hint: str | None = None) -> None:
    """Write `error: message` and `hint: …` to standard error; a closed one is no fault.

    `kind` is `error`, `warning` or `note`; message and hint are in the language to talk in.
    """
    from envwright.redaction import redact

    lang = language()
    word = say(lang, kind)
    lines = "".join(f"{word}: {line}\n" for line in message.splitlines() or [""])
    if hint:
        lines += f"{say(lang, 'hint')}: {hint}\n"
    try:
        sys.stderr.write(redact(lines))
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        return
