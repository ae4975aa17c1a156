"""Diagnoses as SARIF 2.1.0, fit for an upload to GitHub's code scanning.

All logs are one run, since code scanning takes one run for each tool; each cause is a result, what
it brought about is its code flow. Nothing in it changes between two runs over the same log.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/, and GitHub's page
"SARIF support for code scanning", 2026-11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envwright.render.changes import change_rows
from envwright.render.places import relative_uri
from envwright.render.sentences import (
    docs_address,
    evidence_of,
    headline,
    notes,
    one_line,
    sentence_of,
    severity_of,
    step_words,
)
from envwright.render.shown import legible, shortened
from envwright.render.words import report

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from envwright.facts import Diagnosis, Finding, Line

__all__ = ["render_sarif"]

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_INFORMATION = "https://envwright.readthedocs.io/"
_LEVELS = {"error": "error", "warning": "warning", "advice": "note"}
_UNEXPLAINED = "unexplained-failure"
_INCOMPLETE = "incomplete-log"
_MOST_RELATED = 40
_MOST_RESULTS = 5_000
_MOST_SNIPPET = 2_000


def render_sarif(diagnoses: Iterable[Diagnosis], lang: str = "en", folder: str = "") -> str:
    """Return one SARIF file for all logs, ended by a line feed.

    Logs are named relative to `folder`, the absolute path of the current one.
    """
    from json import dumps

    from envwright import __version__

    run = _Run(lang, folder)
    for diagnosis in diagnoses:
        run.add(diagnosis)
    data = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "envwright",
                        "informationUri": _INFORMATION,
                        "version": __version__,
                        "language": lang,
                        "rules": list(run.rules.values()),
                    }
                },
                "language": lang,
                "invocations": [{"executionSuccessful": True}],
                "columnKind": "unicodeCodePoints",
                "artifacts": run.artifacts,
                "results": run.results[:_MOST_RESULTS],
            }
        ],
    }
    return dumps(data, ensure_ascii=False, indent=2) + "\n"


class _Run:
    """Gathers rules, artifacts and results."""

    def __init__(self, lang: str, folder: str) -> None:
        self.lang = lang
        self.folder = folder
        self.rules: dict[str, dict[str, Any]] = {}
        self.artifacts: list[dict[str, Any]] = []
        self.results: list[dict[str, Any]] = []
        self._seen: dict[str, int] = {}

    def add(self, diagnosis: Diagnosis) -> None:
        """Add what one log says."""
        uri = relative_uri(diagnosis.source.name, self.folder)
        artifact = {
            "location": {"uri": uri},
            "length": diagnosis.source.bytes,
            "roles": ["analysisTarget"],
            "mimeType": "text/plain",
        }
        if artifact not in self.artifacts:
            self.artifacts.append(artifact)
        place = {"uri": uri, "index": self.artifacts.index(artifact)}
        root = diagnosis.root_cause
        if root is not None:
            self.results.append(self._root(diagnosis, root, place))
        elif diagnosis.verdict != "succeeded":
            self.results.append(self._unexplained(diagnosis, place))
        for finding in diagnosis.also:
            result = self._result(finding.failure, finding, sentence_of(finding), place)
            result["relatedLocations"] = self._related(finding.evidence[1:], "", place)
            self.results.append(_without_empty(result))

    def _root(self, diagnosis: Diagnosis, root: Finding, place: dict[str, Any]) -> dict[str, Any]:
        text = [sentence_of(root), *notes(diagnosis, self.lang)]
        step = step_words(diagnosis, self.lang)
        text += [step] if step else []
        if diagnosis.remedies:
            text.append(f"{report(self.lang, 'remedies')}:")
            text += [
                f"{number}. {one_line(remedy.title)}"
                + (f": {one_line(remedy.command)}" if remedy.command else "")
                for number, remedy in enumerate(diagnosis.remedies, 1)
            ]
        text += [legible(row) for row in change_rows(diagnosis, self.lang)]
        result = self._result(root.failure, root, "\n".join(text), place)
        related = self._related(root.evidence[1:], "", place)
        for finding in diagnosis.chain:
            related += self._related(finding.evidence[:1], sentence_of(finding), place)
        result["relatedLocations"] = _numbered(related[:_MOST_RELATED])
        if diagnosis.chain:
            flow = [
                {"location": location, "nestingLevel": 0, "executionOrder": order}
                for order, finding in enumerate((root, *diagnosis.chain), 1)
                for location in self._related(finding.evidence[:1], sentence_of(finding), place)
            ]
            if flow:
                result["codeFlows"] = [{"threadFlows": [{"locations": flow}]}]
        result["rank"] = round(100 * root.confidence, 1)
        return _without_empty(result)

    def _unexplained(self, diagnosis: Diagnosis, place: dict[str, Any]) -> dict[str, Any]:
        failed = diagnosis.verdict == "failed"
        rule = _UNEXPLAINED if failed else _INCOMPLETE
        if rule not in self.rules:
            self.rules[rule] = {
                "id": rule,
                "name": _camel(rule),
                "shortDescription": {"text": report(self.lang, f"{diagnosis.verdict}_title")},
                "fullDescription": {"text": report(self.lang, f"{diagnosis.verdict}_about")},
                "help": {"text": report(self.lang, f"{diagnosis.verdict}_about")},
                "helpUri": _INFORMATION,
                "defaultConfiguration": {"level": _LEVELS[severity_of(diagnosis)]},
            }
        evidence = evidence_of(diagnosis)
        words = [headline(diagnosis, self.lang), *notes(diagnosis, self.lang)]
        step = step_words(diagnosis, self.lang)
        words += [step] if step else []
        unknown = diagnosis.unknown
        if unknown is not None and unknown.nearest:
            words.append(f"{report(self.lang, 'nearest')}: {', '.join(unknown.nearest)}")
        words += [legible(row) for row in change_rows(diagnosis, self.lang)]
        result = {
            "ruleId": rule,
            "ruleIndex": list(self.rules).index(rule),
            "level": _LEVELS[severity_of(diagnosis)],
            "message": {"text": _plain("\n".join(words))},
            "locations": self._locations(evidence[:1], place),
            "relatedLocations": _numbered(self._related(evidence[1:], "", place)),
            "partialFingerprints": self._fingerprints(
                rule, diagnosis.failed_step.instruction if diagnosis.failed_step else "", place
            ),
        }
        return _without_empty(result)

    def _result(
        self, rule: str, finding: Finding, text: str, place: dict[str, Any]
    ) -> dict[str, Any]:
        if rule not in self.rules:
            self.rules[rule] = self._rule(finding)
        return {
            "ruleId": rule,
            "ruleIndex": list(self.rules).index(rule),
            "level": _LEVELS[finding.severity],
            "message": {"text": _plain(text)},
            "locations": self._locations(finding.evidence[:1], place),
            "partialFingerprints": self._fingerprints(rule, finding.subject or "", place),
            "properties": {"confidence": round(finding.confidence, 2)},
        }

    def _rule(self, finding: Finding) -> dict[str, Any]:
        address = docs_address(finding.failure, self.lang)
        title, why = one_line(finding.title), legible(finding.why.replace("\n", " "))
        link = f"\n\n[{finding.failure}]({address})" if address else ""
        rule = {
            "id": finding.failure,
            "name": _camel(finding.failure),
            "shortDescription": {"text": title},
            "fullDescription": {"text": shortened(why, 1_000) or title},
            "help": {
                "text": "\n\n".join(filter(None, (title, finding.why, address))),
                "markdown": f"**{title}**\n\n{finding.why}{link}",
            },
            "helpUri": address,
            "defaultConfiguration": {"level": _LEVELS[finding.severity]},
            "properties": {"tags": [finding.family], "problem.severity": _problem(finding)},
        }
        return _without_empty(rule)

    def _locations(self, lines: Sequence[Line], place: dict[str, Any]) -> list[dict[str, Any]]:
        """Return where the first line is; the log's beginning where there is none."""
        if lines:
            return [{"physicalLocation": _physical(lines[0], place)}]
        return [{"physicalLocation": {"artifactLocation": place, "region": {"startLine": 1}}}]

    def _related(
        self, lines: Sequence[Line], text: str, place: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return [
            {
                "physicalLocation": _physical(line, place),
                "message": {"text": _plain(text or shortened(legible(line.text), 300)) or "…"},
            }
            for line in lines[:_MOST_RELATED]
        ]

    def _fingerprints(self, rule: str, subject: str, place: dict[str, Any]) -> dict[str, str]:
        """Return what tells a result from others, whatever its line is in today's log.

        `primaryLocationLineHash` is the one that code scanning compares; it wants a counter.
        """
        from hashlib import sha256

        text = "\0".join((rule, subject, place["uri"]))
        digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self._seen[digest] = self._seen.get(digest, 0) + 1
        named = f"{digest}:{self._seen[digest]}"
        return {"primaryLocationLineHash": named, "envwrightFailure/v1": named}


def _physical(line: Line, place: dict[str, Any]) -> dict[str, Any]:
    text = legible(line.text)
    text = text if len(text) <= _MOST_SNIPPET else text[: _MOST_SNIPPET - 1] + "…"
    return {
        "artifactLocation": place,
        "region": {"startLine": line.number, "snippet": {"text": text}},
    }


def _plain(text: str) -> str:
    """Return a message in which nothing is a link: SARIF knows `[text](target)` in plain ones."""
    return text.replace("](", "] (")


def _numbered(locations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": number, **location} for number, location in enumerate(locations, 1)]


def _problem(finding: Finding) -> str:
    return "recommendation" if finding.severity == "advice" else finding.severity


def _camel(failure: str) -> str:
    return "".join(word.capitalize() for word in failure.split("-"))


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, [], "")}
