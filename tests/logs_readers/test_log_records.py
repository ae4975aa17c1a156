"""JSON records become text: one line for each record."""

from __future__ import annotations

import base64
import json

from logs_help import log_of, outlined, texts

START = "2024-01-01T00:00:00.113853435Z"
FROM, RUN = "sha256:" + "a" * 64, "sha256:" + "b" * 64


def log_record(text: str) -> dict[str, object]:
    data = base64.b64encode(text.encode()).decode()
    return {
        "logs": [{"vertex": RUN, "stream": 2, "data": data, "timestamp": "2024-01-01T00:00:01Z"}]
    }


RAW = [
    {
        "vertexes": [
            {"digest": RUN, "name": "[2/2] RUN pip install numpy==99"},
            {"digest": FROM, "name": "[1/2] FROM docker.io/library/python:3.11", "started": START},
        ]
    },
    {
        "vertexes": [
            {
                "digest": FROM,
                "name": "[1/2] FROM docker.io/library/python:3.11",
                "started": START,
                "completed": "2024-01-01T00:00:01.613853435Z",
            }
        ]
    },
    {"vertexes": [{"digest": RUN, "name": "[2/2] RUN pip install numpy==99", "started": START}]},
    log_record("Collecting numpy\n\x1b[31mERROR: No matching dis"),
    log_record("tribution found for numpy==99\x1b[0m\n"),
    {
        "vertexes": [
            {
                "digest": RUN,
                "name": "[2/2] RUN pip install numpy==99",
                "completed": "2024-01-01T00:00:03Z",
                "error": 'process "/bin/sh -c pip install numpy==99" did not complete '
                "successfully: exit code: 1",
            }
        ]
    },
]


def lines_of(records: list[dict[str, object]]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def test_raw_progress_is_read_like_plain_progress() -> None:
    log = log_of(lines_of(RAW))
    assert log.format == "buildkit-rawjson"
    assert [(line.number, line.vertex, line.text) for line in log.lines(1, 6)] == [
        (1, 1, "[1/2] FROM docker.io/library/python:3.11"),
        (2, 1, "DONE 1.5s"),
        (3, 2, "[2/2] RUN pip install numpy==99"),
        (4, 2, "Collecting numpy"),
        (5, 2, "ERROR: No matching distribution found for numpy==99"),
        (
            6,
            2,
            'ERROR: process "/bin/sh -c pip install numpy==99" did not complete successfully: '
            "exit code: 1",
        ),
    ]


def test_indented_records_count_as_one_line_each() -> None:
    """buildx 0.13 prints its records so."""
    indented = "".join(json.dumps(record, indent=2) + "\n" for record in RAW)
    rest = "Dockerfile:2\nERROR: failed to solve\n"
    compact = log_of(lines_of(RAW) + rest)
    for block_size in (100, 700, 1 << 20):
        log = log_of(indented + rest, block_size)
        assert log.format == "buildkit-rawjson"
        assert texts(log) == texts(compact)
        assert log.line_count == 8
    assert outlined(indented.replace("\n", "\r\n")).exit_code == 1


def test_records_give_the_same_text_in_small_blocks() -> None:
    data = lines_of(RAW)
    assert texts(log_of(data, 200)) == texts(log_of(data))


def test_the_failed_step_of_raw_progress() -> None:
    found = outlined(lines_of(RAW) + "ERROR: failed to solve: process did not complete\n")
    assert (found.ended, found.exit_code, found.format) == ("failed", 1, "buildkit-rawjson")
    assert found.failed is not None
    assert (found.failed.instruction, found.failed.first_line, found.failed.last_line) == (
        "RUN pip install numpy==99",
        3,
        6,
    )


STREAM = [
    {"stream": "Step 1/2 : FROM python:3.11"},
    {"stream": "\n"},
    {"status": "Pulling from library/python", "id": "3.11"},
    {"stream": " ---> 3ad0552a9693\n"},
    {"stream": "Step 2/2 : RUN pip install numpy==99"},
    {"stream": "\n"},
    {"stream": "\x1b[91mERROR: No matching distribution found\nfor numpy==99\n\x1b[0m"},
    {
        "errorDetail": {
            "code": 1,
            "message": "The command '/bin/sh -c pip install numpy==99' returned a non-zero code: 1",
        },
        "error": "The command '/bin/sh -c pip install numpy==99' returned a non-zero code: 1",
    },
]


def test_the_stream_of_the_engine_api() -> None:
    found = outlined(lines_of(STREAM))
    assert (found.ended, found.exit_code, found.format) == ("failed", 1, "docker-classic")
    assert found.failed is not None
    assert (found.failed.number, found.failed.first_line, found.failed.last_line) == (2, 5, 8)
    lines = log_of(lines_of(STREAM)).lines(7, 7)
    assert [line.text for line in lines] == [
        "ERROR: No matching distribution found",
        "for numpy==99",
    ]


def test_a_last_record_that_was_cut_off_still_tells_the_error() -> None:
    text = lines_of(STREAM)
    assert outlined(text[:-60]).exit_code == 1


def test_records_of_the_json_file_driver_are_unwrapped() -> None:
    records = [
        {"log": f"{text}\n", "stream": "stderr", "time": "2024-01-01T00:00:00.1Z"}
        for text in ("Collecting numpy", "ERROR: no")
    ]
    log = log_of(lines_of(records))
    assert texts(log) == ["Collecting numpy", "ERROR: no"]
    assert log.format == "plain"


def test_json_that_a_tool_prints_stays() -> None:
    text = '{"name": "numpy", "version": "1"}\nplain\n'
    assert texts(log_of(text)) == text.splitlines()


def test_a_torn_record_with_broken_bytes_is_no_fault() -> None:
    from envwright.logs.records import kind_of

    assert kind_of([b'{"errorDetail": {"message": "no \xbb such", ']) == "docker-classic"
    assert kind_of([b'{"errorDetail": {"message": "no \\u12", ']) is None
