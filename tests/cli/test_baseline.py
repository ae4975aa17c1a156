"""`envwright diagnose --baseline` from outside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cli_process import Cli

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TODAY, YESTERDAY = str(EXAMPLES / "today.log"), str(EXAMPLES / "yesterday.log")


def test_change_to_blame_comes_first(cli: Cli) -> None:
    done = cli("diagnose", TODAY, "--baseline", YESTERDAY)

    rows = done.stdout.decode().splitlines()
    heading = next(place for place, row in enumerate(rows) if row.startswith("compared with "))
    assert rows[heading + 1] == (
        "  1. werkzeug 2.3.7 -> 3.0.0 between the builds (line 48; most likely to blame)"
    )
    assert done.returncode == 1


def test_changes_are_told_in_spanish(cli: Cli) -> None:
    done = cli("diagnose", TODAY, "--baseline", YESTERDAY, "--lang", "es")

    assert "werkzeug 2.3.7 -> 3.0.0 entre las dos compilaciones" in done.stdout.decode()


def test_json_names_baseline_and_changes(cli: Cli) -> None:
    done = cli("diagnose", TODAY, "--baseline", YESTERDAY, "--format", "json")

    data = json.loads(done.stdout)
    assert data["baseline"] == {"name": YESTERDAY, "verdict": "succeeded"}
    assert data["changes"][0] == {
        "kind": "package",
        "name": "werkzeug",
        "before": "2.3.7",
        "after": "3.0.0",
        "lines": [48],
        "baseline_lines": [48],
        "blame": data["changes"][0]["blame"],
    }


def test_json_without_baseline_names_none(cli: Cli) -> None:
    data = json.loads(cli("diagnose", TODAY, "--format", "json").stdout)

    assert "baseline" not in data
    assert data["changes"] == []


def test_build_without_changes_says_so(cli: Cli) -> None:
    done = cli("diagnose", YESTERDAY, "--baseline", YESTERDAY)

    assert f"nothing that the logs name has changed since `{YESTERDAY}`" in done.stdout.decode()
    assert done.returncode == 0


def test_baseline_that_failed_itself_is_told(cli: Cli) -> None:
    done = cli("diagnose", TODAY, "--baseline", TODAY)

    assert f"has changed since `{TODAY}` (that build failed itself)" in done.stdout.decode()


def test_baseline_that_cannot_be_read_is_an_error_beside_the_answer(cli: Cli) -> None:
    done = cli("diagnose", TODAY, "--baseline", "none.log")

    assert done.stderr.startswith(b"error: cannot open `none.log`")
    assert b"error[dependency-api-mismatch]" in done.stdout
    assert b"compared with" not in done.stdout
    assert done.returncode == 2


def test_baseline_comes_from_standard_input(cli: Cli) -> None:
    done = cli("diagnose", TODAY, "--baseline", "-", input=Path(YESTERDAY).read_bytes())

    assert b"werkzeug 2.3.7 -> 3.0.0" in done.stdout


def test_log_and_baseline_cannot_both_be_standard_input(cli: Cli) -> None:
    done = cli("diagnose", "-", "--baseline", "-")

    assert done.stderr.startswith(b"error: baseline and log cannot both be standard input")
    assert done.returncode == 2


def test_every_log_is_compared(cli: Cli) -> None:
    done = cli("diagnose", TODAY, YESTERDAY, "--baseline", YESTERDAY, "--format", "jsonl")

    counts = [len(json.loads(row)["changes"]) for row in done.stdout.splitlines()]
    assert counts == [5, 0]


def test_secret_of_an_index_is_hidden(cli: Cli, tmp_path: Path) -> None:
    secret = "Tr0ub4dorAndMore"
    line = "Looking in indexes: https://ci:{}@packages.example.org/simple\n"
    (tmp_path / "good.log").write_text("Successfully installed six-1.15.0\n")
    (tmp_path / "bad.log").write_text(line.format(secret) + "Successfully installed six-1.15.0\n")

    for form in ("text", "json", "jsonl", "html", "markdown", "sarif", "github"):
        done = cli("diagnose", "bad.log", "--baseline", "good.log", "--format", form)
        assert secret.encode() not in done.stdout
