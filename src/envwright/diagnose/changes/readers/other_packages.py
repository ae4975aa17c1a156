"""Cargo, Go and R: what their builds fetch and compile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.changes.found import package
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envwright.diagnose.changes.found import Found

__all__ = ["ANCHORS", "read"]

ANCHORS = (b"Compiling ", b"Downloaded ", b"go: downloading ", b"trying URL ")

_CRATE = lazy(r"\s+(?:Compiling|Downloaded) ([a-z][\w-]*) v(\d+\.\d+\S*)")
_GO = lazy(r"\s*go: downloading (\S+) v(\d\S*)\s*$")
# `trying URL 'https://cran.r-project.org/src/contrib/rlang_1.1.3.tar.gz'`
_R = lazy(r"\s*trying URL ['‘]\S*/([A-Za-z][\w.]*)_(\d[\w.-]*)\.(?:tar\.gz|zip|tgz)['’]")


def read(text: str) -> Iterator[Found]:
    """Yield the package that a line names."""
    if found := _CRATE.match(text):
        yield package("cargo", found[1], found[2], installed=True)
    elif found := _GO.match(text):
        yield package("go", found[1], found[2], installed=True)
    elif found := _R.match(text):
        yield package("r", found[1], found[2], installed=True)
