"""What is published: the wheel holds what envwright needs and nothing else, and works alone."""

from __future__ import annotations

import email
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import envwright

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
LARGEST_WHEEL = 2_500_000
"""Bytes."""
LARGEST_INSTALLED = 8_000_000
"""Bytes, without compiled bytecode."""


def _files(folder: str = ".") -> list[str]:
    """Return the files of the clone that git does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", folder],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the wheel and the source distribution, built from a copy."""
    source = tmp_path_factory.mktemp("source")
    for name in _files():
        if name.startswith("tests/logs/"):
            continue
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, source / name)
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", str(source)],
        check=True, capture_output=True,
    )  # fmt: skip
    return source / "dist"


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (found,) = dist.glob("*.whl")
    return found


def test_metadata_is_fit_for_the_index(dist: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "twine", "check", "--strict", *map(str, dist.iterdir())],
        capture_output=True, check=False, text=True,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout
    assert done.stdout.count("PASSED") == 2


def test_core_has_no_dependencies(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(archive.read(name))

    assert [need for need in metadata.get_all("Requires-Dist", []) if "extra ==" not in need] == []
    assert metadata["Version"] == envwright.__version__


def test_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    tops = {name.partition("/")[0] for name in names}
    assert tops == {"envwright", f"envwright-{envwright.__version__}.dist-info"}
    assert [name for name in names if "test" in name.split("/") or "__pycache__" in name] == []
    ours = {name.removeprefix("src/") for name in _files("src")}
    assert ours <= set(names)
    assert "envwright/failures/compiled.catalogue" in names
    for part in ("render/schemas/", "render/html/", "failures/pages/", "messages/es/"):
        assert any(name.startswith(f"envwright/{part}") for name in names), part


def test_wheel_is_small(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        installed = sum(entry.file_size for entry in archive.infolist())
    print(f"wheel: {wheel.stat().st_size:,} bytes; installed: {installed:,} bytes")

    assert wheel.stat().st_size < LARGEST_WHEEL
    assert installed < LARGEST_INSTALLED


def test_wheel_alone_diagnoses_in_both_languages(wheel: Path, tmp_path: Path) -> None:
    """In a virtual environment with nothing else, away from the clone, from the final catalogue."""
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = next((tmp_path / "venv").glob("[bS]*/python*"))
    subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel)],
        check=True, capture_output=True,
    )  # fmt: skip
    shutil.copy(ROOT / "examples" / "untrusted-certificate.log", tmp_path / "build.log")
    environment = {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONPATH" and not name.startswith("ENVWRIGHT_")
    }
    answers = []
    for program in (str(python), sys.executable):
        for lang in ("en", "es"):
            done = subprocess.run(
                [program, "-m", "envwright", "diagnose", "--lang", lang, "build.log"],
                cwd=tmp_path, env=environment, capture_output=True, check=False,
            )  # fmt: skip
            assert done.returncode == 1, done.stderr
            answers.append(done.stdout)

    assert answers[:2] == answers[2:]
    assert answers[0] != answers[1]
    assert b"net-ssl-verify-failed" in answers[0]
