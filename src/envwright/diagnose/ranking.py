"""Causal ranking: which of the failures seen is the root, and what follows from it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from envwright.failures.catalogue import package_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.diagnose.sighting import Sighting
    from envwright.facts import Step
    from envwright.failures.catalogue import Catalogue
    from envwright.logs.outline import Outline
    from envwright.logs.text import LogText

__all__ = ["Ranking", "rank"]

# A command that fails here does not end the step: `a || true`, `a; b`, `a | b`.
_SWALLOWS = re.compile(r"\|\|\s*(?:true|:|echo|exit 0)|;|(?<!\|)\|(?!\|)")
# pip prints these when something arrived after all.
_PROGRESS = re.compile(
    r"^\s*(?:Collecting |Downloading |Using cached |Installing collected |Obtaining )"
)
# Tools print these when what came before did not stop them.
_GOES_ON = re.compile(
    r"^(?:Successfully |Get:\d|Fetched |Setting up |Unpacking |Processing triggers "
    r"|Reading package lists|Collecting |Installing collected |Created wheel for "
    r"|(?:Preparing|Verifying|Executing) transaction:"
    r"|(?:Installed|Resolved) \d+ packages? )"
)
_LAST_WORDS = 5
_SPLITS_STREAMS = frozenset({"conda-pip-failed"})
_PROJECT_URL = re.compile(r"/simple/([^/\s'\")]+)/?")


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
    return _Ranker(log, outline, catalogue, failed or outline.ended == "failed").rank(found)


class _Ranker:
    def __init__(self, log: LogText, outline: Outline, catalogue: Catalogue, failed: bool) -> None:
        self.log = log
        self.outline = outline
        self.catalogue = catalogue
        self.failed = failed
        self.mixed: set[int] = set()
        """Steps in which conda prints the two streams of its pip child one after the other."""

    def rank(self, found: Sequence[Sighting]) -> Ranking:
        self.mixed = {id(item.step) for item in found if item.failure in _SPLITS_STREAMS}
        relevant = [sighting for sighting in found if self._is_relevant(sighting)]
        errors = [sighting for sighting in relevant if self._role(sighting) != "warning"]
        warnings = tuple(sighting for sighting in relevant if self._role(sighting) == "warning")
        possible = [sighting for sighting in errors if self._role(sighting) != "wrapper"]
        fatal = any(not sighting.weak and not self._recovered(sighting) for sighting in errors)
        set_aside = {
            id(consequence)
            for consequence in possible
            if any(self._sets_aside(cause, consequence) for cause in possible)
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
        explains = any(self._role(item) != "wrapper" for item in chain)
        return Ranking(tuple(roots), tuple(chain), warnings, fatal, explains)

    def _role(self, sighting: Sighting) -> str:
        return self.catalogue.nodes[sighting.failure].role

    def _is_relevant(self, sighting: Sighting) -> bool:
        """Tell whether a sighting lies where the build failed, or can reach there."""
        failed = self.outline.failed
        step = sighting.step
        if sighting.last < self.outline.first_line:
            return False
        if failed is None or step is None or _same_step(step, failed):
            return True
        if self.catalogue.nodes[sighting.failure].universal:
            return True
        if step.state == "failed":
            return True
        if sighting.first > failed.last_line:
            return False
        if sighting.silent:
            return True
        certain = not sighting.weak and not sighting.vague
        return certain and bool(_SWALLOWS.search(step.instruction))

    def _recovered(self, sighting: Sighting) -> bool:
        """Tell whether an installer was done after all below a failure that no builder confirms."""
        done = self.outline.weak_success
        if self.outline.ended is not None or done is None or sighting.silent:
            return False
        return sighting.last < done.number

    def _sets_aside(self, cause: Sighting, consequence: Sighting) -> bool:
        if cause is consequence or cause.failure == consequence.failure:
            return False
        if consequence.vague and not cause.vague and not cause.weak:
            return self._in_failed_step(cause) or not self._in_failed_step(consequence)
        if consequence.failure not in self.catalogue.explained_by(cause.failure):
            return self._reaches_across(cause, consequence)
        ordered = self.outline.ordered and id(consequence.step) not in self.mixed
        if ordered and cause.first > consequence.last:
            return False
        return self._about_the_same(cause, consequence)

    def _reaches_across(self, cause: Sighting, consequence: Sighting) -> bool:
        """Tell whether an earlier step that silently did nothing explains what is missing now."""
        if self._role(consequence) != "both" or self._in_failed_step(cause):
            return False
        step = cause.step
        return (
            step is not None
            and self._in_failed_step(consequence)
            and cause.last < consequence.first
            and (cause.silent or bool(_SWALLOWS.search(step.instruction)))
        )

    def _in_failed_step(self, sighting: Sighting) -> bool:
        failed = self.outline.failed
        return failed is None or sighting.step is None or _same_step(sighting.step, failed)

    def _about_the_same(self, cause: Sighting, consequence: Sighting) -> bool:
        """Tell whether two findings may be about the same package or host."""
        family = self.catalogue.nodes[cause.failure].family
        theirs = _package(consequence)
        if family == "network":
            url = cause.captures.get("url", "")
            project = _PROJECT_URL.search(url)
            named = project is not None and theirs == package_name(project.group(1))
            if cause.weak or (project is not None and not named):
                return not self._came_through(cause, consequence)
            return True
        mine = _package(cause)
        if mine is None or theirs is None or mine == theirs:
            return True
        parent = consequence.captures.get("parent")
        # A package's build names what it lacks, its wrapper names the package itself.
        return parent is None or family in ("compile", "resources", "system-packages", "python")

    def _came_through(self, cause: Sighting, consequence: Sighting) -> bool:
        """Tell whether something was fetched between a network fault and what it may explain."""
        first, last = cause.last + 1, consequence.first - 1
        if last < first:
            return False
        vertex = consequence.step.vertex if consequence.step is not None else None
        lines = self.log.lines(max(first, last - 200), last, vertex)
        return any(_PROGRESS.match(line.text) for line in lines)

    def _may_be_root(
        self, sighting: Sighting, roots: list[Sighting], possible: list[Sighting]
    ) -> bool:
        certain = not sighting.weak and not self._recovered(sighting)
        if certain and self._in_failed_step(sighting):
            return True
        if certain and not any(self._in_failed_step(other) for other in roots):
            return True
        if any(self._sets_aside(sighting, other) for other in possible):
            return True
        if not all(other.weak for other in roots):
            return False
        # It is all there is: believed where the build failed, or where the log stops right there.
        return self.failed or sighting.last >= self.log.line_count - _LAST_WORDS

    def _follows(self, sighting: Sighting, root: Sighting, set_aside: set[int]) -> bool:
        if self._role(sighting) == "wrapper":
            return True
        if sighting.weak and id(sighting) not in set_aside:
            return False
        return id(sighting) in set_aside and self._sets_aside(root, sighting)

    def _survived(self, roots: Sequence[Sighting]) -> set[int]:
        """Return the roots after which the tools went on well before the next root appeared."""
        survived: set[int] = set()
        ordered = sorted(roots, key=lambda sighting: sighting.last)
        for earlier, later in pairwise(ordered):
            if later.first > earlier.last and self._went_on(earlier, later):
                survived.update(id(root) for root in ordered if root.last <= earlier.last)
        return survived

    def _went_on(self, earlier: Sighting, later: Sighting) -> bool:
        vertex = later.step.vertex if later.step is not None else None
        last = later.first - 1
        lines = self.log.lines(max(earlier.last + 1, last - 300), last, vertex)
        return any(_GOES_ON.match(line.text) for line in lines)

    def _precedence(self, sighting: Sighting, survived: bool) -> tuple[bool | int, ...]:
        """Order roots: not survived, strong, specific, in the failing step, then the earliest."""
        return (
            survived,
            sighting.vague,
            sighting.weak and self._role(sighting) != "cause",
            not self._in_failed_step(sighting),
            self.catalogue.nodes[sighting.failure].severity != "error",
            sighting.first,
        )


def _same_step(one: Step, other: Step) -> bool:
    return one is other or (one.first_line, one.vertex) == (other.first_line, other.vertex)


def _package(sighting: Sighting) -> str | None:
    for name in ("package", "requirement", "spec"):
        value = sighting.captures.get(name)
        if value:
            return package_name(value)
    return None
