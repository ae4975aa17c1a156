"""Measures what `envwright run` costs: each command bare and wrapped, in turn, in the same run.

    python benchmarks/run.py [--rounds 5]

The cost has two parts, both printed: what starting and ending costs once, and what is added to the
time of a command beyond that, in percent of it. Medians are given, and the spread of the bare runs,
so that a difference smaller than the noise is seen as such.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

PRINTS = (
    "import sys\nline = b'#12 34.56 Collecting package-name==1.2.3 from index.example.org\\n'\n"
    "for _ in range(200_000_000 // (len(line) * 100)): sys.stdout.buffer.write(line * 100)"
)
COMPUTES = (
    "import sys, time\nend = time.process_time() + 4\n"
    "while time.process_time() < end:\n"
    "    sum(range(200_000))\n"
    "    print('cc -O2 -c module.c -o module.o', flush=True)"
)
COMMANDS = {
    "starts and ends": ["true"],
    "sleeps 5 s": ["sleep", "5"],
    "computes 4 s, a line each 2 ms": [sys.executable, "-c", COMPUTES],
    "prints 200 MB": [sys.executable, "-c", PRINTS],
    "prints 200 MB, slow reader": ["sh", "-c", f'exec {sys.executable} -c "$0"', PRINTS],
}
_READERS = {"prints 200 MB, slow reader": "gzip -1 > /dev/null"}


def main() -> int:
    """Measure all commands and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    wrapper = [sys.executable, "-m", "envwright", "run", "--"]
    start_up = 0.0
    print(
        f"{'command':<34}{'bare':>9}{'spread':>9}{'wrapped':>9}{'added':>9}{'beyond start-up':>18}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, command in COMMANDS.items():
            reader = _READERS.get(name, "cat > /dev/null")
            bare, wrapped = [], []
            for _ in range(rounds * (4 if name == "starts and ends" else 1)):
                bare.append(_time(command, reader, folder))
                wrapped.append(_time(wrapper + command, reader, folder))
            usual, ours = statistics.median(bare), statistics.median(wrapped)
            added = ours - usual
            if name == "starts and ends":
                start_up = added
            share = max(0.0, added - start_up) / usual * 100
            print(
                f"{name:<34}{usual:>8.3f}s{max(bare) - min(bare):>8.3f}s{ours:>8.3f}s"
                f"{added * 1000:>7.0f}ms{share:>16.2f} %"
            )
    return 0


def _time(command: list[str], reader: str, folder: str) -> float:
    """Return the seconds a command takes with its output read by another process."""
    environment = os.environ | {"PYTHONPATH": os.path.abspath("src")}
    start = time.perf_counter()
    with subprocess.Popen(
        ["sh", "-c", reader], stdin=subprocess.PIPE, cwd=folder, stdout=subprocess.DEVNULL
    ) as sink:
        subprocess.run(command, stdout=sink.stdin, cwd=folder, env=environment, check=True)
        assert sink.stdin is not None
        sink.stdin.close()
        sink.wait()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
