"""Every text a person reads, in every language: one table per language and section.

A section is a module `messages/<language>/<section>.py` that is loaded when its first text is
shown: `words` (answers), `errors` (by the reference an error carries), `help` (the command line)
and `pages` (what is wrong with a page of the catalogue). All languages have the same keys.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing `typing` for it would cost milliseconds at every start
if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LANGUAGES", "SECTIONS", "say", "table"]

LANGUAGES = ("en", "es")
SECTIONS = ("words",)

_loaded: dict[tuple[str, str], Mapping[str, str]] = {}


def say(lang: str, key: str, **values: object) -> str:
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
