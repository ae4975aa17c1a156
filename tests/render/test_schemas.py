"""Real outputs of many logs keep to the schemas that the package ships."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from forms_help import answer, schema

from envwright.api import diagnose_path
from envwright.cli import main
from envwright.failures.catalogue import load

if TYPE_CHECKING:
    from envwright.facts import Diagnosis

LOGS = Path(__file__).parents[1] / "logs"
NAMES = sorted(
    item.name for item in (files("envwright.render") / "schemas").iterdir() if item.name[0] != "_"
)


def valid(data: Any, name: str) -> None:
    jsonschema.Draft202012Validator(schema(name)).validate(data)


@cache
def diagnoses() -> list[Diagnosis]:
    """Every fourth failed log and every fifth good one: all families, all builders."""
    failed = sorted((LOGS / "failed").glob("*/*.log"))[::4]
    passed = sorted((LOGS / "passed").glob("*.log"))[::5]
    return [
        diagnosis for path in (*failed, *passed) for diagnosis in diagnose_path(str(path), load())
    ]


@pytest.mark.parametrize("name", NAMES)
def test_schema_is_a_schema_and_says_what_it_is_of(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))
    assert schema(name)["title"].startswith("envwright ")
    assert schema(name)["$id"].endswith(f"/{name}")


@pytest.mark.parametrize("name", ["diagnoses.schema.json", "diagnosis-line.schema.json"])
def test_schema_stands_alone_and_says_the_same_of_a_diagnosis(name: str) -> None:
    assert schema(name)["$defs"] == schema("diagnosis.schema.json")["$defs"]


@pytest.mark.slow
def test_array_of_many_logs() -> None:
    data = json.loads(answer(diagnoses(), "json", several=True))

    assert len(data) > 400
    assert {entry["verdict"] for entry in data} >= {"failed", "succeeded"}
    valid(data, "diagnoses.schema.json")
    valid(data, "diagnosis.schema.json")


@pytest.mark.slow
def test_lines_of_many_logs() -> None:
    for row in answer(diagnoses()[::5], "jsonl").splitlines():
        valid(json.loads(row), "diagnosis-line.schema.json")


@pytest.mark.slow
def test_objects_of_many_logs() -> None:
    for diagnosis in diagnoses()[::5]:
        valid(json.loads(answer(diagnosis, "json")), "diagnosis.schema.json")


def test_lines_are_not_an_array() -> None:
    with pytest.raises(jsonschema.ValidationError):
        valid([], "diagnosis-line.schema.json")


def test_list_of_failures(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["failures", "list", "--format", "json"]) == 0

    data = json.loads(capsysbinary.readouterr().out)
    valid(data, "failures.schema.json")
    assert len(data) == len(load().nodes)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_page_of_every_failure(lang: str) -> None:
    from envwright.cli.explain import page_of

    catalogue = load(lang=lang)
    for failure in catalogue.nodes:
        valid(page_of(failure, catalogue), "explanation.schema.json")
