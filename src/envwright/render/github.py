"""Diagnoses as annotations of a GitHub workflow: one workflow command a line, and nothing else.

Whatever the log says stays within its command: `%`, CR and LF are escaped in messages, `:` and `,`
in properties, too.

Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions, and
actions/toolkit, packages/core/src/command.ts, 2026-11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.render.changes import change_rows
from envwright.render.places import relative_path
from envwright.render.sentences import (
    evidence_of,
    headline,
    in_log_order,
    notes,
    one_line,
    sentence_of,
    severity_of,
    step_words,
)
from envwright.render.shown import legible, shortened
from envwright.render.words import report, say

if TYPE_CHECKING:
    from envwright.facts import Diagnosis, Finding, Line

__all__ = ["render_github"]

_COMMANDS = {"error": "error", "warning": "warning", "advice": "notice"}
_MOST_LINES = 5
_MOST_TEXT = 300
_MOST_MESSAGE = 4_000
_MOST_ALSO = 8
"""GitHub shows ten annotations of a kind for each step."""


def render_github(diagnosis: Diagnosis, lang: str = "en", folder: str = "") -> str:
    """Return the annotations of one log, each ended by a line feed; empty where all is well."""
    file = legible(relative_path(diagnosis.source.name, folder))
    rows = []
    root = diagnosis.root_cause
    if diagnosis.verdict != "succeeded":
        evidence = evidence_of(diagnosis)
        title = headline(diagnosis, lang)
        if root is not None:
            title = f"{say(lang, root.severity)}[{root.failure}]: {title}"
        message = "\n".join(_details(diagnosis, evidence, lang))
        rows.append(_command(severity_of(diagnosis), title, file, evidence, message))
    rows += [_also(finding, file, lang) for finding in diagnosis.also[:_MOST_ALSO]]
    return "".join(rows)


def _details(diagnosis: Diagnosis, evidence: tuple[Line, ...], lang: str) -> list[str]:
    step = step_words(diagnosis, lang)
    rows = [step] if step else []
    rows += [f"{line.number} | {_cut(line.text)}" for line in in_log_order(evidence, _MOST_LINES)]
    if not rows:
        rows.append(headline(diagnosis, lang))
    rows += [f"-> {sentence_of(finding)} [{finding.failure}]" for finding in diagnosis.chain]
    if diagnosis.remedies:
        rows.append(f"{report(lang, 'remedies')}:")
    for number, remedy in enumerate(diagnosis.remedies, 1):
        rows.append(f"{number}. {one_line(remedy.title)}")
        if remedy.command:
            rows += [f"   $ {legible(row)}" for row in remedy.command.splitlines()]
    rows += [legible(row) for row in change_rows(diagnosis, lang)]
    rows += notes(diagnosis, lang)
    if diagnosis.root_cause is not None:
        rows.append(say(lang, "explain", failure=diagnosis.root_cause.failure))
    return rows


def _also(finding: Finding, file: str, lang: str) -> str:
    title = f"{say(lang, finding.severity)}[{finding.failure}]: {sentence_of(finding)}"
    message = _cut(finding.evidence[0].text) if finding.evidence else one_line(finding.title)
    return _command(finding.severity, title, file, finding.evidence, message)


def _command(severity: str, title: str, file: str, evidence: tuple[Line, ...], message: str) -> str:
    properties = {"title": shortened(title, _MOST_TEXT), "file": file}
    if evidence:
        properties["line"] = str(evidence[0].number)
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[severity]} {written}::{_data(message[:_MOST_MESSAGE])}\n"


def _cut(text: str) -> str:
    return shortened(legible(text), _MOST_TEXT)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
