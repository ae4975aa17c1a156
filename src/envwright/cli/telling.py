"""How the commands talk: answers on standard output, the rest on standard error."""

from __future__ import annotations

import sys

__all__ = ["reach", "reached", "tell", "write"]

_WORST_FIRST = (130, 70, 2, 4, 3, 1, 0)

reached = 0
"""The worst exit code so far; kept here so that it is known even where writing was cut off."""


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


def tell(kind: str, message: str, hint: str | None = None) -> None:
    """Write `error: message` and `hint: …` to standard error; a closed one is no fault."""
    from envwright.redaction import redact

    lines = "".join(f"{kind}: {line}\n" for line in message.splitlines() or [""])
    if hint:
        lines += f"hint: {hint}\n"
    try:
        sys.stderr.write(redact(lines))
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        return
