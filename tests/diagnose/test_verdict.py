"""Verdict and confidence, on small logs of real lines."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from envwright.diagnose import diagnose_log
from envwright.failures.catalogue import load
from envwright.logs.opening import open_logs
from envwright.logs.text import LogText

if TYPE_CHECKING:
    from envwright.facts import Diagnosis

CATALOGUE = load()
MISSING = (
    "ERROR: Could not find a version that satisfies the requirement sixx==1.0 "
    "(from versions: none)\n"
    "ERROR: No matching distribution found for sixx==1.0\n"
)
HEADER = "src/a.c:1:10: fatal error: zlib.h: No such file or directory\n"
RETRY = (
    "WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after "
    "connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection "
    "object at 0x7f6cc19ed6a0>: Failed to establish a new connection: [Errno -3] Temporary failure "
    "in name resolution')': /simple/sixx/\n"
)


def diagnosis_of(text: str, *, failed: bool = False) -> Diagnosis:
    with next(open_logs(["-"], io.BytesIO(text.encode()))) as raw:
        return diagnose_log(LogText(raw), CATALOGUE, failed=failed)


def classic(*outputs: str, code: int | None = 1) -> str:
    text = f"Step 1/{len(outputs) + 1} : FROM debian\n ---> 0123456789ab\n"
    for number, output in enumerate(outputs, 2):
        text += f"Step {number}/{len(outputs) + 1} : RUN ./step{number}\n"
        text += f" ---> Running in 0123456789ab\n{output}"
        last = number == len(outputs) + 1
        if not last or code is None:
            text += "Removing intermediate container 0123456789ab\n ---> 123456789abc\n"
        else:
            text += f"The command '/bin/sh -c ./step{number}' returned a non-zero code: {code}\n"
    return text + ("Successfully built 123456789abc\n" if code is None else "")


def test_a_failure_in_the_failing_step_is_the_root_with_high_confidence() -> None:
    found = diagnosis_of(classic(MISSING))
    assert found.root_cause is not None
    assert (found.verdict, found.root_cause.failure) == ("failed", "pip-no-versions-none")
    assert found.root_cause.confidence >= 0.9
    assert found.failed_step is not None
    assert (found.failed_step.number, found.failed_step.exit_code) == (2, 1)


def test_a_finished_build_is_silent_whatever_its_lines_say() -> None:
    found = diagnosis_of(classic(MISSING + HEADER, code=None))
    assert (found.verdict, found.root_cause, found.unknown) == ("succeeded", None, None)


def test_two_independent_roots_lower_the_confidence_and_both_are_shown() -> None:
    found = diagnosis_of(classic(HEADER + MISSING))
    assert found.root_cause is not None
    assert found.root_cause.confidence <= 0.75
    assert [finding.confidence <= 0.5 for finding in found.also] == [True]


def test_retries_explain_the_missing_distribution() -> None:
    found = diagnosis_of(classic("Collecting sixx==1.0\n" + RETRY + MISSING))
    assert found.root_cause is not None
    assert found.root_cause.failure == "net-dns-failure"
    assert [finding.failure for finding in found.chain][:1] == ["pip-no-versions-none"]


def test_retries_after_which_something_arrived_explain_nothing() -> None:
    arrived = "Collecting six\n" + RETRY + "  Downloading six-1.16.0-py2.py3-none-any.whl (11 kB)\n"
    found = diagnosis_of(classic(arrived + MISSING))
    assert found.root_cause is not None
    assert found.root_cause.failure == "pip-no-versions-none"


def test_an_unknown_failure_gives_the_step_and_the_lines_that_matter() -> None:
    found = diagnosis_of(classic("working\nfrobnicator: error: flux too low\n", code=42))
    assert (found.verdict, found.root_cause) == ("failed", None)
    assert found.unknown is not None
    assert found.unknown.evidence[0].text == "frobnicator: error: flux too low"
    assert found.unknown.lines == tuple(line.number for line in found.unknown.evidence)


def test_a_log_that_stops_inside_a_step_is_incomplete() -> None:
    text = classic("Collecting six\n").partition("The command")[0]
    assert diagnosis_of(text).verdict == "incomplete"


@pytest.mark.parametrize(("failed", "verdict"), [(True, "failed"), (False, "succeeded")])
def test_a_known_exit_code_decides(failed: bool, verdict: str) -> None:
    assert diagnosis_of("all is well\n", failed=failed).verdict == verdict


def test_a_list_of_missing_packages_is_one_finding_that_begins_with_the_first() -> None:
    diagnosis = diagnosis_of(
        classic(
            "E: Unable to locate package git\nE: Unable to locate package python3-pip", code=100
        )
    )

    assert diagnosis.root_cause is not None
    assert diagnosis.root_cause.subject == "git"
    assert len(diagnosis.root_cause.lines) == 2
    assert diagnosis.also == ()


def test_a_trouble_the_step_lived_with_explains_no_later_command() -> None:
    diagnosis = diagnosis_of(
        classic(
            "W: Failed to fetch http://ppa.example.org/x/InRelease  503  Service Unavailable\n"
            "Setting up curl (7.88.1-10+deb12u8) ...\n"
            "ERROR: Could not find a version that satisfies the requirement kit==3 "
            "(from versions: 1.0)\nERROR: No matching distribution found for kit==3"
        )
    )

    assert diagnosis.root_cause is not None
    assert diagnosis.root_cause.failure == "pip-no-matching-distribution"
