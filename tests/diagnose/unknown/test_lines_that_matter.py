"""The lines shown of a failure that no page explains."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

import pytest

from envwright.diagnose import diagnose_log
from envwright.diagnose.unknown.templates import (
    MODEL_FILE,
    packed,
    template_of,
    unpacked,
    usual,
)
from envwright.diagnose.unknown.weighing import MOST_SHOWN
from envwright.failures.catalogue import load
from envwright.logs.opening import open_logs
from envwright.logs.text import LogText

if TYPE_CHECKING:
    from envwright.facts import Diagnosis

CATALOGUE = load()
TRACEBACK = """Traceback (most recent call last):
  File "/opt/quokka/burrow.py", line 12, in <module>
    dig(depth)
  File "/opt/quokka/dig.py", line 40, in dig
    raise BurrowCollapsed(depth)
quokka.BurrowCollapsed: at a depth of 12
"""


def diagnosis_of(text: str) -> Diagnosis:
    with next(open_logs(["-"], io.BytesIO(text.encode()))) as raw:
        return diagnose_log(LogText(raw), CATALOGUE)


def classic(output: str, code: int = 1) -> str:
    return (
        "Step 1/1 : RUN ./build.sh\n ---> Running in 0a1b2c3d4e5f\n"
        f"{output}The command '/bin/sh -c ./build.sh' returned a non-zero code: {code}\n"
    )


def shown(text: str) -> list[str]:
    found = diagnosis_of(text)
    assert (found.verdict, found.root_cause) == ("failed", None)
    assert found.unknown is not None
    return [line.text.strip() for line in found.unknown.evidence]


def test_the_exception_at_the_end_of_a_traceback_comes_first() -> None:
    assert shown(classic("digging\n" + TRACEBACK))[0] == "quokka.BurrowCollapsed: at a depth of 12"


def test_what_stands_before_a_mere_consequence_is_preferred() -> None:
    output = (
        "quokka.c:12:3: error: unknown type name 'burrow_t'\n"
        "make[1]: *** [Makefile:8: quokka.o] Error 1\n"
        "make: *** [Makefile:3: all] Error 2\n"
    )
    assert shown(classic(output))[0] == "quokka.c:12:3: error: unknown type name 'burrow_t'"


def test_a_rare_line_beats_one_that_is_repeated() -> None:
    noise = "".join(f"widget {number}: not found in the cache\n" for number in range(200))
    assert "quokka: the den is not empty" in shown(
        classic(noise + "quokka: the den is not empty\n")
    )


def test_no_more_than_five_lines_and_none_twice() -> None:
    output = "".join(f"{name}: fatal: cannot dig\n" for name in "abcdefgh") * 2
    lines = shown(classic(output))
    assert len(lines) <= MOST_SHOWN
    assert len(lines) == len(set(lines))


def test_a_log_cut_off_within_its_step_shows_the_same_lines() -> None:
    whole = classic(TRACEBACK)
    cut = diagnosis_of(whole.partition("The command")[0])
    assert cut.unknown is not None
    assert cut.unknown.evidence[0].text == shown(whole)[0]


def test_a_bare_tool_whose_last_word_is_an_unusual_complaint_has_failed() -> None:
    assert diagnosis_of("quokka 1.2\nquokka: burrow not found\n").verdict == "failed"
    assert diagnosis_of("quokka 1.2\nburrow dug in 3 s\n").verdict == "succeeded"


def test_a_possible_consequence_is_no_root_below_an_unexplained_failure() -> None:
    missing = (
        "ERROR: Could not find a version that satisfies the requirement six (from versions: none)\n"
        "ERROR: No matching distribution found for six\n"
    )
    alone = diagnosis_of(classic("Collecting six\n" + missing, 1))
    assert alone.root_cause is not None
    complaint = "  quokka: fatal: index tunnel refused by burrow\n"
    others = "".join(f"quokka digs {number}\n" for number in range(5))
    below = diagnosis_of(classic("Collecting six\n" + complaint + others + missing, 1))
    assert below.root_cause is None
    assert below.unknown is not None
    assert "quokka: fatal: index tunnel refused by burrow" in [
        line.text.strip() for line in below.unknown.evidence
    ]
    assert [finding.failure for finding in below.also][:1] == [alone.root_cause.failure]


def test_a_complaint_right_above_a_failure_is_shown_with_it_and_makes_it_less_sure() -> None:
    found = diagnosis_of(
        classic(
            "quokka: fatal: index tunnel refused by burrow\n"
            "ERROR: Could not find a version that satisfies the requirement six "
            "(from versions: none)\nERROR: No matching distribution found for six\n",
            1,
        )
    )
    assert found.root_cause is not None
    assert found.root_cause.confidence <= 0.7
    assert "quokka: fatal: index tunnel refused by burrow" in [
        line.text for line in found.root_cause.evidence
    ]


def test_a_complaint_after_which_the_step_went_on_is_no_cause() -> None:
    went_on = (
        "quokka: fatal: tunnel refused by burrow\nSuccessfully installed quokka-1.0\n"
        + "".join(f"Collecting part{number}\n" for number in range(4))
    )
    found = diagnosis_of(
        classic(
            went_on + "ERROR: Could not find a version that satisfies the requirement six "
            "(from versions: none)\nERROR: No matching distribution found for six\n",
            1,
        )
    )
    assert found.root_cause is not None
    assert found.root_cause.failure == "pip-no-versions-none"


def test_the_nearest_pages_speak_of_the_same_and_nothing_is_near_to_nonsense() -> None:
    near = diagnosis_of(
        classic("quokka: certificate verification failed: certificate has expired\n")
    )
    assert near.unknown is not None
    families = {CATALOGUE.nodes[name].family for name in near.unknown.nearest}
    assert families & {"network", "security"}
    assert len(near.unknown.nearest) <= 3
    far = diagnosis_of(classic("zzyzx qwfp: blorp\n"))
    assert far.unknown is not None
    assert far.unknown.nearest == ()


def test_a_failure_at_the_end_of_a_very_long_step_is_found_quickly() -> None:
    noise = "".join(f"dug {number} of 400000 burrows\n" for number in range(400_000))
    text = classic(noise + TRACEBACK)
    started = time.perf_counter()
    assert shown(text)[0] == "quokka.BurrowCollapsed: at a depth of 12"
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("E: package 'a b' has no candidate", "E: package 'c' has no candidate"),
        ("wrote /srv/a in 3 s", "wrote /opt/b/c in 12 s"),
    ],
)
def test_lines_that_differ_in_values_have_one_template(one: str, other: str) -> None:
    assert template_of(one) == template_of(other)


def test_lines_that_differ_in_words_have_two_templates() -> None:
    assert template_of("cannot open the den") != template_of("cannot close the den")


def test_the_model_is_small_and_survives_packing() -> None:
    with open(MODEL_FILE, "rb") as file:
        data = file.read()
    assert len(data) < 200_000
    assert packed(unpacked(data)) == data


def test_the_model_knows_what_healthy_builds_print() -> None:
    assert usual().is_nearly_healthy("Collecting quokka")
    assert not usual().is_nearly_healthy("quokka: the den is not empty")
