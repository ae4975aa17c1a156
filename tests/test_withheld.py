"""Without the page of a failure, its decisive line is still among those shown."""

from __future__ import annotations

from collections import defaultdict

from tests.exam import LOGS, labelled
from tests.withheld import SAMPLE, examine, half_of, telling, without


def test_a_withheld_page_is_in_no_part_of_the_catalogue() -> None:
    catalogue = without({"pip-no-versions-none"})
    assert "pip-no-versions-none" not in catalogue.nodes
    assert "pip-no-versions-none" not in {rule.failure for rule in catalogue.rules}


def test_pages_that_match_a_line_are_found() -> None:
    line = "ERROR: Could not find a version that satisfies the requirement x (from versions: none)"
    assert "pip-no-matching-distribution" in telling(line)
    assert telling("all is well") == set()


def test_the_decisive_line_is_shown_in_34_of_40_failures() -> None:
    logs = defaultdict(list)
    for item in labelled([LOGS / "failed"]):
        logs[str(item[1]["failure"])].append(item)
    failures = sorted(failure for failure in logs if half_of(failure) == "unseen")[:SAMPLE]
    answers = [examine(logs[failure][0]) for failure in failures]
    missed = [answer.path for answer in answers if not answer.shown]
    assert len(answers) == SAMPLE
    assert len(missed) <= SAMPLE - 34, missed
