"""All languages say everything, in the same places, in the same tone."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import envwright.messages
from envwright.messages import LANGUAGES, Phrase, say, table

FOLDER = Path(envwright.messages.__file__).parent
SECTIONS = sorted(path.stem for path in (FOLDER / "en").glob("[a-z]*.py"))
KEYS = [(section, key) for section in SECTIONS for key in table(section, "en")]
OF_ARGPARSE = "parser"
"""The section that English does without: its keys are English."""


def places_of(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_languages_have_the_same_sections(lang: str) -> None:
    found = sorted(path.stem for path in (FOLDER / lang).glob("[a-z]*.py"))

    assert [name for name in found if name != OF_ARGPARSE] == SECTIONS


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_languages_have_the_same_keys_in_the_same_order(section: str, lang: str) -> None:
    assert list(table(section, lang)) == list(table(section, "en"))


@pytest.mark.parametrize(("section", "key"), KEYS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_languages_name_the_same_values(section: str, key: str, lang: str) -> None:
    if key != "run-usage":  # its braces are the choices of an option
        assert set(places_of(table(section, lang)[key])) == set(
            places_of(table(section, "en")[key])
        )


@pytest.mark.parametrize(
    "section", [name for name in SECTIONS if name not in ("help", "report", "scaffold")]
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_messages_do_not_end_in_a_full_stop(section: str, lang: str) -> None:
    texts = table(section, lang).items()

    assert [
        key for key, text in texts if text.endswith(".") and not text.endswith("docker build .")
    ] == []


@pytest.mark.parametrize("section", SECTIONS)
def test_nothing_is_left_in_english(section: str) -> None:
    """Two sentences of different languages are not the same."""
    spanish = table(section, "es")

    assert [
        key
        for key, text in table(section, "en").items()
        if text == spanish[key] and len(re.findall(r"\b[a-z]{2,}\b", without_code(text))) > 1
    ] == []


@pytest.mark.parametrize("section", SECTIONS)
def test_spanish_calls_a_log_log_and_a_build_compilacion(section: str) -> None:
    """`registro` is the image registry alone."""
    wrong = re.compile(r"(?i)\bregistros?\b(?! de contenedor)|\bconstru\w+|\bórdenes\b")

    assert [key for key, text in table(section, "es").items() if wrong.search(text)] == []


def without_code(text: str) -> str:
    """Return a text without what is said alike in all languages: quotes, places, commands."""
    return re.sub(r"`[^`]*`|\{\w*\}|envwright .*|pip install .*|\S*[/_.-]\S+", " ", text)


def test_values_are_filled_in() -> None:
    assert say("es", "more_lines", count=3) == "y 3 más como estas"


def test_phrase_is_said_in_the_reader_s_language() -> None:
    phrase = Phrase("pages", "key-unknown", key="rule")

    assert phrase.text("es") == "clave desconocida `rule`"
    assert phrase.text() == "unknown key `rule`"


def test_phrases_in_a_list_stand_on_lines_of_their_own() -> None:
    problems = [Phrase("pages", "no-remedy"), Phrase("pages", "message-missing")]

    assert Phrase("errors", "pages-broken", problems=problems).text("es") == (
        "la página no tiene ningún remedio\nfalta `message`"
    )


def test_values_are_not_read_as_templates() -> None:
    assert Phrase("pages", "failure-unknown", failure="{lang}{0}").text() == (
        "unknown failure `{lang}{0}`"
    )


def test_equal_phrases_are_one() -> None:
    one, other = (Phrase("pages", "key-unknown", key=name) for name in ("a", "b"))

    assert len({one, other, Phrase("pages", "key-unknown", key="a")}) == 2
