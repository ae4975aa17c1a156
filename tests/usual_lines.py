"""Makes the model of usual lines, which unknown failures differ from: `python -m tests.usual_lines`

Healthy lines come from `tests/logs/passed`; lines that go with many failures from the failed steps
in `tests/logs/failed`, and there only from the half of the failures that `tests.withheld` calls
`dev`, so that the other half stays unseen.
"""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from pathlib import Path

from tests.exam import LOGS, labelled
from tests.withheld import half_of

from envwright.diagnose.unknown.templates import (
    MODEL_FILE,
    Usual,
    hash_of,
    outline_of,
    packed,
    template_of,
)
from envwright.logs.opening import open_logs
from envwright.logs.text import LogText

WORD_IN = 2
"""A word is usual where so many scenarios print it."""
FAILURES = 4
"""A template tells nothing where so many different failures go with it."""


def lines_of(path: Path) -> list[str]:
    """Return the lines of a log as rules see them."""
    with next(iter(open_logs([str(path)]))) as raw:
        log = LogText(raw)
        for _ in log.blocks():
            pass
        return [line.text for line in log.lines(1, log.line_count) if line.text.strip()]


def scenario_of(path: Path) -> str:
    """Return what the logs of one build with several versions and builders share."""
    return path.name.partition(".")[0]


def make(halves: tuple[str, ...] = ("dev",), leave_out: str | None = None) -> Usual:
    """Return the model; `leave_out` names a healthy scenario that it must not know."""
    healthy = [
        (scenario_of(path), lines_of(path))
        for path, _ in labelled([LOGS / "passed"])
        if scenario_of(path) != leave_out
    ]
    words: dict[str, set[str]] = defaultdict(set)
    for scenario, lines in healthy:
        for line in lines:
            for token in line.split():
                word = token.strip(".,:;!?()[]{}<>'\"`‘’“”=*").lower()
                if word.isalpha():
                    words[word].add(scenario)
    known = _sorted({hash_of(word) for word, where in words.items() if len(where) >= WORD_IN})
    failures: dict[int, set[str]] = defaultdict(set)
    for path, label in labelled([LOGS / "failed"]):
        failure = str(label["failure"])
        if half_of(failure) in halves:
            for line in lines_of(path):
                failures[hash_of(template_of(line))].add(failure)
    return Usual(
        words=known,
        healthy=_sorted({hash_of(template_of(line)) for _, lines in healthy for line in lines}),
        outlines=_sorted(
            {hash_of(outline_of(line, known)) for _, lines in healthy for line in lines}
        ),
        common=_sorted({number for number, names in failures.items() if len(names) >= FAILURES}),
    )


def _sorted(numbers: set[int]) -> array[int]:
    return array("I", sorted(numbers))


if __name__ == "__main__":
    model = make(tuple(sys.argv[1:]) or ("dev",))
    data = packed(model)
    Path(MODEL_FILE).write_bytes(data)
    print(f"{[len(part) for part in model]} hashes, {len(data)} bytes")
