"""What a notebook shows of an answer."""

from __future__ import annotations

import pytest
from diagnosis_samples import CUT, EXPLAINED, NOISY, QUIET, UNEXPLAINED
from test_html import Page

import envwright
from envwright.render.notebook import render_notebook


def test_answer_shows_itself_and_is_a_diagnosis() -> None:
    answer = envwright.diagnose("examples/untrusted-certificate.log")
    shown = answer._repr_html_()  # type: ignore[attr-defined]

    assert isinstance(answer, envwright.Diagnosis)
    assert answer.transcript is None
    assert "the certificate of" in shown
    assert len(shown) < 20_000


def test_answer_shows_itself_in_its_language() -> None:
    answer = envwright.diagnose("examples/untrusted-certificate.log", lang="es")

    assert "La compilación falló" in answer._repr_html_()  # type: ignore[attr-defined]


@pytest.mark.parametrize("diagnosis", [EXPLAINED, UNEXPLAINED, QUIET, NOISY, CUT])
def test_every_kind_is_well_formed_and_styled_within(diagnosis: envwright.Diagnosis) -> None:
    page = Page(render_notebook(diagnosis))

    assert "style" in page.elements[0][1]
    assert not {tag for tag, _ in page.elements} & {"style", "script", "img", "link"}


def test_cause_evidence_chain_and_remedies() -> None:
    text = Page(render_notebook(EXPLAINED)).text()
    order = [
        "Build failed",
        "the certificate of pypi.org is not trusted",
        "build.log:118 · step 5/9",
        "118 | WARNING: Retrying",
        "From the cause to the last error",
        "no version of six fits",
        "What to do",
        "docker build --network host .",
        "Also seen",
    ]

    assert sorted(order, key=text.index) == order


def test_what_changed_is_shown_where_there_is_a_baseline() -> None:
    answer = envwright.diagnose("examples/today.log", baseline="examples/yesterday.log")
    text = Page(answer._repr_html_()).text()  # type: ignore[attr-defined]

    assert "compared with examples/yesterday.log" in text
    assert "werkzeug 2.3.7 → 3.0.0 between the builds most likely to blame" in text
    assert "What changed" not in Page(render_notebook(EXPLAINED)).text()
