"""The text answer, compared as people see it."""

from __future__ import annotations

import re

import pytest
from diagnosis_samples import CUT, EXPLAINED, NOISY, QUIET, UNEXPLAINED, finding

from envwright.facts import Diagnosis, Line
from envwright.render import render
from envwright.render.text import render_text
from envwright.settings import Surface

PLAIN = Surface(width=100)
COLOURED = Surface(width=100, colour=True, unicode=True)
ALL = [EXPLAINED, UNEXPLAINED, QUIET, NOISY, CUT]


def test_explained_failure() -> None:
    assert (
        render_text(EXPLAINED, PLAIN)
        == """\
error[net-ssl-verify-failed]: the certificate of `pypi.org` is not trusted inside the build
   --> build.log:118 (step 5/9: RUN pip install six==1.16.0)
     |
 118 | ...erify failed: self-signed certificate in certificate chain (_ssl.c:1129)'))': /simple/six/
     |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
...
 126 | Could not fetch URL https://pypi.org/simple/six/: connection error
     | and 1 more like these
     |
chain:
 118    the certificate of `pypi.org` is not trusted inside the build [net-ssl-verify-failed]
 130 -> no version of `six` fits [pip-no-matching-distribution]
 131 -> a RUN step failed [docker-run-step-failed]
also:
  warning[pip-root-user]: pip runs as root (line 90)
remedies:
  1. Add the proxy's CA to the image (proved: the image builds)
     +COPY ca.crt /usr/local/share/
  2. Build on the host's network
     $ docker build --network host .
     = help: envwright explain net-ssl-verify-failed
"""
    )


def test_unexplained_failure_shows_the_step_and_the_lines_that_matter() -> None:
    assert (
        render_text(UNEXPLAINED, PLAIN)
        == """\
error: the build failed, and no known failure explains it
   --> build.log:97 (step 5/9: RUN make)
     |
  97 | make: *** [Makefile:3: all] Error 1
     | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  98 | gave up
     |
     = note: the step ended with exit code 2
     = note: nearest pages: `compile-failed`
     = help: to teach envwright this failure: envwright failures new local-NAME --from build.log:97
"""
    )


def test_success_is_one_quiet_line() -> None:
    assert render_text(QUIET, PLAIN) == "fine.log: no failure found\n"


def test_success_with_a_warning_names_it() -> None:
    assert render_text(NOISY, PLAIN) == (
        "fine.log: no failure found; worth knowing:\n"
        "  warning[pip-root-user]: pip runs as root (line 90)\n"
    )


def test_log_that_stops_early_is_no_error() -> None:
    assert render_text(CUT, PLAIN).startswith("warning: the log stops before the build has ended\n")


def test_several_logs_end_with_a_count() -> None:
    pieces = list(render(ALL, "text", PLAIN, "en", several=True))

    assert pieces[-1] == "\n5 logs: 2 failed (1 unexplained), 1 incomplete, 2 succeeded\n"


@pytest.mark.parametrize("diagnosis", ALL)
def test_plain_text_is_ascii(diagnosis: Diagnosis) -> None:
    assert render_text(diagnosis, PLAIN).isascii()


@pytest.mark.parametrize("diagnosis", ALL)
def test_colours_add_nothing_to_the_words(diagnosis: Diagnosis) -> None:
    plain = render_text(diagnosis, PLAIN)
    coloured = re.sub(
        r"\x1b\[[0-9;]*m", "", render_text(diagnosis, COLOURED._replace(unicode=False))
    )

    assert coloured == plain


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("diagnosis", ALL)
def test_every_line_of_evidence_fits(diagnosis: Diagnosis, lang: str) -> None:
    rows = render_text(diagnosis, Surface(width=60), lang).splitlines()

    assert [row for row in rows if re.match(r" +\d+ \|", row) and len(row) > 60] == []


def test_spanish() -> None:
    text = render_text(EXPLAINED, PLAIN, "es")

    assert "(paso 5/9: RUN pip install six==1.16.0)" in text
    assert "cadena:" in text
    assert "además:\n  aviso[pip-root-user]" in text
    assert "remedios:" in text


def test_doubt_is_said() -> None:
    assert EXPLAINED.root_cause is not None
    likely = EXPLAINED._replace(root_cause=EXPLAINED.root_cause._replace(confidence=0.75))
    guess = EXPLAINED._replace(root_cause=EXPLAINED.root_cause._replace(confidence=0.4))

    assert "= note: this is likely, not certain (confidence 0.75)" in render_text(likely, PLAIN)
    assert "= note: this is a guess (confidence 0.40)" in render_text(guess, PLAIN)


def test_cause_in_an_earlier_step_is_said() -> None:
    assert EXPLAINED.root_cause is not None
    early = EXPLAINED._replace(root_cause=EXPLAINED.root_cause._replace(step=2))

    text = render_text(early, PLAIN)

    assert "--> build.log:118 (step 2)\n" in text
    assert "= note: the build stopped in step 5, but the cause is in step 2" in text


def _explained(line: str, captures: dict[str, str]) -> list[str]:
    root = finding("a-failure", "message", Line(7, line), captures=captures)
    diagnosis = EXPLAINED._replace(root_cause=root, chain=(), also=(), remedies=())
    return render_text(diagnosis, PLAIN).splitlines()[3:5]


def test_captured_values_are_underlined() -> None:
    line, marks = _explained(
        "ERROR: cannot find foo>=2 for python 3.9", {"a": "foo>=2", "b": "3.9"}
    )

    assert line == "   7 | ERROR: cannot find foo>=2 for python 3.9"
    assert marks == "     |                    ^^^^^^            ^^^"


def test_whole_word_is_underlined_rather_than_a_part() -> None:
    line, marks = _explained("torchvision needs torch", {"package": "torch"})

    assert marks[marks.index("^") :] == "^^^^^"
    assert line[marks.index("^") :] == "torch"


def test_wide_characters_keep_marks_in_place() -> None:
    _, marks = _explained("錯誤 foo", {"package": "foo"})

    assert marks == "     |      ^^^"


def test_control_characters_never_reach_the_terminal() -> None:
    root = finding("a-failure", "m\x1b[2J\x07", Line(7, "a\x1b]0;t\x07b\x9bc\rd\te"))
    text = render_text(EXPLAINED._replace(root_cause=root), PLAIN)

    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\x9b" not in text
    assert "   7 | a?]0;t?b?c?d e" in text


def test_repeated_lines_are_counted() -> None:
    lines = [Line(number, "the same") for number in range(1, 31)]
    text = render_text(EXPLAINED._replace(root_cause=finding("a-failure", "m", *lines)), PLAIN)

    assert text.count("the same") == 1
    assert "and 29 more like these" in text
