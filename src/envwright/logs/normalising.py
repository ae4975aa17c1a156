"""Raw bytes of a log to normalised ones: escapes and NULs out, line ends made LF."""

from __future__ import annotations

from envwright.logs.patterns import lazy

__all__ = ["cut", "normalise", "without_escapes"]

_ESCAPE = lazy(
    rb"\x1b(?:"
    rb"\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor movements
    rb"|\][^\x07\x1b\n]*(?:\x07|\x1b\\)?"  # OSC: titles, links
    rb"|[_PX^][^\x07\x1b\n]*(?:\x07|\x1b\\)?"  # strings, such as Buildkite's time stamps
    rb"|[()*+][0-9A-Za-z]"  # character sets
    rb"|[=>78cDEHMNO\\]"
    rb")"
)
_LONGEST_ESCAPE = 4096


def normalise(data: bytes) -> bytes:
    """Return the bytes without escape sequences and NULs, CRLF made LF; a lone CR stays."""
    data = without_escapes(data)
    if b"\r" in data:
        while b"\r\n" in data:
            data = data.replace(b"\r\n", b"\n")
    return data


def without_escapes(data: bytes) -> bytes:
    """Return the bytes without escape sequences and NULs."""
    if b"\x1b" in data:
        data = b"".join(_ESCAPE.split(data))  # half the time of `sub`
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    return data


def cut(data: bytes) -> int:
    """Return how many bytes of raw data make a block: up to the last LF.

    In data without LF (an over-long line) up to the last CR, else as much as does not tear an
    escape sequence, a CRLF or a character apart; 0 if more data is needed.
    """
    end = data.rfind(b"\n") + 1
    if end:
        return end
    end = len(data)
    escape = data.rfind(b"\x1b", max(0, end - _LONGEST_ESCAPE))
    if escape >= 0:
        found = _ESCAPE.match(data, escape)
        if found is None or found.end() == end:
            end = escape
    for back in range(1, min(4, end + 1)):
        byte = data[end - back]
        if byte >= 0xC0:
            if back < (2 if byte < 0xE0 else 3 if byte < 0xF0 else 4):
                end -= back
            break
        if byte < 0x80:
            break
    end = len(data[:end].rstrip(b"\r\0"))
    return_to = data.rfind(b"\r", 0, end) + 1
    return return_to if return_to > end // 2 else end
