"""The same targets, fed with what reaches new code: `python -m tests.fuzz.guided --inputs 10000`.

Needs atheris, which is built for some versions of CPython on Linux; without it nothing is fed, and
that is said. An input that fails is written to `.fuzz/` and named; the exit code is not 0 then.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import random
import sys
import tempfile
from pathlib import Path

_SEEDS = 300
_LONGEST = 8 << 10


def fuzz(inputs: int, seed: int) -> None:
    """Feed so many inputs, then end the process."""
    import atheris

    with atheris.instrument_imports(include=["envwright"]):
        envwright = importlib.import_module("envwright")
        for module in pkgutil.walk_packages(envwright.__path__, "envwright."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    from tests.fuzz.inputs import log_input, page_seeds
    from tests.fuzz.targets import answer_log, read_mutated_page, within

    pages = page_seeds()

    def one(data: bytes) -> None:
        with within():
            if data.startswith(b"# "):
                read_mutated_page(pages[len(data) % len(pages)], data.decode("utf-8", "replace"))
            else:
                answer_log(data)

    chance = random.Random(seed)
    kept = Path(".fuzz")
    kept.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(_SEEDS):
            data = log_input(chance) if number % 4 else chance.choice(pages).read_bytes()
            (Path(folder) / f"{number}").write_bytes(data[:_LONGEST])
        options = [
            f"-atheris_runs={inputs}",
            f"-seed={seed}",
            "-verbosity=0",
            "-print_final_stats=1",
            f"-max_len={_LONGEST}",
            f"-artifact_prefix={kept}{os.sep}",
        ]
        atheris.Setup([sys.argv[0], *options, folder], one)
        atheris.Fuzz()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.guided", description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    try:
        fuzz(options.inputs, options.seed)
    except ImportError as error:
        if error.name != "atheris":
            raise
        print("atheris is not installed: no inputs are chosen by the code they reach")
    return 0


if __name__ == "__main__":
    os.chdir(Path(__file__).parents[2])
    sys.exit(main())
