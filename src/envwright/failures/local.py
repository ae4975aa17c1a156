"""The user's own pages: `.envwright/failures/*.md`, data only, matched by RE2.

RE2 matches in linear time, so a pattern of catastrophic cost is harmless.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from envwright.errors import CatalogueError, MissingExtraError
from envwright.failures import compiling
from envwright.failures.files import local_folder, pages_in, translations_in
from envwright.failures.page import Page, Problem, fault
from envwright.failures.reading import read_page
from envwright.failures.stored import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from envwright.failures.translation import Translation

__all__ = ["add_local_pages", "local_page_files", "local_translation_files", "read_local_pages"]


def local_page_files(folder: str) -> list[str]:
    """Return the pages in `.envwright/failures` of a folder or the nearest one above it."""
    found = local_folder(folder)
    return pages_in(found) if found is not None else []


def local_translation_files(files: Iterable[str]) -> list[str]:
    """Return the translations in the folders of some pages."""
    folders = sorted({os.path.dirname(os.path.abspath(path)) for path in files})
    return [path for folder in folders for path in translations_in(folder)]


def read_local_pages(files: list[str]) -> tuple[list[Page], list[Problem]]:
    """Return the pages of some files, and every problem found in them.

    Raises MissingExtraError where google-re2 is not installed.
    """
    try:
        import re2
    except ImportError:
        raise MissingExtraError("re2-missing", "hint-install-re2", page=files[0]) from None
    names = frozenset(compiling.read_captures())
    pages = []
    problems: list[Problem] = []
    for path in files:
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(path, 1, fault("unreadable", reason=str(error))))
            continue
        page, wrong = read_page(text, path, "local", names)
        problems += wrong
        if page is None:
            continue
        if not page.id.startswith("local-"):
            problems.append(Problem(path, 1, fault("id-without-local", page=page.id)))
        for match in page.matches:
            for pattern in (match.regex, match.beside):
                try:
                    re2.compile(pattern or "")
                except re2.error as error:
                    problems.append(
                        Problem(
                            path,
                            _line_of(text, pattern or ""),
                            fault("pattern-refused", pattern=pattern, reason=str(error)),
                        )
                    )
        pages.append(page)
    return pages, problems


def _line_of(text: str, pattern: str) -> int:
    before, found, _ = text.partition(pattern)
    return before.count("\n") + 1 if found else 1


def add_local_pages(compiled: dict[str, Any], files: list[str], lang: str = "en") -> dict[str, Any]:
    """Return the compiled catalogue with the user's pages added, in a language where they have it.

    A broken translation is no fault here: its parts that are missing are read in English.

    Raises CatalogueError with every problem (file, line, what is wrong) where a page is broken.
    """
    pages, problems = read_local_pages(files)
    known = set(compiled["graph"]) | {page.id for page in pages}
    for page in pages:
        problems += [
            Problem(page.path, 1, fault("failure-unknown", failure=name))
            for name in (
                *page.explains,
                *page.narrows_to,
                *(narrow.owner for narrow in page.narrows),
            )
            if name not in known
        ]
    if problems:
        raise CatalogueError("pages-broken", "hint-page-format", problems=problems)
    translations: list[Translation] = []
    if lang != "en":
        from envwright.failures.translation import read_translations

        translations, _ = read_translations(local_translation_files(files), pages)
    added = compiling.compile_pages(pages, None, translations)
    merged = dict(compiled)
    for key in ("matches", "narrows"):
        merged[key] = compiled[key] + added[key]
    for key in ("graph", "aliases"):
        merged[key] = {**compiled[key], **added[key]}
    merged["pages"] = _with_added(compiled["pages"], added["pages"])
    said = compiled["translated"].get(lang, {})
    merged["translated"] = {lang: _with_added(said, added["translated"].get(lang, {}))}
    return merged


def _with_added(texts: Mapping[str, str], added: Mapping[str, str]) -> Texts:
    kept = texts if isinstance(texts, Texts) else Texts(b"", {}, texts)
    return kept.with_added(added)
