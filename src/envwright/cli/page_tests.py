"""Chooses the pages that `envwright failures test` runs, and runs them, translations included."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from envwright.diagnose.examples import check_graph, check_page
from envwright.errors import InputError, UnknownFailureError
from envwright.failures import compiling
from envwright.failures.catalogue import Catalogue
from envwright.failures.files import PAGES_FOLDER, english_of
from envwright.failures.translation import accept, read_translations, staleness
from envwright.messages import SystemReason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.failures.page import Page, Problem
    from envwright.failures.translation import Translation

__all__ = ["test_pages"]


def test_pages(
    asked: Sequence[str], folder: str, *, accept_translations: bool
) -> tuple[int, list[Problem]]:
    """Return how many pages were tested, and every problem found, their translations included.

    `asked` are ids, or files of your own pages; none means all pages. Where translations are to be
    accepted, those of the pages asked for are marked as made from the English text of now.

    Raises UnknownFailureError where an id has no page; InputError where a mark cannot be written.
    """
    pages, problems = compiling.read_pages()
    local, local_problems = _local_pages(asked, folder)
    named = {os.path.abspath(english_of(name)) for name in asked if name.endswith(".md")}
    ids = [name for name in asked if not name.endswith(".md")]
    everything = pages + local
    problems += local_problems
    broken = {problem.file for problem in problems}
    usable = [page for page in everything if page.path not in broken]
    catalogue = Catalogue(compiling.compile_pages(usable, None))
    catalogue.local = {page.id for page in local}
    chosen = [
        page
        for page in usable
        if not asked or page.id in ids or os.path.abspath(page.path) in named
    ]
    stems = {os.path.basename(path).removesuffix(".md") for path in broken}
    for name in ids:
        if name not in {page.id for page in usable} and name not in stems:
            raise UnknownFailureError("failure-unknown", "hint-list-failures", failure=name)
    files = [*compiling.translation_files(), *_local_translations(local)]
    translations, faults = read_translations(files, usable)
    problems += faults
    if asked:
        problems = [
            problem
            for problem in problems
            if os.path.abspath(english_of(problem.file)) in named
            or os.path.basename(english_of(problem.file)).removesuffix(".md") in ids
        ]
    else:
        problems += check_graph(usable)
    problems += _stale(translations, chosen, accept_translations)
    root = _root_of(PAGES_FOLDER)
    for page in chosen:
        problems += check_page(page, catalogue, folder if page.id in catalogue.local else root)
    count = len(chosen) + len({problem.file for problem in problems} & broken)
    return count, sorted(set(problems), key=lambda problem: (problem.file, problem.line))


def _stale(
    translations: Sequence[Translation], chosen: Sequence[Page], accepting: bool
) -> list[Problem]:
    """Return which translations of some pages are stale, or mark those that are complete."""
    pages = {page.id: page for page in chosen}
    problems = []
    for translation in translations:
        page = pages.get(translation.failure)
        if page is None:
            continue
        if accepting and translation.complete:
            try:
                accept(translation, page)
            except OSError as error:
                raise InputError(
                    "output-not-written", path=translation.path, reason=SystemReason(error)
                ) from None
        elif (problem := staleness(translation, page)) is not None:
            problems.append(problem)
    return problems


def _local_pages(asked: Sequence[str], folder: str) -> tuple[list[Page], list[Problem]]:
    """Return the user's own pages: those in the folder, and the files asked for."""
    from envwright.failures.local import local_page_files, read_local_pages

    ours = os.path.abspath(PAGES_FOLDER) + os.sep
    files = {os.path.abspath(path): path for path in local_page_files(folder)}
    for name in asked:
        path = os.path.abspath(english_of(name))
        if name.endswith(".md") and not path.startswith(ours):
            files[path] = path
    return read_local_pages(list(files.values())) if files else ([], [])


def _local_translations(local: Sequence[Page]) -> list[str]:
    from envwright.failures.local import local_translation_files

    return local_translation_files(page.path for page in local) if local else []


def _root_of(pages: str) -> str:
    """Return the folder that holds `src`, where examples that are files lie."""
    return os.path.normpath(os.path.join(pages, *[os.pardir] * 4))
