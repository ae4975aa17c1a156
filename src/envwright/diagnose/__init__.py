"""Reads what a log says: which known failures it shows, and which of them is the root cause.

Pure and offline: nothing here opens a socket, starts a process or reads a file but the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.facts import Diagnosis
    from envwright.failures.catalogue import Catalogue
    from envwright.logs.outline import Outline
    from envwright.logs.text import LogText

__all__ = ["diagnose_log", "diagnose_with_outline"]


def diagnose_log(log: LogText, catalogue: Catalogue, *, failed: bool = False) -> Diagnosis:
    """Return the diagnosis of one log.

    `failed` says that the build is known to have failed, whatever its log looks like.
    """
    from envwright.diagnose.verdict import judge

    return judge(log, catalogue, failed=failed)


def diagnose_with_outline(
    log: LogText, catalogue: Catalogue, *, failed: bool = False
) -> tuple[Diagnosis, Outline]:
    """Return the diagnosis of one log and its steps."""
    from envwright.diagnose.verdict import conclude

    return conclude(log, catalogue, failed=failed)
