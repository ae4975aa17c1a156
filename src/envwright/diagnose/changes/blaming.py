"""Which change is most likely to have broken the build.

Each sign that ties a change to the failure raises its suspicion; signs of one change are taken as
independent, and how far a version moved decides where nothing ties any to the failure. One change
is to blame, or something that the logs do not show: so the suspicions share what is certain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.changes import evidence as evidence_of
from envwright.diagnose.changes.evidence import words_of
from envwright.diagnose.changes.moves import distance
from envwright.diagnose.changes.relations import relation
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envwright.diagnose.changes.evidence import Evidence
    from envwright.diagnose.changes.inventory import Inventory
    from envwright.facts import Change, Diagnosis, Finding, Step
    from envwright.failures.catalogue import Catalogue
    from envwright.logs.text import LogText

__all__ = ["blame"]

_MOST = 0.97
_UNSHOWN = 0.25
"""Odds that something broke the build that the logs do not show; more where the network did."""
_UNSHOWN_OF_SURROUNDINGS = 4.0
_SURROUNDINGS = ("network", "registry", "builder", "service")
_MOST_FOR_SURROUNDINGS = 0.4
_NAMED_BY_HABIT = frozenset({"pip", "conda", "apt", "python", "setuptools", "wheel", "uv"})
_SMALL_KEYWORDS = (
    "CMD",
    "ENTRYPOINT",
    "EXPOSE",
    "HEALTHCHECK",
    "LABEL",
    "MAINTAINER",
    "STOPSIGNAL",
)
_OF_THE_DAY = lazy(r"\b[0-9a-f]{7,64}\b|\b\d{4}-\d\d-\d\d(?:[T ][\d:.]+Z?)?|\b\d{8,}\b")
_SHORTEST_PART = 4
_CARRIERS = ("base-image", "step", "source", "python", "platform")
"""Changes of these kinds bring packages or take them away."""


def blame(
    changes: Sequence[Change],
    diagnosis: Diagnosis,
    log: LogText,
    good: Inventory,
    bad: Inventory,
    catalogue: Catalogue,
) -> tuple[Change, ...]:
    """Return the changes with their blame, the likeliest first; none has any in a good build."""
    if not changes:
        return ()
    if diagnosis.verdict == "succeeded":
        return tuple(sorted(changes, key=lambda change: (-distance(change), change.lines)))
    evidence = evidence_of.gather(diagnosis, log, bad)
    judge = _Judge(changes, diagnosis, evidence, good, bad, catalogue)
    suspicions = [judge.suspicion_of(change) for change in changes]
    odds = [suspicion / (1.0 - suspicion) for suspicion in suspicions]
    unshown = _UNSHOWN_OF_SURROUNDINGS if judge.surroundings else _UNSHOWN
    whole = sum(odds) + unshown
    judged = [
        change._replace(blame=round(min(own / whole, _MOST), 4))
        for change, own in zip(changes, odds, strict=True)
    ]
    judged.sort(key=lambda change: (-change.blame, -distance(change), change.lines))
    return tuple(judged)


class _Judge:
    def __init__(
        self,
        changes: Sequence[Change],
        diagnosis: Diagnosis,
        evidence: Evidence,
        good: Inventory,
        bad: Inventory,
        catalogue: Catalogue,
    ) -> None:
        self.changes = changes
        self.evidence = evidence
        self.root = diagnosis.root_cause
        self.step = diagnosis.failed_step
        self.bad = bad
        self.instruction_words = words_of(self.step.instruction) if self.step is not None else set()
        self.bad_steps = {step.first_line: step for step in bad.steps()}
        self.good_steps = {step.first_line: step for step in good.steps()}
        self.carriers = [change for change in changes if change.kind in _CARRIERS]
        self.kinds = {change.kind for change in changes}
        self.surroundings = self.root is not None and _is_of_surroundings(self.root, catalogue)

    def suspicion_of(self, change: Change) -> float:
        """Return how suspect a change is by itself, 0 to 1."""
        suspicion = self._own_suspicion(change)
        if change.kind == "step":
            carried = (self._own_suspicion(other) for other in self._carried_by(change))
            suspicion = 1.0 - (1.0 - suspicion) * (1.0 - max(carried, default=0.0))
        if self._is_carried(change):
            suspicion *= 0.6
        if self.surroundings and not self._names_subject(change):
            suspicion = min(suspicion, _MOST_FOR_SURROUNDINGS)
        return min(suspicion, _MOST)

    def _own_suspicion(self, change: Change) -> float:
        doubt = 1.0 - self._habit(change)
        for sign in self._signs(change):
            doubt *= 1.0 - sign
        suspicion = 1.0 - doubt
        if change.kind in ("package", "tool"):
            suspicion *= 0.6 + 0.4 * distance(change)
        if change.lines and change.lines[0] > self._decided():
            suspicion *= 0.3
        return suspicion

    def _habit(self, change: Change) -> float:
        """Return how often such a change breaks a build, whatever the log says."""
        if change.kind in ("package", "tool"):
            return 0.03 + 0.12 * distance(change)
        if change.kind == "step":
            return self._habit_of_step(change)
        return {"base-image": 0.16, "python": 0.2, "platform": 0.3, "source": 0.12}[change.kind]

    def _habit_of_step(self, change: Change) -> float:
        text = change.after or change.before or ""
        if text.upper().startswith(_SMALL_KEYWORDS) or _is_of_the_day(change):
            return 0.05
        step = self.step
        if step is not None and change.after and change.lines[:1] == (step.first_line,):
            return 0.55
        return 0.15 if text.upper().startswith(("COPY", "ADD")) else 0.3

    def _signs(self, change: Change) -> Iterator[float]:
        """Yield the probability of each sign that ties the change to the failure."""
        if self.root is not None:
            yield relation(self.root.failure, change.kind, change.name)
            yield 0.7 if self._is_subject(change, self.root) else 0.0
        if change.kind in ("package", "tool"):
            yield from self._signs_of_package(change)
        elif change.kind == "step":
            yield from self._signs_of_step(change)
        elif change.kind == "base-image" and "python" in self.kinds and self.root is not None:
            # The image brought the other Python.
            yield 1.05 * relation(self.root.failure, "python", "python")
        elif change.kind == "source":
            yield 0.5 if self._names_subject(change) else 0.0

    def _signs_of_package(self, change: Change) -> Iterator[float]:
        name = change.name
        evidence = self.evidence
        if name in evidence.owners:
            yield 0.6
        if name in evidence.frames:
            last = evidence.frames[-1] == name
            common = name in _NAMED_BY_HABIT
            yield (0.25 if common else 0.45) if last else (0.05 if common else 0.25)
        version = change.after or change.before
        if version is not None and self._states(name, version):
            yield 0.6
        yield self._mentioned(name)
        if name in self.instruction_words:
            yield 0.05 if name in _NAMED_BY_HABIT else 0.3
        if self._parents(change) & (set(evidence.frames) | evidence.owners):
            yield 0.25

    def _mentioned(self, name: str) -> float:
        """Return what it counts that an error, or any other line of the region, holds a name."""
        if name in _NAMED_BY_HABIT:
            return 0.2 if name in self.evidence.cause_words else 0.0
        if name in self.evidence.error_words:
            return 0.45
        if name in self.evidence.words:
            return 0.2
        inside = len(name) >= _SHORTEST_PART and name.replace("-", "_") in self.evidence.text
        return 0.15 if inside else 0.0

    def _states(self, name: str, version: str) -> bool:
        """Tell whether an error names a package in this version."""
        stated = [text.lower() for text in self.evidence.errors if version in text]
        if not stated:
            return False
        import re

        pattern = re.compile(
            rf"\b{re.escape(name).replace('-', '[-_.]')}(?:==|[ -]v?| \(=? ?){re.escape(version)}\b"
        )
        return any(pattern.search(text) for text in stated)

    def _signs_of_step(self, change: Change) -> Iterator[float]:
        """Yield what it counts that errors name the words in which two instructions differ."""
        before, after = words_of(change.before or ""), words_of(change.after or "")
        differing = (before ^ after) - _NAMED_BY_HABIT
        differing = {word for word in differing if len(word) > 1}
        subject = self._subject_words()
        if differing & subject or (before ^ after) & subject:
            yield 0.6
        if differing & self.evidence.error_words:
            yield 0.35

    def _subject_words(self) -> set[str]:
        if self.root is None:
            return set()
        values = [self.root.subject or "", *self.root.captures.values()]
        found = {word for value in values for word in words_of(value)}
        if self.root.failure.startswith(
            ("python-setuptools", "setuptools", "compile-pkg-resources")
        ):
            found.add("setuptools")
        return found

    def _is_subject(self, change: Change, finding: Finding) -> bool:
        """Tell whether a finding is about what changed."""
        subject = finding.subject
        if subject is None or change.kind not in ("package", "tool"):
            return False
        names = {subject.lower(), evidence_of.distribution_of(subject)}
        module = finding.captures.get("module")
        if module:
            names.add(evidence_of.distribution_of(module))
        if change.name in names:
            return True
        # The header `acme.h` of `acme-dev`, the library `libacme.so.1` of `libacme1`.
        stem = subject.lower().rpartition("/")[2].partition(".")[0].removeprefix("lib")
        own = change.name.removeprefix("lib").removesuffix("-dev")
        return len(stem) >= _SHORTEST_PART and stem in (own, own.partition("-")[0])

    def _names_subject(self, change: Change) -> bool:
        """Tell whether a change is about the very host or image that the root cause names."""
        subject = (self.root.subject or "") if self.root is not None else ""
        if not subject or change.kind not in ("source", "base-image", "step"):
            return False
        return subject in f"{change.name} {change.after or ''}"

    def _parents(self, change: Change) -> set[str]:
        entries = self.bad.entries.get((change.kind, "python", change.name), ())
        return {parent for entry in entries for parent in entry.parents}

    def _decided(self) -> int:
        """Return the line after which nothing new can have caused the failure."""
        step = self.step
        return max(self.evidence.line, step.last_line if step is not None else 0)

    def _carried_by(self, change: Change) -> Iterator[Change]:
        """Yield the packages that came or went inside an edited step, or with a whole one."""
        mine = self.bad_steps.get(change.lines[0]) if change.lines else None
        theirs = self.good_steps.get(change.baseline_lines[0]) if change.baseline_lines else None
        for other in self.changes:
            if other.kind != "package" or None not in (other.before, other.after):
                continue
            if _inside(other.lines, mine) or _inside(other.baseline_lines, theirs):
                yield other

    def _is_carried(self, change: Change) -> bool:
        """Tell whether something came or went only because a step or a source did."""
        if change.kind == "source":
            return any(other.kind in ("base-image", "step") for other in self.carriers)
        came_or_went = change.before is None or change.after is None
        return change.kind == "package" and came_or_went and bool(self.carriers)


def _is_of_the_day(change: Change) -> bool:
    """Tell whether a variable differs only in what every build has of its own: commit, date."""
    before, after = change.before or "", change.after or ""
    if not before.upper().startswith(("ARG ", "ENV ")):
        return False
    return _OF_THE_DAY.sub("", before) == _OF_THE_DAY.sub("", after)


def _inside(lines: Sequence[int], step: Step | None) -> bool:
    return step is not None and any(step.first_line <= line <= step.last_line for line in lines)


def _is_of_surroundings(root: Finding, catalogue: Catalogue) -> bool:
    """Tell whether a failure comes from the network, a registry, the machine or a service."""
    if root.failure not in catalogue.nodes:
        return False
    blamed: str = catalogue.page(root.failure)["blame"]
    return blamed in _SURROUNDINGS
