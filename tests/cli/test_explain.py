"""`envwright explain` and `envwright failures`."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from cli_process import Cli

ID = "conda-packages-not-found"


def test_page_is_shown(cli: Cli) -> None:
    done = cli("explain", ID)

    assert done.returncode == 0
    text = done.stdout.decode()
    assert text.startswith(f"error[{ID}]: ")
    for heading in ("Why it happens", "How to mend it", "Seen in logs", "Sources"):
        assert f"\n{heading}\n" in text


def test_examples_are_shown_without_their_colours(cli: Cli) -> None:
    shown = cli("explain", "oom-killed").stdout.decode()

    assert "> Killed" in shown
    assert "[91m" not in shown


def test_page_in_spanish_has_spanish_headings(cli: Cli) -> None:
    assert "\nCómo arreglarlo\n" in cli("explain", ID, "--lang", "es").stdout.decode()


def test_page_as_json(cli: Cli) -> None:
    data = json.loads(cli("explain", ID, "--format", "json").stdout)

    assert data["failure"] == ID
    assert data["remedies"]


def test_unknown_failure_suggests_names(cli: Cli) -> None:
    done = cli("explain", "conda-packages-not-fond")

    assert done.returncode == 2
    assert f"hint: did you mean `{ID}`" in done.stderr.decode()


def test_unknown_failure_like_nothing_points_to_the_list(cli: Cli) -> None:
    assert b"envwright failures list" in cli("explain", "zzzzqqqq").stderr


def test_list_names_every_failure_once(cli: Cli) -> None:
    entries = json.loads(cli("failures", "list", "--format", "json").stdout)
    text = cli("failures", "list").stdout.decode()

    names = [entry["failure"] for entry in entries]
    assert len(set(names)) == len(names)
    assert [name for name in names if f"  {name} " not in text] == []


def test_list_of_one_family(cli: Cli) -> None:
    entries = json.loads(cli("failures", "list", "--family", "conda", "--format", "json").stdout)

    assert {entry["family"] for entry in entries} == {"conda"}


def test_unknown_family_names_the_families(cli: Cli) -> None:
    done = cli("failures", "list", "--family", "nosuch")

    assert done.returncode == 2
    assert b"conda" in done.stderr


def test_examples_of_a_page_hold(cli: Cli) -> None:
    done = cli("failures", "test", ID)

    assert (done.returncode, done.stdout) == (0, b"")


def test_unknown_page_cannot_be_tested(cli: Cli) -> None:
    assert cli("failures", "test", "no-such-page").returncode == 2


@pytest.mark.parametrize("name", ["local_thing", "Local-Thing", "-thing", "a.b"])
def test_id_of_an_own_page_is_words_joined_by_hyphens(cli: Cli, tmp_path: Path, name: str) -> None:
    assert cli("failures", "new", name).returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_new_page_from_a_log_is_found_at_once(cli: Cli, tmp_path: Path) -> None:
    pytest.importorskip("re2")
    secret = "hunter2" + "hunter2"
    (tmp_path / "build.log").write_text(
        "Step 1/1 : RUN ./frob\n"
        f"fetching https://ci:{secret}@example.org/frob\n"
        "the frobnicator 3.1 has no flux left\n"
        "The command '/bin/sh -c ./frob' returned a non-zero code: 1\n"
    )

    done = cli("failures", "new", "no-flux", "--from", "build.log:3")
    path = tmp_path / ".envwright" / "failures" / "local-no-flux.md"

    assert done.returncode == 0
    assert "anchor = '''has no flux left'''" in path.read_text()
    assert secret not in path.read_text()
    assert cli("failures", "test", str(path)).returncode == 0
    diagnosis = json.loads(cli("diagnose", "build.log", "--format", "json").stdout)
    assert diagnosis["root_cause"]["failure"] == "local-no-flux"
    assert diagnosis["root_cause"]["message"] == "has no flux left"
    assert "local-no-flux" in cli("failures", "list").stdout.decode()


def test_page_is_never_overwritten(cli: Cli, tmp_path: Path) -> None:
    assert cli("failures", "new", "local-thing").returncode == 0
    path = tmp_path / ".envwright" / "failures" / "local-thing.md"
    path.write_text("mine")

    assert cli("failures", "new", "local-thing").returncode == 2
    assert path.read_text() == "mine"


def test_page_that_cannot_be_written_gives_2(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / ".envwright").write_text("a file where the folder would be")

    done = cli("failures", "new", "local-thing")

    assert done.returncode == 2
    assert done.stderr.startswith(b"error: cannot write")


def test_new_page_from_a_log_in_an_archive(cli: Cli, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "logs.zip", "w") as archive:
        archive.writestr("job/build.log", "one\ntwo\nthe frobnicator has no flux left\n")

    assert cli("failures", "new", "no-flux", "--from", "logs.zip/job/build.log:3").returncode == 0
    page = (tmp_path / ".envwright" / "failures" / "local-no-flux.md").read_text("utf-8")
    assert "has no flux left" in page


@pytest.mark.parametrize("place", ["build.log", "build.log:x", ":3", "build.log:99"])
def test_place_that_is_none_gives_2(cli: Cli, tmp_path: Path, place: str) -> None:
    (tmp_path / "build.log").write_text("one\ntwo\nthree\n")

    assert cli("failures", "new", "local-thing", "--from", place).returncode == 2


def test_example_that_does_not_hold_is_reported_with_its_line(cli: Cli, tmp_path: Path) -> None:
    pytest.importorskip("re2")
    cli("failures", "new", "local-thing")
    path = tmp_path / ".envwright" / "failures" / "local-thing.md"
    path.write_text(path.read_text().replace("line = 1", "line = 2"))

    done = cli("failures", "test", "local-thing")

    assert done.returncode == 1
    assert b"local-thing.md:" in done.stdout
