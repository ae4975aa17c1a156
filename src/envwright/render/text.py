"""A diagnosis for people: what is wrong, the lines that prove it, what followed, what to do.

The form is that of a compiler's message. Everything that colours say is said in words, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.render.excerpt import excerpt
from envwright.render.paint import Paint
from envwright.render.sentences import notes
from envwright.render.shown import visible
from envwright.render.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Diagnosis, Finding, Line, Remedy
    from envwright.settings import Surface

__all__ = ["render_summary", "render_text"]

_MOST_CHAIN = 8
_MOST_ALSO = 6
_MOST_INSTRUCTION = 72


def render_text(diagnosis: Diagnosis, surface: Surface, lang: str = "en") -> str:
    """Return one diagnosis as text, ended by a line feed."""
    block = _Block(diagnosis, surface, lang)
    if diagnosis.verdict == "succeeded":
        lines = block.succeeded()
    elif diagnosis.root_cause is not None:
        lines = block.explained(diagnosis.root_cause)
    else:
        lines = block.unexplained()
    return "\n".join(lines) + "\n"


def render_summary(diagnoses: Sequence[Diagnosis], lang: str = "en") -> str:
    """Return one line that counts the verdicts of several logs, ended by a line feed."""
    verdicts = [diagnosis.verdict for diagnosis in diagnoses]
    return (
        say(
            lang,
            "summary",
            total=len(verdicts),
            failed=verdicts.count("failed"),
            incomplete=verdicts.count("incomplete"),
            succeeded=verdicts.count("succeeded"),
            unexplained=sum(
                diagnosis.verdict == "failed" and diagnosis.root_cause is None
                for diagnosis in diagnoses
            ),
        )
        + "\n"
    )


class _Block:
    """Lays out one diagnosis."""

    def __init__(self, diagnosis: Diagnosis, surface: Surface, lang: str) -> None:
        self.diagnosis = diagnosis
        self.surface = surface
        self.lang = lang
        severity = diagnosis.root_cause.severity if diagnosis.root_cause is not None else "error"
        if diagnosis.root_cause is None and diagnosis.verdict == "incomplete":
            severity = "warning"
        self.severity = severity
        self.paint = Paint(surface, severity)
        numbers = [line.number for line in self._evidence()]
        self.gutter = max(3, len(str(max(numbers, default=0))))

    def say(self, key: str, **values: object) -> str:
        return say(self.lang, key, **values)

    def _evidence(self) -> tuple[Line, ...]:
        if self.diagnosis.root_cause is not None:
            return self.diagnosis.root_cause.evidence
        return self.diagnosis.unknown.evidence if self.diagnosis.unknown is not None else ()

    def succeeded(self) -> list[str]:
        name = visible(self.diagnosis.source.name)
        if not self.diagnosis.also:
            return [f"{name}: {self.paint.good(self.say('succeeded'))}", *self._changes()]
        return [
            f"{name}: {self.paint.good(self.say('succeeded_with'))}:",
            *(self._short(finding) for finding in self.diagnosis.also[:_MOST_ALSO]),
            *self._changes(),
        ]

    def explained(self, root: Finding) -> list[str]:
        title = self.paint.severity(f"{self.say(root.severity)}[{root.failure}]")
        lines = [f"{title}: {self.paint.bold(_sentence(root.message or root.title))}"]
        lines.append(self._place(root.lines[0] if root.lines else None, root.step))
        lines += self._excerpt(root.evidence, root.captures)
        lines += self._chain(root)
        if self.diagnosis.also:
            lines.append(f"{self.say('also')}:")
            lines += [self._short(finding) for finding in self.diagnosis.also[:_MOST_ALSO]]
        lines += self._changes()
        lines += self._remedies()
        lines += [self._remark("note", words) for words in notes(self.diagnosis, self.lang)]
        lines.append(self._remark("help", self.say("explain", failure=root.failure)))
        return lines

    def unexplained(self) -> list[str]:
        key = "failed" if self.diagnosis.verdict == "failed" else "incomplete"
        word = self.paint.severity(self.say(self.severity))
        lines = [f"{word}: {self.paint.bold(self.say(f'{key}_unexplained'))}"]
        unknown = self.diagnosis.unknown
        first = unknown.lines[0] if unknown is not None and unknown.lines else None
        lines.append(self._place(first))
        if unknown is not None and unknown.evidence:
            lines += self._excerpt(unknown.evidence, {})
        else:
            lines.append(self._remark("note", self.say("no_lines")))
        if self.diagnosis.also:
            lines.append(f"{self.say('also')}:")
            lines += [self._short(finding) for finding in self.diagnosis.also[:_MOST_ALSO]]
        lines += self._changes()
        lines += self._exit_code()
        if unknown is not None and unknown.nearest:
            nearest = ", ".join(f"`{name}`" for name in unknown.nearest)
            lines.append(self._remark("note", f"{self.say('nearest')}: {nearest}"))
        if first is not None and self.diagnosis.verdict == "failed":
            place = f"{visible(self.diagnosis.source.name)}:{first}"
            lines.append(self._remark("help", self.say("teach", name="NAME", place=place)))
        return lines

    def _place(self, line: int | None, root_step: int | None = None) -> str:
        """Return the line with log, line number and step."""
        place = visible(self.diagnosis.source.name) + (f":{line}" if line is not None else "")
        step = self.diagnosis.failed_step
        if root_step is not None and (step is None or step.number not in (None, root_step)):
            place += f" ({self.say('step')} {root_step})"
        elif step is not None:
            number = "" if step.number is None else f" {step.number}"
            if number and step.total is not None:
                number += f"/{step.total}"
            instruction = _cut(visible(step.instruction), _MOST_INSTRUCTION, self.paint.gap)
            words = f"{self.say('step')}{number}"
            if instruction:
                place += f" ({words}: {instruction})"
            elif number:
                place += f" ({words})"
        return f"{' ' * self.gutter}{self.paint.frame(self.paint.arrow)} {place}"

    def _excerpt(self, evidence: Sequence[Line], captures: dict[str, str]) -> list[str]:
        more = self.say("more_lines")
        return excerpt(evidence, captures, self.paint, self.surface.width, self.gutter, more)

    def _chain(self, root: Finding) -> list[str]:
        chain = self.diagnosis.chain
        if not chain:
            return []
        left_out = len(chain) - _MOST_CHAIN
        if left_out > 0:
            chain = (*chain[: _MOST_CHAIN - 2], *chain[-2:])
        lines = [f"{self.say('chain')}:"]
        for depth, finding in enumerate((root, *chain)):
            number = f"{finding.lines[0]:>{self.gutter}}" if finding.lines else " " * self.gutter
            arrow = f"{self.paint.leads_to} " if depth else " " * (len(self.paint.leads_to) + 1)
            message = _sentence(finding.message or finding.title)
            lines.append(
                f" {self.paint.frame(number)} {self.paint.frame(arrow)}"
                f"{message} {self.paint.quiet(f'[{finding.failure}]')}"
            )
        return lines

    def _short(self, finding: Finding) -> str:
        """Return a finding in one line."""
        word = Paint(self.surface, finding.severity).severity(
            f"{self.say(finding.severity)}[{finding.failure}]"
        )
        line = f" ({self.say('line')} {finding.lines[0]})" if finding.lines else ""
        return f"  {word}: {_sentence(finding.message or finding.title)}{line}"

    def _changes(self) -> list[str]:
        """Return what differs from the good log; loaded only where there is one."""
        if self.diagnosis.baseline is None:
            return []
        from envwright.render.changes import change_rows

        rows = [visible(row) for row in change_rows(self.diagnosis, self.lang)]
        if self.surface.unicode:
            return rows
        return [row.replace("→", "->").replace("…", self.paint.gap) for row in rows]

    def _remedies(self) -> list[str]:
        if not self.diagnosis.remedies:
            return []
        lines = [f"{self.say('remedies')}:"]
        for number, remedy in enumerate(self.diagnosis.remedies, 1):
            lines.append(f"  {number}. {visible(remedy.title)}{self._proof(remedy)}")
            if remedy.command:
                lines += [f"     $ {visible(row)}" for row in remedy.command.splitlines()]
            if remedy.edit is not None:
                lines += [f"     {visible(row)}" for row in remedy.edit.diff.splitlines()]
        return lines

    def _proof(self, remedy: Remedy) -> str:
        if remedy.verified is None:
            return ""
        return f" ({self.say(f'proved_{remedy.verified}')})"

    def _exit_code(self) -> list[str]:
        step = self.diagnosis.failed_step
        if step is None or step.exit_code is None:
            return []
        return [self._remark("note", self.say("exit_code", code=step.exit_code))]

    def _remark(self, word: str, text: str) -> str:
        mark = self.paint.frame("=")
        return f"{' ' * self.gutter}  {mark} {self.paint.bold(self.say(word))}: {text}"


def _sentence(text: str) -> str:
    return " ".join(visible(text.replace("\n", " ")).split())


def _cut(text: str, width: int, gap: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - len(gap)].rstrip() + gap
