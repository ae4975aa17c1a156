"""Distributions made on the fly: real wheels and sdists, with what a scenario wants wrong.

A package is a table:

    name, version      required, except with `real`
    kind               "wheel" (default) or "sdist"
    tag                wheel tag, default `py2.py3-none-any`, with `requires_python` `py3-none-any`
    filename           overrides the file's name
    requires           list of requirements
    requires_python    also written into the page as data-requires-python
    hide_python        true: only the metadata says it, the page doesn't
    yanked             reason ("" for none given)
    setup              text of the sdist's setup.py, instead of a plain one
    pyproject          text of the sdist's pyproject.toml
    metadata           lines added to METADATA / PKG-INFO
    inside             other version written into the metadata
    files              extra files of the archive
    content            whole content of the file, as text, instead of an archive
    size               bytes of padding (incompressible)
    missing            true: listed, but the file answers 404
    sha256             digest announced by the page, instead of the true one
    uploaded           time of upload, e.g. `2023-05-22T15:12:44Z`
    real               `name==version` of a distribution fetched from PyPI beforehand
"""

from __future__ import annotations

import base64
import hashlib
import io
import random
import re
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Distribution", "Store"]


@dataclass(frozen=True, slots=True)
class Distribution:
    """One file of the index."""

    project: str
    filename: str
    content: bytes
    digest: str
    """What the page announces; not always true."""
    requires_python: str = ""
    yanked: str | None = None
    missing: bool = False
    uploaded: str = ""
    """When it was uploaded, as PEP 700 writes it."""


class Store:
    """All distributions of a scenario."""

    def __init__(self, packages: list[dict[str, Any]], fetched: Path | None = None) -> None:
        self._all = [make(package, fetched) for package in packages]

    def names(self) -> list[str]:
        """Return the normalised names of all projects."""
        return sorted({item.project for item in self._all})

    def files(self, name: str) -> list[Distribution]:
        """Return the files of one project."""
        return [item for item in self._all if item.project == _normal(name)]

    def file(self, filename: str) -> Distribution | None:
        """Return one file by its name."""
        return next((item for item in self._all if item.filename == filename), None)


def make(package: dict[str, Any], fetched: Path | None) -> Distribution:
    """Return the distribution that a scenario's table describes."""
    if "real" in package:
        return _real(package["real"], fetched or Path())
    if package.get("kind", "wheel") == "wheel":
        filename, content = _wheel(package)
    else:
        filename, content = _sdist(package)
    if "content" in package:
        content = package["content"].encode()
    shown = "" if package.get("hide_python") else package.get("requires_python", "")
    return Distribution(
        _normal(package["name"]),
        package.get("filename", filename),
        content,
        package.get("sha256", hashlib.sha256(content).hexdigest()),
        shown,
        package.get("yanked"),
        package.get("missing", False),
        package.get("uploaded", ""),
    )


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _real(requirement: str, fetched: Path) -> Distribution:
    name, _, version = requirement.partition("==")
    wanted = f"{_normal(name).replace('-', '_')}-{version}-"
    for path in sorted(fetched.iterdir()):
        if path.name.lower().replace("-", "_").startswith(wanted.replace("-", "_")):
            content = path.read_bytes()
            return Distribution(
                _normal(name), path.name, content, hashlib.sha256(content).hexdigest()
            )
    raise FileNotFoundError(f"`{requirement}` was not fetched into {fetched}")


def _metadata(package: dict[str, Any]) -> str:
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {package.get('inside_name', package['name'])}",
        f"Version: {package.get('inside', package['version'])}",
        f"Summary: {package['name']} for tests",
    ]
    if package.get("requires_python"):
        lines.append(f"Requires-Python: {package['requires_python']}")
    lines += [f"Requires-Dist: {item}" for item in package.get("requires", [])]
    lines += package.get("metadata", [])
    return "\n".join(lines) + "\n\n"


def _padding(package: dict[str, Any]) -> bytes:
    return random.Random(7).randbytes(int(package.get("size", 0)))


def _wheel(package: dict[str, Any]) -> tuple[str, bytes]:
    module = package["name"].replace("-", "_")
    default = "py3-none-any" if package.get("requires_python") else "py2.py3-none-any"
    tag = package.get("tag", default)
    folder = f"{module}-{package['version']}.dist-info"
    files: dict[str, bytes] = {
        f"{module}/__init__.py": f'__version__ = "{package["version"]}"\n'.encode(),
        f"{folder}/METADATA": _metadata(package).encode(),
        f"{folder}/WHEEL": (
            f"Wheel-Version: 1.0\nGenerator: lab\nRoot-Is-Purelib: true\nTag: {tag}\n"
        ).encode(),
    }
    files.update({name: text.encode() for name, text in package.get("files", {}).items()})
    if package.get("size"):
        files[f"{module}/data.bin"] = _padding(package)
    record = [
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b'=').decode()},{len(body)}"
        for name, body in files.items()
    ]
    files[f"{folder}/RECORD"] = "\n".join([*record, f"{folder}/RECORD,,", ""]).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), body)
    return f"{module}-{package['version']}-{tag}.whl", buffer.getvalue()


def _sdist(package: dict[str, Any]) -> tuple[str, bytes]:
    stem = f"{package['name']}-{package['version']}"
    plain = (
        "from setuptools import setup\n"
        f"setup(name={package['name']!r}, version={package['version']!r},\n"
        f"      python_requires={package.get('requires_python') or None!r},\n"
        f"      install_requires={package.get('requires', [])!r})\n"
    )
    files: dict[str, bytes] = {
        "PKG-INFO": _metadata(package).encode(),
        "setup.py": package.get("setup", plain).encode(),
    }
    if "pyproject" in package:
        files["pyproject.toml"] = package["pyproject"].encode()
    if "setup" in package and not package["setup"]:
        del files["setup.py"]
    files.update({name: text.encode() for name, text in package.get("files", {}).items()})
    if package.get("size"):
        files["data.bin"] = _padding(package)
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, body in files.items():
            info = tarfile.TarInfo(f"{stem}/{name}")
            info.size, info.mode, info.mtime = len(body), 0o644, 1577836800
            archive.addfile(info, io.BytesIO(body))
    return f"{stem}.tar.gz", buffer.getvalue()
