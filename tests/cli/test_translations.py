"""Spanish answers on the command line, and what translators are told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from cli_process import Cli

LOG = (
    "Step 2/2 : RUN pip install six==9\n ---> Running in 0a1b2c3d4e5f\n"
    "ERROR: Could not find a version that satisfies the requirement six==9 "
    "(from versions: 1.15.0, 1.16.0)\n"
    "ERROR: No matching distribution found for six==9\n"
    "The command '/bin/sh -c pip install six==9' returned a non-zero code: 1\n"
)
FAILURE = "pip-no-matching-distribution"
OWN_LOG = (
    "Step 1/1 : RUN ./frob\nthe frobnicator 3.1 has no flux left\n"
    "The command '/bin/sh -c ./frob' returned a non-zero code: 1\n"
)
OWN_SPANISH = """# local-no-flux

Al frobnicador no le queda flujo.

```toml failure
english = ""
message = "no queda flujo"
```

## Por qué ocurre
Se gastó.
## Cómo arreglarlo
### mend-it
Rellenar el depósito.
"""


@pytest.fixture
def own_page(cli: Cli, tmp_path: Path) -> Path:
    """A page of one's own with a Spanish one beside it; returns the Spanish one."""
    pytest.importorskip("re2")
    (tmp_path / "build.log").write_text(OWN_LOG)
    assert cli("failures", "new", "no-flux", "--from", "build.log:2").returncode == 0
    path = tmp_path / ".envwright" / "failures" / "local-no-flux.es.md"
    path.write_text(OWN_SPANISH, encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_diagnosis_is_spanish_in_every_form(cli: Cli, tmp_path: Path, form: str) -> None:
    (tmp_path / "build.log").write_text(LOG)

    english = cli("diagnose", "build.log", "--format", form).stdout.decode()
    spanish = cli("diagnose", "build.log", "--format", form, "--lang", "es").stdout.decode()

    assert "no release of `six==9` exists on the index" in english
    assert "ninguna versión que cumpla `six==9`" in spanish
    assert "Choose a version from the list" in english
    assert "Elegir una versión de la lista" in spanish


def test_titles_messages_and_remedies_of_the_json_are_spanish(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "build.log").write_text(LOG)

    english = json.loads(cli("diagnose", "build.log", "--format", "json").stdout)
    spanish = json.loads(cli("diagnose", "build.log", "--format", "json", "--lang", "es").stdout)

    root, other = english["root_cause"], spanish["root_cause"]
    assert other["failure"] == root["failure"] == FAILURE
    assert {key for key in root if root[key] != other[key]} == {"title", "message"}
    assert [remedy["id"] for remedy in spanish["remedies"]] == [
        remedy["id"] for remedy in english["remedies"]
    ]
    titles = {remedy["title"] for remedy in english["remedies"]}
    assert titles.isdisjoint(remedy["title"] for remedy in spanish["remedies"])


def test_page_is_spanish_with_its_examples_and_sources(cli: Cli) -> None:
    english = json.loads(cli("explain", FAILURE, "--format", "json").stdout)
    spanish = json.loads(cli("explain", FAILURE, "--format", "json", "--lang", "es").stdout)

    same = {key for key in english if english[key] == spanish[key]}
    assert {key for key in english if key not in same} == {"title", "message", "why", "remedies"}
    assert english["examples"]
    assert "Por qué ocurre" in cli("explain", FAILURE, "--lang", "es").stdout.decode()


def test_list_has_spanish_titles(cli: Cli) -> None:
    english = json.loads(cli("failures", "list", "--format", "json").stdout)
    spanish = json.loads(cli("failures", "list", "--format", "json", "--lang", "es").stdout)

    titles = {entry["failure"]: entry["title"] for entry in english}
    assert [entry["failure"] for entry in spanish] == list(titles)
    assert [
        entry["failure"] for entry in spanish if entry["title"] == titles[entry["failure"]]
    ] == []


def test_own_page_is_read_in_spanish(cli: Cli, own_page: Path) -> None:
    spanish = json.loads(cli("diagnose", "build.log", "--format", "json", "--lang", "es").stdout)
    english = json.loads(cli("diagnose", "build.log", "--format", "json").stdout)

    assert spanish["root_cause"]["message"] == "no queda flujo"
    assert spanish["remedies"][0]["title"] == "Rellenar el depósito"
    assert english["root_cause"]["message"] == "has no flux left"


def test_own_page_with_a_broken_translation_is_read_in_english(cli: Cli, own_page: Path) -> None:
    own_page.write_bytes(b"\xff\xfe no text")

    done = cli("diagnose", "build.log", "--format", "json", "--lang", "es")

    assert json.loads(done.stdout)["root_cause"]["message"] == "has no flux left"
    assert done.stderr == b""


def test_translation_that_nobody_accepted_is_told_and_accepted(cli: Cli, own_page: Path) -> None:
    told = cli("failures", "test", "local-no-flux")
    accepted = cli("failures", "test", "local-no-flux", "--accept-translations")

    assert told.returncode == 1
    assert b"local-no-flux.es.md:6: not accepted yet" in told.stdout
    assert accepted.returncode == 0
    assert 'english = ""' not in own_page.read_text(encoding="utf-8")
    assert cli("failures", "test", "local-no-flux").returncode == 0


def test_translation_is_stale_after_the_page_changed(cli: Cli, own_page: Path) -> None:
    cli("failures", "test", "local-no-flux", "--accept-translations")
    page = own_page.with_name("local-no-flux.md")
    page.write_text(page.read_text().replace("Say why,", "Tell why,"))

    english = cli("failures", "test", str(page))
    spanish = cli("failures", "test", str(own_page), "--lang", "es")

    assert b"local-no-flux.es.md:6: the English text changed since" in english.stdout
    assert "local-no-flux.es.md:6: " in spanish.stdout.decode()
    assert (english.returncode, spanish.returncode) == (1, 1)


def test_broken_translation_is_not_accepted(cli: Cli, own_page: Path) -> None:
    broken = OWN_SPANISH.replace("### mend-it", "### otro")
    own_page.write_text(broken, encoding="utf-8")

    done = cli("failures", "test", "local-no-flux", "--accept-translations")

    assert done.returncode == 1
    assert "the English page has no remedy `otro`" in done.stdout.decode()
    assert own_page.read_text(encoding="utf-8") == broken


def test_accepting_needs_the_names_of_the_pages(cli: Cli) -> None:
    done = cli("failures", "test", "--accept-translations")

    assert done.returncode == 2
    assert b"--accept-translations needs the ids" in done.stderr
