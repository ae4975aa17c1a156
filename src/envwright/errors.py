"""Every exception of envwright.

EnvwrightError
├── UsageError            what was asked for makes no sense (exit code 2)
│   └── UnknownFailureError   no page has the id (exit code 2)
├── InputError            a log or file cannot be read (exit code 2)
├── CatalogueError        a page of the catalogue is broken (exit code 2)
├── MissingExtraError     an optional dependency is needed (exit code 2)
└── CommandError          a command cannot be started (exit code 126 or 127, as shells have it)
"""

from __future__ import annotations

__all__ = [
    "CatalogueError",
    "CommandError",
    "EnvwrightError",
    "InputError",
    "MissingExtraError",
    "UnknownFailureError",
    "UsageError",
]


class EnvwrightError(Exception):
    """Base of all errors a person sees: what happened, and what to do next."""

    exit_code = 2

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(EnvwrightError):
    """What was asked for makes no sense."""


class UnknownFailureError(UsageError):
    """No page of the catalogue has the id."""


class InputError(EnvwrightError):
    """A log or file cannot be read."""


class CatalogueError(EnvwrightError):
    """A page of the catalogue is broken."""


class MissingExtraError(EnvwrightError):
    """An optional dependency is needed for this."""


class CommandError(EnvwrightError):
    """A command cannot be started."""

    def __init__(self, message: str, exit_code: int, hint: str | None = None) -> None:
        super().__init__(message, hint)
        self.exit_code = exit_code
