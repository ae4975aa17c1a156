"""Says between whom pip's resolver found a conflict, and tells a plain repetition from one.

The block that is read:

    ERROR: Cannot install -r app.txt (line 1) and idna==3.4 because these package versions have …

    The conflict is caused by:
        The user requested idna==3.4
        requests 2.25.1 depends on idna<3 and >=2.5
        The user requested (constraint) urllib3==1.26

pip-tools and pipenv with pip below 20.3 print `There are incompatible versions in the resolved
dependencies:` and one requirement a line, with `(from PARENT->…)` behind it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from envwright.failures.catalogue import package_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting
    from envwright.facts import Line

__all__ = ["refine"]

_MOST_LINES = 80
# BuildKit's seconds without its `#8`, as people paste them.
_CLOCK = re.compile(r"^\d+\.\d+(?: |$)")
_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_HEADS = (
    "The conflict is caused by:",
    "There are incompatible versions in the resolved dependencies",
)
_BY_USER = re.compile(
    rf"^\s+The user requested (?P<constraint>\(constraint\) )?(?P<wanted>({_NAME}).*)$"
)
_BY_PACKAGE = re.compile(
    rf"^\s+(?=\S)(?P<parent>{_NAME}(?:\[[^\]]*\])? \S+|<[^>]+>|.+?) depends on "
    rf"(?P<wanted>({_NAME}|<).*)$"
)
_RESOLVED = re.compile(
    rf"^\s+(?P<wanted>({_NAME})(?:\[[^\]]*\])?\s*(?:[<>=!~][^\s(]*)?)"
    r"(?: from \S+)?(?: \(from (?P<parent>[^)]*(?:\([^)]*\)[^)]*)*)\))?"
)


class _Side(NamedTuple):
    line: Line
    package: str
    wanted: str
    parent: str
    constraint: bool


def refine(finding: Sighting, scene: Scene) -> Sighting | None:
    """Return the conflict with package, requirer and other side; a repetition gets its own id."""
    around = scene.lines(finding.first - _MOST_LINES, finding.last + _MOST_LINES)
    sides = _sides(around, finding.evidence[0].number)
    if not sides:
        return finding
    package, about = _contested(sides)
    asked = next((side for side in about if side.parent), about[0])
    others = [side for side in about if side is not asked]
    captures = {"package": package, "parent": asked.parent, "required": asked.wanted}
    if others:
        captures["conflict"] = _said(others[-1])
    failure = finding.failure
    if (
        all(not side.parent and not side.constraint for side in sides)
        and len(about) == len(sides) > 1
    ):
        failure = "pip-duplicate-requirement"
    numbers = {side.line.number for side in sides}
    shown = [asked.line, *(side.line for side in about if side is not asked)]
    shown += [side.line for side in sides if side not in about]
    shown += [line for line in finding.evidence if line.number not in numbers]
    return finding._replace(
        failure=failure,
        captures={**finding.captures, **{name: value for name, value in captures.items() if value}},
        evidence=tuple(shown[:12]),
    )


def _sides(lines: Sequence[Line], near: int) -> list[_Side]:
    """Return the block's demands; of several blocks the one nearest to the given line."""
    texts = [_CLOCK.sub("", line.text) for line in lines]
    heads = [place for place, text in enumerate(texts) if text.strip().startswith(_HEADS)]
    if not heads:
        return []
    head = min(heads, key=lambda place: abs(lines[place].number - near))
    patterns = (_BY_USER, _BY_PACKAGE) if "caused by" in texts[head] else (_RESOLVED,)
    found: list[_Side] = []
    for line, text in zip(lines[head + 1 :], texts[head + 1 :], strict=True):
        if not text.strip():
            if found:
                break
            continue
        side = next((match for pattern in patterns if (match := pattern.match(text))), None)
        if side is None:
            break
        groups = side.groupdict()
        parent = (groups.get("parent") or "").split("->")[0].strip()
        if parent.startswith("-r "):
            parent = ""
        name = re.match(_NAME, groups["wanted"])
        found.append(
            _Side(
                line,
                package_name(name.group()) if name is not None else "",
                groups["wanted"].strip(),
                parent,
                bool(groups.get("constraint")),
            )
        )
    return found


def _contested(sides: Sequence[_Side]) -> tuple[str, list[_Side]]:
    """Return the package most sides are about, and these sides."""
    by_package: dict[str, list[_Side]] = {}
    for side in sides:
        by_package.setdefault(side.package, []).append(side)
    package = max(by_package, key=lambda name: len({side.wanted for side in by_package[name]}))
    return package, by_package[package]


def _said(side: _Side) -> str:
    if side.parent:
        return f"{side.parent} depends on {side.wanted}"
    return f"{'a constraint asks' if side.constraint else 'the user asks'} for {side.wanted}"
