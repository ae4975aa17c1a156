"""Measures what `envwright run` costs: each command bare and wrapped, in turn, in the same run.

    python benchmarks/run.py [--rounds 5]

Two measures, medians of all rounds. `added` is the difference of the wall-clock times: it is what
a person waits, but on a busy machine it drowns in the noise, so the spread of the bare runs is
printed beside it. `ours` is the processor time that the wrapper itself uses, starting up included;
it hardly depends on what else the machine does. `share` is `ours` in percent of the bare time.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

PRINTS = (
    "import sys\nline = b'#12 34.56 Collecting package-name==1.2.3 from index.example.org\\n'\n"
    "for _ in range(200_000_000 // (len(line) * 100)): sys.stdout.buffer.write(line * 100)"
)
BUILDS = (
    "import time\nend = time.time() + 20\nline = '#12 34.56 Collecting package-name==1.2.3\\n'\n"
    "while time.time() < end:\n"
    "    sum(range(20_000))\n"
    "    print(line * 5, end='', flush=True)\n"
    "    time.sleep(0.005)"
)
COMMANDS = {
    "starts and ends": ["true"],
    "sleeps 10 s": ["sleep", "10"],
    "builds 20 s, 1,000 lines a second": [sys.executable, "-c", BUILDS],
    "prints 200 MB as fast as it can": [sys.executable, "-c", PRINTS],
    "prints 200 MB, its reader packs it": [sys.executable, "-c", PRINTS],
}
_READERS = {"prints 200 MB, its reader packs it": "gzip -1 > /dev/null"}
_WRAPPED = """
import os, resource, sys
from envwright.cli import main
code = main(['run', '--', *sys.argv[2:]])
used = resource.getrusage(resource.RUSAGE_SELF)
os.write(int(sys.argv[1]), str(used.ru_utime + used.ru_stime).encode())
sys.exit(code)
"""


def main() -> int:
    """Measure all commands and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    print(
        f"{'command':<36}{'bare':>9}{'spread':>9}{'wrapped':>9}{'added':>9}{'ours':>9}{'share':>9}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, command in COMMANDS.items():
            reader = _READERS.get(name, "cat > /dev/null")
            bare, wrapped, used = [], [], []
            for _ in range(rounds * (4 if name == "starts and ends" else 1)):
                bare.append(_bare(command, reader, folder))
                seconds, processor = _wrapped(command, reader, folder)
                wrapped.append(seconds)
                used.append(processor)
            usual, ours = statistics.median(bare), statistics.median(used)
            share = "" if name == "starts and ends" else f"{ours / usual * 100:.2f} %"
            print(
                f"{name:<36}{usual:>8.3f}s{max(bare) - min(bare):>8.3f}s"
                f"{statistics.median(wrapped):>8.3f}s"
                f"{(statistics.median(wrapped) - usual) * 1000:>7.0f}ms"
                f"{ours * 1000:>7.0f}ms{share:>9}"
            )
    idle = resource.getrusage(resource.RUSAGE_SELF)
    print(f"(measuring took {idle.ru_utime + idle.ru_stime:.1f} s of processor time itself)")
    return 0


def _bare(command: list[str], reader: str, folder: str) -> float:
    """Return the seconds a command takes with its output read by another process."""
    return _timed(command, reader, folder, ())


def _wrapped(command: list[str], reader: str, folder: str) -> tuple[float, float]:
    """Return the seconds a wrapped command takes, and the processor seconds of the wrapper."""
    read, write = os.pipe()
    full = [sys.executable, "-c", _WRAPPED, str(write), *command]
    seconds = _timed(full, reader, folder, (write,))
    os.close(write)
    processor = float(os.read(read, 100))
    os.close(read)
    return seconds, processor


def _timed(command: list[str], reader: str, folder: str, descriptors: tuple[int, ...]) -> float:
    environment = os.environ | {"PYTHONPATH": os.path.abspath("src")}
    start = time.perf_counter()
    with subprocess.Popen(
        ["sh", "-c", reader], stdin=subprocess.PIPE, cwd=folder, stdout=subprocess.DEVNULL
    ) as sink:
        subprocess.run(
            command,
            stdout=sink.stdin,
            cwd=folder,
            env=environment,
            check=True,
            pass_fds=descriptors,
        )
        assert sink.stdin is not None
        sink.stdin.close()
        sink.wait()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
