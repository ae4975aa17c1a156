from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from envwright.failures.catalogue import package_name
from envwright.failures.files import signature

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("requirement", "name"),
    [
        ("six", "six"),
        ("Foo_Bar==1.0", "foo-bar"),
        ("zope.interface>=5,<6", "zope-interface"),
        ("torch[cuda]==2.0", "torch"),
        ("conda-forge::numpy=1.2", "numpy"),
        ("scikit-learn-1.3.0", "scikit-learn"),
        ("pip-24", "pip"),
        ("python-3-package", "python-3-package"),
        ("'quoted==1'", "quoted"),
        ("name @ https://example.org/name.whl", "name"),
    ],
)
def test_a_requirement_is_reduced_to_its_normalised_name(requirement: str, name: str) -> None:
    assert package_name(requirement) == name


@pytest.mark.parametrize(
    ("edited", "changed"), [("net-a.md", (True, False)), ("net-a.es.md", (False, True))]
)
def test_an_edited_page_changes_the_signature_of_its_language(
    tmp_path: Path, edited: str, changed: tuple[bool, bool]
) -> None:
    family = tmp_path / "network"
    family.mkdir()
    for name in ("net-a.md", "net-a.es.md"):
        (family / name).write_text("one")
    folder = str(tmp_path)
    before = signature(folder), signature(folder, translated=True)

    (family / edited).write_text("two")
    os.utime(family / edited, ns=(2**62, 2**62))  # later than any of our own files

    after = signature(folder), signature(folder, translated=True)
    assert (before[0] != after[0], before[1] != after[1]) == changed
