"""A diagnosis as a notebook shows it: cause, evidence, chain, remedies.

Styled within its tags, with the colours around it: it reads in light and dark themes alike, and
where a notebook throws style sheets away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.render.changes import LIKELY, baseline_sentence, change_sentence
from envwright.render.html.markup import rows_of, sentence, text
from envwright.render.sentences import (
    docs_address,
    evidence_of,
    headline,
    in_log_order,
    notes,
    one_line,
    sentence_of,
    step_words,
)
from envwright.render.shown import legible, shortened
from envwright.render.words import report, say

if TYPE_CHECKING:
    from envwright.facts import Baseline, Diagnosis, Finding

__all__ = ["render_notebook"]

_MOST_LINES = 5
_MOST_TEXT = 400
_MOST_ALSO = 5
_MOST_CHANGES = 5
_TONES = {"failed": "#c62828", "succeeded": "#2e7d32", "incomplete": "#8a5a00"}
_QUIET = "opacity:.75;font-size:.9em"
_MONO = "font-family:var(--jp-code-font-family,ui-monospace,monospace);font-size:.9em"
_CODE = f"{_MONO};background:rgba(127,127,127,.14);border-radius:3px;padding:0 .25em"
_BLOCK = (
    f"{_MONO};background:rgba(127,127,127,.12);border-radius:6px;padding:.5em .75em;"
    "margin:.25em 0;white-space:pre-wrap;overflow-wrap:anywhere;color:inherit"
)


def render_notebook(diagnosis: Diagnosis, lang: str = "en") -> str:
    """Return one diagnosis as a piece of HTML, without scripts, styles or requests."""
    tone = _TONES[diagnosis.verdict]
    root = diagnosis.root_cause
    pieces = [
        f"<p style='margin:0 0 .25em'><span style='background:{tone};color:#fff;border-radius:99px;"
        f"padding:.1em .7em;font-size:.85em;font-weight:600'>"
        f"{text(report(lang, diagnosis.verdict))}</span> {_page(root, lang)}</p>",
        f"<p style='font-size:1.15em;font-weight:600;margin:.25em 0'>"
        f"{_sentence(headline(diagnosis, lang))}</p>",
        f"<p style='{_QUIET};margin:0 0 .5em'>{text(_place(diagnosis, lang))}</p>",
    ]
    if diagnosis.verdict != "succeeded":
        pieces.append(_evidence(diagnosis))
    pieces += [f"<p style='{_QUIET}'>{text(note)}</p>" for note in notes(diagnosis, lang)]
    if diagnosis.baseline is not None:
        pieces.append(_changes(diagnosis, diagnosis.baseline, lang))
    if root is not None and diagnosis.chain:
        rows = "<br>↓ ".join(
            f"{_sentence(sentence_of(finding))} {_line(finding, lang)}"
            for finding in (root, *diagnosis.chain)
        )
        pieces.append(_titled(report(lang, "chain"), f"<div>{rows}</div>"))
    if diagnosis.remedies:
        pieces.append(_titled(report(lang, "remedies"), _remedies(diagnosis)))
    if diagnosis.also:
        rows = "".join(
            f"<li>{text(say(lang, finding.severity))}: {_sentence(sentence_of(finding))} "
            f"{_line(finding, lang)}</li>"
            for finding in diagnosis.also[:_MOST_ALSO]
        )
        pieces.append(_titled(report(lang, "also"), f"<ul style='margin:0'>{rows}</ul>"))
    body = "".join(pieces)
    return (
        f"<div lang='{lang}' style='border:1px solid rgba(127,127,127,.4);border-left:5px solid "
        f"{tone};border-radius:8px;padding:.75em 1em;max-width:60em;color:inherit;"
        f"line-height:1.5;text-align:left'>{body}</div>"
    )


def _titled(title: str, body: str) -> str:
    return f"<p style='font-weight:600;margin:.75em 0 .25em'>{text(title)}</p>{body}"


def _sentence(value: str) -> str:
    return sentence(value).replace("<code>", f"<code style='{_CODE}'>")


def _page(root: Finding | None, lang: str) -> str:
    if root is None:
        return ""
    address = docs_address(root.failure, lang)
    name = f"<code style='{_CODE}'>{text(root.failure)}</code>"
    return (
        f"<a href='{text(address)}' rel='noreferrer' style='color:inherit'>{name}</a>"
        if address
        else name
    )


def _place(diagnosis: Diagnosis, lang: str) -> str:
    evidence = evidence_of(diagnosis)
    place = diagnosis.source.name
    if evidence and diagnosis.verdict != "succeeded":
        place += f":{evidence[0].number}"
    step = step_words(diagnosis, lang)
    return f"{place} · {step}" if step else place


def _line(finding: Finding, lang: str) -> str:
    if not finding.lines:
        return ""
    words = f"{say(lang, 'line')} {finding.lines[0]}"
    return f"<span style='{_QUIET}'>({text(words)})</span>"


def _evidence(diagnosis: Diagnosis) -> str:
    lines = in_log_order(evidence_of(diagnosis), _MOST_LINES)
    if not lines:
        return ""
    width = len(str(lines[-1].number))
    rows = [
        f"{line.number:>{width}} | {shortened(legible(line.text), _MOST_TEXT)}" for line in lines
    ]
    return f"<pre style='{_BLOCK}'>{rows_of(rows)}</pre>"


def _changes(diagnosis: Diagnosis, baseline: Baseline, lang: str) -> str:
    rows = ""
    for position, change in enumerate(diagnosis.changes[:_MOST_CHANGES]):
        blamed = position == 0 and change.blame >= LIKELY
        note = f" <strong>{text(say(lang, 'to_blame'))}</strong>" if blamed else ""
        rows += f"<li>{_sentence(one_line(change_sentence(change, lang)))}{note}</li>"
    said = baseline_sentence(baseline, bool(diagnosis.changes), lang)
    listed = f"<ol style='margin:0'>{rows}</ol>" if rows else ""
    return _titled(report(lang, "changes"), f"<div>{_sentence(one_line(said))}</div>{listed}")


def _remedies(diagnosis: Diagnosis) -> str:
    rows = []
    for remedy in diagnosis.remedies:
        written = _sentence(one_line(remedy.title))
        if remedy.command:
            written += f"<pre style='{_BLOCK}'>{rows_of(remedy.command.splitlines())}</pre>"
        if remedy.edit is not None:
            diff = rows_of(remedy.edit.diff.splitlines())
            written += f"<pre style='{_BLOCK}'>{diff}</pre>"
        rows.append(f"<li>{written}</li>")
    return f"<ol style='margin:0'>{''.join(rows)}</ol>"
