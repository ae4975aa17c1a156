"""Every exception of envwright.

EnvwrightError
├── UsageError            what was asked for makes no sense (exit code 2)
│   └── UnknownFailureError   no page has the id (exit code 2)
├── InputError            a log or file cannot be read (exit code 2)
├── CatalogueError        a page of the catalogue is broken (exit code 2)
├── MissingExtraError     an optional dependency is needed (exit code 2)
└── CommandError          a command cannot be started (exit code 126 or 127, as shells have it)

What an error says stands in `messages/<language>/errors.py` under the reference that it carries.
"""

from __future__ import annotations

from envwright.messages import Phrase

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
    """Base of all errors a person sees: what happened, and what to do next.

    `reference` (kebab-case) says which error it is and never changes. It is made from that, from
    the reference of its hint if there is one, and from the values of both texts.
    """

    exit_code = 2

    def __init__(self, reference: str, hint: str | None = None, /, **values: object) -> None:
        super().__init__(reference, hint)
        self.reference = reference
        self.values = values
        self._hint = hint

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        """What happened, in English."""
        return self.text()

    @property
    def hint(self) -> str | None:
        """What to do next, in English; None where there is no advice."""
        return self.hint_text()

    def text(self, lang: str = "en") -> str:
        """Return what happened in a language."""
        return Phrase("errors", self.reference, **self.values).text(lang)

    def hint_text(self, lang: str = "en") -> str | None:
        """Return what to do next in a language."""
        return Phrase("errors", self._hint, **self.values).text(lang) if self._hint else None


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

    def __init__(
        self, reference: str, hint: str | None = None, /, *, exit_code: int = 126, **values: object
    ) -> None:
        super().__init__(reference, hint, **values)
        self.exit_code = exit_code
