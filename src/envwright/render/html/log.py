"""The whole log in a report: folded by steps, in parts of 500 lines, its evidence marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from envwright.render.excerpt import spans_of
from envwright.render.html.markup import icon, marked, number, text
from envwright.render.sentences import evidence_of
from envwright.render.shown import legible, shortened
from envwright.render.words import report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envwright.facts import Diagnosis, Finding, Line, Section, Transcript

__all__ = ["write_log"]

PART = 500
"""Lines of one part; a browser lays out only parts that are open and near the window."""
_FOLDED_FROM = 1_000
"""A section with more lines than this has its parts folded, too."""
_LONGEST = 4_000
_LONGEST_INSTRUCTION = 300
_WIDTH = 1_000
_STATES = ("failed", "cancelled", "open")


class _Mark(NamedTuple):
    """A line that proves something."""

    kind: str
    """`cause`, `then` or `also`."""
    finding: str
    """The failure it decides; empty for further lines."""
    captures: dict[str, str]
    text: str


def write_log(diagnosis: Diagnosis, lang: str, prefix: str, level: int) -> Iterator[str]:
    """Yield the section with the whole log; nothing where the diagnosis does not carry it."""
    transcript = diagnosis.transcript
    if transcript is None:
        return
    marks = _marks_of(diagnosis)
    heading = text(report(lang, "log"))
    yield f'<section class=log id="log-{prefix}"><h{level}>{heading}</h{level}>'
    yield f"<p class=about>{text(report(lang, 'log_about'))}</p>"
    if transcript.left_out:
        words = report(
            lang,
            "log_shortened",
            total=number(diagnosis.source.lines, lang),
            left_out=number(transcript.left_out, lang),
        )
        yield f"<p class='note shortened'>{text(words)}</p>"
    yield _map(diagnosis, transcript, marks)
    for section in transcript.sections:
        if section.left_out is not None:
            yield _gap(section.left_out, lang)
        else:
            yield from _Section(section, marks, lang, prefix, diagnosis).written()
    yield "</section>\n"


def _marks_of(diagnosis: Diagnosis) -> dict[int, _Mark]:
    """Return line -> what it proves; the cause wins over its consequences."""
    marks: dict[int, _Mark] = {}

    def note(kind: str, finding: Finding) -> None:
        for place, line in enumerate(finding.evidence):
            decisive = place == 0
            captures = finding.captures if decisive else {}
            name = finding.failure if decisive else ""
            marks.setdefault(line.number, _Mark(kind, name, captures, line.text))

    if diagnosis.root_cause is not None:
        note("cause", diagnosis.root_cause)
    for finding in diagnosis.chain:
        note("then", finding)
    for finding in diagnosis.also:
        note("also", finding)
    if diagnosis.root_cause is None:
        for line in evidence_of(diagnosis):
            marks.setdefault(line.number, _Mark("cause", "", {}, line.text))
    return marks


def _gap(left_out: tuple[int, int], lang: str) -> str:
    first, last = left_out
    words = report(
        lang,
        "left_out",
        first=number(first, lang),
        last=number(last, lang),
        count=number(last - first + 1, lang),
    )
    return f"<p class=gap>{text(words)}</p>\n"


def _map(diagnosis: Diagnosis, transcript: Transcript, marks: dict[int, _Mark]) -> str:
    """Return a strip that draws the steps along the log, with a tick for each line of evidence."""
    total = max(diagnosis.source.lines, 1)
    drawn = []
    for section in transcript.sections:
        if section.left_out is not None:
            first, last, state = *section.left_out, "gap"
        elif section.lines:
            first, last = section.lines[0].number, section.lines[-1].number
            state = section.step.state if section.step is not None else "between"
        else:
            continue
        left = (first - 1) * _WIDTH / total
        width = max((last - first + 1) * _WIDTH / total - 1, 0.8)
        drawn.append(f'<rect class={state} x="{left:.1f}" width="{width:.1f}" y="3" height="8"/>')
        if len(drawn) >= _WIDTH:
            break
    ticks = {round((line - 0.5) * _WIDTH / total): mark.kind for line, mark in marks.items()}
    drawn += [f'<rect class={kind} x="{x}" width="2" height="14"/>' for x, kind in ticks.items()]
    return (
        f'<svg class=map viewBox="0 0 {_WIDTH} 14" preserveAspectRatio="none" aria-hidden=true>'
        f"{''.join(drawn)}</svg>\n"
    )


class _Section:
    """Writes the lines of one step, or of what stands between steps."""

    def __init__(
        self,
        section: Section,
        marks: dict[int, _Mark],
        lang: str,
        prefix: str,
        diagnosis: Diagnosis,
    ) -> None:
        self.section = section
        self.marks = marks
        self.lang = lang
        self.prefix = prefix
        self._before = 0
        step, failed = section.step, diagnosis.failed_step
        self.failed = (
            failed is not None
            and step is not None
            and (step.number, step.instruction) == (failed.number, failed.instruction)
        )
        self.proves = self._count(section.lines)
        alone = diagnosis.transcript is not None and len(diagnosis.transcript.sections) == 1
        self.open = self.failed or self.proves > 0 or alone

    def written(self) -> Iterator[str]:
        lines = self.section.lines
        if not lines:
            return
        is_open = " open" if self.open else ""
        yield f"<details class=step{is_open}><summary>{self._title()}</summary>"
        folded = len(lines) > _FOLDED_FROM
        for start in range(0, len(lines), PART):
            part = lines[start : start + PART]
            if folded:
                last = start + PART >= len(lines)
                shown = self.open and (last or self._count(part) > 0)
                yield f"<details class=part{' open' if shown else ''}>"
                yield f"<summary>{self._range(part)}{self._proofs(self._count(part))}</summary>"
            yield f'<div class=rows><ol class=lines start="{part[0].number}">\n'
            self._before = part[0].number - 1
            yield "".join(self._line(line) for line in part)
            yield "</ol></div>" + ("</details>\n" if folded else "\n")
        yield "</details>\n"

    def _title(self) -> str:
        step = self.section.step
        if step is None or not (step.instruction or step.number):
            key = "log" if step is not None else "between"
            said = f"<span class=what>{text(report(self.lang, key))}</span>"
        else:
            place = "" if step.number is None else str(step.number)
            if place and step.total is not None:
                place += f"/{step.total}"
            said = f"<span class=number>{place}</span> " if place else ""
            instruction = shortened(legible(step.instruction), _LONGEST_INSTRUCTION)
            said += f"<code class=what>{text(instruction)}</code>"
        state = "failed" if self.failed else step.state if step is not None else ""
        if state in _STATES or state == "cached":
            drawn = icon("failed") if state == "failed" else ""
            said = f"<span class='badge {state}'>{drawn}{self._state(state)}</span> {said}"
        said += f" <span class=range>{self._range(self.section.lines)}</span>"
        return said + self._proofs(self.proves)

    def _state(self, state: str) -> str:
        return text(report(self.lang, f"state_{state}"))

    def _range(self, lines: Sequence[Line]) -> str:
        first, last = (number(line.number, self.lang) for line in (lines[0], lines[-1]))
        if first == last:
            return text(f"{report(self.lang, 'line')} {first}")
        return text(report(self.lang, "line_range", first=first, last=last))

    def _proofs(self, count: int) -> str:
        if not count:
            return ""
        return f" <span class='badge proof'>{text(report(self.lang, 'marks'))} {count}</span>"

    def _count(self, lines: Sequence[Line]) -> int:
        marks = self.marks
        return len({line.number for line in lines if line.number in marks})

    def _line(self, line: Line) -> str:
        shown = line.text.rstrip()
        rest = ""
        if len(shown) > _LONGEST:
            cut = report(self.lang, "cut", count=number(len(shown) - _LONGEST, self.lang))
            shown, rest = shown[:_LONGEST], f"<span class=cut>{text(cut)}</span>"
        mark = self.marks.get(line.number)
        again = line.number == self._before
        value = "" if line.number == self._before + 1 else f" value={line.number}"
        self._before = line.number
        identity = "" if again else f" id={self.prefix}{line.number}"
        if mark is None:
            return f"<li{identity}{value}>{text(shown)}{rest}</li>\n"
        spans = spans_of(shown, mark.captures) if mark.captures and mark.text == line.text else []
        label = f' data-finding="{text(mark.finding)}"' if mark.finding and not again else ""
        written = marked(shown, spans)
        return f"<li{identity}{value} class={mark.kind}{label}>{written}{rest}</li>\n"
