"""Every page of the catalogue is complete, and each of its examples behaves as it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from envwright.diagnose.examples import check_graph, check_page
from envwright.failures import compiling
from envwright.failures.catalogue import load
from envwright.failures.translation import SECTIONS, read_translations, staleness

if TYPE_CHECKING:
    from envwright.failures.page import Page

PAGES, PROBLEMS = compiling.read_pages()
TRANSLATIONS, FAULTS = read_translations(compiling.translation_files(), PAGES)
CATALOGUE = load()


def test_no_page_has_a_mistake_of_form() -> None:
    assert [str(problem) for problem in PROBLEMS] == []


def test_the_catalogue_holds_what_the_first_release_promises() -> None:
    assert len(PAGES) >= 150


def test_edges_name_known_failures_and_form_no_circle() -> None:
    assert [str(problem) for problem in check_graph(PAGES)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_examples_show_the_failure_and_near_misses_do_not(page: Page) -> None:
    assert [str(problem) for problem in check_page(page, CATALOGUE)] == []


def test_no_translation_has_a_mistake_of_form() -> None:
    assert [str(problem) for problem in FAULTS] == []


@pytest.mark.parametrize("lang", SECTIONS)
def test_every_page_is_translated(lang: str) -> None:
    translated = {item.failure for item in TRANSLATIONS if item.lang == lang}

    assert sorted({page.id for page in PAGES} - translated) == []


def test_no_translation_is_stale() -> None:
    pages = {page.id: page for page in PAGES}
    stale = [staleness(item, pages[item.failure]) for item in TRANSLATIONS]

    assert [str(problem) for problem in stale if problem is not None] == []


@pytest.mark.parametrize("lang", SECTIONS)
def test_nothing_that_people_read_is_left_in_english(lang: str) -> None:
    other = load(lang=lang)
    left = []
    for name in CATALOGUE.nodes:
        english, page = CATALOGUE.page(name), other.page(name)
        left += [f"{name}: {key}" for key in ("title", "why") if page[key] == english[key]]
        left += [
            f"{name}: {remedy['id']}"
            for remedy, translated in zip(english["remedies"], page["remedies"], strict=True)
            if remedy["title"] == translated["title"]
        ]

    assert left == []


def test_every_pattern_compiles_in_re2() -> None:
    re2 = pytest.importorskip("re2")
    refused = []
    for page in PAGES:
        patterns = [narrow.regex for narrow in page.narrows]
        for match in page.matches:
            patterns += [pattern for pattern in (match.regex, match.beside) if pattern]
        for pattern in patterns:
            try:
                re2.compile(pattern)
            except re2.error as error:
                refused.append(f"{page.id}: {pattern}: {error}")
    assert refused == []
