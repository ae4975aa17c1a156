"""Both languages say everything."""

from __future__ import annotations

import re

import pytest

from envwright.render.words import TABLES, say


def test_languages_have_the_same_keys_in_the_same_order() -> None:
    assert list(TABLES["en"]) == list(TABLES["es"])


@pytest.mark.parametrize("key", list(TABLES["en"]))
def test_languages_name_the_same_values(key: str) -> None:
    def places(lang: str) -> list[str]:
        return sorted(re.findall(r"\{\w*\}", TABLES[lang][key]))

    assert places("en") == places("es")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_messages_do_not_end_in_a_full_stop(lang: str) -> None:
    assert [
        key for key, text in TABLES[lang].items() if text.endswith(".") and key != "run_like"
    ] == []


def test_values_are_filled_in() -> None:
    assert say("es", "more_lines", count=3) == "y 3 más como estas"
