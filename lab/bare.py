"""The engine `bare`: the tool itself, without a container, on the stage of `lab.stage`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from lab import tools
from lab.outcome import Outcome
from lab.stage import BROKEN

if TYPE_CHECKING:
    from lab.scenario import Scenario

__all__ = ["neutral", "run", "write_files"]

_INDEX_HOSTS = ("pypi.org", "pypi.python.org", "files.pythonhosted.org")
"""pip before 10 asks pypi.python.org."""


def run(scenario: Scenario, tool: str) -> Outcome:
    """Run the scenario with one tool and return what it printed.

    Raises `tools.Missing` where the tool can't be had, or namespaces are not allowed here.
    """
    if shutil.which("unshare") is None:
        raise tools.Missing("`unshare` is needed (Linux, package util-linux)")
    ready = tools.provision(tool)
    real = [item["real"] for item in scenario.packages if "real" in item]
    with tempfile.TemporaryDirectory(prefix="lab-") as name:
        private = Path(name)
        work = private / "app"
        write_files(work, scenario.files)
        (private / "home").mkdir()
        services = dict.fromkeys(_INDEX_HOSTS, scenario.service) if scenario.service else {}
        job = {
            "run": scenario.run.replace("{index}", "https://pypi.org/simple").replace(
                "{work}", str(work)
            ),
            "hosts": {**services, **scenario.hosts},
            "packages": list(scenario.packages),
            "fetched": str(tools.fetch(real)) if real else "",
            "authority": str(tools.cache() / "authority"),
            "dns": scenario.dns,
            "trust": scenario.trust,
            "work": str(work),
            "private": str(private),
            "tool": _copy(ready, private),
            "timeout": scenario.timeout,
            "environment": {**_environment(ready, private), **scenario.environment},
        }
        (private / "job.json").write_text(json.dumps(job), encoding="utf-8")
        rights = ("-mn",) if os.geteuid() == 0 else ("-rmn",)
        result = subprocess.run(
            ("unshare", *rights, sys.executable, "-m", "lab.stage", str(private / "job.json")),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            cwd=Path(__file__).resolve().parent.parent,
        )  # fmt: skip
        if result.returncode == BROKEN:
            raise RuntimeError(result.stdout.decode("utf-8", "replace"))
        hidden = (
            (str(work), "/app"),
            (str(private / "home"), "/root"),
            *ready.hidden,
            (str(tools.cache()), "/opt"),
        )
        return Outcome(neutral(result.stdout, hidden), result.returncode, ready.described)


def write_files(folder: Path, files: dict[str, str]) -> None:
    """Write a scenario's files into a new folder; names that end in `/` are folders."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _copy(tool: tools.Tool, private: Path) -> list[str]:
    """Return the tool's folder and a fresh copy: no run sees what another installed."""
    if tool.folder is None:
        return []
    copy = private / "tool"
    shutil.copytree(tool.folder, copy, symlinks=True)
    return [str(copy), str(tool.folder)]


def neutral(output: bytes, hidden: tuple[tuple[str, str], ...]) -> bytes:
    """Return the output with paths of this machine replaced."""
    for own, shown in hidden:
        output = output.replace(own.encode(), shown.encode())
    return output


def _environment(tool: tools.Tool, private: Path) -> dict[str, str]:
    first = f"{tool.folder}/bin:" if tool.folder else ""
    return {
        "PATH": f"{first}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": str(private / "home"),
        "LANG": "C.UTF-8",
        "PIP_CONFIG_FILE": os.devnull,
    }
