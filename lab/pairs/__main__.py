"""`python3 -m lab.pairs [NAME…] [--record] [--show] [--jobs N]`."""

from __future__ import annotations

import argparse
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from lab import bare, tools
from lab.pairs import load_pairs, offer
from lab.record import LOGS

if TYPE_CHECKING:
    from lab.outcome import Outcome
    from lab.pairs import Pair, Side

__all__ = ["main"]


def main(arguments: list[str]) -> int:
    """Build the pairs named, or all; 0 when each good build succeeded and each bad one failed."""
    parser = argparse.ArgumentParser(prog="python3 -m lab.pairs")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--record", action="store_true", help="keep the logs in tests/logs/pairs")
    parser.add_argument("--show", action="store_true", help="print the logs")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    pairs = [pair for pair in load_pairs() if not options.names or pair.name in options.names]
    with ThreadPoolExecutor(options.jobs) as pool:
        good = list(pool.map(lambda pair: _one(pair, options), pairs))
    return 0 if pairs and all(good) else 1


def _one(pair: Pair, options: argparse.Namespace) -> bool:
    outcomes = {}
    for name, side in (("good", pair.good), ("bad", pair.bad)):
        try:
            outcome = outcomes[name] = _build(pair.name, side)
        except tools.Missing as error:
            print(f"skipped  {pair.name}: {error}", flush=True)
            return True
        if options.show:
            print(
                f"=== {pair.name} {name}\n{outcome.output.decode('utf-8', 'replace')}", flush=True
            )
        wanted = name == "good" or side.scenario.expect_exit == 0
        if (outcome.exit_code == 0) != wanted:
            tail = outcome.output.decode("utf-8", "replace").splitlines()[-6:]
            said = "\n    ".join(tail)
            print(
                f"WRONG    {pair.name}: {name} ended with {outcome.exit_code}\n    {said}",
                flush=True,
            )
            return False
    if options.record:
        _keep(pair, outcomes)
    print(f"ok       {pair.name}", flush=True)
    return True


def _build(name: str, side: Side) -> Outcome:
    scenario = side.scenario
    engine, tool = scenario.engine[0], scenario.tools[0]
    if engine == "bare":
        return bare.run(scenario, tool)
    from lab import engines

    offer.moments(name, side.moments)
    offer.debs(name, side.debs)
    for image, tag in side.retag.items():
        offer.image(image, tag)
    hosts = [word for host in offer.HOSTS for word in ("--add-host", f"{host}:{offer.ADDRESS}")]
    extra = {**scenario.extra, "options": [*scenario.extra.get("options", ()), *hosts]}
    scenario = replace(scenario, extra=extra)
    return engines.run(engine, scenario, tool)


def _keep(pair: Pair, outcomes: dict[str, Outcome]) -> None:
    folder = LOGS / "pairs" / pair.name
    folder.mkdir(parents=True, exist_ok=True)
    for name, outcome in outcomes.items():
        (folder / f"{name}.log").write_bytes(outcome.output)
    versions = dict.fromkeys(outcome.versions for outcome in outcomes.values())
    label = {
        "pair": pair.name,
        **{key: pair.change.get(key) for key in ("kind", "name", "before", "after")},
        "noise": pair.noise,
        "how": pair.bad.scenario.how,
        "versions": " → ".join(versions),
        "origin": f"lab: {pair.bad.scenario.engine[0]}",
    }
    path = LOGS / "pairs" / "pairs.jsonl"
    rows = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    labels = {entry["pair"]: entry for entry in map(json.loads, rows)} | {pair.name: label}
    path.write_text(
        "".join(json.dumps(labels[name], ensure_ascii=False) + "\n" for name in sorted(labels)),
        encoding="utf-8",
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
