"""Every exception of envwright.

EnvwrightError
├── UsageError          what was asked for makes no sense (exit code 2)
├── InputError          a log or file cannot be read (exit code 2)
├── CatalogueError      a page of the catalogue is broken (exit code 2)
└── MissingExtraError   an optional dependency is needed (exit code 2)
"""

from __future__ import annotations

__all__ = ["CatalogueError", "EnvwrightError", "InputError", "MissingExtraError", "UsageError"]


class EnvwrightError(Exception):
    """Base of all errors a person sees: what happened, and what to do next."""

    exit_code = 2

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(EnvwrightError):
    """What was asked for makes no sense."""


class InputError(EnvwrightError):
    """A log or file cannot be read."""


class CatalogueError(EnvwrightError):
    """A page of the catalogue is broken."""


class MissingExtraError(EnvwrightError):
    """An optional dependency is needed for this."""
