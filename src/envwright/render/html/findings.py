"""What a report says above the log: verdict, evidence, chain, remedies, changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.render.changes import LIKELY, baseline_sentence, change_sentence
from envwright.render.excerpt import spans_of
from envwright.render.html.markup import icon, marked, number, prose, rows_of, sentence, text
from envwright.render.sentences import (
    docs_address,
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
    from envwright.facts import Diagnosis, Finding, Line, Remedy

__all__ = ["Summary"]

_MOST_LINES = 12
_MOST_TEXT = 1_500
_MOST_FLOW = 12
_MOST_ALSO = 12
_MOST_CHANGES = 30
_LENGTH_OF_QUOTE = 220


class Summary:
    """Writes what one log says; `anchor` gives the address of a line in the page."""

    def __init__(self, diagnosis: Diagnosis, lang: str, prefix: str, level: int) -> None:
        self.diagnosis = diagnosis
        self.lang = lang
        self.prefix = prefix
        """Begins the id of every line: `L` in the page of one log."""
        self.level = level
        """Level of the headline's heading."""

    def written(self) -> str:
        """Return all parts that have something to say."""
        diagnosis = self.diagnosis
        columns = [
            self._chain() + self._also(),
            self._remedies() + self._why() + self._unexplained(),
        ]
        body = "".join(f"<div class=column>{column}</div>" for column in columns if column)
        if all(columns):
            body = f"<div class=columns>{body}</div>"
        failed = diagnosis.verdict != "succeeded"
        return "".join(
            (
                self._verdict(),
                self._evidence() if failed else "",
                self._changes(),
                body,
            )
        )

    def _word(self, key: str, **values: object) -> str:
        return text(report(self.lang, key, **values))

    def _heading(self, words: str) -> str:
        return f"<h{self.level + 1}>{words}</h{self.level + 1}>"

    def _section(self, name: str, heading: str, body: str) -> str:
        return f"<section class={name}>{self._heading(heading)}{body}</section>"

    def _line_link(self, line: int, words: str = "") -> str:
        """Return a link to a line, a plain number where the page has no log."""
        words = words or f"{self._word('line')} {number(line, self.lang)}"
        if self.diagnosis.transcript is None:
            return f"<span class=at>{words}</span>"
        return f'<a class=at href="#{self.prefix}{line}">{words}</a>'

    def _page_link(self, failure: str) -> str:
        address = docs_address(failure, self.lang)
        if address is None:
            return f"<code class=id>{text(failure)}</code>"
        return (
            f'<a class=id href="{text(address)}" rel="noreferrer" '
            f'title="{self._word("docs")}"><code>{text(failure)}</code></a>'
        )

    def _verdict(self) -> str:
        diagnosis, root, source = self.diagnosis, self.diagnosis.root_cause, self.diagnosis.source
        said = _begun(headline(diagnosis, self.lang), root)
        evidence = evidence_of(diagnosis)
        place = f"<span class=name>{text(source.name)}</span>"
        if evidence and diagnosis.verdict != "succeeded":
            line = self._line_link(evidence[0].number)
            place = f"{place} <span class=dot>·</span> {line}"
        step = step_words(diagnosis, self.lang, 240)
        name, colon, instruction = step.partition(": ")
        if step:
            code = f" <code>{text(instruction)}</code>" if colon else ""
            place += f" <span class=dot>·</span> <span class=step-name>{text(name)}{code}</span>"
        facts = [self._page_link(root.failure)] if root is not None else []
        if root is not None:
            facts.append(f"{self._word('confidence')} {root.confidence:.2f}")
        failed = diagnosis.failed_step
        if root is not None and failed is not None and failed.exit_code is not None:
            facts.append(self._word("exit_code", code=failed.exit_code))
        facts += [
            self._word("lines", count=number(source.lines, self.lang)),
            text(_size(source.bytes, self.lang)),
            text(source.format),
        ]
        rows = "".join(f"<li>{fact}</li>" for fact in facts)
        remarks = "".join(f"<p class=note>{text(note)}</p>" for note in notes(diagnosis, self.lang))
        state = f"{icon(diagnosis.verdict)} {self._word(diagnosis.verdict)}"
        return (
            f'<section class="verdict {diagnosis.verdict} {severity_of(diagnosis)}">'
            f"<p class=state>{state}</p>"
            f"<h{self.level}>{sentence(said)}</h{self.level}>"
            f"<p class=place>{place}</p>{remarks}<ul class=facts>{rows}</ul></section>"
        )

    def _evidence(self) -> str:
        root, evidence = self.diagnosis.root_cause, evidence_of(self.diagnosis)
        if not evidence:
            words = self._word("no_lines")
            return self._section("evidence", self._word("matters"), f"<p>{words}</p>")
        captures = root.captures if root is not None else {}
        decisive = evidence[0]
        rows = "".join(
            self._evidence_line(line, captures, decisive)
            for line in in_log_order(evidence, _MOST_LINES)
        )
        left = len({line.number for line in evidence}) - rows.count("<li")
        more = say(self.lang, "more_lines", count=left)
        heading = self._word("evidence" if root is not None else "matters")
        rest = f"<p class=more>{text(more)}</p>" if left > 0 else ""
        return self._section("evidence", heading, f"<ol class=quote>{rows}</ol>{rest}")

    def _evidence_line(self, line: Line, captures: dict[str, str], decisive: Line) -> str:
        shown = line.text.strip()
        shown = shown if len(shown) <= _MOST_TEXT else shown[:_MOST_TEXT] + "…"
        decides = line.number == decisive.number
        spans = spans_of(shown, captures) if decides and captures else []
        if spans == [(0, len(shown))]:
            spans = []
        number_link = self._line_link(line.number, number(line.number, self.lang))
        kind = " class=decisive" if decides else ""
        return f"<li{kind}>{number_link}<code>{marked(shown, spans)}</code></li>"

    def _chain(self) -> str:
        root, chain = self.diagnosis.root_cause, self.diagnosis.chain
        if root is None or not chain:
            return ""
        if len(chain) > _MOST_FLOW:
            chain = (*chain[: _MOST_FLOW - 2], *chain[-2:])
        nodes = [root, *chain]
        rows = []
        for place, finding in enumerate(nodes):
            last = place == len(nodes) - 1
            word = "chain_root" if place == 0 else "chain_last" if last else "chain_next"
            at = self._line_link(finding.lines[0]) if finding.lines else ""
            quote = shortened(legible(finding.evidence[0].text), _LENGTH_OF_QUOTE) if at else ""
            arrow = "" if last else f"<span class=arrow>{icon('down')}</span>"
            rows.append(
                f"<li class={word.removeprefix('chain_')}>"
                f"<p class=kind>{self._word(word)} {at}</p>"
                f"<p class=said>{sentence(sentence_of(finding))}</p>"
                f"<p class=quoted><code>{text(quote)}</code></p>"
                f"<p>{self._page_link(finding.failure)}</p>{arrow}</li>"
            )
        return self._section("chain", self._word("chain"), f"<ol class=flow>{''.join(rows)}</ol>")

    def _remedies(self) -> str:
        if not self.diagnosis.remedies:
            return ""
        rows = "".join(
            self._remedy(remedy, place == 0) for place, remedy in enumerate(self.diagnosis.remedies)
        )
        heading = self._word("remedies")
        return self._section("remedies", heading, f"<ol class=cards>{rows}</ol>")

    def _remedy(self, remedy: Remedy, first: bool) -> str:
        title = one_line(remedy.title)
        written = f"<p class=do>{sentence(title)}</p>"
        if remedy.verified:
            proof = text(say(self.lang, f"proved_{remedy.verified}"))
            written += f"<p class=proved>{icon('succeeded')} {proof}</p>"
        if remedy.command:
            written += self._command(remedy.command)
        if remedy.edit is not None:
            rows = "".join(_diff_row(row) for row in remedy.edit.diff.splitlines())
            written += (
                f"<p class=file><code>{text(remedy.edit.file)}</code></p>"
                f"<pre class=diff><code>{rows}</code></pre>"
            )
        if remedy.how:
            how = f"<summary>{self._word('how')}</summary>{prose(remedy.how)}"
            written += f"<details class=how{' open' if first else ''}>{how}</details>"
        return f"<li>{written}</li>"

    def _changes(self) -> str:
        baseline, changes = self.diagnosis.baseline, self.diagnosis.changes
        if baseline is None:
            return ""
        said = baseline_sentence(baseline, bool(changes), self.lang)
        rows = []
        for place, change in enumerate(changes[:_MOST_CHANGES]):
            blamed = place == 0 and change.blame >= LIKELY
            note = f" <strong class=blamed>{self._word('to_blame')}</strong>" if blamed else ""
            at = self._line_link(change.lines[0]) if change.lines else ""
            what = sentence(one_line(change_sentence(change, self.lang)))
            rows.append(f"<li>{what} {at}{note}</li>")
        listed = f"<ol class=changed>{''.join(rows)}</ol>" if rows else ""
        body = f"<p>{sentence(said[:1].upper() + said[1:])}</p>{listed}"
        return self._section("changes", self._word("changes"), body)

    def _why(self) -> str:
        root = self.diagnosis.root_cause
        if root is None or not root.why:
            return ""
        return self._section("why", self._word("why"), prose(root.why))

    def _also(self) -> str:
        rows = "".join(self._short(finding) for finding in self.diagnosis.also[:_MOST_ALSO])
        listed = f"<ul class=short>{rows}</ul>"
        return self._section("also", self._word("also"), listed) if rows else ""

    def _unexplained(self) -> str:
        """Return what comes nearest to an unknown failure, and how it becomes a known one."""
        unknown = self.diagnosis.unknown
        if unknown is None or self.diagnosis.verdict != "failed":
            return ""
        name = self.diagnosis.source.name
        written = ""
        if unknown.lines and name[:1] not in ("<", "-") and name.isprintable():
            place = f"{name}:{unknown.lines[0]}"
            place = f"'{place}'" if " " in place and "'" not in place else place
            written = self._command(f"envwright failures new local-NAME --from {place}")
        if unknown.nearest:
            names = " ".join(self._page_link(name) for name in unknown.nearest)
            near = self._word("nearest")
            written += f"<p class=nearest>{near[:1].upper()}{near[1:]}: {names}</p>"
        return self._section("teach", self._word("teach"), written) if written else ""

    def _command(self, command: str) -> str:
        """Return a command with a button that copies it."""
        return (
            f"<div class=command><pre><code>{rows_of(command.splitlines())}</code></pre>"
            f"<button type=button class=copy hidden>{self._word('copy')}</button></div>"
        )

    def _short(self, finding: Finding) -> str:
        word = text(say(self.lang, finding.severity))
        at = self._line_link(finding.lines[0]) if finding.lines else ""
        return (
            f"<li><span class='badge {finding.severity}'>{word}</span> "
            f"{sentence(sentence_of(finding))} {at} {self._page_link(finding.failure)}</li>"
        )


def _begun(said: str, root: Finding | None) -> str:
    """Return a sentence with a capital, unless it begins with a name from the log."""
    word = said.partition(" ")[0]
    if root is not None and any(word in value for value in root.captures.values()):
        return said
    return said[:1].upper() + said[1:]


def _diff_row(row: str) -> str:
    mark = row[:1]
    if mark == "+" and not row.startswith("+++"):
        return f"<ins>{text(row)}</ins>\n"
    if mark == "-" and not row.startswith("---"):
        return f"<del>{text(row)}</del>\n"
    return f"{text(row)}\n"


def _size(size: int, lang: str) -> str:
    """Return a size in the unit people would choose."""
    value, unit = float(size), "B"
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1_000 or unit == "GB":
            break
        value /= 1_000
    written = f"{value:.0f}" if unit == "B" or value >= 100 else f"{value:.1f}"
    return f"{written.replace('.', ',' if lang == 'es' else '.')} {unit}"
