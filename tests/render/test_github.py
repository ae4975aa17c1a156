"""Annotations: one workflow command a line, which nothing in a log can leave."""

from __future__ import annotations

import re

import pytest
from diagnosis_samples import CUT, EXPLAINED, NOISY, QUIET, UNEXPLAINED, finding
from forms_help import answer

from envwright.facts import Line

COMMAND = re.compile(r"::(error|warning|notice) (title=[^,:]*,file=[^,:]*(?:,line=\d+)?)::(.*)")


def decoded(text: str) -> str:
    """Return what the runner makes of an escaped text."""
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Return command, properties and message of each line; every line must be a command."""
    found = []
    for row in text.splitlines():
        match = COMMAND.fullmatch(row)
        assert match is not None, row
        properties = dict(part.split("=", 1) for part in match[2].split(","))
        found.append(
            (
                match[1],
                {key: decoded(value) for key, value in properties.items()},
                decoded(match[3]),
            )
        )
    return found


def test_cause_is_an_error_at_its_line() -> None:
    (kind, properties, message), warning = commands(answer(EXPLAINED, "github"))

    assert kind == "error"
    assert properties == {
        "title": "error[net-ssl-verify-failed]: the certificate of `pypi.org` is not trusted "
        "inside the build",
        "file": "build.log",
        "line": "118",
    }
    assert message.splitlines()[0] == "step 5/9: RUN pip install six==1.16.0"
    assert "-> no version of `six` fits [pip-no-matching-distribution]" in message
    assert "   $ docker build --network host ." in message
    assert warning[0] == "warning"
    assert warning[1]["line"] == "90"


def test_good_build_gives_nothing() -> None:
    assert answer(QUIET, "github") == ""
    assert [kind for kind, _, _ in commands(answer(NOISY, "github"))] == ["warning"]


def test_unknown_failure_and_cut_log() -> None:
    assert commands(answer(UNEXPLAINED, "github"))[0][:2] == (
        "error",
        {
            "title": "the build failed, and no known failure explains it",
            "file": "build.log",
            "line": "97",
        },
    )
    assert commands(answer(CUT, "github"))[0][0] == "warning"


def test_advice_is_a_notice() -> None:
    advice = NOISY._replace(
        also=(finding("x-y", "better so", Line(3, "x"), role="warning", severity="advice"),)
    )

    assert [kind for kind, _, _ in commands(answer(advice, "github"))] == ["notice"]


def test_spanish() -> None:
    assert "paso 5/9: RUN pip" in answer(EXPLAINED, "github", "es")


@pytest.mark.parametrize(
    "text",
    [
        "x\n::error::smuggled", "x\r\n::set-output name=a::b", "100% :: , done",
        "##[error]old style", "::stop-commands::x", "\u2028::error::x", "x,line=9::y",
        "%0A::error::z",
    ],
)  # fmt: skip
def test_text_of_the_log_never_begins_a_command(text: str) -> None:
    root = finding("a-b", f"`{text}` is wrong", Line(7, text), captures={"reason": text})
    diagnosis = EXPLAINED._replace(
        root_cause=root, chain=(), also=(root,), source=EXPLAINED.source._replace(name=text)
    )
    rows = commands(answer(diagnosis, "github"))

    assert [kind for kind, _, _ in rows] == ["error", "error"]
    assert {properties["line"] for _, properties, _ in rows} == {"7"}
