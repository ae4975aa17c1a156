"""Measures how often an answer of a given confidence is right: `python -m tests.calibration`.

Prints the reliability table over labelled logs: of the answers given with 0.9, nine in ten should
be right. Logs that were at hand while the catalogue was written say little of it; with
`--only PREFIX` the table is made of the logs whose names begin so, and with `PYTHONPATH` set to the
sources of an older commit it is the table of a first run.
"""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.exam import LOGS, Answer, examine, labelled

_LOWEST = (0.95, 0.9, 0.8, 0.7, 0.5, 0.0)
"""Lower ends of the classes of confidence."""


def table(answers: list[Answer]) -> list[str]:
    """Return the lines of a Markdown table: class, answers, mean confidence, right."""
    lines = ["| confidence | answers | mean | right |", "| --- | --- | --- | --- |"]
    above = 1.01
    for lowest in _LOWEST:
        inside = [answer for answer in answers if lowest <= answer.confidence < above]
        above = lowest
        if not inside:
            continue
        mean = sum(answer.confidence for answer in inside) / len(inside)
        right = sum(answer.accepted for answer in inside)
        share = 100 * right / len(inside)
        lines.append(
            f"| {lowest:.2f} and more | {len(inside)} | {mean:.2f} | {right} ({share:.1f} %) |"
        )
    return lines


def expected_error(answers: list[Answer]) -> float:
    """Return the mean distance between confidence and share of right answers, over the classes."""
    distance = 0.0
    above = 1.01
    for lowest in _LOWEST:
        inside = [answer for answer in answers if lowest <= answer.confidence < above]
        above = lowest
        if inside:
            confidence = sum(answer.confidence for answer in inside)
            distance += abs(confidence - sum(answer.accepted for answer in inside))
    return distance / len(answers) if answers else 0.0


def main() -> int:
    """Print the table; exit code 1 where of the answers given with 0.9 fewer are right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[LOGS])
    parser.add_argument(
        "--only", nargs="*", default=[""], help="logs whose names begin so, not all of them"
    )
    arguments = parser.parse_args()
    prefixes = tuple(arguments.only)
    items = [item for item in labelled(arguments.folders) if item[0].name.startswith(prefixes)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        answers = list(pool.map(examine, items, chunksize=8))
    given = [answer for answer in answers if answer.said != "none"]
    print("\n".join(table(given)))
    print(f"\n{len(given)} answers in {len(items)} logs; mean distance {expected_error(given):.3f}")
    sure = [answer for answer in given if answer.confidence >= 0.9]
    return 0 if sum(answer.accepted for answer in sure) >= 0.9 * len(sure) else 1


if __name__ == "__main__":
    sys.exit(main())
