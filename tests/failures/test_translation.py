"""Pages in other languages: what is wrong with them, when they are stale, what falls back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from envwright.failures import compiling, stored
from envwright.failures.catalogue import Catalogue
from envwright.failures.files import english_of, language_of, pages_in, translations_in
from envwright.failures.reading import read_page
from envwright.failures.translation import (
    SECTIONS,
    accept,
    digest,
    read_translations,
    staleness,
)
from envwright.settings import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from envwright.failures.page import Page, Problem
    from envwright.failures.translation import Translation

CAPTURES = frozenset({"host", "reason"})

ENGLISH = """# net-broken

The network of ACME is broken.

```toml failure
message  = "`{host|the server}` is broken ({reason|nobody knows why})"
role     = "cause"
severity = "error"
blame    = "network"

[remedy.wait]
kind = "person"

[remedy.call]
kind = "person"
```

## Why it happens
It breaks.
## How to mend it
### wait
Wait a little. Then try again.

```shell
sleep 60
```
### call
Call ACME.
## Seen in logs
## Not to be confused with
## Sources
- none
"""

SPANISH = """# net-broken

La red de ACME no funciona.

```toml failure
english = ""
message = "`{host|el servidor}` no funciona ({reason|se ignora por qué})"
```

## Por qué ocurre
Se rompe.
## Cómo arreglarlo
### wait
Esperar un poco. Después, intentarlo otra vez.

```shell
sleep 60
```
### call
Llamar a ACME.
"""


def english_page(folder: Path, text: str = ENGLISH) -> Page:
    path = folder / "net-broken.md"
    path.write_text(text, encoding="utf-8")
    page, problems = read_page(text, str(path), "network", CAPTURES)
    assert problems == []
    assert page is not None
    return page


def read(folder: Path, spanish: str) -> tuple[list[Translation], list[Problem]]:
    path = folder / "net-broken.es.md"
    path.write_text(spanish, encoding="utf-8")
    return read_translations([str(path)], [english_page(folder)])


def problems_of(folder: Path, spanish: str) -> list[str]:
    _, problems = read(folder, spanish)
    return [str(problem).removeprefix(f"{folder}/") for problem in problems]


def shown(folder: Path, spanish: str, lang: str = "es") -> dict[str, object]:
    """Return what people see of the page."""
    translations, _ = read(folder, spanish)
    compiled = compiling.compile_pages([english_page(folder)], None, translations)
    return Catalogue(compiled, lang).page("net-broken")


def test_every_language_but_english_has_its_headings() -> None:
    assert ("en", *SECTIONS) == LANGUAGES


def test_names_of_files_say_language_and_page(tmp_path: Path) -> None:
    for name in ("a-b.md", "a-b.es.md", "c-d.md", "notes.txt"):
        (tmp_path / name).write_text("")

    folder = str(tmp_path)
    assert [language_of(path) for path in pages_in(folder)] == ["en", "en"]
    assert [language_of(path) for path in translations_in(folder)] == ["es"]
    assert english_of(translations_in(folder)[0]) == pages_in(folder)[0]


def test_a_complete_translation_has_no_problem(tmp_path: Path) -> None:
    translations, problems = read(tmp_path, SPANISH)

    assert problems == []
    assert translations[0].complete
    assert translations[0].remedies == {
        "wait": ("Esperar un poco", "Después, intentarlo otra vez.\n\n```shell\nsleep 60\n```"),
        "call": ("Llamar a ACME", ""),
    }


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("# net-broken", "# net-other", "1: the page translates `net-broken` but says `net-other`"),
        ("no funciona.\n", "no funciona\n", "3: the title is a sentence and ends in a full stop"),
        ("La red de", "La `red de", "3: a backquote has no partner"),
        ("message =", "mesage =", "7: unknown key `mesage`"),
        ("qué})", "qué}).", "7: the message ends without a full stop"),
        ('"`{host|el servidor}` no', '"El `{host|x}` no', "7: the message starts in lower case"),
        ("{reason|", "{why|", "7: the message has not the places of the English one"),
        ("{reason|", "{host|", "7: the message has not the places of the English one"),
        ("por qué})", "por qué)", "7: the message has not the places of the English one"),
        ('english = ""\n', "", "6: `english`, a hash or empty, is missing"),
        ("## Por qué ocurre", "## Why it happens", "10: unknown section `## Why it happens`"),
        ("Se rompe.\n", "", "1: there is no text under `## Por qué ocurre`"),
        ("### call\nLlamar a ACME.\n", "", "1: remedy `call` has no text under `### call`"),
        ("### call", "### llamar", "19: the English page has no remedy `llamar`"),
        ("Llamar a ACME.\n", "", "19: there is no text under `### call`"),
        ("### call", "### wait\nDos.\n### call", "19: the remedy `wait` stands here twice"),
        ("### wait", "### call\nUno.\n### wait", "21: the remedy `call` stands here twice"),
        ("```shell\nsleep 60\n```\n", "", "13: `### wait` has not the code blocks of the English"),
        ("Llamar a ACME", "Llamar a {port}", "19: the English page has no place `{port}`"),
    ],
)
def test_a_problem_names_file_line_and_fault(
    tmp_path: Path, right: str, wrong: str, problem: str
) -> None:
    assert right in SPANISH
    found = problems_of(tmp_path, SPANISH.replace(right, wrong, 1))

    assert [text for text in found if text.startswith(f"net-broken.es.md:{problem}")] != []


def test_remedies_in_another_order_are_reported(tmp_path: Path) -> None:
    head, _, wait = SPANISH.partition("### wait\n")
    wait, _, call = wait.partition("### call\n")

    assert problems_of(tmp_path, f"{head}### call\n{call}### wait\n{wait}") == [
        "net-broken.es.md:13: the remedies stand in the order wait, call"
    ]


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    broken = SPANISH.replace("{host|", "{port|").replace("### call", "### llamar")

    assert len(problems_of(tmp_path, broken)) == 3


def test_a_name_at_the_start_of_a_message_keeps_its_capital(tmp_path: Path) -> None:
    text = SPANISH.replace('"`{host|el servidor}` no funciona', '"Acme no funciona en {host|x}')

    assert problems_of(tmp_path, text) == ["net-broken.es.md:7: the message starts in lower case"]
    assert problems_of(tmp_path, text.replace("Acme no", "ACME no")) == []


def test_a_file_that_is_not_utf_8_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "net-broken.es.md"
    path.write_bytes(SPANISH.encode("latin-1"))

    translations, problems = read_translations([str(path)], [english_page(tmp_path)])

    assert translations == []
    assert [problem.line for problem in problems] == [1]
    assert "UTF-8" in str(problems[0])


def test_a_file_that_cannot_be_opened_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "net-broken.es.md"
    path.mkdir()

    translations, problems = read_translations([str(path)], [english_page(tmp_path)])

    assert translations == []
    assert "the page cannot be read" in str(problems[0])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(data=st.data())
def test_no_text_breaks_the_reader(tmp_path: Path, data: st.DataObject) -> None:
    lines = SPANISH.splitlines()
    strange = st.sampled_from(
        ["", "#", "### wait", "## Cómo arreglarlo", "```", "```toml failure", 'message = " "', "{"]
    )
    for _ in range(data.draw(st.integers(1, 4))):
        line = data.draw(st.one_of(strange, st.text(max_size=20)))
        lines[data.draw(st.integers(0, len(lines) - 1))] = line

    translations, problems = read(tmp_path, "\n".join(lines).encode(errors="replace").decode())

    assert all(item.complete == (not problems) for item in translations)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("net-gone.es.md", "there is no English page `net-gone.md` beside it"),
        ("net-broken.fr.md", "`fr` is no language of the catalogue: es"),
    ],
)
def test_a_file_that_translates_nothing_is_reported(tmp_path: Path, name: str, fault: str) -> None:
    (tmp_path / name).write_text(SPANISH)

    translations, problems = read_translations(translations_in(str(tmp_path)), [])

    assert translations == []
    assert [str(problem) for problem in problems] == [f"{tmp_path / name}:1: {fault}"]


def test_the_translation_of_a_broken_page_waits(tmp_path: Path) -> None:
    (tmp_path / "net-broken.md").write_text("nothing of a page")
    (tmp_path / "net-broken.es.md").write_text(SPANISH)

    assert read_translations(translations_in(str(tmp_path)), []) == ([], [])


@pytest.mark.parametrize(
    ("right", "other"),
    [
        ("is broken.\n", "is very broken.\n"),
        ("|the server}", "|the host}"),
        ("It breaks.", "It often breaks."),
        ("Wait a little.", "Wait a while."),
        ("Then try again.", "Then try it again."),
        ("sleep 60", "sleep 90"),
    ],
)
def test_a_translation_is_stale_where_the_english_text_changed(
    tmp_path: Path, right: str, other: str
) -> None:
    assert right in ENGLISH
    before = digest(english_page(tmp_path))
    translations, _ = read(tmp_path, SPANISH.replace('english = ""', f'english = "{before}"'))
    page = english_page(tmp_path, ENGLISH.replace(right, other, 1))

    problem = staleness(translations[0], page)

    assert staleness(translations[0], english_page(tmp_path)) is None
    assert str(problem) == (
        f"{tmp_path}/net-broken.es.md:6: the English text changed since: translate again, then "
        f'set english = "{digest(page)}", '
        "or run: envwright failures test net-broken --accept-translations"
    )


@pytest.mark.parametrize(
    ("right", "other"),
    [
        ("Wait a little. Then", "Wait  a little.\nThen"),
        ("- none", "- https://example.org/"),
        ('severity = "error"', 'severity = "warning"'),
    ],
)
def test_a_translation_stays_fresh_where_its_text_did_not_change(
    tmp_path: Path, right: str, other: str
) -> None:
    assert right in ENGLISH
    before = digest(english_page(tmp_path))

    assert digest(english_page(tmp_path, ENGLISH.replace(right, other, 1))) == before


def test_an_empty_hash_is_a_translation_nobody_accepted(tmp_path: Path) -> None:
    translations, _ = read(tmp_path, SPANISH)

    assert "not accepted yet" in str(staleness(translations[0], english_page(tmp_path)))


def test_accepting_writes_the_hash_and_nothing_else(tmp_path: Path) -> None:
    page = english_page(tmp_path)
    text = SPANISH.replace("\n", "\r\n").replace("La red", 'La english = "red"')
    path = tmp_path / "net-broken.es.md"
    path.write_bytes(text.encode())
    (translation,), _ = read_translations([str(path)], [page])

    accept(translation, page)

    wanted = text.replace('english = ""', f'english = "{digest(page)}"', 1)
    assert path.read_bytes() == wanted.encode()
    (translation,), _ = read_translations([str(path)], [page])
    assert staleness(translation, page) is None


def test_a_page_is_read_in_the_language_asked_for(tmp_path: Path) -> None:
    spanish, english = shown(tmp_path, SPANISH), shown(tmp_path, SPANISH, "en")

    assert spanish["title"] == "La red de ACME no funciona"
    assert spanish["message"] == "`{host|el servidor}` no funciona ({reason|se ignora por qué})"
    assert spanish["why"] == "Se rompe."
    assert english["title"] == "The network of ACME is broken"
    assert english["sources"] == spanish["sources"] == "- none"


def test_a_stale_text_is_shown_all_the_same(tmp_path: Path) -> None:
    stale = SPANISH.replace('english = ""', 'english = "000000000000"')

    assert shown(tmp_path, stale)["title"] == "La red de ACME no funciona"


@pytest.mark.parametrize(
    ("right", "wrong", "field", "english"),
    [
        ("La red de ACME no funciona.\n", "", "title", "The network of ACME is broken"),
        (
            "{host|",
            "{port|",
            "message",
            "`{host|the server}` is broken ({reason|nobody knows why})",
        ),
        ("Se rompe.\n", "", "why", "It breaks."),
    ],
)
def test_a_field_that_is_missing_or_wrong_is_read_in_english(
    tmp_path: Path, right: str, wrong: str, field: str, english: str
) -> None:
    page = shown(tmp_path, SPANISH.replace(right, wrong))

    assert page[field] == english
    assert page["remedies"][0]["title"] == "Esperar un poco"  # type: ignore[index]


def test_a_remedy_without_a_translation_is_read_in_english(tmp_path: Path) -> None:
    page = shown(tmp_path, SPANISH.replace("### call\nLlamar a ACME.\n", ""))

    assert [remedy["title"] for remedy in page["remedies"]] == [  # type: ignore[attr-defined]
        "Esperar un poco",
        "Call ACME",
    ]


def test_the_stored_catalogue_gives_each_language_its_texts(tmp_path: Path) -> None:
    translations, _ = read(tmp_path, SPANISH)
    path = str(tmp_path / "compiled")
    stored.write(compiling.compile_pages([english_page(tmp_path)], None, translations), path)

    english, spanish = stored.read(path), stored.read(path, "es")

    assert english is not None
    assert spanish is not None
    assert english["translated"] == {}
    assert json.loads(english["pages"]["net-broken"]) == json.loads(spanish["pages"]["net-broken"])
    assert json.loads(spanish["translated"]["es"]["net-broken"])["title"].startswith("La red")
    assert Catalogue(spanish, "es").page("net-broken")["title"] == "La red de ACME no funciona"


def test_english_reads_no_byte_of_a_translation(tmp_path: Path) -> None:
    translations, _ = read(tmp_path, SPANISH)
    pages = [english_page(tmp_path)]
    path, alone = tmp_path / "compiled", tmp_path / "alone"
    stored.write(compiling.compile_pages(pages, None, translations), str(path))
    stored.write(compiling.compile_pages(pages, None), str(alone))
    behind = path.read_bytes().index(b"La red")
    whole = stored.read(str(path))
    path.write_bytes(path.read_bytes()[: behind - len('{"title": "')])

    cut = stored.read(str(path))

    assert whole is not None
    assert cut is not None
    assert cut["pages"]["net-broken"] == whole["pages"]["net-broken"]
    assert stored.read(str(path), "es") is None
