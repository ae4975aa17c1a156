"""Prefixes of CI systems and builders are stripped, text that only looks like them stays."""

from __future__ import annotations

import pytest
from logs_help import log_of, texts

TOOL = [
    "Collecting numpy==99",
    "  ERROR: Could not find a version",
    "ERROR: No matching distribution",
    "12:00:01 is a time",
]


def framed(prefix: str) -> str:
    return "".join(f"{prefix}{line}\n" for line in TOOL)


@pytest.mark.parametrize(
    ("prefix", "name"),
    [
        ("2024-05-01T10:20:30.1234567Z ", "github-actions"),
        ("build\tRun pip install\t2024-05-01T10:20:30.1234567Z ", "github-actions"),
        ("build\tSet up job\t\ufeff2024-05-01T10:20:30.1234567Z ", "github-actions"),
        ("2024-05-01T10:20:30.123456Z 00O ", "gitlab"),
        ("2024-05-01T10:20:30.123456Z 01E+", "gitlab"),
        ("[2024-05-01T10:20:30.123Z] ", "jenkins"),
        ("10:20:30  ", "jenkins"),
        ("2024-05-01T10:20:30: ", "azureml"),
        ("2024/05/01 10:20:30 ", "acr-task"),
        ('Step #0 - "build": ', "cloud-build"),
        ("Step #12: ", "cloud-build"),
        ("[Container] 2024/05/01 10:20:30 ", "codebuild"),
        ("[Container] 2024/05/01 10:20:30.123456 ", "codebuild"),
        ("web-1  | ", "plain"),
        ("trainer_1 | ", "plain"),
        ("[build : build-and-push] ", "plain"),
        ("[pod/build-x7/kaniko] ", "plain"),
        ("2024-05-01T10:20:30.123456789Z stdout F ", "plain"),
        ("2024-05-01T10:20:30.123456789Z ", "plain"),
        ("2024-05-01 10:20:30,123 ", "plain"),
        ("2024-05-01 10:20:30.123Z: ", "plain"),
        ("27-Jan-2016 16:08:54\t", "plain"),
        ("", "plain"),
    ],
)
def test_the_frame_of_every_line_is_stripped(prefix: str, name: str) -> None:
    log = log_of(framed(prefix))
    assert log.format == name
    assert texts(log) == TOOL


def test_frames_are_nested() -> None:
    lines = ["#8 [2/3] RUN pip install", *(f"#8 1.{n}23 {line}" for n, line in enumerate(TOOL))]
    log = log_of("".join(f"2024-05-01T10:20:30.1234567Z {line}\n" for line in lines))
    assert log.format == "github-actions+buildkit-plain"
    found = log.lines(2, 5)
    assert [line.text for line in found] == TOOL
    assert {line.vertex for line in found} == {8}


def test_compose_around_codebuild() -> None:
    log = log_of(
        "agent_1  | [Container] 2018/07/29 23:51:23 Entering phase INSTALL\n"
        "agent_1  | [Container] 2018/07/29 23:51:23 Running command pip install x\n"
        "agent_1  | pip: not found\n"
        "agent_1  |\n"
    )
    assert texts(log)[1:3] == ["Running command pip install x", "pip: not found"]
    assert log.format == "codebuild"


def test_time_stamps_a_tool_prints_itself_stay() -> None:
    text = "".join(f"line {n} of the output\n" for n in range(20))
    log = log_of(text + "2024-05-01 10:20:30,123 ERROR failed\n10:20:30  really\n")
    assert texts(log)[-2:] == ["2024-05-01 10:20:30,123 ERROR failed", "10:20:30  really"]


def test_numbers_at_the_start_of_plain_lines_stay() -> None:
    text = "#12 is an issue\n3.412 seconds\n => nothing\n"
    assert "".join(f"{line}\n" for line in texts(log_of(text))) == text


def test_the_excerpt_of_a_failed_vertex_loses_its_seconds() -> None:
    log = log_of(
        "#5 [2/2] RUN pip install x\n#5 ERROR: failed\n------\n > [2/2] RUN pip install x:\n"
        "0.288 ERROR: no x\n#5 0.290 and more\n------\n"
    )
    assert [(line.text, line.vertex) for line in log.lines(5, 6)] == [
        ("ERROR: no x", None),
        ("and more", 5),
    ]


def test_azure_pipelines_is_not_called_github_actions() -> None:
    log = log_of(
        "2024-05-01T10:20:30.1234567Z ##[section]Starting: Build\n"
        "2024-05-01T10:20:30.1234567Z pip install x\n"
        "2024-05-01T10:20:30.1234567Z ##[error]Bash exited with code '1'.\n"
    )
    assert log.format == "plain"
    assert texts(log)[1] == "pip install x"
