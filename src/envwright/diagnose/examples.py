"""Runs the examples on the catalogue's pages: each page is its own test."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any

from envwright.diagnose.verdict import observe
from envwright.failures.page import Problem, fault
from envwright.logs.opening import open_logs
from envwright.logs.text import LogText

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from envwright.diagnose.sighting import Sighting
    from envwright.failures.catalogue import Catalogue
    from envwright.failures.page import Example, Match, Page
    from envwright.logs.opening import RawLog
    from envwright.messages import Phrase

__all__ = ["check_graph", "check_page"]


def check_page(page: Page, catalogue: Catalogue, root: str = ".") -> list[Problem]:
    """Return what is wrong with a page's examples.

    Every positive example gives this failure with exactly the expected captures, decided on the
    expected line, and no unrelated cause; every near miss leaves this page silent.
    """
    problems = []
    for example in page.examples:
        text = _text_of(example, root)
        if text is None:
            problems.append(
                Problem(page.path, example.line, fault("example-file-missing", file=example.file))
            )
            continue
        with _opened(text) as raw:
            found, _ = observe(LogText(raw), catalogue)
        check = _check_positive if example.positive else _check_near_miss
        problems += [
            Problem(page.path, example.line, wrong)
            for wrong in check(page, example, found, catalogue)
        ]
    problems += _check_matches_have_examples(page, catalogue, root)
    return problems


def _text_of(example: Example, root: str) -> str | None:
    if example.file is None:
        return example.log
    try:
        with open(os.path.join(root, example.file), encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return None


def _check_positive(
    page: Page, example: Example, found: Sequence[Sighting], catalogue: Catalogue
) -> list[Phrase]:
    mine = [sighting for sighting in found if sighting.failure == page.id]
    if not mine:
        seen = ", ".join(sorted({sighting.failure for sighting in found}))
        if seen:
            return [fault("example-shows-others", failure=page.id, seen=seen)]
        return [fault("example-shows-nothing", failure=page.id)]
    problems = []
    if not any(_fits(sighting, example) for sighting in mine):
        best = mine[0]
        problems.append(
            fault(
                "example-shows-otherwise",
                expected_line=example.expected_line,
                expected=str(example.expected),
                line=best.evidence[0].number,
                captures=str(best.captures),
            )
        )
    for sighting in found:
        node = catalogue.nodes[sighting.failure]
        if node.role in ("wrapper", "warning") or sighting.weak or sighting.vague:
            continue
        if sighting.failure != page.id and not _related(page.id, sighting.failure, catalogue):
            problems.append(
                fault("cross-fire", line=sighting.evidence[0].number, failure=sighting.failure)
            )
    return problems


def _fits(sighting: Sighting, example: Example) -> bool:
    return (
        sighting.evidence[0].number == example.expected_line
        and sighting.captures == example.expected
    )


def _related(one: str, other: str, catalogue: Catalogue) -> bool:
    return other in catalogue.explained_by(one) or one in catalogue.explained_by(other)


def _check_near_miss(
    page: Page, example: Example, found: Sequence[Sighting], catalogue: Catalogue
) -> list[Phrase]:
    return [
        fault("near-miss-shows", failure=page.id, line=sighting.evidence[0].number)
        for sighting in found
        if sighting.failure == page.id
    ]


def _check_matches_have_examples(page: Page, catalogue: Catalogue, root: str) -> list[Problem]:
    logs = [
        _cleaned(_text_of(example, root) or "") for example in page.examples if example.positive
    ]
    problems = []
    for match in page.matches:
        pattern = catalogue.pattern(page.id, match.regex) if match.regex is not None else None
        for lines in logs:
            if any(_shows(match, pattern, line) for line in lines):
                break
        else:
            problems.append(
                Problem(page.path, 1, fault("match-without-example", anchor=match.anchor))
            )
    return problems


def _cleaned(text: str) -> list[str]:
    """Return the lines as rules see them."""
    with _opened(text) as raw:
        log = LogText(raw)
        return [line.text for line in log.lines(1, text.count("\n") + 1)]


def _shows(match: Match, pattern: Any, line: str) -> bool:
    return match.anchor in line and (pattern is None or pattern.search(line) is not None)


def _opened(text: str) -> RawLog:
    return next(open_logs(["-"], io.BytesIO(text.encode("utf-8", "replace"))))


def check_graph(pages: Iterable[Page], reserved: frozenset[str] = frozenset()) -> list[Problem]:
    """Return unknown names in edges, and cycles.

    `reserved` are ids that may be named although they have no page yet.
    """
    by_id = {page.id: page for page in pages}
    problems = []
    for page in by_id.values():
        names = (*page.explains, *page.narrows_to, *(narrow.owner for narrow in page.narrows))
        problems += [
            Problem(page.path, 1, fault("failure-unknown", failure=name))
            for name in names
            if name not in by_id and name not in reserved
        ]
    done: set[str] = set()
    for start in by_id:
        problems += _cycles(start, by_id, done)
    return problems


def _cycles(start: str, by_id: dict[str, Page], done: set[str]) -> list[Problem]:
    """Return a problem for each cycle that is met first from a page (depth first)."""
    problems = []
    path: list[str] = []

    def visit(name: str) -> None:
        if name in path:
            circle = " -> ".join((*path[path.index(name) :], name))
            problems.append(Problem(by_id[name].path, 1, fault("circle", circle=circle)))
            return
        if name in done or name not in by_id:
            return
        path.append(name)
        for consequence in by_id[name].explains:
            visit(consequence)
        path.pop()
        done.add(name)

    visit(start)
    return problems
