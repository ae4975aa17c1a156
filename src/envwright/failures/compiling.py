"""Turns the pages into the compiled catalogue: one JSON document that loads in milliseconds.

Layout (all lists are positional to keep it small):
- `signature`: state of the English and of the translated pages it was made from; null in a wheel,
  where it is final.
- `captures`: name -> [kind, rank as subject or 0].
- `matches`: [failure, tool, anchor, regex, weak, vague, silent, beside, beside_lines].
- `narrows`: [owner, capture, regex, failure].
- `graph`: failure -> [family, role, severity, universal, subject, explains].
- `aliases`: old id -> id.
- `pages`: failure -> JSON text of what people see (decoded only when it is needed).
- `translated`: language -> failure -> JSON text of what is said otherwise there.
"""

from __future__ import annotations

import json
import os
import tomllib
from typing import TYPE_CHECKING, Any

from envwright.errors import CatalogueError
from envwright.failures.files import CAPTURES_FILE, PAGES_FOLDER, pages_in, translations_in
from envwright.failures.page import Page, Problem, fault
from envwright.failures.reading import read_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envwright.failures.translation import Translation

__all__ = ["compile_pages", "page_files", "read_captures", "read_pages", "translation_files"]


def page_files(folder: str = PAGES_FOLDER) -> list[tuple[str, str]]:
    """Return (family, path) of every English page under a folder of families, sorted."""
    return [
        (os.path.basename(family), path)
        for family in _families(folder)
        for path in pages_in(family)
    ]


def translation_files(folder: str = PAGES_FOLDER) -> list[str]:
    """Return the path of every translated page under a folder of families, sorted."""
    return [path for family in _families(folder) for path in translations_in(family)]


def _families(folder: str) -> list[str]:
    paths = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
    return [path for path in paths if os.path.isdir(path)]


def read_captures() -> dict[str, tuple[str, int]]:
    """Return name -> (kind, rank as subject, 0 for never)."""
    with open(CAPTURES_FILE, "rb") as file:
        data = tomllib.load(file)
    return {name: (entry["kind"], int(entry.get("subject", 0))) for name, entry in data.items()}


def read_pages(folder: str = PAGES_FOLDER) -> tuple[list[Page], list[Problem]]:
    """Return all pages of a folder of families, and every problem found in them."""
    names = frozenset(read_captures())
    pages = []
    problems: list[Problem] = []
    for family, path in page_files(folder):
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        except UnicodeDecodeError as error:
            problems.append(Problem(path, 1, fault("not-utf-8", reason=str(error))))
            continue
        page, wrong = read_page(text, path, family, names)
        problems += wrong
        if page is not None:
            pages.append(page)
    return pages, problems


def compile_pages(
    pages: list[Page], state: list[str] | None, translations: Iterable[Translation] = ()
) -> dict[str, Any]:
    """Return the compiled form of some pages and their translations.

    Raises CatalogueError where two pages have the same id.
    """
    graph: dict[str, list[Any]] = {}
    for page in pages:
        if page.id in graph:
            raise CatalogueError("page-id-twice", failure=page.id, path=page.path)
        graph[page.id] = [
            page.family, page.role, page.severity, page.universal, page.subject,
            list(page.explains),
        ]  # fmt: skip
    return {
        "signature": state,
        "captures": {name: list(value) for name, value in read_captures().items()},
        "matches": [
            [
                page.id, match.tool, match.anchor, match.regex, match.weak, match.vague,
                match.silent, match.beside, match.beside_lines,
            ]
            for page in pages
            for match in page.matches
        ],
        "narrows": [
            [narrow.owner, narrow.capture, narrow.regex, page.id]
            for page in pages
            for narrow in page.narrows
        ],
        "graph": graph,
        "aliases": {alias: page.id for page in pages for alias in page.aliases},
        "pages": {page.id: json.dumps(_shown(page), ensure_ascii=False) for page in pages},
        "translated": _by_language(translations),
    }  # fmt: skip


def _by_language(translations: Iterable[Translation]) -> dict[str, dict[str, str]]:
    """Return language -> failure -> JSON text; what is missing is left out."""
    found: dict[str, dict[str, str]] = {}
    for translation in translations:
        said = {
            "title": translation.title,
            "message": translation.message,
            "why": translation.why,
            "remedies": translation.remedies,
        }
        text = json.dumps({key: value for key, value in said.items() if value}, ensure_ascii=False)
        found.setdefault(translation.lang, {})[translation.failure] = text
    return found


def _shown(page: Page) -> dict[str, Any]:
    """Return what people see of a page, and what the repair room needs."""
    return {
        "title": page.title,
        "message": page.message,
        "blame": page.blame,
        "serves": list(page.serves),
        "narrows_to": list(page.narrows_to),
        "foreseen_by": page.foreseen_by,
        "rules": list(page.rules),
        "why": page.why,
        "sources": page.sources,
        "remedies": [
            {
                "id": remedy.id, "kind": remedy.kind, "title": remedy.title, "how": remedy.how,
                "action": remedy.action, "command": remedy.command, "set": remedy.set,
                "safe": remedy.safe,
            }
            for remedy in page.remedies
        ],
        "examples": [
            {"log": example.log, "provenance": example.provenance, "line": example.expected_line}
            for example in page.examples
            if example.positive
        ],
        "seen": sorted({match.tool for match in page.matches}),
    }  # fmt: skip
