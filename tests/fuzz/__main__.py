"""Feeds changed logs and pages to readers, loader and renderers: `python -m tests.fuzz`.

`--inputs 10000` says how many, `--seed 1` which. An input that fails is written to `.fuzz/` and
named; exit code 1.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
import traceback
from pathlib import Path

from tests.fuzz.inputs import log_input, page_input
from tests.fuzz.targets import answer_log, compare_logs, read_mutated_page, report_log, within

_KEPT = Path(".fuzz")
_MOST_FAILURES = 10
_SHOWN_EVERY = 1_000


def feed(number: int, seed: int) -> bytes | None:
    """Feed one input; returns it where something went wrong, which is told."""
    chance = random.Random(f"{seed}-{number}")
    data = b""
    try:
        with within():
            if number % 5 == 4:
                path, text = page_input(chance)
                data = text.encode("utf-8", "surrogateescape")
                read_mutated_page(path, text)
            else:
                data = log_input(chance)
                answer_log(data, chance.choice(("en", "es")))
                if number % 10 == 0:
                    compare_logs(log_input(chance), data)
                if number % 10 == 1:
                    report_log(data)
    except Exception:
        traceback.print_exc()
        return data
    return None


def run(inputs: int, seed: int) -> int:
    """Feed so many inputs; returns how many of them failed."""
    failures = 0
    slowest = (0.0, 0)
    for number in range(inputs):
        start = time.process_time()
        wrong = feed(number, seed)
        slowest = max(slowest, (time.process_time() - start, number))
        if wrong is not None:
            failures += 1
            _KEPT.mkdir(exist_ok=True)
            kept = _KEPT / f"{seed}-{number}"
            kept.write_bytes(wrong)
            print(f"input {number} of seed {seed} fails; it is kept in {kept}", flush=True)
            if failures == _MOST_FAILURES:
                break
        if (number + 1) % _SHOWN_EVERY == 0:
            print(f"{number + 1} inputs, {failures} failures", flush=True)
    print(f"{inputs} inputs of seed {seed}, {failures} failures; the slowest, {slowest[1]}, took")
    print(f"{slowest[0]:.1f} s of processor time")
    return failures


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    return 1 if run(options.inputs, options.seed) else 0


if __name__ == "__main__":
    os.chdir(Path(__file__).parents[2])
    sys.exit(main())
