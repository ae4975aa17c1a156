"""Lines as conda printed them, also where only BuildKit's seconds stand before them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envwright.facts import Line

__all__ = ["without_seconds"]

# BuildKit repeats the failed step without `#8`: `12.84     - https://repo.anaconda.com/pkgs/main`.
_SECONDS = re.compile(r"^\d{1,5}\.\d{1,3}(?: |$)")


def without_seconds(lines: Iterable[Line]) -> list[Line]:
    """Return the lines without leading seconds, where at least one of two has them."""
    found = list(lines)
    timed = sum(1 for line in found if _SECONDS.match(line.text))
    if timed * 2 < len(found):
        return found
    return [line._replace(text=_SECONDS.sub("", line.text, count=1)) for line in found]
