"""Diagnosing: large logs against ripgrep over the anchors, small ones against other tools.

    python -m benchmarks.diagnose [--megabytes 1000] [--kind "installer output"] [--sample 200]

All ratios are of the same run: the two sides take turns, and the quickest turn of each counts.
Prints, for each kind of large log, seconds and processor time of `envwright diagnose` and of
`rg -c -F -f ANCHORS` (the anchors of all pages), their ratio, the memory held, and whether the
answer is right. The kinds are those of `large_logs.py`. Without the optional `ahocorasick-rs` a
smaller log is used, since that takes minutes. Then the comparison of `peers.py`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.large_logs import ANSWER, KINDS, write_log
from benchmarks.peers import compare
from benchmarks.timing import Run, run
from envwright.failures.catalogue import load

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMAND = [str(Path(sys.executable).parent / "envwright")]
_WITHOUT_LIBRARY = [
    sys.executable,
    "-c",
    "import sys; sys.modules['ahocorasick_rs'] = None\n"
    "from envwright.cli import main\nsys.exit(main(sys.argv[1:]))",
]
_MEMORY_PROMISED = 150
_RATIO_PROMISED = 2.0
_PROMISED_FOR = "installer output"


def main() -> int:
    """Print all tables; exit code 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--megabytes", type=int, default=1000, help="size of the large logs")
    parser.add_argument("--kind", action="append", choices=list(KINDS), help="only this kind")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--plain-megabytes", type=int, default=50, help="size without the library")
    parser.add_argument("--sample", type=int, default=200, help="labelled logs for the peers")
    arguments = parser.parse_args()
    kept = True
    with tempfile.TemporaryDirectory() as folder:
        anchors = Path(folder) / "anchors"
        anchors.write_text("\n".join(sorted({rule.anchor for rule in load().rules})) + "\n")
        if arguments.megabytes:
            _head()
            for kind in arguments.kind or KINDS:
                log = Path(folder) / "build.log"
                write_log(log, kind, arguments.megabytes)
                kept &= _compare(kind, log, anchors, _COMMAND, arguments.rounds)
        if arguments.plain_megabytes:
            log = Path(folder) / "build.log"
            write_log(log, _PROMISED_FOR, arguments.plain_megabytes)
            _compare("without the library", log, anchors, _WITHOUT_LIBRARY, 1)
    if arguments.sample:
        compare(arguments.sample)
    return 0 if kept else 1


def _head() -> None:
    print(
        f"{'large log':<24}{'MB':>6}{'envwright':>11}{'cpu':>8}{'rg':>8}{'cpu':>8}"
        f"{'ratio':>7}{'memory':>8}  answer"
    )


def _compare(kind: str, log: Path, anchors: Path, command: Sequence[str], rounds: int) -> bool:
    """Print one line; tell whether what is promised for this kind of log is kept."""
    peer = shutil.which("rg")
    ours: list[Run] = []
    theirs: list[Run] = []
    for _ in range(rounds):
        if peer is not None:
            theirs.append(run([peer, "-c", "-F", "-f", str(anchors), str(log)]))
        ours.append(run([*command, "diagnose", "--format", "json", str(log)]))
    mine = min(ours, key=lambda one: one.wall)
    memory = max(one.megabytes for one in ours)
    right = _root_cause(mine.output) == ANSWER
    line = f"{kind:<24}{log.stat().st_size >> 20:>6}{mine.wall:>10.2f}s{mine.processor:>7.2f}s"
    ratio = 0.0
    if theirs:
        other = min(theirs, key=lambda one: one.wall)
        ratio = mine.wall / other.wall
        line += f"{other.wall:>7.2f}s{other.processor:>7.2f}s{ratio:>7.2f}"
    else:
        line += f"{'no rg':>23}"
    print(f"{line}{memory:>6} MB  {'right' if right else 'WRONG'}", flush=True)
    quick = kind != _PROMISED_FOR or ratio <= _RATIO_PROMISED
    return right and memory <= _MEMORY_PROMISED and quick


def _root_cause(output: bytes) -> str | None:
    root = json.loads(output)["root_cause"]
    return str(root["failure"]) if root else None


if __name__ == "__main__":
    sys.exit(main())
