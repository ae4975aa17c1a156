"""What changed between a good build and a bad one, from their two logs alone.

`inventory` collects what a log says it used: packages, tools, images, Python, platform, indexes and
steps, in one pass over its anchors. `comparing` finds what differs up to the place where the bad
build stopped, and `blaming` says which difference is most likely to have broken it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from envwright.facts import Baseline

if TYPE_CHECKING:
    from envwright.diagnose.changes.inventory import Inventory
    from envwright.facts import Diagnosis
    from envwright.failures.catalogue import Catalogue
    from envwright.logs.outline import Outline
    from envwright.logs.text import LogText

__all__ = ["GoodBuild", "good_build", "with_changes"]


class GoodBuild(NamedTuple):
    """What another build is compared with."""

    baseline: Baseline
    inventory: Inventory


def good_build(log: LogText, outline: Outline, verdict: str) -> GoodBuild:
    """Return what a log says its build used; a full pass over the log."""
    from envwright.diagnose.changes.inventory import take

    return GoodBuild(Baseline(log.name, verdict), take(log, outline))


def with_changes(
    diagnosis: Diagnosis, log: LogText, outline: Outline, good: GoodBuild, catalogue: Catalogue
) -> Diagnosis:
    """Return a diagnosis with what differs from the good build, the likeliest to blame first."""
    from envwright.diagnose.changes.blaming import blame
    from envwright.diagnose.changes.comparing import compare
    from envwright.diagnose.changes.inventory import take

    bad = take(log, outline)
    changes = compare(good.inventory, bad, diagnosis)
    judged = blame(changes, diagnosis, log, good.inventory, bad, catalogue)
    return diagnosis._replace(changes=judged, baseline=good.baseline)
