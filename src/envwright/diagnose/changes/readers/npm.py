"""npm, pnpm and yarn, where they print versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.changes.found import package
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envwright.diagnose.changes.found import Found

__all__ = ["ANCHORS", "read"]

ANCHORS = (b"+ ", b"npm WARN deprecated ", b"npm warn deprecated ", b"npm http fetch GET 200 ")

_NAME = r"((?:@[\w.-]+/)?[a-zA-Z][\w.-]*)"
# npm 6 `+ express@4.17.1`, pnpm `+ express 4.17.1`
_ADDED = lazy(r"\s*\+ " + _NAME + r"(?:@| )(\d+\.\d+\.\d+\S*)\s*$")
_DEPRECATED = lazy(r"\s*npm (?:WARN|warn) deprecated " + _NAME + r"@(\d+\.\d+\.\d+[\w.+-]*)")
_FETCHED = lazy(r"\s*npm http fetch GET 200 \S+/-/([\w.-]+?)-(\d+\.\d+\.\d+[\w.+-]*)\.tgz")


def read(text: str) -> Iterator[Found]:
    """Yield the package that a line names."""
    found = _ADDED.match(text) or _DEPRECATED.match(text) or _FETCHED.match(text)
    if found:
        yield package("npm", found[1], found[2], installed=True)
