"""Measures what is said of failures that no page explains: `python -m tests.withheld`.

For every labelled log of a failed build, the page of its failure is withheld, and with it every
page that matches the decisive line. The log is diagnosed with the rest of the catalogue, and the
label's decisive line must be among the lines shown (at most five).

The rules of `diagnose/unknown` were written looking at one half of the failures only (`dev`, by a
hash of the failure's id); the other half (`unseen`) tells how good they are.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sys
import time
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.exam import LOGS, labelled

from envwright.diagnose import diagnose_log
from envwright.failures.catalogue import Catalogue, Rule, load
from envwright.failures.files import COMPILED_FILE
from envwright.failures.stored import read
from envwright.logs.opening import open_logs
from envwright.logs.text import LogText

if TYPE_CHECKING:
    from pathlib import Path

MOST_SHOWN = 5
ENOUGH = 34
SAMPLE = 40
CONFIDENT = 0.9
_SAMPLES = 50
_FULL = load()
_COMPILED = read(COMPILED_FILE)
assert _COMPILED is not None
_PATTERNS: dict[tuple[str, str], Any] = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said about one log without the page of its failure."""

    path: str
    truth: str
    family: str
    evidence: str
    verdict: str
    said: str | None
    """The failure given as root cause; None where the failure is called unknown."""
    confidence: float
    shown: bool
    """Whether the decisive line is among the lines shown, whoever shows them."""
    lines: tuple[str, ...]
    nearest: tuple[str, ...]
    nearest_families: tuple[str, ...]

    @property
    def misled(self) -> bool:
        """Whether a failure was given for certain that has nothing to do with the true line."""
        return self.said is not None and self.confidence >= CONFIDENT and not self.shown


def half_of(failure: str) -> str:
    """Return the half a failure belongs to."""
    return "dev" if hashlib.sha256(failure.encode()).digest()[0] % 2 else "unseen"


def without(failures: set[str]) -> Catalogue:
    """Return the catalogue without some pages."""
    compiled = dict(_COMPILED or {})
    compiled["matches"] = [entry for entry in compiled["matches"] if entry[0] not in failures]
    compiled["narrows"] = [
        entry
        for entry in compiled["narrows"]
        if entry[0] not in failures and entry[3] not in failures
    ]
    compiled["graph"] = {
        name: node for name, node in compiled["graph"].items() if name not in failures
    }
    catalogue = Catalogue(compiled)
    catalogue._patterns = _PATTERNS
    return catalogue


def telling(text: str) -> set[str]:
    """Return the failures whose pages match a line."""
    return {rule.failure for rule in _FULL.rules if _matches(rule, text)}


def _matches(rule: Rule, text: str) -> bool:
    if rule.anchor not in text:
        return False
    return rule.regex is None or bool(_FULL.pattern(rule.failure, rule.regex).search(text))


def examine(item: tuple[Path, dict[str, Any]]) -> Answer:
    """Diagnose one log without the page of its failure."""
    path, label = item
    truth, evidence = str(label["failure"]), str(label["evidence"])
    with next(iter(open_logs([str(path)]))) as raw:
        log = LogText(raw)
        for _ in log.blocks():
            pass
        decisive = [line.text for line in log.lines(1, log.line_count) if evidence in line.text]
        withheld = {truth}.union(*map(telling, decisive))
        catalogue = without(withheld)
        diagnosis = diagnose_log(log, catalogue)
        root, unknown = diagnosis.root_cause, diagnosis.unknown
        numbers: tuple[int, ...] = ()
        if root is not None:
            numbers = root.lines[:MOST_SHOWN]
        elif unknown is not None:
            numbers = unknown.lines[:MOST_SHOWN]
        texts = ["\r".join(line.text for line in log.lines(number, number)) for number in numbers]
    nearest = unknown.nearest if unknown is not None else ()
    return Answer(
        path=str(path),
        truth=truth,
        family=_FULL.nodes[truth].family,
        evidence=evidence,
        verdict=diagnosis.verdict,
        said=root.failure if root is not None else None,
        confidence=root.confidence if root is not None else 0.0,
        shown=any(evidence in text for text in texts),
        lines=tuple(f"{number}: {text[:160]}" for number, text in zip(numbers, texts, strict=True)),
        nearest=nearest,
        nearest_families=tuple(_FULL.nodes[name].family for name in nearest),
    )


def main() -> int:
    """Run the measurement and print its figures; exit code 1 where they are too low."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("dev", "unseen", "all"), default="all")
    parser.add_argument("--most", type=int, default=0, help="so many logs of one failure")
    parser.add_argument("--missed", action="store_true", help="list what was missed")
    parser.add_argument("--families", action="store_true", help="figures of each family")
    arguments = parser.parse_args()
    items = [
        item
        for item in labelled([LOGS / "failed"])
        if arguments.half in ("all", half_of(str(item[1]["failure"])))
    ]
    if arguments.most:
        items = _few_of_each(items, arguments.most)
    started = time.perf_counter()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        answers = list(pool.map(examine, items, chunksize=8))
    if arguments.missed:
        for answer in answers:
            if not answer.shown:
                _print_miss(answer)
    good = True
    for half in ("dev", "unseen"):
        mine = [answer for answer in answers if half_of(answer.truth) == half]
        if mine:
            print(f"{half} half")
            good = _report(mine, arguments.families) and good
    print(f"{len(answers)} logs in {time.perf_counter() - started:.1f} s")
    return 0 if good else 1


def _few_of_each(
    items: list[tuple[Path, dict[str, Any]]], most: int
) -> list[tuple[Path, dict[str, Any]]]:
    by_failure = defaultdict(list)
    for item in items:
        by_failure[item[1]["failure"]].append(item)
    chosen = []
    for failure, mine in sorted(by_failure.items()):
        chosen += random.Random(failure).sample(mine, min(most, len(mine)))
    return chosen


def _print_miss(answer: Answer) -> None:
    said = f"{answer.said} ({answer.confidence:.2f})" if answer.said else "unknown"
    print(f"{answer.path}\n    {answer.verdict}, {said}; decisive: {answer.evidence[:160]}")
    for line in answer.lines:
        print(f"        {line}")


def _report(answers: list[Answer], families: bool) -> bool:
    unknown = [answer for answer in answers if answer.said is None]
    _figure("  decisive line among those shown", sum(a.shown for a in answers), len(answers))
    _figure("    called unknown", len(unknown), len(answers))
    _figure("    shown where unknown", sum(a.shown for a in unknown), len(unknown))
    others = [answer for answer in answers if answer.said is not None]
    _figure("    shown where another failure is named", sum(a.shown for a in others), len(others))
    _figure("  misled with confidence", sum(a.misled for a in answers), len(answers))
    _figure("  called succeeded", sum(a.verdict == "succeeded" for a in answers), len(answers))
    near = [answer for answer in unknown if answer.nearest]
    _figure("  nearest pages given", len(near), len(unknown))
    _figure("    one of the family", sum(a.family in a.nearest_families for a in near), len(near))
    if families:
        count = Counter(answer.family for answer in answers)
        for family, total in sorted(count.items()):
            _figure(f"    {family}", sum(a.shown for a in answers if a.family == family), total)
    samples = [_sampled(answers, seed) for seed in range(_SAMPLES)]
    mean = sum(samples) / len(samples)
    spread = f"{min(samples)} to {max(samples)}, {mean:.1f} on average"
    print(f"  of {SAMPLE} failures, {len(samples)} samples: {spread} (wanted {ENOUGH})")
    return mean >= ENOUGH


def _sampled(answers: list[Answer], seed: int) -> int:
    """Return for how many of 40 failures, one log each, the decisive line is shown."""
    by_failure = defaultdict(list)
    for answer in answers:
        by_failure[answer.truth].append(answer)
    choose = random.Random(seed)
    failures = choose.sample(sorted(by_failure), min(SAMPLE, len(by_failure)))
    return sum(choose.choice(by_failure[failure]).shown for failure in failures)


def _figure(name: str, count: int, total: int) -> None:
    share = f"{100 * count / total:.1f} %" if total else "-"
    print(f"{name}: {count} of {total} ({share})")


if __name__ == "__main__":
    sys.exit(main())
