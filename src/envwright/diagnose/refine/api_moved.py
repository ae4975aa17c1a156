"""Narrows a missing name of a module: an API that a newer dependency removed.

`cannot import name 'X' from 'Y'` and `module 'Y' has no attribute 'X'` look the same whether a
library moved on, the NumPy aliases went, or a setup.py relies on pip's or setuptools' internals.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envwright.diagnose.refine.module_missing import in_build

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting

__all__ = ["refine"]

_ANYWHERE: tuple[tuple[str, str, str], ...] = (
    ("numpy-abi-mismatch", r"^numpy(?:\.|$)", ""),
    ("compile-pkgutil-impimporter", r"^pkgutil$", r"^ImpImporter$"),
    ("python-syntax-too-new", r"^(?:typing|tomllib|graphlib|zoneinfo|functools|contextlib)$", ""),
)
_IN_BUILD: tuple[tuple[str, str, str], ...] = (
    ("setup-py-uses-pip-internals", r"^pip(?:\.|$)", ""),
    ("compile-setuptools-removed-feature", r"^(?:setuptools|distutils)(?:\.|$)", ""),
    ("compile-cython3", r"^[Cc]ython(?:\.|$)", ""),
)

_ELSEWHERE: tuple[tuple[str, str, str], ...] = (("pip-internal-error", r"^pip(?:\.|$)", ""),)


def refine(finding: Sighting, scene: Scene) -> Sighting | None:
    """Return the narrower failure that module and name point to."""
    module = finding.captures.get("module", "")
    symbol = finding.captures.get("symbol", "")
    rules = _ANYWHERE + (_IN_BUILD if in_build(finding, scene) else _ELSEWHERE)
    for failure, module_is, symbol_is in rules:
        if failure not in scene.catalogue.nodes:
            continue
        if re.search(module_is, module) and re.search(symbol_is, symbol):
            return finding._replace(failure=failure)
    return finding
