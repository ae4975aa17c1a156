"""The JSON answer keeps to its schema and to the contract's shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from diagnosis_samples import CUT, EXPLAINED, NOISY, QUIET, UNEXPLAINED

import envwright.render
from envwright.facts import Diagnosis
from envwright.render import render
from envwright.settings import Surface

SCHEMA = json.loads(
    (Path(envwright.render.__file__).parent / "schemas/diagnosis.schema.json").read_text("utf-8")
)
ALL = [EXPLAINED, UNEXPLAINED, QUIET, NOISY, CUT]
FINDING = ["failure", "family", "title", "subject", "captures", "lines", "step", "confidence"]


def _answer(diagnoses: list[Diagnosis], form: str, several: bool = False) -> str:
    return "".join(render(diagnoses, form, Surface(), "en", several))


def test_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("diagnosis", ALL)
def test_one_log_gives_an_object_that_fits_the_schema(diagnosis: Diagnosis) -> None:
    data = json.loads(_answer([diagnosis], "json"))

    jsonschema.validate(data, SCHEMA)
    assert list(data) == [
        "schema_version", "source", "verdict", "root_cause", "chain", "also", "unknown",
        "failed_step", "remedies", "changes",
    ]  # fmt: skip


def test_several_logs_give_an_array_that_fits_the_schema() -> None:
    data = json.loads(_answer(ALL, "json", several=True))

    jsonschema.validate(data, SCHEMA)
    assert [entry["verdict"] for entry in data] == [
        "failed", "failed", "succeeded", "succeeded", "incomplete",
    ]  # fmt: skip


def test_several_logs_of_which_one_could_be_read_give_an_array() -> None:
    assert isinstance(json.loads(_answer([QUIET], "json", several=True)), list)


def test_several_logs_of_which_none_could_be_read_give_an_empty_array() -> None:
    assert json.loads(_answer([], "json", several=True)) == []


def test_one_log_that_could_not_be_read_gives_nothing() -> None:
    assert _answer([], "json") == ""


def test_lines_of_json_are_one_object_each() -> None:
    rows = _answer(ALL, "jsonl").splitlines()

    assert len(rows) == len(ALL)
    for row in rows:
        jsonschema.validate(
            json.loads(row), SCHEMA["$defs"]["diagnosis"] | {"$defs": SCHEMA["$defs"]}
        )


def test_finding_has_all_keys_of_the_contract() -> None:
    data = json.loads(_answer([EXPLAINED], "json"))

    for entry in [data["root_cause"], *data["chain"], *data["also"]]:
        assert [key for key in FINDING if key not in entry] == []
    assert data["root_cause"]["lines"] == [118, 119, 126]


def test_values_that_are_not_known_are_null() -> None:
    data = json.loads(_answer([QUIET], "json"))

    assert data["root_cause"] is None
    assert data["unknown"] is None
    assert data["failed_step"] is None


def _without(data: dict[str, Any], *path: str) -> dict[str, Any]:
    copy: Any = json.loads(json.dumps(data))
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return dict(copy)


@pytest.mark.parametrize("path", [("verdict",), ("root_cause", "lines"), ("source", "format")])
def test_schema_refuses_what_lacks_a_key(path: tuple[str, ...]) -> None:
    data = json.loads(_answer([EXPLAINED], "json"))

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(_without(data, *path), SCHEMA)


def test_text_is_utf8_and_not_escaped() -> None:
    diagnosis = Diagnosis(QUIET.source.__class__("año.log", 1, 1, "plain"), "succeeded")

    assert '"año.log"' in _answer([diagnosis], "json")
