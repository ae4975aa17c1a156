"""Root causes in logs composed of real steps: what was survived, settled, or cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from envwright.diagnose import diagnose_log
from envwright.failures.catalogue import load
from envwright.logs.opening import open_logs
from envwright.logs.text import LogText

COMPOSED = Path(__file__).parent / "composed"
CATALOGUE = load()


def judged(name: str) -> tuple[str, str | None, list[str]]:
    with next(open_logs([str(COMPOSED / f"{name}.log")])) as raw:
        diagnosis = diagnose_log(LogText(raw), CATALOGUE)
    root = diagnosis.root_cause
    return (
        diagnosis.verdict,
        root.failure if root is not None else None,
        [finding.failure for finding in diagnosis.chain],
    )


@pytest.mark.parametrize(
    ("name", "failure"),
    [
        ("x-apt-cmd", "command-not-found"),
        ("x-apt-nover", "pip-no-matching-distribution"),
        ("x-ssl-nover", "pip-no-matching-distribution"),
        ("x-curl-mnfother", "compile-module-not-found-at-runtime"),
    ],
)
def test_a_survived_failure_explains_nothing_it_does_not_name(name: str, failure: str) -> None:
    assert judged(name)[:2] == ("failed", failure)


@pytest.mark.parametrize(
    ("name", "failure"),
    [
        ("y-ssl-mnf", "net-ssl-verify-failed"),
        ("y-dns-mnf", "net-dns-failure"),
        ("y-timeout-mnf", "net-read-timeout"),
    ],
)
def test_a_swallowed_install_explains_the_module_missing_later(name: str, failure: str) -> None:
    verdict, root, chain = judged(name)
    assert (verdict, root) == ("failed", failure)
    assert chain[:2] == ["pip-no-versions-none", "compile-module-not-found-at-runtime"]


@pytest.mark.parametrize(
    "name",
    ["cut-bk-survived-conflict", "cut-classic-survived-ssl", "gha-cancelled-survived-nover"],
)
def test_a_settled_step_is_no_root_where_the_log_stops_later(name: str) -> None:
    assert judged(name) == ("incomplete", None, [])


@pytest.mark.parametrize("name", ["unknown-after-conflict", "unknown-same-step-warn"])
def test_an_unknown_failure_is_not_blamed_on_what_was_survived(name: str) -> None:
    assert judged(name)[:2] == ("failed", None)


def test_the_chain_holds_no_report_of_an_earlier_build() -> None:
    with next(open_logs([str(COMPOSED / "two-builds-both-fail.log")])) as raw:
        diagnosis = diagnose_log(LogText(raw), CATALOGUE)
    assert diagnosis.root_cause is not None
    first = min(diagnosis.root_cause.lines)
    assert all(min(finding.lines) >= first for finding in diagnosis.chain)
