"""Output of a tool alone: nothing says where a step ends, but installers say when all went well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Line

__all__ = ["LITTLE", "MARKERS", "NAME", "success"]

NAME = "plain"
MARKERS = (
    b"Successfully installed ",
    b"Successfully downloaded ",
    b"To activate this environment",
    b"Installed ",
    b"Audited ",
    b"Executing transaction: ",
    b"Transaction finished",
    b"All requested packages already installed",
    b"environment has been installed",
    b"dpkg: error processing ",
)

_SUCCESS = lazy(
    r"Successfully (?:installed|downloaded) \S+"  # pip
    r"|#? *To activate this environment"  # conda, mamba
    r"|(?:Installed|Audited) \d+ packages? in \d"  # uv
    r"|Executing transaction: (?:\.\.\.working\.\.\. )?(?:\x08*.)*done"
    r"|Transaction finished"  # mamba
    r"|#? *All requested packages already installed"
    r"|.*environment has been installed\.?$"  # pixi
)
# Said on the way as well; the end only where little follows.
_LAST = lazy(
    r"Requirement already satisfied: \S"
    r"|Resolved \d+ packages? in \d"  # uv
    r"|Processing triggers for \S|Setting up \S+ \("  # apt
)
_BY_APT = ("Processing triggers for ", "Setting up ")
_APT_FAILS = "dpkg: error processing "
LITTLE = 5
"""Lines from the end that are looked at even without a marker."""


def success(markers: Sequence[Line], last_line: int) -> Line | None:
    """Return the last line in which an installer says that it is done; None if there is none.

    The last lines of the log, `LITTLE` before the very last one, are to be among the markers.
    """
    broken = any(_APT_FAILS in line.text for line in markers)
    for line in reversed(markers):
        text = line.text.lstrip()
        if broken and text.startswith(_BY_APT):
            # dpkg goes on with the other packages after one has failed.
            continue
        if _SUCCESS.match(text):
            return line
        if last_line - line.number <= LITTLE and _LAST.match(text):
            return line
    return None
