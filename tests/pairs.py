"""Compares the recorded pairs of good and bad builds: `python -m tests.pairs`.

`tests/logs/pairs/pairs.jsonl` says for each pair which change made the bad build fail (values that
no log tells are null and match any). Prints where another change comes first, and the figures;
exit code 1 where they are below what the project promises. Pairs of the kind `none` have no such
change: nothing may be blamed above 0.5.
"""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envwright.api import diagnose_path, read_baseline
from envwright.failures.catalogue import load

if TYPE_CHECKING:
    from envwright.facts import Change, Diagnosis

__all__ = ["ENOUGH", "Compared", "compare_all", "main"]

PAIRS = Path(__file__).parent / "logs" / "pairs"
ENOUGH = 0.9
"""Share of the pairs in which the change to blame comes first: 27 of 30."""
MOST_FOR_NONE = 0.5


@dataclass(frozen=True, slots=True)
class Compared:
    """What was said about one pair, beside what is true."""

    truth: dict[str, Any]
    diagnosis: Diagnosis

    @property
    def first(self) -> Change | None:
        """The change that comes first."""
        return self.diagnosis.changes[0] if self.diagnosis.changes else None

    @property
    def right(self) -> bool:
        """Whether the true change comes first; for no change, whether none is blamed."""
        if self.truth["kind"] == "none":
            return all(change.blame <= MOST_FOR_NONE for change in self.diagnosis.changes)
        return self.first is not None and all(
            self.truth[key] in (None, getattr(self.first, key))
            for key in ("kind", "name", "before", "after")
        )


def compare_all(frame: str = "") -> list[Compared]:
    """Return every pair with its answer; `frame` stands before each line of both logs."""
    catalogue = load()
    found = []
    for row in (PAIRS / "pairs.jsonl").read_text("utf-8").splitlines():
        truth = json.loads(row)
        good, bad = (
            io.BytesIO(_framed((PAIRS / truth["pair"] / name).read_bytes(), frame))
            for name in ("good.log", "bad.log")
        )
        baseline = read_baseline("-", catalogue, good)
        found.append(Compared(truth, next(diagnose_path("-", catalogue, bad, baseline=baseline))))
    return found


def _framed(log: bytes, frame: str) -> bytes:
    if log.startswith(b"{"):  # records have no lines to stand before
        return log
    lines = log.removesuffix(b"\n").split(b"\n")
    return b"".join(frame.encode() + line + b"\n" for line in lines)


def main() -> int:
    """Print what was missed and the figures."""
    compared = compare_all()
    changed = [item for item in compared if item.truth["kind"] != "none"]
    same = [item for item in compared if item.truth["kind"] == "none"]
    for item in compared:
        if not item.right:
            print(f"{item.truth['pair']}\n    truth {item.truth}\n    said  {item.first}")
    right = sum(item.right for item in changed)
    likely = sum(item.right and item.diagnosis.changes[0].blame >= 0.5 for item in changed)
    print(f"the change to blame comes first: {right} of {len(changed)} pairs of builds")
    print(f"  called the one most likely to blame: {likely} of {len(changed)}")
    silent = sum(item.right for item in same)
    print(f"nothing is blamed where no change is to blame: {silent} of {len(same)}")
    return 0 if right >= ENOUGH * len(changed) and silent == len(same) else 1


if __name__ == "__main__":
    sys.exit(main())
