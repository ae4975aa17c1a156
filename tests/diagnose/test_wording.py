from __future__ import annotations

from pathlib import Path

import pytest

from envwright.api import diagnose_path
from envwright.diagnose.wording import fill, spoken
from envwright.failures.catalogue import load


@pytest.mark.parametrize(
    ("template", "captures", "message"),
    [
        (
            "the certificate of `{host}` is bad",
            {"host": "pypi.org"},
            "the certificate of `pypi.org` is bad",
        ),
        (
            "the certificate of `{host|the server}` is bad",
            {},
            "the certificate of the server is bad",
        ),
        ("`{package}` {version|} is bad", {"package": "six"}, "`six` is bad"),
        ("`{package}` is bad", {}, "`?` is bad"),
    ],
)
def test_places_are_filled(template: str, captures: dict[str, str], message: str) -> None:
    assert fill(template, captures) == message


@pytest.mark.parametrize(
    ("log", "english", "spanish"),
    [
        (
            "failed/uv-no-solution/holdout-uv-old-compile-conflict.log",
            "but you require tokenizers==0.13.3",
            "pero tú pides tokenizers==0.13.3",
        ),
        (
            "pairs/resolution-transitive/bad.log",
            "but acme-core 3.2 depends on acme-lib>=2",
            "pero acme-core 3.2 necesita acme-lib>=2",
        ),
    ],
)
def test_sides_of_a_conflict_are_in_the_language_of_the_sentence(
    log: str, english: str, spanish: str
) -> None:
    path = Path(__file__).parents[1] / "logs" / log
    answers = [next(diagnose_path(str(path), load(lang=lang))) for lang in ("en", "es")]
    roots = [answer.root_cause for answer in answers if answer.root_cause is not None]

    assert [root.message.partition(", ")[2] for root in roots] == [english, spanish]
    assert roots[0].captures == roots[1].captures


@pytest.mark.parametrize(
    ("conflict", "expected"),
    [
        ("the user asks for six==1.0", "el usuario pide six==1.0"),
        ("a constraint asks for six<2", "una restricción pide six<2"),
        ("six", "six"),
    ],
)
def test_words_of_refiners_are_translated_and_nothing_else(conflict: str, expected: str) -> None:
    assert spoken({"conflict": conflict}, "es") == {"conflict": expected}
    assert spoken({"conflict": conflict}, "en") == {"conflict": conflict}
