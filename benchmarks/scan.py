"""A large log: seconds and peak memory of `envwright diagnose` against ripgrep over the anchors.

`python -m benchmarks.scan [--megabytes N]` writes a log of real lines with one real failure near
its end, runs both on it in turn, with and without the optional `ahocorasick-rs`, and prints ratios.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from envwright.failures.catalogue import load

_ROOT = Path(__file__).parent.parent
_HEALTHY = sorted((_ROOT / "tests" / "logs" / "passed").glob("*.log"))
_FAILURE = _ROOT / "examples" / "untrusted-certificate.log"
_MEMORY_PROMISED = 150


def write_log(path: Path, megabytes: int) -> None:
    """Write healthy lines up to the size wanted, then a failing build."""
    lines = b"".join(
        line.replace(b"Successfully", b"Done:") for log in _HEALTHY for line in _plain(log)
    )
    with path.open("wb") as file:
        for _ in range((megabytes << 20) // len(lines)):
            file.write(lines)
        file.write(_FAILURE.read_bytes())


def _plain(log: Path) -> list[bytes]:
    """Return the lines of a log that no builder marks as its own."""
    marks = (b"Step ", b"STEP ", b"#", b"COMMIT")
    return [line + b"\n" for line in log.read_bytes().splitlines() if not line.startswith(marks)]


def _run(command: list[str]) -> tuple[float, bytes]:
    started = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True)
    return time.perf_counter() - started, done.stdout


def main() -> int:
    """Print figures; exit code 1 where memory is above what is promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "build.log"
        write_log(log, arguments.megabytes)
        anchors = Path(folder) / "anchors"
        anchors.write_text("\n".join(sorted({rule.anchor for rule in load().rules})) + "\n")
        command = Path(sys.executable).parent / "envwright"
        ours = [str(command), "diagnose", "--format", "json", str(log)]
        times = [_run(ours) for _ in range(arguments.rounds)]
        answer = times[0][1]
        found = b"net-ssl-verify-failed" in answer
        mine = statistics.median(seconds for seconds, _ in times)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"{arguments.megabytes} MB: {mine:.2f} s, peak memory {peak} MB, found: {found}")
        peer = shutil.which("rg")
        if peer is None:
            print("ripgrep is not installed: no ratio")
        else:
            search = [peer, "-c", "-F", "-f", str(anchors), str(log)]
            theirs = statistics.median(_run(search)[0] for _ in range(arguments.rounds))
            print(f"rg -c -F -f ANCHORS: {theirs:.2f} s; ratio {mine / theirs:.2f}")
    return 0 if found and peak <= _MEMORY_PROMISED else 1


if __name__ == "__main__":
    sys.exit(main())
