"""Regular expressions compiled at first use, and what they find as numbers.

Most logs need few of the patterns, and starting must be quick.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, AnyStr, cast

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["lazy", "whole_number"]

_MOST_DIGITS = 18

_METHODS = frozenset(
    {"match", "search", "fullmatch", "sub", "split", "findall", "finditer", "pattern"}
)


class _Lazy:
    """Stands in for a compiled pattern; each method is looked up once."""

    def __init__(self, source: str | bytes) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Callable[..., object]:
        if name not in _METHODS:
            raise AttributeError(name)
        method = getattr(re.compile(self._source), name)
        setattr(self, name, method)
        return cast("Callable[..., object]", method)


def lazy(source: AnyStr) -> re.Pattern[AnyStr]:
    """Return a pattern that is compiled when it is first used."""
    return cast("re.Pattern[AnyStr]", _Lazy(source))


def whole_number(digits: str | bytes) -> int:
    """Return the number that a log writes; of one that no tool can mean, the first digits."""
    return int(digits[:_MOST_DIGITS])
