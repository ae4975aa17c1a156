"""Keeps a log and its label below `tests/logs`."""

from __future__ import annotations

import fcntl
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.outcome import Outcome
    from lab.scenario import Scenario

__all__ = ["LOGS", "evidence_in", "keep"]

LOGS = Path(__file__).resolve().parent.parent / "tests" / "logs"


def evidence_in(scenario: Scenario, output: bytes) -> str | None:
    """Return the first of the scenario's evidence texts that the output holds."""
    text = output.decode("utf-8", "replace")
    return next((item for item in scenario.evidence if item in text), None)


def keep(scenario: Scenario, engine: str, tool: str, outcome: Outcome, logs: Path = LOGS) -> Path:
    """Write the log and its label, in place of older ones, and return the log's path."""
    passed = scenario.failure == "none"
    folder = logs / "passed" if passed else logs / "failed" / scenario.failure
    folder.mkdir(parents=True, exist_ok=True)
    name = ".".join(filter(None, (scenario.name, tool.replace(" on ", "-py"), engine)))
    stem = re.sub(r"[^A-Za-z0-9.+]+", "-", name)
    path = folder / f"{stem}.log"
    path.write_bytes(outcome.output)
    label = {
        "file": path.name,
        "tool": outcome.tool or tool.partition(" ")[0] or engine,
        "versions": outcome.versions,
        "failure": scenario.failure,
        "culprit": scenario.culprit,
        "evidence": evidence_in(scenario, outcome.output) or "",
        "masked": scenario.masked,
        "how": scenario.how,
        "also_ok": list(scenario.also_ok),
        "origin": f"lab: {scenario.name}",
    }
    _merge(folder / "labels.jsonl", label)
    return path


def _merge(path: Path, label: dict[str, object]) -> None:
    """Put the label in place of the one for the same file; safe against others doing the same."""
    with path.open("a+", encoding="utf-8") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        stream.seek(0)
        kept = [item for item in map(json.loads, stream) if item["file"] != label["file"]]
        kept = sorted([*kept, label], key=lambda item: str(item["file"]))
        stream.seek(0)
        stream.truncate()
        stream.writelines(json.dumps(item, ensure_ascii=False) + "\n" for item in kept)
