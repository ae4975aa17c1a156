"""From hits to sightings: the lines of one failure put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.causality import IGNORED
from envwright.diagnose.sighting import Sighting
from envwright.failures.catalogue import package_name
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from envwright.diagnose.hits import Hit
    from envwright.facts import Line, Step
    from envwright.failures.catalogue import Catalogue
    from envwright.logs.outline import Outline
    from envwright.logs.text import LogText

    _Subject = tuple[frozenset[str], ...]

__all__ = ["merge", "sightings"]

_MOST_EVIDENCE = 12
_NEXT_ENTRY = 2
"""Lines from one entry of a list to the next: apk gives each package a line of its own."""
_IDENTITY = ("package", "host")
_IDENTITY_NAMES = ("module", "command", "path")
# curl, wget, npm and cargo, below a fault that they do not take for final.
_RETRIES = lazy(
    r"Will retry in \d|^Retrying\.$|will retry|spurious network error|^Trying again|retrying in \d"
)


def sightings(
    hits: Sequence[Hit], log: LogText, outline: Outline, catalogue: Catalogue
) -> list[Sighting]:
    """Return the failures seen, each with all its lines of one step, in order of first lines."""
    found: list[Sighting] = []
    for hit in hits:
        step = outline.step_at(hit.line)
        captures = hit.captures
        below = _lines_below(hit, step, log)
        if any(IGNORED.match(line.text) for line in below):
            continue
        network = catalogue.nodes[hit.rule.failure].family == "network"
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
                weak=hit.rule.weak
                or (network and any(_RETRIES.search(line.text) for line in below)),
                vague=hit.rule.vague,
                silent=hit.rule.silent,
                tool=hit.rule.tool,
            )
        )
    return merge(found, catalogue)


def _lines_below(hit: Hit, step: Step | None, log: LogText) -> list[Line]:
    """Return the two lines below a hit, where tools say how they take what happened."""
    number = hit.line.number
    return log.lines(number + 1, number + 2, step.vertex if step is not None else None)


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


class _Group:
    """Sightings of one failure in one step that may be about the same thing."""

    __slots__ = ("members", "subjects")

    def __init__(self) -> None:
        self.members: list[Sighting] = []
        self.subjects: list[_Subject] = []
        """What the members are about, each once."""

    def add(self, sighting: Sighting, subject: _Subject) -> None:
        self.members.append(sighting)
        if subject not in self.subjects:
            self.subjects.append(subject)


def merge(found: Iterable[Sighting], catalogue: Catalogue) -> list[Sighting]:
    """Put sightings of one failure in one step together unless they are about other things."""
    groups: dict[tuple[str, int], list[_Group]] = {}
    for sighting in found:
        place = id(sighting.step) if sighting.step is not None else 0
        same = groups.setdefault((sighting.failure, place), [])
        subject = _subject(sighting, catalogue)
        for group in same:
            if _follows_directly(sighting, group.members) or all(
                _compatible(subject, other) for other in group.subjects
            ):
                break
        else:
            group = _Group()
            same.append(group)
        group.add(sighting, subject)
    merged = [_joined(group.members) for same in groups.values() for group in same]
    merged.sort(key=lambda sighting: sighting.first)
    return merged


def _follows_directly(sighting: Sighting, group: list[Sighting]) -> bool:
    """Tell whether the same tool says the same of another thing right below: one list."""
    before = group[-1]
    return before.tool == sighting.tool and 0 <= sighting.first - before.last <= _NEXT_ENTRY


def _compatible(one: _Subject, other: _Subject) -> bool:
    """Tell whether two sightings of one failure may be about the same thing."""
    return not any(
        mine and theirs and mine.isdisjoint(theirs) for mine, theirs in zip(one, other, strict=True)
    )


def _subject(sighting: Sighting, catalogue: Catalogue) -> _Subject:
    """Return what a sighting is about: packages, hosts, module, command and file."""
    captures = sighting.captures
    return (
        *(_identity(sighting, kind, catalogue) for kind in _IDENTITY),
        *(
            frozenset({_last_part(captures[name])} if captures.get(name) else ())
            for name in _IDENTITY_NAMES
        ),
    )


def _last_part(name: str) -> str:
    """Return a name in lower case, without folders: tools print one file in several ways."""
    return name.lower().rstrip("/").rpartition("/")[2]


def _identity(sighting: Sighting, kind: str, catalogue: Catalogue) -> frozenset[str]:
    values = {
        value
        for name, value in sighting.captures.items()
        if name in catalogue.captures
        and catalogue.captures[name][0] == kind
        and catalogue.captures[name][1]
    }
    return frozenset(map(package_name, values) if kind == "package" else values)


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
