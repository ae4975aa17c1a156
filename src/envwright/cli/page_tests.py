"""Chooses the pages that `envwright failures test` runs, and runs their examples."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from envwright.diagnose.examples import check_graph, check_page
from envwright.errors import UnknownFailureError
from envwright.failures import compiling
from envwright.failures.catalogue import Catalogue
from envwright.failures.files import PAGES_FOLDER
from envwright.render.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.failures.page import Page, Problem

__all__ = ["test_pages"]


def test_pages(asked: Sequence[str], folder: str, lang: str) -> tuple[int, list[Problem]]:
    """Return how many pages were tested, and every problem found.

    `asked` are ids, or files of your own pages; none means all pages.

    Raises UnknownFailureError where an id has no page.
    """
    pages, problems = compiling.read_pages()
    local, local_problems = _local_pages(asked, folder)
    named = {os.path.abspath(name) for name in asked if name.endswith(".md")}
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
            raise UnknownFailureError(
                say(lang, "no_such_failure", failure=name), say(lang, "list_them")
            )
    if asked:
        problems = [
            problem
            for problem in problems
            if os.path.abspath(problem.file) in named
            or os.path.basename(problem.file).removesuffix(".md") in ids
        ]
    else:
        problems += check_graph(usable)
    root = _root_of(PAGES_FOLDER)
    for page in chosen:
        problems += check_page(page, catalogue, folder if page.id in catalogue.local else root)
    count = len(chosen) + len({problem.file for problem in problems} & broken)
    return count, sorted(set(problems), key=lambda problem: (problem.file, problem.line))


def _local_pages(asked: Sequence[str], folder: str) -> tuple[list[Page], list[Problem]]:
    """Return the user's own pages: those in the folder, and the files asked for."""
    from envwright.failures.local import local_page_files, read_local_pages

    ours = os.path.abspath(PAGES_FOLDER) + os.sep
    files = {os.path.abspath(path): path for path in local_page_files(folder)}
    for name in asked:
        path = os.path.abspath(name)
        if name.endswith(".md") and not path.startswith(ours):
            files[path] = path
    return read_local_pages(list(files.values())) if files else ([], [])


def _root_of(pages: str) -> str:
    """Return the folder that holds `src`, where examples that are files lie."""
    return os.path.normpath(os.path.join(pages, *[os.pardir] * 4))
