"""Examines the diagnosis on every labelled log: `python -m tests.exam [FOLDER ...]`.

Each folder holds `labels.jsonl` beside its logs. Prints what was missed and the figures; exit code
1 where the figures are below what the project promises.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from envwright.diagnose import diagnose_log
from envwright.failures.catalogue import load
from envwright.failures.compiling import read_pages
from envwright.logs.opening import open_logs
from envwright.logs.text import LogText

LOGS = Path(__file__).parent / "logs"
_CATALOGUE = load()


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said about one log, beside what is true."""

    path: str
    truth: str
    said: str
    accepted: bool
    masked: bool
    evidence_is_decisive: bool
    evidence_is_shown: bool
    confidence: float
    verdict: str
    note: str


def labelled(folders: list[Path]) -> list[tuple[Path, dict[str, object]]]:
    """Return every label under some folders with the path of its log."""
    found = []
    for folder in folders:
        for labels in sorted(folder.rglob("labels.jsonl")):
            for line in labels.read_text("utf-8").splitlines():
                if line.strip():
                    label = json.loads(line)
                    found.append((labels.parent / label["file"], label))
    return found


def examine(item: tuple[Path, dict[str, object]]) -> Answer:
    """Diagnose one log and compare with its label."""
    path, label = item
    raw = next(iter(open_logs([str(path)])))
    log = LogText(raw)
    diagnosis = diagnose_log(log, _CATALOGUE)
    root = diagnosis.root_cause
    truth = str(label["failure"])
    said = root.failure if root is not None else "none"
    accepted = said == truth or said in (label.get("also_ok") or [])
    evidence = str(label.get("evidence", ""))
    decisive = shown = False
    if root is not None:
        text = [_plain(log, line.number) for line in root.evidence]
        decisive = evidence in text[0]
        shown = any(evidence in one for one in text)
    return Answer(
        path=str(path),
        truth=truth,
        said=said,
        accepted=accepted,
        masked=bool(label.get("masked")),
        evidence_is_decisive=decisive,
        evidence_is_shown=shown,
        confidence=root.confidence if root is not None else 0.0,
        verdict=diagnosis.verdict,
        note=evidence if accepted else str(label.get("how", "")),
    )


def _plain(log: LogText, number: int) -> str:
    return "\r".join(line.text for line in log.lines(number, number))


def main() -> int:
    """Run the examination and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[LOGS])
    parser.add_argument("-q", "--quiet", action="store_true", help="print the figures only")
    parser.add_argument("--evidence", action="store_true", help="list evidence misses, too")
    arguments = parser.parse_args()
    started = time.perf_counter()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        answers = list(pool.map(examine, labelled(arguments.folders or [LOGS]), chunksize=8))
    failing = [answer for answer in answers if answer.truth != "none"]
    healthy = [answer for answer in answers if answer.truth == "none"]
    right = [answer for answer in failing if answer.accepted]
    silent = [answer for answer in failing if answer.said == "none" and not answer.accepted]
    wrong = [answer for answer in failing if answer.said != "none" and not answer.accepted]
    masked = [answer for answer in failing if answer.masked]
    alarms = [answer for answer in healthy if answer.said != "none"]
    if not arguments.quiet:
        for answer in wrong + silent + alarms:
            print(
                f"{answer.path}\n    truth {answer.truth}, said {answer.said} "
                f"({answer.confidence:.2f}, {answer.verdict}): {answer.note}"
            )
    misplaced = [answer for answer in right if not answer.evidence_is_decisive]
    if arguments.evidence:
        for answer in misplaced:
            where = "among the lines" if answer.evidence_is_shown else "not shown"
            print(f"{answer.path}\n    {answer.truth}: evidence {where}: {answer.note}")
    confident = [answer for answer in wrong + alarms if answer.confidence >= 0.9]
    odd = Counter(answer.verdict for answer in healthy if answer.verdict != "succeeded")
    seconds = time.perf_counter() - started
    _figure("root cause right", len(right), len(failing))
    _figure("  of the masked", sum(answer.accepted for answer in masked), len(masked))
    _figure("said nothing", len(silent), len(failing))
    _figure("wrong", len(wrong), len(failing))
    print(f"wrong with confidence 0.9 or more: {len(confident)}")
    _figure("healthy builds silent", len(healthy) - len(alarms), len(healthy))
    print(f"healthy builds with another verdict than succeeded: {dict(odd) or 0}")
    _figure("decisive evidence line right", len(right) - len(misplaced), len(right))
    _figure("evidence among the lines", sum(a.evidence_is_shown for a in right), len(right))
    print(f"{len(answers)} logs in {seconds:.1f} s")
    _print_provenance()
    good = (
        len(right) >= 0.95 * len(failing)
        and not confident
        and not alarms
        and len(right) - len(misplaced) >= 0.95 * len(right)
    )
    return 0 if good else 1


def _print_provenance() -> None:
    """Say how many of the catalogue's examples were really run."""
    pages, _ = read_pages()
    kinds = Counter(
        example.provenance.partition(":")[0]
        for page in pages
        for example in page.examples
        if example.positive
    )
    total = sum(kinds.values())
    print(f"{len(pages)} pages, {total} examples")
    for kind, meaning in (("ran", "run"), ("public", "public logs"), ("source", "from sources")):
        _figure(f"  {meaning}", kinds[kind], total)


def _figure(name: str, count: int, total: int) -> None:
    share = f"{100 * count / total:.1f} %" if total else "-"
    print(f"{name}: {count} of {total} ({share})")


if __name__ == "__main__":
    sys.exit(main())
