"""Start-up: the whole process on a 5 KB log against `python3 -c pass`.

`python -m benchmarks.startup [--rounds N]` alternates the two commands and prints the ratio of
their medians. The catalogue is the full one.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_LOG = _ROOT / "examples" / "untrusted-certificate.log"
_PROMISED = 6.0


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=False, capture_output=True)
    return time.perf_counter() - started


def main() -> int:
    """Print the ratio; exit code 1 where it is above what is promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    arguments = parser.parse_args()
    command = Path(sys.executable).parent / "envwright"
    ours = [str(command), "diagnose", "--format", "json", str(_LOG)]
    bare = [sys.executable, "-c", "pass"]
    for warm in (ours, bare):
        _seconds(warm)
    pairs = [(_seconds(bare), _seconds(ours)) for _ in range(arguments.rounds)]
    nothing = statistics.median(pair[0] for pair in pairs)
    whole = statistics.median(pair[1] for pair in pairs)
    print(f"log: {_LOG.stat().st_size} bytes; rounds: {arguments.rounds}")
    print(f"python3 -c pass: {1000 * nothing:.1f} ms; envwright diagnose: {1000 * whole:.1f} ms")
    print(f"ratio: {whole / nothing:.2f} (promised: at most {_PROMISED:.0f})")
    return 0 if whole <= _PROMISED * nothing else 1


if __name__ == "__main__":
    sys.exit(main())
