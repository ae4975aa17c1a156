"""`python3 -m lab run NAME|FAMILY… | --ci | --all [--record] [--show]`, `list`, `services`.

With `ENVWRIGHT_REQUIRE_ALL=1` a scenario that cannot run fails instead of being skipped, unless all
it lacks is an interpreter that the scenario names.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from lab import bare, machine, record, tools
from lab.scenario import Scenario, load_all

if TYPE_CHECKING:
    from lab.outcome import Outcome

__all__ = ["main"]

_CI_ENGINES = ("bare", "docker-classic", "buildkit", "buildah")


def main(arguments: list[str] | None = None) -> int:
    """Run or list scenarios; 0 when every one that could run made the log its label promises."""
    options = _parser().parse_args(arguments)
    if options.verb == "services":
        print("\n".join(machine.install()))
        return 0
    everything, problems = load_all()
    scenarios = _chosen(everything, options)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not scenarios:
        print("no scenario of that name or family", file=sys.stderr)
        return 2
    if options.verb == "list":
        for item in scenarios:
            runs = ", ".join(filter(None, (*item.engine, *item.tools)))
            print(f"{item.family}/{item.name}: {item.failure} ({runs})")
        return 0
    planned = [
        (item.only(engine, tool), engine, tool)
        for item in scenarios
        for engine in _engines(item, options)
        for tool in _tools(item, options)
        if (options.tool or "") in tool and options.engine in {None, engine}
    ]
    with ThreadPoolExecutor(options.jobs) as pool:
        good = list(pool.map(lambda run: _one(run[0], run[1], run[2], options), planned))
    return 1 if problems or not all(good) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m lab", description="make real failing builds")
    parser.add_argument("verb", choices=("run", "list", "services"))
    parser.add_argument("names", nargs="*", help="scenarios or families")
    parser.add_argument("--ci", action="store_true", help="what CI runs: first and last tool")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--engine", help="only this engine")
    parser.add_argument("--tool", help="only tools whose name holds this text")
    parser.add_argument("--record", action="store_true", help="keep logs and labels in tests/logs")
    parser.add_argument("--jobs", type=int, default=3, help="how many at once (most only wait)")
    parser.add_argument("--show", action="store_true", help="print the logs")
    return parser


def _engines(scenario: Scenario, options: argparse.Namespace) -> tuple[str, ...]:
    """Return the engines to run: in CI those that need no second system."""
    if not options.ci or scenario.name in options.names:
        return scenario.engine
    return tuple(engine for engine in scenario.engine if engine in _CI_ENGINES)


def _tools(scenario: Scenario, options: argparse.Namespace) -> tuple[str, ...]:
    """Return the tools to run; continuous integration takes the oldest and the newest."""
    if not options.ci or scenario.name in options.names:
        return scenario.tools
    return tuple(dict.fromkeys((scenario.tools[0], scenario.tools[-1])))


def _chosen(scenarios: list[Scenario], options: argparse.Namespace) -> list[Scenario]:
    names = set(options.names)
    everything = options.all or (options.verb == "list" and not names and not options.ci)
    return [
        item
        for item in scenarios
        if item.name in names
        or (not item.skip and (everything or (options.ci and item.ci) or item.family in names))
    ]


def _one(scenario: Scenario, engine: str, tool: str, options: argparse.Namespace) -> bool:
    title = f"{scenario.name} [{', '.join(filter(None, (tool, engine)))}]"
    try:
        outcome = _play(scenario, engine, tool)
    except tools.Missing as error:
        needed = os.environ.get("ENVWRIGHT_REQUIRE_ALL") == "1"
        allowed = not needed or isinstance(error, tools.MissingPython)
        print(f"{'skipped ' if allowed else 'MISSING '} {title}: {error}", flush=True)
        return allowed
    if options.show:
        print(f"=== {title}\n{outcome.output.decode('utf-8', 'replace')}", flush=True)
    scenario = scenario.proved_by(outcome.output.decode("utf-8", "replace"))
    problem = _problem(scenario, outcome)
    if problem:
        print(f"WRONG    {title}: {problem}", flush=True)
        return False
    kept = (
        f" -> {record.keep(scenario, engine, tool, outcome).relative_to(record.LOGS)}"
        if options.record
        else ""
    )
    print(f"ok       {title}{kept}", flush=True)
    return True


def _play(scenario: Scenario, engine: str, tool: str) -> Outcome:
    """Run with `bare`, or with what `lab.engines.run` knows under that name."""
    if engine == "bare":
        return bare.run(scenario, tool)
    engines = importlib.import_module("lab.engines")
    outcome: Outcome = engines.run(engine, scenario, tool)
    return outcome


def _problem(scenario: Scenario, outcome: Outcome) -> str:
    code, wanted = outcome.exit_code, scenario.expect_exit
    if wanted is None and (code == 0) != (scenario.failure == "none"):
        return f"exit code {code}"
    if wanted is not None and code != wanted:
        return f"exit code {code}, not {wanted}"
    if scenario.evidence and record.evidence_in(scenario, outcome.output) is None:
        return "the log holds none of the evidence"
    return ""


if __name__ == "__main__":
    sys.exit(main())
