"""Colours and drawn characters, or their plain twins."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.settings import Surface

__all__ = ["Paint"]

_RESET = "\x1b[0m"
_SEVERITIES = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "advice": "\x1b[1;36m"}
_BOLD = "\x1b[1m"
_BLUE = "\x1b[1;34m"
_GREEN = "\x1b[32m"
_DIM = "\x1b[2m"


class Paint:
    """Draws for one surface; without colour every method returns its text unchanged."""

    def __init__(self, surface: Surface, severity: str = "error") -> None:
        self._colour = surface.colour
        self._severity = _SEVERITIES.get(severity, _SEVERITIES["error"])
        self.bar = "│" if surface.unicode else "|"
        self.gap = "…" if surface.unicode else "..."
        self.mark = "━" if surface.unicode else "^"
        self.arrow = "──▶" if surface.unicode else "-->"
        self.leads_to = "└▶" if surface.unicode else "->"
        self.equals = "="

    def _in(self, code: str, text: str) -> str:
        return f"{code}{text}{_RESET}" if self._colour else text

    def severity(self, text: str) -> str:
        """Paint a word in the colour of the finding's severity."""
        return self._in(self._severity, text)

    def bold(self, text: str) -> str:
        """Paint what is read first."""
        return self._in(_BOLD, text)

    def frame(self, text: str) -> str:
        """Paint gutters, arrows and line numbers."""
        return self._in(_BLUE, text)

    def marks(self, text: str) -> str:
        """Paint the marks beneath the evidence."""
        return self._in(self._severity, text)

    def good(self, text: str) -> str:
        """Paint good news."""
        return self._in(_GREEN, text)

    def quiet(self, text: str) -> str:
        """Paint what may be overlooked."""
        return self._in(_DIM, text)
