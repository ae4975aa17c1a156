"""Fills a page's words with what was captured in the log."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envwright.facts import Finding, Remedy
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from envwright.diagnose.sighting import Sighting
    from envwright.failures.catalogue import Catalogue

__all__ = ["fill", "finding_of", "remedies_of", "spoken"]

_SIDES = ("side_user", "side_constraint", "side_you", "side_parent")
"""What refiners say of one side of a conflict, as texts of `messages`: the narrowest first."""
_PLACE = lazy(r"\{([a-z_]+)(?:\|([^{}]*))?\}")


def fill(template: str, captures: dict[str, str]) -> str:
    """Return the template with `{name}` and `{name|fallback}` replaced.

    A fallback also takes the backquotes that stand around its place, since it is no value.
    """

    def value(found: re.Match[str]) -> str:
        name, fallback = found.group(1), found.group(2)
        return captures.get(name) or (fallback if fallback is not None else "?")

    def quoted(found: re.Match[str]) -> str:
        if captures.get(found.group(1)) or found.group(2) is None:
            return found.group()
        return found.group(2)

    template = re.sub(r"`" + _PLACE.pattern + r"`", quoted, template)
    return re.sub(r" {2,}", " ", _PLACE.sub(value, template))


def spoken(captures: dict[str, str], lang: str) -> dict[str, str]:
    """Return the captures as a sentence in a language says them; the finding keeps its own.

    What was read in the log stays; the words that a refiner puts between, in English, do not.
    """
    conflict = captures.get("conflict")
    if lang == "en" or not conflict:
        return captures
    from envwright.messages import table

    for key in _SIDES:
        english = re.escape(table("words", "en")[key])
        found = re.fullmatch(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", english), conflict)
        if found is not None:
            return captures | {"conflict": table("words", lang)[key].format(**found.groupdict())}
    return captures


def finding_of(sighting: Sighting, catalogue: Catalogue, confidence: float) -> Finding:
    """Return a sighting as the finding that people see."""
    page = catalogue.page(sighting.failure)
    node = catalogue.nodes[sighting.failure]
    return Finding(
        failure=sighting.failure,
        family=node.family,
        role=node.role,
        severity=node.severity,
        title=page["title"],
        message=fill(page["message"], spoken(sighting.captures, catalogue.lang)),
        subject=catalogue.subject_of(sighting.failure, sighting.captures),
        captures=sighting.captures,
        evidence=sighting.evidence,
        step=sighting.step.number if sighting.step is not None else None,
        confidence=confidence,
        why=page["why"],
    )


def remedies_of(sighting: Sighting, catalogue: Catalogue) -> tuple[Remedy, ...]:
    """Return the ways to mend a failure, in the page's order."""
    return tuple(
        Remedy(
            id=entry["id"],
            title=fill(entry["title"], sighting.captures),
            kind=entry["kind"],
            command=fill(entry["command"], sighting.captures) if entry["command"] else None,
            how=entry["how"],
        )
        for entry in catalogue.page(sighting.failure)["remedies"]
    )
