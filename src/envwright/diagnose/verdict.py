"""From a log to its diagnosis: one pass, steps, findings, ranking, verdict."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from envwright.diagnose.matching import HitKeeper, sightings
from envwright.diagnose.narrowing import narrow
from envwright.diagnose.ranking import Ranking, rank
from envwright.diagnose.scan import scan
from envwright.diagnose.wording import finding_of, remedies_of
from envwright.facts import Diagnosis, FailedStep, Source

if TYPE_CHECKING:
    from envwright.diagnose.sighting import Sighting
    from envwright.facts import Line, Step
    from envwright.failures.catalogue import Catalogue
    from envwright.logs.outline import Outline
    from envwright.logs.text import LogText

__all__ = ["conclude", "judge", "observe"]

_MOST_MARKERS = 50_000


def observe(log: LogText, catalogue: Catalogue) -> tuple[list[Sighting], Outline]:
    """Return the failures seen in a log, refined, and the log's steps."""
    from envwright.logs.outline import MARKERS, outline

    anchors: dict[bytes, list[int]] = {marker: [] for marker in MARKERS}
    for index, rule in enumerate(catalogue.rules):
        anchors.setdefault(rule.anchor.encode(), []).append(index)
    literals = list(anchors)
    uses = list(anchors.values())
    is_marker = len(MARKERS)
    keeper = HitKeeper(catalogue)
    markers: list[Line] = []
    last_markers: deque[Line] = deque(maxlen=_MOST_MARKERS)
    for line, indexes in scan(log, literals):
        if any(index < is_marker for index in indexes):
            if len(markers) < _MOST_MARKERS:
                markers.append(line)
            else:
                last_markers.append(line)
        keeper.offer(line, [rule for index in indexes for rule in uses[index]])
    structure = outline(log, [*markers, *last_markers])
    found = sightings(keeper.hits(), log, structure, catalogue)
    return narrow(found, log, catalogue), structure


def judge(log: LogText, catalogue: Catalogue, *, failed: bool = False) -> Diagnosis:
    """Return the diagnosis of one log; `failed` where the build is known to have failed."""
    return conclude(log, catalogue, failed=failed)[0]


def conclude(
    log: LogText, catalogue: Catalogue, *, failed: bool = False
) -> tuple[Diagnosis, Outline]:
    """Return the diagnosis of one log and the log's steps."""
    found, structure = observe(log, catalogue)
    structure = _doubted(structure, found)
    ranking = rank(found, log, structure, catalogue, failed=failed)
    source = Source(log.name, log.line_count, log.size, structure.format)
    verdict = "failed" if failed else _verdict(structure, ranking, log)
    step = _failed_step(structure.failed) if verdict != "succeeded" else None
    if verdict == "succeeded" or not ranking.roots:
        warnings = tuple(finding_of(item, catalogue, 0.9) for item in ranking.warnings)
        unknown = None
        if verdict != "succeeded":
            from envwright.diagnose.unknown import what_matters

            unknown = what_matters(log, structure, found)
        unexplained = Diagnosis(source, verdict, also=warnings, unknown=unknown, failed_step=step)
        return unexplained, structure
    root, *others = ranking.roots
    confidence = _confidence(root, ranking, structure)
    diagnosis = Diagnosis(
        source,
        verdict,
        root_cause=finding_of(root, catalogue, confidence),
        chain=tuple(finding_of(item, catalogue, confidence) for item in ranking.chain),
        also=tuple(
            finding_of(item, catalogue, min(confidence, 0.5)) for item in others if not item.weak
        )
        + tuple(finding_of(item, catalogue, 0.9) for item in ranking.warnings),
        failed_step=step,
        remedies=remedies_of(root, catalogue),
    )
    return diagnosis, structure


def _doubted(structure: Outline, found: list[Sighting]) -> Outline:
    """Return the outline without its success where something failed below the success marker."""
    if structure.ended != "succeeded" or structure.marker is None:
        return structure
    done = structure.marker
    if not any(item.first > done.number and not item.weak for item in found):
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
        confidence = min(confidence, 0.7)
    if root.weak:
        confidence = min(confidence, 0.93 if ranking.explains else 0.8)
    rivals = [
        other
        for other in ranking.roots[1:]
        if not other.weak and not other.vague and other.failure != root.failure
    ]
    if rivals:
        confidence = min(confidence, 0.75 if len(rivals) == 1 else 0.6)
    return confidence
