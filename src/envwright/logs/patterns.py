"""Regular expressions compiled at first use: most logs need few, and starting must be quick."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, AnyStr, cast

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["lazy"]

_METHODS = frozenset({"match", "search", "fullmatch", "sub", "split", "findall", "finditer", "pattern"})


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
