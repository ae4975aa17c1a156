"""Settings are read once: flag, environment, settings file, locale."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from envwright.errors import UsageError
from envwright.settings import language_of, read_settings, surface_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "est"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "es_ES.UTF-8"}, "en"),
        ({"ENVWRIGHT_LANG": "es", "LC_ALL": "en_GB.UTF-8"}, "es"),
        ({"ENVWRIGHT_LANG": "", "LANG": "es"}, "es"),
    ],
)
def test_language(folder: Path, environment: dict[str, str], lang: str) -> None:
    assert read_settings(environment).lang == lang


@pytest.mark.parametrize(
    ("name", "lang"),
    [("Spanish_Mexico", "es"), ("es_ES", "es"), ("English_United States", "en"), (None, "en")],
)
def test_windows_says_its_language_where_no_variable_does(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str | None, lang: str
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("locale.getlocale", lambda: (name, "1252"))

    assert read_settings({}).lang == lang
    assert read_settings({"LANG": "C"}).lang == "en"


@pytest.mark.parametrize(
    ("arguments", "lang"),
    [
        (["diagnose", "--lang", "es"], "es"),
        (["diagnose", "--lang=es", "--nonsense"], "es"),
        (["--lang", "en", "--lang", "es"], "es"),
        (["diagnose", "--lang", "fr"], "en"),
        (["diagnose", "--lang"], "en"),
        (["run", "--", "tool", "--lang", "es"], "en"),
        ([], "en"),
    ],
)
def test_language_of_arguments_that_are_not_read_yet(
    folder: Path, arguments: list[str], lang: str
) -> None:
    assert language_of(arguments, {}) == lang


def test_language_is_known_where_the_settings_file_is_broken(folder: Path) -> None:
    (folder / "envwright.toml").write_text("lang = \n")

    assert language_of([], {"LANG": "es_ES.UTF-8"}) == "es"


def test_flag_wins(folder: Path) -> None:
    assert read_settings({"ENVWRIGHT_LANG": "es"}, lang="en").lang == "en"


def test_settings_file_wins_over_the_locale(folder: Path) -> None:
    (folder / "envwright.toml").write_text('lang = "es"\n')

    assert read_settings({"LANG": "en_GB.UTF-8"}).lang == "es"
    assert read_settings({"ENVWRIGHT_LANG": "en"}).lang == "en"


def test_table_in_pyproject_is_read(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.envwright]\nlang = "es"\n')

    assert read_settings({}).lang == "es"


def test_other_project_s_broken_pyproject_is_no_business_of_ours(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("this is [ not toml")

    assert read_settings({}).lang == "en"


def test_broken_settings_file_is_said(folder: Path) -> None:
    (folder / "envwright.toml").write_text("lang = \n")

    with pytest.raises(UsageError, match=r"cannot read `envwright\.toml`: .*line 1"):
        read_settings({})


@pytest.mark.parametrize(("value", "shown"), [("", False), ("0", False), ("1", True)])
def test_traceback(folder: Path, value: str, shown: bool) -> None:
    assert read_settings({"ENVWRIGHT_TRACEBACK": value}).traceback is shown


def test_settings_cannot_be_changed(folder: Path) -> None:
    with pytest.raises(AttributeError):
        read_settings({}).lang = "es"  # type: ignore[misc]


def test_pipe_has_neither_colour_nor_drawing() -> None:
    read, write = os.pipe()
    surface = surface_of(write, {})
    os.close(read)
    os.close(write)

    assert (surface.colour, surface.unicode, surface.width) == (False, False, 120)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs terminals")
@pytest.mark.parametrize(
    ("environment", "colour"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_terminal_has_colour_unless_refused(environment: dict[str, str], colour: bool) -> None:
    ours, theirs = os.openpty()
    surface = surface_of(theirs, environment)
    os.close(ours)
    os.close(theirs)

    assert surface.colour is colour


def test_columns_are_respected() -> None:
    assert surface_of(1, {"COLUMNS": "72"}).width == 72
    assert surface_of(1, {"COLUMNS": "3"}).width == 40


def test_descriptor_that_is_closed_is_no_terminal() -> None:
    assert surface_of(987, {}).colour is False


@pytest.mark.parametrize("value", ['"fr"', '""', "3"])
def test_language_in_the_settings_file_that_is_none_of_ours_is_told(
    folder: Path, value: str
) -> None:
    (folder / "envwright.toml").write_text(f"lang = {value}\n")

    with pytest.raises(UsageError) as raised:
        read_settings({})
    assert "envwright.toml" in raised.value.text()
    assert raised.value.text("es").endswith("en, es")
