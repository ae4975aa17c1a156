"""Tools in the versions that people have, kept in a cache outside the project.

A tool is named `NAME`, `NAME VERSION` or `NAME VERSION on PYTHON`: `pip 9.0.3 on 3.6`, `uv 0.4.30`,
`npm 6.14.18`, `curl` (this machine's). Folders: `$LAB_CACHE`, else the user's cache folder.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Missing", "MissingPython", "Tool", "cache", "fetch", "provision"]


_LOCK = threading.RLock()


class Missing(Exception):  # noqa: N818 (said as `raise Missing`)
    """A tool can't be had on this machine; the text says why."""


class MissingPython(Missing):
    """A scenario names an interpreter that this machine does not have."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that is ready to run."""

    name: str
    version: str
    folder: Path | None
    """Its environment; `bin` below it comes first on the PATH. None: the machine's own tool."""
    described: str
    """For labels, e.g. `pip 20.2.4; Python 3.8.18`."""
    hidden: tuple[tuple[str, str], ...] = ()
    """Paths of this machine that its output may show, and what to show instead."""


def cache() -> Path:
    """Return the cache folder, made if missing."""
    default = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "envwright-lab"
    folder = Path(os.environ.get("LAB_CACHE", default))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def provision(tool: str) -> Tool:
    """Return the tool, installed into the cache if it isn't there yet.

    Raises `Missing` where the machine has neither it nor what it needs.
    """
    with _LOCK:
        return _provision(tool)


def _provision(tool: str) -> Tool:
    words, _, python = tool.partition(" on ")
    name, _, version = words.partition(" ")
    if not version:
        return _system(name)
    if name == "npm":
        return _npm(version)
    if python:
        return _python_tool(name, version, python)
    usual = _usual_python(name, version)
    try:
        return _python_tool(name, version, usual)
    except MissingPython:
        return _python_tool(name, version, _other_python(name, version))


def fetch(requirements: list[str]) -> Path:
    """Return a folder that holds the wheels (else sdists) of these `name==version` from PyPI."""
    with _LOCK:
        return _fetch(requirements)


def _fetch(requirements: list[str]) -> Path:
    folder = cache() / "fetched"
    folder.mkdir(exist_ok=True)
    for requirement in requirements:
        stem = requirement.replace("==", "-").replace("-", "_").lower()
        if any(p.name.lower().replace("-", "_").startswith(stem + "_") for p in folder.iterdir()):
            continue
        _run(
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "-d",
            str(folder),
            requirement,
        )
    return folder


def _run(*command: str, environment: dict[str, str] | None = None) -> str:
    result = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, cwd=cache()
    )
    if result.returncode:
        tail = (result.stderr or result.stdout).strip().splitlines()[-3:]
        raise Missing(f"`{' '.join(command[:6])}` failed: {' / '.join(tail)}")
    return result.stdout.strip()


def _system(name: str) -> Tool:
    path = shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")
    if path is None:
        raise Missing(f"`{name}` is not installed on this machine")
    flag = {"apt-get": "--version", "ssh": "-V"}.get(name, "--version")
    result = subprocess.run((path, flag), capture_output=True, text=True, check=False)
    text = (result.stdout or result.stderr).splitlines()
    found = re.search(r"\d+(?:\.\d+)+\w*", text[0] if text else "")
    version = found.group() if found else ""
    return Tool(name, version, None, f"{name} {version}".strip())


def _usual_python(name: str, version: str) -> str:
    major = int(version.partition(".")[0])
    if name != "pip":
        return "3.11"
    if major < 19:
        return "3.6"
    return {19: "3.7", 20: "3.8", 21: "3.9", 22: "3.10", 23: "3.10", 24: "3.11"}.get(major, "3.12")


def _other_python(name: str, version: str) -> str:
    """Return an interpreter that Debian has and the tool runs on: old pips need an old Python."""
    if name == "pip" and int(version.partition(".")[0]) < 20:
        return "pypy3"
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _find_python(version: str) -> Path:
    name = version if version.startswith("pypy") else f"python{version}"
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for folder in sorted(root.glob(f"{version}.*"), reverse=True):
        if (folder / "bin" / "python").exists():
            return folder / "bin" / "python"
    for place in os.environ.get("PATH", "").split(":"):
        if "shims" not in place and (Path(place) / name).exists():
            return Path(place) / name
    own = Path(sys.base_prefix) / "bin" / "python3"
    if version == f"{sys.version_info.major}.{sys.version_info.minor}" and own.exists():
        return own
    raise MissingPython(f"there is no Python {version} on this machine")


def _python_tool(name: str, version: str, python: str) -> Tool:
    interpreter = _find_python(python)
    folder = cache() / "tools" / f"{name}-{version}-py{python}"
    ready = folder / ".ready"
    if not ready.exists():
        shutil.rmtree(folder, ignore_errors=True)
        _environment(folder, interpreter, python)
        if name == "pip":
            _install_pip(folder, version, python)
        else:
            _run(
                str(folder / "bin" / "python"),
                "-m",
                "pip",
                "install",
                "--quiet",
                f"{name}=={version}",
            )
        ready.write_text("")
    exact = _run(
        str(folder / "bin" / "python"), "-c", "import platform; print(platform.python_version())"
    )
    hidden = ((str(folder), "/opt/venv"), (str(interpreter.parent.parent), "/usr/local"))
    return Tool(name, version, folder, f"{name} {version}; Python {exact}", hidden)


def _clean() -> dict[str, str]:
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "PYTHON"))
    }
    return {**kept, "PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def _environment(folder: Path, interpreter: Path, python: str) -> None:
    if python.startswith("2."):
        maker = cache() / "tools" / "virtualenv-20.15.1-py3.10"
        _python_tool("virtualenv", "20.15.1", "3.10")
        _run(str(maker / "bin" / "virtualenv"), "-q", "-p", str(interpreter), str(folder))
    else:
        _run(str(interpreter), "-m", "venv", str(folder), environment=_clean())


def _install_pip(folder: Path, version: str, python: str) -> None:
    fetched = fetch([f"pip=={version}"])
    wheel = next(fetched.glob(f"pip-{version}-*.whl"))
    install = ("install", "--quiet", "--no-index", "--no-deps")
    own = str(folder / "bin" / "python")
    if python.startswith("2.") or int(python.partition(".")[2] or 0) < 12:
        extra = next(fetch(["wheel==0.37.1"]).glob("wheel-0.37.1-*.whl"))
        _run(own, "-m", "pip", *install, str(extra), environment=_clean())
    _run(own, f"{wheel}/pip", *install, "--force-reinstall", str(wheel), environment=_clean())


def _npm(version: str) -> Tool:
    folder = cache() / "tools" / f"npm-{version}"
    if not (folder / ".ready").exists():
        _run("npm", "install", "--silent", "--prefix", str(folder), f"npm@{version}")
        (folder / "bin").mkdir(exist_ok=True)
        (folder / "bin" / "npm").symlink_to(folder / "node_modules" / ".bin" / "npm")
        (folder / ".ready").write_text("")
    node = _run("node", "--version").removeprefix("v")
    hidden = ((str(folder), "/usr/local"),)
    return Tool("npm", version, folder, f"npm {version}; Node {node}", hidden)
