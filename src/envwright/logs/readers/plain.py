"""Output of a tool alone: nothing says where a step ends, but installers say when all went well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Line

__all__ = ["MARKERS", "NAME", "success"]

NAME = "plain"
MARKERS = (
    b"Successfully installed ",
    b"To activate this environment",
    b"Requirement already satisfied: ",
    b"Installed ",
    b"Audited ",
    b"Resolved ",
    b"Executing transaction: ",
    b"All requested packages already installed",
    b"environment has been installed",
)

_SUCCESS = lazy(
    r"Successfully installed \S+"  # pip
    r"|#? *To activate this environment"  # conda, mamba
    r"|Requirement already satisfied: \S"
    r"|(?:Installed|Audited) \d+ packages? in \d"  # uv
    r"|Executing transaction: (?:\.\.\.working\.\.\. )?(?:\x08*.)*done"
    r"|#? *All requested packages already installed"
    r"|.*environment has been installed\.?$"  # pixi
)


def success(markers: Sequence[Line]) -> Line | None:
    """Return the last line in which an installer says that it is done; None if there is none."""
    for line in reversed(markers):
        if _SUCCESS.match(line.text.lstrip()):
            return line
    return None
