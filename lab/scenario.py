"""Scenarios: a fault, the tools that run into it, and the truth about the log they print."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

__all__ = ["HERE", "Scenario", "ScenarioError", "load", "load_all"]

HERE = Path(__file__).resolve().parent / "scenarios"

_REQUIRED = ("name", "failure")
_REQUIRED_BARE = ("tools", "run")


class ScenarioError(Exception):
    """A scenario file is not usable; the text says which file, which scenario and why."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One fault and what is true of it."""

    name: str
    failure: str
    """Id of the failure, or `none` where the command succeeds."""
    tools: tuple[str, ...] = ("",)
    """What runs into it, e.g. `pip 20.2.4 on 3.8`; one log each. Engines may do without."""
    run: str = ""
    """Shell command; `{index}` and `{work}` are filled in, `pip` and `python` are on the PATH."""
    culprit: str = ""
    evidence: tuple[str, ...] = ()
    """Exact substrings; the first one that the log holds is the label's evidence.

    A table in the file gives them by engine or by a prefix of the tool's name (else `default`).
    """
    masked: bool = False
    """Whether the last error line does not name the cause."""
    how: str = ""
    """What was wrong, in one line."""
    also_ok: tuple[str, ...] = ()
    engine: tuple[str, ...] = ("bare",)
    """`bare` (the tool itself) or container engines (`lab/engines`); one log each."""
    service: str = ""
    """What answers at pypi.org and files.pythonhosted.org: see `lab/services/__init__.py`."""
    hosts: dict[str, str] = field(default_factory=dict)
    """What answers at other addresses: `scheme://host:port` (https by default) to service."""
    dns: str = "none"
    """`none` (no resolver reachable), `nxdomain` or `servfail`, for names not in `hosts`."""
    trust: bool = True
    """Whether the tools are told to trust the lab's authority."""
    packages: tuple[dict[str, Any], ...] = ()
    """What the index offers: see `lab/services/store.py`."""
    files: dict[str, str] = field(default_factory=dict)
    """Files of the working folder; names that end in `/` make folders."""
    environment: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Other values of `failure`, `culprit`, `evidence`, `masked`, `also_ok` for one tool."""
    otherwise: dict[str, Any] = field(default_factory=dict)
    """The same values for logs that hold none of the evidence: a label says what the log proves."""
    family: str = ""
    ci: bool = False
    skip: bool = False
    """Kept for later: runs only when named."""
    expect_exit: int | None = None
    """Exit code; None: anything but 0, and 0 where the failure is `none`."""
    timeout: float = 300.0
    """Seconds after which the run is ended."""
    extra: dict[str, Any] = field(default_factory=dict)
    """Keys that only the container engines read."""

    def only(self, engine: str, tool: str) -> Scenario:
        """Return the scenario of one engine and tool, with what `overrides` says of them applied.

        Keys of `overrides` are an engine, or a prefix of a tool's name; later ones win.
        """
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        for key, changes in self.overrides.items():
            if key == engine or tool.startswith(key):
                values.update({name: _frozen(name, value) for name, value in changes.items()})
        return Scenario(**{**values, "engine": (engine,), "tools": (tool,)})

    def proved_by(self, text: str) -> Scenario:
        """Return it with `otherwise` applied where the log holds none of its evidence."""
        if not self.otherwise or any(item in text for item in self.evidence):
            return self
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        values.update({name: _frozen(name, value) for name, value in self.otherwise.items()})
        return Scenario(**{**values, "otherwise": {}})


def _frozen(key: str, value: Any) -> Any:
    if key in {"evidence", "engine", "tools"} and isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


def _prepared(table: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a scenario's table; `evidence` given as a table becomes overrides."""
    values = dict(table)
    evidence = values.get("evidence")
    if isinstance(evidence, dict):
        overrides = {key: dict(change) for key, change in values.get("overrides", {}).items()}
        for key, text in evidence.items():
            if key != "default":
                overrides.setdefault(key, {}).setdefault("evidence", text)
        values["overrides"] = overrides
        values["evidence"] = evidence.get("default", [])
    return {key: _frozen(key, value) for key, value in values.items()}


def load(path: Path) -> list[Scenario]:
    """Return the scenarios of one file.

    Raises `ScenarioError` with every problem of the file at once.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"{path.name}: {error}") from None
    shared = data.get("defaults", {})
    known = {item.name for item in fields(Scenario)}
    found: list[Scenario] = []
    problems: list[str] = []
    for number, entry in enumerate(data.get("scenario", []), start=1):
        table = {**shared, **entry}
        label = table.get("name", f"number {number}")
        values = _prepared(table)
        needed = _REQUIRED + (_REQUIRED_BARE if "bare" in values.get("engine", ("bare",)) else ())
        problems += [f"{label}: `{key}` is missing" for key in needed if key not in table]
        if "bare" in values.get("engine", ("bare",)):
            problems += [f"{label}: unknown key `{key}`" for key in table if key not in known]
        else:
            extra = {key: values.pop(key) for key in list(values) if key not in known}
            values["extra"] = {**values.get("extra", {}), **extra}
        if any(item.name == label for item in found):
            problems.append(f"{label}: the name is used twice")
        if problems:
            continue
        values.setdefault("family", path.stem)
        found.append(Scenario(**values))
    if problems:
        raise ScenarioError("\n".join(f"{path.name}: {problem}" for problem in problems))
    return found


def load_all(folder: Path = HERE) -> tuple[list[Scenario], list[str]]:
    """Return all scenarios, in order of files, and what is wrong with the files left out."""
    found: list[Scenario] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found += load(path)
        except ScenarioError as error:
            problems.append(str(error))
    return found, problems
