"""From anchor hits to sightings: patterns confirmed, lines of one failure put together."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from envwright.diagnose.sighting import Sighting
from envwright.failures.catalogue import package_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from envwright.facts import Line, Step
    from envwright.failures.catalogue import Catalogue, Rule
    from envwright.logs.outline import Outline
    from envwright.logs.text import LogText

__all__ = ["Hit", "HitKeeper", "merge", "sightings"]

_KEPT_FIRST = 100
_KEPT_LAST = 100
_LONGEST_REMEMBERED = 500
_MOST_REMEMBERED = 10_000
_MOST_EVIDENCE = 12
_IDENTITY = ("package", "host")
_IDENTITY_NAMES = ("module", "command")
# curl, wget, npm and cargo, below a fault that they do not take for final.
_RETRIES = re.compile(
    r"Will retry in \d|^Retrying\.$|will retry|spurious network error|^Trying again|retrying in \d"
)


class Hit(NamedTuple):
    """One line that one rule matched."""

    line: Line
    rule: Rule
    captures: dict[str, str]


class HitKeeper:
    """Confirms candidates, and keeps a bounded number of hits of each rule."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._first: dict[int, list[Hit]] = {}
        self._last: dict[int, deque[Hit]] = {}
        self._answers: dict[tuple[int, str], dict[str, str] | None] = {}

    def offer(self, line: Line, rules: Iterable[int]) -> None:
        """Keep the line for each rule whose pattern it matches."""
        for index in rules:
            key = (index, line.text)
            if key in self._answers:
                captures = self._answers[key]
            else:
                captures = self._confirm(self._catalogue.rules[index], line.text)
                if len(line.text) <= _LONGEST_REMEMBERED:
                    if len(self._answers) > _MOST_REMEMBERED:
                        self._answers.clear()
                    self._answers[key] = captures
            if captures is None:
                continue
            hit = Hit(line, self._catalogue.rules[index], captures)
            first = self._first.setdefault(index, [])
            if len(first) < _KEPT_FIRST:
                first.append(hit)
            else:
                self._last.setdefault(index, deque(maxlen=_KEPT_LAST)).append(hit)

    def _confirm(self, rule: Rule, text: str) -> dict[str, str] | None:
        if rule.anchor not in text:
            return None
        if rule.regex is None:
            return {}
        found = self._catalogue.pattern(rule.failure, rule.regex).search(text)
        if found is None:
            return None
        return {
            name: value.strip()
            for name, value in found.groupdict().items()
            if value and value.strip()
        }

    def hits(self) -> list[Hit]:
        """Return the kept hits in the order of their lines."""
        kept = [hit for hits in self._first.values() for hit in hits]
        kept += [hit for hits in self._last.values() for hit in hits]
        kept.sort(key=lambda hit: hit.line.number)
        return kept


def sightings(
    hits: Sequence[Hit], log: LogText, outline: Outline, catalogue: Catalogue
) -> list[Sighting]:
    """Return the failures seen, each with all its lines of one step, in order of first lines."""
    found: list[Sighting] = []
    for hit in hits:
        step = outline.step_at(hit.line)
        captures = hit.captures
        if hit.rule.beside is not None:
            nearby = _beside(hit, step, log, catalogue)
            if nearby is None:
                continue
            captures = {**nearby, **captures}
        found.append(
            Sighting(
                failure=hit.rule.failure,
                captures=captures,
                evidence=(hit.line,),
                step=step,
                weak=hit.rule.weak or _is_retried(hit, step, log, catalogue),
                vague=hit.rule.vague,
                silent=hit.rule.silent,
                tool=hit.rule.tool,
            )
        )
    return merge(found, catalogue)


def _is_retried(hit: Hit, step: Step | None, log: LogText, catalogue: Catalogue) -> bool:
    """Tell whether the tool says right below a network fault that it will try again."""
    if catalogue.nodes[hit.rule.failure].family != "network":
        return False
    number = hit.line.number
    vertex = step.vertex if step is not None else None
    below = log.lines(number + 1, number + 2, vertex)
    return any(_RETRIES.search(line.text) for line in below)


def _beside(
    hit: Hit, step: Step | None, log: LogText, catalogue: Catalogue
) -> dict[str, str] | None:
    """Return what the nearest matching neighbour captures; None where no neighbour matches."""
    assert hit.rule.beside is not None
    pattern = catalogue.pattern(hit.rule.failure, hit.rule.beside)
    first = hit.line.number - hit.rule.beside_lines
    last = hit.line.number + hit.rule.beside_lines
    if step is not None:
        first, last = max(first, step.first_line), min(last, step.last_line)
    lines = log.lines(max(first, 1), last, step.vertex if step is not None else None)
    for line in sorted(lines, key=lambda line: abs(line.number - hit.line.number)):
        found = pattern.search(line.text)
        if found is not None:
            return {name: value for name, value in found.groupdict().items() if value}
    return None


def merge(found: Iterable[Sighting], catalogue: Catalogue) -> list[Sighting]:
    """Put sightings of one failure in one step together unless they are about other things."""
    groups: dict[tuple[str, int], list[list[Sighting]]] = {}
    for sighting in found:
        place = id(sighting.step) if sighting.step is not None else 0
        same = groups.setdefault((sighting.failure, place), [])
        for group in same:
            if _follows_directly(sighting, group) or all(
                _compatible(sighting, other, catalogue) for other in group
            ):
                group.append(sighting)
                break
        else:
            same.append([sighting])
    merged = [_joined(group) for same in groups.values() for group in same]
    merged.sort(key=lambda sighting: sighting.first)
    return merged


def _follows_directly(sighting: Sighting, group: list[Sighting]) -> bool:
    """Tell whether the same tool says the same of another thing in the next line: one list."""
    before = group[-1]
    return before.tool == sighting.tool and 0 <= sighting.first - before.last <= 1


def _compatible(one: Sighting, other: Sighting, catalogue: Catalogue) -> bool:
    """Tell whether two sightings of one failure may be about the same thing."""
    for kind in _IDENTITY:
        mine = _identity(one, kind, catalogue)
        theirs = _identity(other, kind, catalogue)
        if mine and theirs and mine.isdisjoint(theirs):
            return False
    for name in _IDENTITY_NAMES:
        this, that = one.captures.get(name), other.captures.get(name)
        if this and that and this.lower() != that.lower():
            return False
    return True


def _identity(sighting: Sighting, kind: str, catalogue: Catalogue) -> set[str]:
    values = {
        value
        for name, value in sighting.captures.items()
        if name in catalogue.captures
        and catalogue.captures[name][0] == kind
        and catalogue.captures[name][1]
    }
    return {package_name(value) for value in values} if kind == "package" else values


def _joined(group: list[Sighting]) -> Sighting:
    if len(group) == 1:
        return group[0]
    strong = [sighting for sighting in group if not sighting.weak] or group
    clear = [sighting for sighting in strong if not sighting.vague] or strong
    decisive = max(clear, key=lambda sighting: (len(sighting.captures), -sighting.first))
    captures = dict(decisive.captures)
    for sighting in group:
        for name, value in sighting.captures.items():
            captures.setdefault(name, value)
    lines = {line.number: line for sighting in group for line in sighting.evidence}
    first = decisive.evidence[0]
    lines.pop(first.number, None)
    rest = [lines[number] for number in sorted(lines)]
    return Sighting(
        failure=decisive.failure,
        captures=captures,
        evidence=(first, *rest[: _MOST_EVIDENCE - 1]),
        step=decisive.step,
        weak=all(sighting.weak for sighting in group),
        vague=all(sighting.vague for sighting in group),
        silent=any(sighting.silent for sighting in group),
        tool=decisive.tool,
    )
