"""Changes in words."""

from __future__ import annotations

import pytest

from envwright.facts import Baseline, Change, Diagnosis, Source
from envwright.render import render
from envwright.render.changes import change_rows, change_sentence
from envwright.render.text import render_text
from envwright.settings import Surface

MOVED = Change("package", "setuptools", "79.0.1", "80.9.0", (14,), (12,), 0.9)
DIGEST = Change("base-image", "python:3.11", f"sha256:{'a' * 64}", f"sha256:{'b' * 64}")


@pytest.mark.parametrize(
    ("change", "english", "spanish"),
    [
        (
            MOVED,
            "setuptools 79.0.1 → 80.9.0 between the builds",
            "setuptools 79.0.1 → 80.9.0 entre las dos compilaciones",
        ),
        (
            Change("package", "six", None, "1.16.0"),
            "six 1.16.0 is only in this build",
            "six 1.16.0 solo está en esta compilación",
        ),
        (
            DIGEST,
            "base image `python:3.11` sha256:aaaaaaaaaaaa → sha256:bbbbbbbbbbbb between the builds",
            "imagen base `python:3.11` sha256:aaaaaaaaaaaa → sha256:bbbbbbbbbbbb "
            "entre las dos compilaciones",
        ),
        (
            Change("python", "python", "3.11", "3.12"),
            "Python 3.11 → 3.12 between the builds",
            "Python 3.11 → 3.12 entre las dos compilaciones",
        ),
        (
            Change("platform", "platform", "x86_64", "aarch64"),
            "platform x86_64 → aarch64 between the builds",
            "plataforma x86_64 → aarch64 entre las dos compilaciones",
        ),
    ],
)
def test_change_is_a_sentence(change: Change, english: str, spanish: str) -> None:
    assert change_sentence(change) == english
    assert change_sentence(change, "es") == spanish


def test_step_that_is_gone_is_quoted() -> None:
    change = Change("step", "RUN pip install x", "RUN pip install x", None)

    assert change_sentence(change) == "step `RUN pip install x` was only in the good build"


def test_long_instruction_is_cut_and_stays_on_one_line() -> None:
    change = Change("step", "RUN x", None, "RUN apt-get update \\\n  && " + "x" * 200)

    sentence = change_sentence(change)

    assert len(sentence) < 120
    assert "\n" not in sentence
    assert "…" in sentence


def _diagnosis(*changes: Change, verdict: str = "succeeded") -> Diagnosis:
    source = Source("bad.log", 10, 100, "plain")
    return Diagnosis(source, "failed", changes=changes, baseline=Baseline("good.log", verdict))


def test_first_five_changes_are_listed() -> None:
    changes = [Change("package", f"p{number}", "1", "2", (number,)) for number in range(1, 8)]

    assert change_rows(_diagnosis(*changes)) == [
        "compared with `good.log`:",
        *(f"  {n}. p{n} 1 → 2 between the builds (line {n})" for n in range(1, 6)),
        "  and 2 more changes",
    ]


def test_only_a_likely_change_is_called_the_one_to_blame() -> None:
    unlikely = MOVED._replace(blame=0.4)

    assert "most likely to blame" in change_rows(_diagnosis(MOVED))[1]
    assert "most likely to blame" not in change_rows(_diagnosis(unlikely))[1]


def test_no_section_without_a_baseline() -> None:
    assert change_rows(Diagnosis(Source("bad.log", 10, 100, "plain"), "failed")) == []


@pytest.mark.parametrize(
    ("verdict", "lang", "expected"),
    [
        ("failed", "en", "compared with `good.log` (that build failed itself):"),
        ("incomplete", "es", "comparado con `good.log` (ese log se corta antes"),
    ],
)
def test_baseline_that_was_not_good_is_told(verdict: str, lang: str, expected: str) -> None:
    assert change_rows(_diagnosis(MOVED, verdict=verdict), lang)[0].startswith(expected)


def test_text_without_unicode_has_plain_arrows() -> None:
    shown = render_text(_diagnosis(MOVED), Surface(unicode=False))

    assert "setuptools 79.0.1 -> 80.9.0 between the builds" in shown


def test_control_characters_of_a_log_never_reach_the_terminal() -> None:
    change = Change("step", "RUN x", None, "RUN \x1b[31mred\x07")

    assert "\x1b" not in render_text(_diagnosis(change), Surface())


@pytest.mark.parametrize("form", ["github", "markdown", "sarif"])
def test_forms_for_reviews_name_the_change(form: str) -> None:
    shown = "".join(render([_diagnosis(MOVED)], form, Surface(), "en", several=False))

    assert "setuptools 79.0.1 → 80.9.0 between the builds" in shown
