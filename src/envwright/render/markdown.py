"""Diagnoses as Markdown, fit for a job summary: GitHub takes one of at most 1 MiB.

Text of the log stands in fences and code spans that it cannot close; elsewhere every character that
Markdown, or a forge, could take for markup is written as a reference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.render.changes import baseline_sentence, change_sentence
from envwright.render.sentences import (
    docs_address,
    evidence_of,
    headline,
    in_log_order,
    notes,
    one_line,
    parts,
    sentence_of,
    step_words,
)
from envwright.render.shown import legible, shortened
from envwright.render.words import report, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envwright.facts import Diagnosis, Finding, Remedy

__all__ = ["render_markdown"]

_MOST_BYTES = 900_000
_MOST_LINES = 12
_MOST_TEXT = 600
_MOST_ROWS = 200
_MOST_CHANGES = 20
_SIGNS = {"failed": "❌", "succeeded": "✅", "incomplete": "⚠️"}
_REFERENCES = {ord(sign): f"&#{ord(sign)};" for sign in "\\`*_{}[]<>|~&^$"}
# A forge looks for mentions in the text after rendering: a comment tears them apart.
_REFERENCES |= {ord(sign): f"&#{ord(sign)};<!-- -->" for sign in "@#"}


def render_markdown(diagnoses: Iterable[Diagnosis], lang: str = "en") -> str:
    """Return one document for all logs, ended by a line feed and smaller than 1 MB."""
    answers = list(diagnoses)
    if len(answers) == 1:
        return _fitting(_block(answers[0], lang))
    head = _overview(answers, lang)
    blocks: list[str] = []
    size = len(head.encode("utf-8", "replace"))
    for count, diagnosis in enumerate(answers):
        if diagnosis.verdict == "succeeded" and not diagnosis.also:
            continue
        block = "\n" + _block(diagnosis, lang)
        size += len(block.encode("utf-8", "replace"))
        if size > _MOST_BYTES:
            more = report(lang, "more_logs", count=len(answers) - count)
            blocks.append(f"\n{_text(more)}\n")
            break
        blocks.append(block)
    return head + "".join(blocks)


def _overview(answers: list[Diagnosis], lang: str) -> str:
    rows = [
        f"## {_text(report(lang, 'title'))}",
        "",
        f"| {report(lang, 'log_name')} | {report(lang, 'verdict')} | {report(lang, 'finding')} |",
        "| --- | --- | --- |",
    ]
    for diagnosis in answers[:_MOST_ROWS]:
        root = diagnosis.root_cause
        said = sentence_of(root) if root is not None else headline(diagnosis, lang)
        rows.append(
            f"| {_code(shortened(legible(diagnosis.source.name), 120), cell=True)} "
            f"| {_SIGNS[diagnosis.verdict]} {report(lang, diagnosis.verdict)} "
            f"| {_sentence(shortened(said, 200), cell=True)} |"
        )
    if len(answers) > _MOST_ROWS:
        rows += ["", _text(report(lang, "more_logs", count=len(answers) - _MOST_ROWS))]
    return "\n".join(rows) + "\n"


def _block(diagnosis: Diagnosis, lang: str) -> str:
    """Return what one log says."""
    root = diagnosis.root_cause
    evidence = evidence_of(diagnosis)
    place = diagnosis.source.name + (f":{evidence[0].number}" if evidence else "")
    rows = [f"### {_SIGNS[diagnosis.verdict]} {_sentence(headline(diagnosis, lang))}", ""]
    words = [_code(shortened(legible(place), 200))]
    step = step_words(diagnosis, lang)
    if step:
        name, colon, instruction = step.partition(": ")
        words.append(_text(name) + (f" {_code(instruction)}" if colon else ""))
    if root is not None:
        words.append(f"{_text(say(lang, root.severity))} {_page_link(root.failure, lang)}")
    rows += [" · ".join(words), ""]
    if evidence and diagnosis.verdict != "succeeded":
        rows += _evidence(diagnosis)
    elif diagnosis.verdict != "succeeded":
        rows += [_text(report(lang, "no_lines")), ""]
    rows += _chain(diagnosis, lang)
    rows += _changes(diagnosis, lang)
    for number, remedy in enumerate(diagnosis.remedies, 1):
        rows += [f"**{_text(report(lang, 'remedies'))}**", ""] if number == 1 else []
        rows += _remedy(number, remedy, lang)
    rows += [f"> {_text(note)}\n" for note in notes(diagnosis, lang)]
    if diagnosis.also:
        rows += [f"**{_text(report(lang, 'also'))}**", ""]
        rows += [f"- {_short(finding, lang)}" for finding in diagnosis.also[:_MOST_LINES]] + [""]
    unknown = diagnosis.unknown
    if unknown is not None and unknown.nearest:
        nearest = ", ".join(_page_link(name, lang) for name in unknown.nearest)
        rows += [f"{_text(report(lang, 'nearest'))}: {nearest}", ""]
    rows += _details(diagnosis, lang)
    return "\n".join(rows).rstrip("\n") + "\n"


def _evidence(diagnosis: Diagnosis) -> list[str]:
    lines = in_log_order(evidence_of(diagnosis), _MOST_LINES)
    width = len(str(lines[-1].number))
    decisive = evidence_of(diagnosis)[0].number
    rows = [
        f"{'>' if line.number == decisive else ' '} {line.number:>{width}} | {_cut(line.text)}"
        for line in lines
    ]
    return [*_fenced(rows), ""]


def _chain(diagnosis: Diagnosis, lang: str) -> list[str]:
    root = diagnosis.root_cause
    if root is None or not diagnosis.chain:
        return []
    rows = [f"**{_text(report(lang, 'chain'))}**", ""]
    rows += [
        f"{number}. {_short(finding, lang, severity=False)}"
        for number, finding in enumerate((root, *diagnosis.chain), 1)
    ]
    return [*rows, ""]


def _changes(diagnosis: Diagnosis, lang: str) -> list[str]:
    if diagnosis.baseline is None:
        return []
    said = _sentence(baseline_sentence(diagnosis.baseline, bool(diagnosis.changes), lang))
    rows = [f"**{_text(report(lang, 'changes'))}**: {said}", ""]
    rows += [
        f"{number}. {_sentence(one_line(change_sentence(change, lang)))}"
        for number, change in enumerate(diagnosis.changes[:_MOST_CHANGES], 1)
    ]
    return [*rows, ""] if diagnosis.changes else rows


def _remedy(number: int, remedy: Remedy, lang: str) -> list[str]:
    proof = f" ({_text(say(lang, f'proved_{remedy.verified}'))})" if remedy.verified else ""
    rows = [f"{number}. {_sentence(one_line(remedy.title))}{proof}"]
    blocks = [_fenced(_rows(remedy.command), "sh")] if remedy.command else []
    if remedy.edit is not None:
        blocks.append([_code(shortened(legible(remedy.edit.file), 200))])
        blocks.append(_fenced(_rows(remedy.edit.diff), "diff"))
    for block in blocks:
        rows += ["", *(f"   {row}" for row in block)]
    return [*rows, ""]


def _details(diagnosis: Diagnosis, lang: str) -> list[str]:
    """Return why it happens and how it is mended, folded."""
    root = diagnosis.root_cause
    if root is None or not root.why:
        return []
    rows = ["<details>", f"<summary>{_text(report(lang, 'why'))}</summary>", "", root.why, ""]
    for number, remedy in enumerate(diagnosis.remedies, 1):
        if remedy.how:
            rows += [f"**{number}. {_sentence(one_line(remedy.title))}**", "", remedy.how, ""]
    return [*rows, "</details>", ""]


def _short(finding: Finding, lang: str, *, severity: bool = True) -> str:
    word = f"{_text(say(lang, finding.severity))}: " if severity else ""
    line = f" ({_text(say(lang, 'line'))} {finding.lines[0]})" if finding.lines else ""
    return f"{word}{_sentence(sentence_of(finding))} {_page_link(finding.failure, lang)}{line}"


def _page_link(failure: str, lang: str) -> str:
    address = docs_address(failure, lang)
    return f"[`{failure}`]({address})" if address else f"`{failure}`"


def _rows(text: str) -> list[str]:
    return [legible(row).rstrip() for row in text.splitlines()]


def _cut(text: str) -> str:
    text = legible(text).rstrip()
    return text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - 1] + "…"


def _fenced(rows: list[str], language: str = "text") -> list[str]:
    """Return the rows in a fence longer than any run of backquotes in them."""
    import re

    longest = max((len(run) for run in re.findall("`+", "\n".join(rows))), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{language}", *rows, fence]


def _sentence(text: str, *, cell: bool = False) -> str:
    """Return a sentence: what stands in backquotes as code, the rest as text."""
    return "".join(_code(part, cell=cell) if code else _text(part) for code, part in parts(text))


def _code(text: str, *, cell: bool = False) -> str:
    """Return a code span; in a cell of a table `|` needs a backslash even there."""
    import re

    text = " ".join(text.split()) or " "
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    mark = "`" * (longest + 1)
    blank = " " if text[0] == "`" or text[-1] == "`" else ""
    text = text.replace("|", "\\|") if cell else text
    return f"{mark}{blank}{text}{blank}{mark}"


def _text(text: str) -> str:
    """Return plain text with nothing in it that could be taken for markup, a link or a mention."""
    return text.translate(_REFERENCES).replace("://", "&#58;//").replace("www.", "www&#46;")


def _fitting(block: str) -> str:
    """Return a block that is not too large, whatever the log was."""
    data = block.encode("utf-8", "replace")
    return block if len(data) <= _MOST_BYTES else data[:_MOST_BYTES].decode("utf-8", "ignore")
