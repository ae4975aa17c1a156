"""Secrets of every known shape, planted in a log, are in none of the forms that leave."""

from __future__ import annotations

import sys
from html import unescape
from pathlib import Path

import pytest
from forms_help import FORMS, answer, diagnosed

from envwright.redaction.lines import redact_lines
from envwright.render.notebook import render_notebook

sys.path.insert(0, str(Path(__file__).parents[1]))

from test_redaction import DASHES, KEY_ROW, SECRETS

KNOWN = (
    "Could not fetch URL https://pypi.org/simple/six/: There was a problem confirming the ssl "
    "certificate: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed "
    "certificate (_ssl.c:1129) {}\n"
)
FAILED = "The command '/bin/sh -c {}' returned a non-zero code: 1\n"


def logs(line: str) -> list[str]:
    """Return logs of a known and of an unknown failure with a line wherever lines can stand."""
    head = (
        f"Step 1/2 : FROM python:3.11\n ---> 1a2b3c4d5e6f\nstarting\n{line}\n"
        f"Step 2/2 : RUN ./build && {line}\n ---> Running in 0a1b2c3d4e5f\nreading\n{line}\n"
    )
    return [
        head + KNOWN.format(line) + f"{line}\n" + FAILED.format(line),
        head + f"error: {line}\nfatal: it failed\n{line}\n" + FAILED.format(line),
    ]


def forms_of(log: str, name: str) -> dict[str, str]:
    diagnosis = diagnosed(log, name)
    shown = {form: answer([diagnosis], form) for form in FORMS}
    shown["several"] = answer([diagnosis, diagnosis], "html")
    return shown | {"notebook": render_notebook(diagnosis), "repr": repr(diagnosis)}


def test_at_least_40_shapes_are_planted() -> None:
    assert len({name for name, _, _ in SECRETS}) >= 40


@pytest.mark.parametrize(
    ("line", "secret"), [case[1:] for case in SECRETS], ids=[case[0] for case in SECRETS]
)
def test_secret_is_gone_from_every_form(line: str, secret: str) -> None:
    name = f"{secret}.log" if "/" not in secret and len(secret) > 10 else "build.log"
    for log in logs(line.format(secret)):
        for form, text in forms_of(log, name).items():
            assert secret not in text, form
            assert secret not in unescape(text), form
        assert "[redacted:" in answer(diagnosed(log, name), "html")


def test_private_key_is_gone_with_its_short_last_row() -> None:
    rows = [KEY_ROW, KEY_ROW[::-1], "abcDEF123=="]
    key = "\n".join(
        [f"{DASHES}BEGIN RSA PRIVATE KEY{DASHES}", *rows, f"{DASHES}END RSA PRIVATE KEY{DASHES}"]
    )
    log = f"Step 1/1 : RUN ./build\n ---> Running in 0a1b2c3d4e5f\n{key}\nerror: no\n"
    for form, text in forms_of(log + FAILED.format("./build"), "build.log").items():
        assert not any(row in text for row in rows), form


def test_lines_stay_lines_when_a_key_is_taken_out() -> None:
    key = [
        f"{DASHES}BEGIN PRIVATE KEY{DASHES}",
        KEY_ROW,
        "abc=",
        f"{DASHES}END PRIVATE KEY{DASHES}",
    ]

    assert redact_lines(["before", *key, "after"]) == [
        "before", key[0], "[redacted:private-key]", "[redacted:private-key]", key[3], "after",
    ]  # fmt: skip


def test_value_that_one_line_shows_to_be_secret_is_gone_from_all_others() -> None:
    log = (
        "Step 1/1 : RUN ./build --password hunter2hunter2\n ---> Running in 0a1b2c3d4e5f\n"
        "connecting as hunter2hunter2\nerror: hunter2hunter2 was refused\n"
    )
    for form, text in forms_of(log + FAILED.format("./build"), "build.log").items():
        assert "hunter2hunter2" not in text, form


@pytest.mark.parametrize(
    ("line", "secret"), [case[1:] for case in SECRETS], ids=[case[0] for case in SECRETS]
)
def test_lines_are_redacted_as_texts_are(line: str, secret: str) -> None:
    shown = redact_lines(["İstanbul", "x" * 70, line.format(secret), "İ", line.format(secret)])

    assert len(shown) == 5
    assert not any(secret in row for row in shown)
    assert shown[0] == "İstanbul"
