"""Whatever our sources say to a person is a text of the tables, and each text is said somewhere."""

from __future__ import annotations

import re
import string

import pytest
from source_uses import Use, calls, error_names, help_keys, said_keys, written_in

from envwright.cli import COMMANDS
from envwright.messages import table


def uses(*names: str) -> list[pytest.param]:  # type: ignore[valid-type]
    return [pytest.param(use, id=use.place) for use in calls(*names)]


def places_of(section: str, key: str) -> set[str]:
    text = table(section, "en")[key]
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("use", uses(*error_names()))
def test_error_is_raised_by_its_reference_with_the_values_of_its_texts(use: Use) -> None:
    texts = table("errors", "en")
    wanted: set[str] = set()
    for position, is_hint in zip(range(len(use.call.args)), (False, True), strict=False):
        for key in use.texts(position):
            assert key in texts, f"{use.place}: {key} is no text of messages/en/errors.py"
            assert key.startswith("hint-") is is_hint
            wanted |= places_of("errors", key)

    assert use.values() - {"exit_code"} == wanted


@pytest.mark.parametrize("use", uses("fault"))
def test_fault_of_a_page_is_a_text_with_its_values(use: Use) -> None:
    for key in use.texts(0):
        assert key in table("pages", "en")
        assert use.values() == places_of("pages", key)


@pytest.mark.parametrize("use", uses("tell"))
def test_note_is_told_in_the_reader_s_language(use: Use) -> None:
    """What is told is made by `say` or `text`, never written where it is told."""
    assert all(kind in ("error", "warning", "note") for kind in use.texts(0) if kind is not None)
    assert [text for argument in use.call.args[1:] for text in written_in(argument)] == []


@pytest.mark.parametrize("use", [use for use in uses("write") if use.id.startswith("cli/")])
def test_answer_is_put_together_from_texts(use: Use) -> None:
    written = " ".join(text for argument in use.call.args for text in written_in(argument))

    assert set(re.findall(r"[a-z]{2,}", written)) <= {"envwright"}


@pytest.mark.parametrize(("place", "keys"), list(help_keys()))
def test_help_is_a_text(place: str, keys: list[str | None]) -> None:
    assert [key for key in keys if key not in table("help", "en")] == []


@pytest.mark.parametrize("section", ["errors", "help", "pages", "scaffold", "words"])
def test_every_text_is_said_somewhere(section: str) -> None:
    literal, patterns = said_keys()

    assert [
        key
        for key in table(section, "en")
        if key not in literal and not any(pattern.fullmatch(key) for pattern in patterns)
    ] == []


def test_every_command_has_a_line_in_the_overview() -> None:
    assert [name for name in COMMANDS if name not in table("help", "en")] == []
