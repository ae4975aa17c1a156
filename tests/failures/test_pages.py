"""Every page of the catalogue is complete, and each of its examples behaves as it says."""

from __future__ import annotations

import re

import pytest

from envwright.diagnose.examples import check_graph, check_page
from envwright.failures import compiling
from envwright.failures.catalogue import load

PAGES, PROBLEMS = compiling.read_pages()
CATALOGUE = load()


def test_no_page_has_a_mistake_of_form() -> None:
    assert [str(problem) for problem in PROBLEMS] == []


def test_the_catalogue_holds_what_the_first_release_promises() -> None:
    assert len(PAGES) >= 150


def test_edges_name_known_failures_and_form_no_circle() -> None:
    assert [str(problem) for problem in check_graph(PAGES)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_examples_show_the_failure_and_near_misses_do_not(page: compiling.Page) -> None:
    assert [str(problem) for problem in check_page(page, CATALOGUE)] == []


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


@pytest.mark.parametrize(
    "hostile", ["a" * 16_000, "/" * 16_000, " " * 16_000, "x:" * 8_000, "1.2-" * 4_000]
)
def test_no_pattern_is_slow_on_a_hostile_line(hostile: str) -> None:
    import time

    slow = []
    for page in PAGES:
        for match in page.matches:
            if match.regex is None:
                continue
            line = match.anchor + hostile + match.anchor
            started = time.process_time()
            re.search(match.regex, line)
            if time.process_time() - started > 1.0:
                slow.append(f"{page.id}: {match.regex}")
    assert slow == []
