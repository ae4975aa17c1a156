"""Causal ranking: which of the failures seen is the root, and what follows from it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from envwright.diagnose.causality import GOES_ON, Causality, same_step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.diagnose.sighting import Sighting
    from envwright.failures.catalogue import Catalogue
    from envwright.logs.outline import Outline
    from envwright.logs.text import LogText

__all__ = ["Ranking", "rank"]

_LAST_WORDS = 5


class Ranking(NamedTuple):
    """The judgement over the sightings of one log."""

    roots: tuple[Sighting, ...]
    """Independent roots, the one tied to the failure first; empty where none is known."""
    chain: tuple[Sighting, ...]
    """What the first root explains, in order."""
    warnings: tuple[Sighting, ...]
    fatal: bool
    """Whether anything seen means that the build failed."""
    explains: bool = False
    """Whether the first root explains a failure that is no mere report of another."""


def rank(
    found: Sequence[Sighting],
    log: LogText,
    outline: Outline,
    catalogue: Catalogue,
    *,
    failed: bool = False,
) -> Ranking:
    """Return roots and consequences among the failures seen in a log.

    `failed` says that the build is known to have failed, whatever its log looks like.
    """
    failed = failed or outline.ended == "failed"
    return _Ranker(list(found), log, outline, catalogue, failed).rank()


class _Ranker:
    def __init__(
        self,
        found: list[Sighting],
        log: LogText,
        outline: Outline,
        catalogue: Catalogue,
        failed: bool,
    ) -> None:
        self.log = log
        self.outline = outline
        self.catalogue = catalogue
        self.failed = failed
        self.found = found
        self.causality = Causality(found, log, outline, catalogue)

    def rank(self) -> Ranking:
        relevant = self._relevant()
        errors = [sighting for sighting in relevant if self._role(sighting) != "warning"]
        warnings = tuple(sighting for sighting in relevant if self._role(sighting) == "warning")
        possible = [sighting for sighting in errors if self._role(sighting) != "wrapper"]
        fatal = any(
            not sighting.weak and not self._recovered(sighting) and self.causality.is_here(sighting)
            for sighting in errors
        )
        self.failed = self.failed or fatal
        set_aside = {
            id(consequence)
            for consequence in possible
            if any(self.causality.sets_aside(cause, consequence) for cause in possible)
        }
        roots = [sighting for sighting in possible if id(sighting) not in set_aside]
        roots = [sighting for sighting in roots if self._may_be_root(sighting, roots, possible)]
        survived = self._survived(roots)
        roots.sort(key=lambda sighting: self._precedence(sighting, id(sighting) in survived))
        chain: list[Sighting] = []
        if roots:
            chain = [
                sighting
                for sighting in errors
                if sighting is not roots[0] and self._follows(sighting, roots[0], set_aside)
            ]
            chain.sort(key=lambda sighting: (self._role(sighting) == "wrapper", sighting.first))
        if roots and self._was_survived(roots[0], chain):
            # The tools went on: what ended the step is another failure, and not known.
            roots, chain = [], []
        told = {id(sighting) for sighting in (*roots, *chain)}
        warnings += tuple(
            sighting
            for sighting in errors
            if sighting.weak
            and id(sighting) not in told
            and self.catalogue.nodes[sighting.failure].severity != "error"
        )
        explains = any(self._role(item) != "wrapper" for item in chain)
        return Ranking(tuple(roots), tuple(chain), warnings, fatal, explains)

    def _role(self, sighting: Sighting) -> str:
        return self.catalogue.nodes[sighting.failure].role

    def _relevant(self) -> list[Sighting]:
        """Return what lies where the build failed, and what can reach there from earlier steps."""
        here = [item for item in self.found if self.causality.is_here(item)]
        reaching = [
            item
            for item in self.found
            if not self.causality.is_here(item)
            and not item.vague
            and self.causality.may_reach(item)
        ]
        return sorted([*here, *reaching], key=lambda item: item.first)

    def _recovered(self, sighting: Sighting) -> bool:
        """Tell whether an installer was done after all below a failure that no builder confirms."""
        done = self.outline.weak_success
        if self.outline.ended is not None or done is None or sighting.silent:
            return False
        return sighting.last < done.number

    def _may_be_root(
        self, sighting: Sighting, roots: list[Sighting], possible: list[Sighting]
    ) -> bool:
        if not self.causality.is_here(sighting):
            return self._leads_here(sighting, possible)
        if not sighting.weak and not self._recovered(sighting):
            return True
        if any(self.causality.sets_aside(sighting, other) for other in possible):
            return True
        if self._recovered(sighting) or not all(other.weak for other in roots):
            return False
        # It is all there is: believed where the build failed and nothing came through afterwards,
        # or where the log stops right there.
        if sighting.last >= self.log.line_count - _LAST_WORDS:
            return True
        last = sighting.step.last_line if sighting.step is not None else self.log.line_count
        return self.failed and not self.causality.came_through(sighting, last)

    def _leads_here(self, sighting: Sighting, possible: list[Sighting]) -> bool:
        """Tell whether a failure that its step survived explains one that ended the build."""
        explained = [item for item in possible if self.causality.sets_aside(sighting, item)]
        return any(
            self.causality.is_here(item)
            or any(
                self.causality.is_here(last) and self.causality.sets_aside(item, last)
                for last in possible
            )
            for item in explained
        )

    def _follows(self, sighting: Sighting, root: Sighting, set_aside: set[int]) -> bool:
        if self._role(sighting) == "wrapper":
            near = same_step(sighting.step, root.step) or sighting.last >= root.first
            return near and self.causality.is_here(sighting)
        if sighting.weak and id(sighting) not in set_aside:
            return False
        if id(sighting) not in set_aside:
            return False
        if self.causality.sets_aside(root, sighting):
            return True
        # One step further: what the root explains explains this one.
        return any(
            self.causality.sets_aside(root, between)
            and self.causality.sets_aside(between, sighting)
            for between in self.found
        )

    def _survived(self, roots: Sequence[Sighting]) -> set[int]:
        """Return the roots after which the tools went on well before the next root appeared."""
        survived: set[int] = set()
        ordered = sorted(roots, key=lambda sighting: sighting.last)
        for earlier, later in pairwise(ordered):
            if later.first > earlier.last and self.causality.went_on(earlier, later.first - 1):
                survived.update(id(root) for root in ordered if root.last <= earlier.last)
        return survived

    def _was_survived(self, root: Sighting, chain: list[Sighting]) -> bool:
        """Tell whether the failing step went on well after its only explanation."""
        step = root.step
        if step is None or not step.instruction or not self.causality.keeps_order(step):
            return False
        if not same_step(step, self.outline.failed):
            return False
        mine = [item for item in chain if same_step(item.step, step)]
        last = max(item.last for item in (root, *mine))
        lines = self.log.lines(last + 1, min(step.last_line, last + 400), step.vertex)
        # tox, nox and the like print pip's errors before its output.
        begun = "Collecting " if root.tool == "pip" else "\0"
        return any(GOES_ON.match(line.text) and not line.text.startswith(begun) for line in lines)

    def _precedence(self, sighting: Sighting, survived: bool) -> tuple[bool | int, ...]:
        """Order roots: not survived, strong, specific, in the failing step, then the last."""
        return (
            survived,
            sighting.vague,
            sighting.weak and self._role(sighting) != "cause",
            not self.causality.is_here(sighting) and self._role(sighting) != "cause",
            self.catalogue.nodes[sighting.failure].severity != "error",
            -sighting.last,
        )
