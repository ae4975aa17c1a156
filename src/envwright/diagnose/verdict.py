"""From a log to its diagnosis: one pass, steps, findings, ranking, verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.hits import HitKeeper
from envwright.diagnose.marking import MarkerKeeper
from envwright.diagnose.matching import sightings
from envwright.diagnose.narrowing import narrow
from envwright.diagnose.ranking import Ranking, rank
from envwright.diagnose.scan import scan
from envwright.diagnose.wording import finding_of, remedies_of
from envwright.facts import Diagnosis, FailedStep, Source

if TYPE_CHECKING:
    from envwright.diagnose.sighting import Sighting
    from envwright.diagnose.unknown.doubt import Doubt
    from envwright.facts import Finding, Line, Step
    from envwright.failures.catalogue import Catalogue
    from envwright.logs.outline import Outline
    from envwright.logs.text import LogText

__all__ = ["conclude", "judge", "observe"]

_MERE_CONSEQUENCE = 0.3
"""How sure it is that a failure is the root where an unexplained line stands before it."""
_DOUBTED = 0.7
"""The same where the unexplained line is in an earlier step, or the failure is vague."""


def observe(log: LogText, catalogue: Catalogue) -> tuple[list[Sighting], Outline]:
    """Return the failures seen in a log, refined, and the log's steps."""
    from envwright.logs.outline import MARKERS, outline

    literals = [*MARKERS, *(rule.anchor.encode() for rule in catalogue.rules)]
    first_rule = len(MARKERS)

    def needs(literal: int) -> list[frozenset[bytes]] | None:
        """Return the words that a rule needs beside its anchor; markers are all wanted."""
        return None if literal < first_rule else catalogue.words(literal - first_rule)

    keeper = HitKeeper(catalogue)
    markers = MarkerKeeper()
    for block, found in scan(log, literals, needs):
        marked = {place for literal in found if literal < first_rule for place in found[literal]}
        markers.take(block, sorted(marked))
        keeper.take(
            block,
            {literal - first_rule: found[literal] for literal in found if literal >= first_rule},
        )
    structure = outline(log, markers.lines(log))
    # What an earlier build said that ended well is settled.
    hits = [hit for hit in keeper.hits(log) if hit.line.number >= structure.first_line]
    sighted = sightings(hits, log, structure, catalogue)
    return narrow(sighted, log, catalogue), structure


def judge(log: LogText, catalogue: Catalogue, *, failed: bool = False) -> Diagnosis:
    """Return the diagnosis of one log; `failed` where the build is known to have failed."""
    return conclude(log, catalogue, failed=failed)[0]


def conclude(
    log: LogText, catalogue: Catalogue, *, failed: bool = False
) -> tuple[Diagnosis, Outline]:
    """Return the diagnosis of one log and the log's steps."""
    found, structure = observe(log, catalogue)
    structure = _doubted(structure, found, catalogue)
    ranking = rank(found, log, structure, catalogue, failed=failed)
    source = Source(log.name, log.line_count, log.size, structure.format)
    verdict = "failed" if failed else _verdict(structure, ranking, log)
    step = _failed_step(structure.failed) if verdict != "succeeded" else None
    doubt = _doubt(ranking, log, structure, found, catalogue) if verdict != "succeeded" else None
    if verdict == "succeeded" or not ranking.roots or (doubt is not None and doubt.causes):
        warnings = tuple(finding_of(item, catalogue, 0.9) for item in ranking.warnings)
        unknown = None
        if verdict != "succeeded":
            from envwright.diagnose.unknown import what_matters

            suspects = doubt.causes if doubt is not None else ()
            unknown = what_matters(log, structure, found, catalogue, suspects)
        if ranking.roots and unknown is not None:
            follows = finding_of(ranking.roots[0], catalogue, _MERE_CONSEQUENCE)
            warnings = (follows, *warnings)
        unexplained = Diagnosis(source, verdict, also=warnings, unknown=unknown, failed_step=step)
        return unexplained, structure
    root, *others = ranking.roots
    confidence = _confidence(root, ranking, structure)
    besides = doubt.besides if doubt is not None else ()
    sure = not root.vague and catalogue.nodes[root.failure].role == "cause"
    if not sure and any(line.number < root.first for line in besides):
        confidence = min(confidence, _DOUBTED)
    diagnosis = Diagnosis(
        source,
        verdict,
        root_cause=_with_besides(finding_of(root, catalogue, confidence), besides),
        chain=tuple(finding_of(item, catalogue, confidence) for item in ranking.chain),
        also=tuple(
            finding_of(item, catalogue, min(confidence, 0.5)) for item in others if not item.weak
        )
        + tuple(finding_of(item, catalogue, 0.9) for item in ranking.warnings),
        failed_step=step,
        remedies=remedies_of(root, catalogue),
    )
    return diagnosis, structure


def _doubt(
    ranking: Ranking,
    log: LogText,
    structure: Outline,
    found: list[Sighting],
    catalogue: Catalogue,
) -> Doubt | None:
    """Return what no page explains and speaks beside the only root, or against it."""
    if not ranking.roots:
        return None
    root, *others = ranking.roots
    if any(not other.weak and not other.vague for other in others):
        return None
    from envwright.diagnose.unknown.doubt import doubt_about

    return doubt_about(root, log, structure, found, catalogue)


def _with_besides(root: Finding, besides: tuple[Line, ...]) -> Finding:
    """Return the root with unexplained lines among its evidence, behind the decisive one."""
    decisive, *rest = root.evidence
    return root._replace(evidence=(decisive, *besides, *rest))


def _doubted(structure: Outline, found: list[Sighting], catalogue: Catalogue) -> Outline:
    """Return the outline without its success where something failed below the success marker."""
    if structure.ended != "succeeded" or structure.marker is None:
        return structure
    done = structure.marker
    if not any(
        item.first > done.number
        and not item.weak
        and catalogue.nodes[item.failure].role != "warning"
        for item in found
    ):
        return structure
    return structure._replace(ended=None, marker=None, weak_success=done)


def _verdict(structure: Outline, ranking: Ranking, log: LogText) -> str:
    if structure.ended is not None:
        return structure.ended
    if ranking.fatal:
        return "failed"
    unfinished = structure.weak_success is None
    if unfinished and ranking.roots:
        return "incomplete"
    if any(step.instruction and (unfinished or step.state == "open") for step in structure.steps):
        return "incomplete"  # a builder was at work, and its last word is missing
    from envwright.diagnose.unknown import how_it_ends

    return how_it_ends(log, structure)


def _failed_step(step: Step | None) -> FailedStep | None:
    if step is None:
        return None
    return FailedStep(
        step.number, step.total, step.instruction, step.first_line, step.last_line, step.exit_code
    )


def _confidence(root: Sighting, ranking: Ranking, structure: Outline) -> float:
    """Return how sure the root is; the steps were measured on labelled logs."""
    confidence = 0.97 if structure.failed is not None else 0.94
    if root.vague:
        confidence = min(confidence, 0.6)
    if root.weak:
        confidence = min(confidence, 0.93 if ranking.explains else 0.8)
    rivals = [
        other
        for other in ranking.roots[1:]
        if not other.weak and not other.vague and other.failure != root.failure
    ]
    if rivals:
        confidence = min(confidence, 0.6 if len(rivals) == 1 else 0.5)
    return confidence
