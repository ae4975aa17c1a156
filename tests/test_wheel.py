"""What the wheel carries."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from envwright.failures import stored
from envwright.failures.catalogue import Catalogue, load

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
         "--disable-pip-version-check", "--wheel-dir", str(folder), str(ROOT)],
        check=True,
    )  # fmt: skip
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "es"])
def test_wheel_carries_the_compiled_catalogue_in_every_language(
    wheel: zipfile.ZipFile, tmp_path: Path, lang: str
) -> None:
    path = wheel.extract("envwright/failures/compiled.catalogue", tmp_path)

    compiled = stored.read(path, lang)

    assert compiled is not None
    assert compiled["signature"] is None  # final: an installed catalogue is never made anew
    theirs, ours = Catalogue(compiled, lang), load(lang=lang)
    assert [theirs.page(name) for name in ours.nodes] == [ours.page(name) for name in ours.nodes]
