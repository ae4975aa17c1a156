"""Other tools on our labelled logs: who shows the decisive line first, who names what is at fault.

`python -m benchmarks.peers [--sample 200]` installs each tool into a virtual environment that is
thrown away, and runs it on the same random logs of `tests/logs/failed`, one process a log. It runs
offline; tools that only send a log to a language model are left out. A tool that cannot be
installed here is said to be so. Columns:

- on top: the line put forward holds the label's evidence;
- inside: some line of the output holds it;
- names it: a structured answer holds the thing at fault that the label names (package, file, host);
- lines: how many lines it shows, the median;
- cpu: seconds of processor time for one log, the median.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.timing import run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["compare"]

_LOGS = Path(__file__).parent.parent / "tests" / "logs" / "failed"
_SEED = 4
_CONSULTANT = """
import json, sys
from buildlog_consultant.common import find_build_failure_description as find
lines = open(sys.argv[1], errors="replace").read().splitlines(True)
match, problem = find(lines)[-2:]
print(json.dumps({"line": match.line if match else "", "problem": repr(problem or "")}))
"""
_LAST_RED = re.compile(r"\b(?:error|fatal|failed)\b", re.IGNORECASE)


class _Label(NamedTuple):
    path: Path
    evidence: str
    culprit: str


class _Said(NamedTuple):
    """What a tool said of one log."""

    top: str
    shown: Sequence[str]
    structured: str | None
    """The structured part of the answer as text; None where the tool has none."""


class _Peer(NamedTuple):
    name: str
    install: Callable[[Path], Sequence[str]]
    """Install into a folder; return the command, to which the path of a log is added."""
    read: Callable[[str], _Said]


class _NotInstalledError(Exception):
    """Why a tool cannot be installed here."""


def compare(sample: int) -> None:
    """Print the table for so many labelled logs."""
    labels = _labels(sample)
    culprits = sum(bool(label.culprit) for label in labels)
    print(f"\n{len(labels)} labelled logs, seed {_SEED}; {culprits} labels name what is at fault")
    print(f"{'tool':<34}{'on top':>8}{'inside':>8}{'names it':>10}{'lines':>7}{'cpu':>9}")
    for peer in _PEERS:
        with tempfile.TemporaryDirectory() as folder:
            try:
                command = peer.install(Path(folder))
            except _NotInstalledError as error:
                print(f"{peer.name:<34}not installed: {error}")
                continue
            said, seconds = [], []
            for label in labels:
                done = run([*command, str(label.path)])
                seconds.append(done.processor)
                said.append(_read(peer, done.output.decode("utf-8", "replace")))
            _row(peer.name, labels, said, statistics.median(seconds))
    for name, position in (("last line with error, fatal, failed", -1), ("the first such line", 0)):
        _row(name, labels, [_red_line(label.path, position) for label in labels], None)


def _labels(sample: int) -> list[_Label]:
    found = []
    for file in sorted(_LOGS.glob("*/labels.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            label = json.loads(line)
            path = file.parent / label["file"]
            if label.get("evidence") and path.exists() and "rawjson" not in path.name:
                found.append(_Label(path, label["evidence"], _culprit(label.get("culprit") or "")))
    return random.Random(_SEED).sample(found, min(sample, len(found)))


def _culprit(text: str) -> str:
    """Return the name in a label's culprit, without version."""
    name = re.match(r"[^\s=<>!~\[;]+", text)
    return name.group().lower() if name else ""


def _read(peer: _Peer, output: str) -> _Said:
    try:
        return peer.read(output)
    except (ValueError, KeyError, IndexError):
        return _Said("", (), None)


def _row(name: str, labels: Sequence[_Label], said: Sequence[_Said], cpu: float | None) -> None:
    pairs = list(zip(labels, said, strict=True))
    top = sum(label.evidence in one.top for label, one in pairs)
    inside = sum(any(label.evidence in line for line in one.shown) for label, one in pairs)
    asked = [(label, one) for label, one in pairs if label.culprit]
    named = sum(label.culprit in (one.structured or "").lower() for label, one in asked)
    structured = any(one.structured is not None for one in said)
    lines = statistics.median(len(one.shown) for one in said)
    share = f"{100 * named / len(asked):.0f} %" if structured and asked else "-"
    print(
        f"{name:<34}{100 * top / len(pairs):>6.0f} %{100 * inside / len(pairs):>6.0f} %{share:>10}"
        f"{lines:>7.0f}" + (f"{1000 * cpu:>6.0f} ms" if cpu is not None else f"{'-':>9}"),
        flush=True,
    )


def _red_line(path: Path, position: int) -> _Said:
    red = [line for line in _lines(path) if _LAST_RED.search(line)]
    top = red[position] if red else ""
    return _Said(top, [top], None)


def _lines(path: Path) -> list[str]:
    """Return lines as envwright numbers them: a lone carriage return ends none."""
    return path.read_bytes().decode("utf-8", "replace").split("\n")


def _ours(folder: Path) -> Sequence[str]:
    return [str(Path(sys.executable).parent / "envwright"), "diagnose", "--format", "json"]


def _read_ours(output: str) -> _Said:
    answer = json.loads(output)
    root = answer["root_cause"]
    text = _lines(Path(answer["source"]["name"]))
    if root is None:
        unknown = answer["unknown"] or {"lines": []}
        shown = [text[number - 1] for number in unknown["lines"]]
        return _Said(shown[0] if shown else "", shown, "")
    shown = [text[number - 1] for number in root["lines"]]
    return _Said(shown[0], shown, json.dumps([root["subject"], root["captures"]]))


def _read_consultant(output: str) -> _Said:
    answer = json.loads(output)
    shown = [answer["line"]] if answer["line"] else []
    return _Said(answer["line"], shown, answer["problem"])


def _read_lines(output: str) -> _Said:
    shown = [line.partition(": ")[2] for line in output.splitlines() if line.strip()]
    return _Said(shown[0], shown, None)


def _read_text(output: str) -> _Said:
    shown = [line for line in output.splitlines() if line.strip()]
    return _Said(shown[0], shown, output)


def _environment(folder: Path, *requirements: str) -> Path:
    """Return the programs' folder of a new environment with some packages installed."""
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", *requirements]
    try:
        done = subprocess.run(pip, check=False, capture_output=True, text=True, timeout=600)
    except subprocess.TimeoutExpired:
        raise _NotInstalledError("pip was not done in ten minutes") from None
    if done.returncode:
        errors = [line.strip() for line in done.stderr.splitlines() if "rror" in line]
        raise _NotInstalledError(errors[0] if errors else "pip failed")
    return programs


def _consultant(folder: Path) -> Sequence[str]:
    # Its command fails on most logs (`--json`: NameError), so it is called as a library.
    programs = _environment(folder, "buildlog-consultant==0.0.39")
    return [str(programs / "python"), "-c", _CONSULTANT]


def _consultant_of_debian(folder: Path) -> Sequence[str]:
    package = "python3-buildlog-consultant"
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        raise _NotInstalledError("no Debian here")
    programs = _environment(folder / "venv", "python-debian", "PyYAML", "requirements-parser")
    subprocess.run(
        ["apt-get", "download", package], check=False, cwd=folder, capture_output=True, timeout=300
    )
    for archive in folder.glob("*.deb"):
        subprocess.run(["dpkg", "-x", str(archive), str(folder)], check=True, capture_output=True)
        place = folder / "usr/lib/python3/dist-packages"
        script = f"import sys; sys.path.insert(0, {str(place)!r}){_CONSULTANT}"
        return [str(programs / "python"), "-c", script]
    raise _NotInstalledError(f"apt-get does not know {package}")


def _ci_why(folder: Path) -> Sequence[str]:
    return [str(_environment(folder, "ci-why==0.1.1") / "ci-why"), "--no-ai", "--raw"]


def _fixr(folder: Path) -> Sequence[str]:
    return [str(_environment(folder, "infyniti-fixr==0.1.0") / "fixr"), "fix"]


def _log_detective(folder: Path) -> Sequence[str]:
    _environment(folder, "logdetective")
    raise _NotInstalledError("version 5 has no answer without a language model")


_PEERS = (
    _Peer("envwright", _ours, _read_ours),
    _Peer("buildlog-consultant 0.0.39 (PyPI)", _consultant, _read_consultant),
    _Peer("buildlog-consultant (Debian)", _consultant_of_debian, _read_consultant),
    _Peer("ci-why 0.1.1 --no-ai", _ci_why, _read_lines),
    _Peer("infyniti-fixr 0.1.0", _fixr, _read_text),
    _Peer("Log Detective", _log_detective, _read_text),
)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sample", type=int, default=200)
    compare(parser.parse_args().sample)
    return 0


if __name__ == "__main__":
    sys.exit(main())
