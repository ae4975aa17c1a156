"""Scenario files are read as they are written, and every mistake is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lab.scenario import ScenarioError, load, load_all
from lab.services.store import Store

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = """
[[scenario]]
name = "kit"
failure = "pip-no-versions-none"
tools = ["pip 9.0.3", "pip 25.3"]
run = "pip install kit"
evidence = { default = "No matching distribution", "pip 9" = "no such thing" }
otherwise = { failure = "none" }
"""


def test_every_scenario_of_the_lab_can_be_read() -> None:
    scenarios, problems = load_all()
    assert problems == []
    names = [item.name for item in scenarios]
    assert sorted(set(names)) == sorted(names)


def test_evidence_may_depend_on_the_tool(tmp_path: Path) -> None:
    (tmp_path / "pip.toml").write_text(PLAIN)
    (scenario,) = load(tmp_path / "pip.toml")
    assert scenario.only("bare", "pip 9.0.3").evidence == ("no such thing",)
    assert scenario.only("bare", "pip 25.3").evidence == ("No matching distribution",)


def test_a_label_says_what_the_log_proves(tmp_path: Path) -> None:
    (tmp_path / "pip.toml").write_text(PLAIN)
    (scenario,) = load(tmp_path / "pip.toml")
    assert scenario.proved_by("No matching distribution found").failure == "pip-no-versions-none"
    assert scenario.proved_by("Successfully installed kit").failure == "none"


def test_all_mistakes_of_a_file_are_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "pip.toml").write_text(
        '[[scenario]]\nname = "one"\nwrong = 1\n[[scenario]]\nname = "two"\nfailure = "x"\n'
    )
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "pip.toml")
    text = str(caught.value)
    assert "one: `failure` is missing" in text
    assert "one: unknown key `wrong`" in text
    assert "two: `run` is missing" in text


def test_a_made_wheel_has_the_name_and_hash_that_the_index_announces() -> None:
    store = Store([{"name": "My.Kit", "version": "1.0", "requires": ["six"]}])
    (wheel,) = store.files("my-kit")
    assert wheel.filename.endswith("-1.0-py2.py3-none-any.whl")
    assert store.file(wheel.filename) is wheel
    assert len(wheel.digest) == 64
