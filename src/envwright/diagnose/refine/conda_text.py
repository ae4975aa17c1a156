"""Lines as conda printed them, also where only BuildKit's seconds or a quote mark stand before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envwright.facts import Line

__all__ = ["without_seconds"]

# BuildKit repeats the failed step without `#8`: `12.84     - https://repo.anaconda.com/pkgs/main`.
# People paste logs as a quotation: `>   - anaconda==2019.03`.
_BEFORE = re.compile(r"^(?:\d{1,5}\.\d{1,3}(?: |$)|> ?)")


def without_seconds(lines: Iterable[Line]) -> list[Line]:
    """Return the lines without leading seconds, where the first or one of two has them.

    What follows the output, the excerpt of the Dockerfile for one, has none.
    """
    found = list(lines)
    before = sum(1 for line in found if _BEFORE.match(line.text))
    if before * 2 < len(found) and not (found and _BEFORE.match(found[0].text)):
        return found
    return [line._replace(text=_BEFORE.sub("", line.text, count=1)) for line in found]
