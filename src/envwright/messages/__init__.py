"""Every text a person reads, in every language: one table per language and section.

A section is a module `messages/<language>/<section>.py` that is loaded when its first text is
shown: `words` (answers), `report` (those of reports only), `errors` (by the reference an error
carries), `system` (why the system refused something), `pages` (what is wrong with a page of the
catalogue), `scaffold` (what a new page says) and `help` (the command line). All languages have the
same sections and keys; `es/parser.py` is by the English texts of argparse.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing `typing` for it would cost milliseconds at every start
if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LANGUAGES", "Phrase", "SystemReason", "say", "table"]

LANGUAGES = ("en", "es")

_loaded: dict[tuple[str, str], Mapping[str, str]] = {}


class Phrase:
    """A text of a section with its values, to be said in whatever language its reader speaks."""

    __slots__ = ("_values", "key", "section")

    def __init__(self, section: str, key: str, /, **values: object) -> None:
        self.section = section
        self.key = key
        self._values = tuple(sorted(values.items()))

    def text(self, lang: str = "en") -> str:
        """Return the text in a language; of values that are lists, each stands on its own line."""
        values = {name: _spoken(value, lang) for name, value in self._values}
        return table(self.section, lang)[self.key].format(**values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrase) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def __repr__(self) -> str:
        return f"Phrase({self.section!r}, {self.key!r}, **{dict(self._values)!r})"

    def _parts(self) -> tuple[object, ...]:
        return (self.section, self.key, self._values)


class SystemReason:
    """Why the system refused something; in its own words where no table has it."""

    __slots__ = ("_code", "_said")

    def __init__(self, error: OSError) -> None:
        self._code = error.errno
        self._said = (error.strerror or str(error) or type(error).__name__).lower()

    def text(self, lang: str = "en") -> str:
        """Return the reason in a language."""
        from errno import errorcode

        name = errorcode.get(self._code, "") if self._code is not None else ""
        return table("system", lang).get(name, self._said)


def say(lang: str, key: str, /, **values: object) -> str:
    """Return a word or sentence of an answer in a language, its places filled."""
    text = table("words", lang)[key]
    return text.format(**values) if values else text


def table(section: str, lang: str) -> Mapping[str, str]:
    """Return key -> text with `{places}`."""
    found = _loaded.get((section, lang))
    if found is None:
        module = __import__(f"envwright.messages.{lang}.{section}", fromlist=["TEXTS"])
        found = _loaded[section, lang] = module.TEXTS
    return found


def _spoken(value: object, lang: str) -> object:
    if isinstance(value, list):
        return "\n".join(str(_spoken(item, lang)) for item in value)
    text = getattr(value, "text", None)
    return text(lang) if callable(text) else value
