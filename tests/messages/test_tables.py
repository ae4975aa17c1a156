"""All languages say everything."""

from __future__ import annotations

import re

import pytest

from envwright.messages import LANGUAGES, SECTIONS, say, table

KEYS = [(section, key) for section in SECTIONS for key in table(section, "en")]


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_languages_have_the_same_keys_in_the_same_order(section: str, lang: str) -> None:
    assert list(table(section, lang)) == list(table(section, "en"))


@pytest.mark.parametrize(("section", "key"), KEYS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_languages_name_the_same_values(section: str, key: str, lang: str) -> None:
    def places(lang: str) -> list[str]:
        return sorted(re.findall(r"\{\w*\}", table(section, lang)[key]))

    assert places(lang) == places("en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_messages_do_not_end_in_a_full_stop(lang: str) -> None:
    assert [
        key
        for key, text in table("words", lang).items()
        if text.endswith(".") and key != "run_like"
    ] == []


def test_values_are_filled_in() -> None:
    assert say("es", "more_lines", count=3) == "y 3 más como estas"
