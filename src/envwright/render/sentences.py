"""What every form says in the same words: the headline, where it happened, what to know besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.render.excerpt import kind_of
from envwright.render.shown import legible, shortened
from envwright.render.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envwright.facts import Diagnosis, Finding, Line

__all__ = [
    "docs_address",
    "evidence_of",
    "headline",
    "in_log_order",
    "notes",
    "one_line",
    "parts",
    "sentence_of",
    "severity_of",
    "step_words",
]

_SURE = 0.9
_RATHER_SURE = 0.6
_DOCS = "https://envwright.readthedocs.io/{lang}/latest/failures/{failure}/"
_OWN = "local-"


def docs_address(failure: str, lang: str) -> str | None:
    """Return where a failure's page is published; None for pages of your own."""
    return None if failure.startswith(_OWN) else _DOCS.format(lang=lang, failure=failure)


def one_line(text: str) -> str:
    """Return a text of the log or of a page on one line, with nothing unseen in it."""
    return " ".join(legible(text.replace("\n", " ")).split())


def sentence_of(finding: Finding) -> str:
    """Return what a finding says here, on one line."""
    return one_line(finding.message or finding.title)


def headline(diagnosis: Diagnosis, lang: str) -> str:
    """Return what one log says, as a sentence without its stop."""
    if diagnosis.verdict == "succeeded":
        return say(lang, "succeeded_with" if diagnosis.also else "succeeded")
    if diagnosis.root_cause is not None:
        return sentence_of(diagnosis.root_cause)
    return say(lang, f"{diagnosis.verdict}_unexplained")


def severity_of(diagnosis: Diagnosis) -> str:
    """Return `error`, `warning` or `advice` for a log as a whole."""
    if diagnosis.root_cause is not None:
        return diagnosis.root_cause.severity
    if diagnosis.verdict == "succeeded":
        return "advice"
    return "error" if diagnosis.verdict == "failed" else "warning"


def evidence_of(diagnosis: Diagnosis) -> tuple[Line, ...]:
    """Return the lines that a report shows first, the decisive one first."""
    if diagnosis.root_cause is not None:
        return diagnosis.root_cause.evidence
    return diagnosis.unknown.evidence if diagnosis.unknown is not None else ()


def in_log_order(lines: tuple[Line, ...], most: int) -> list[Line]:
    """Return at most so many lines in order, the first one given among them.

    Of lines that differ in digits only, such as retries, the first stands for all.
    """
    chosen: dict[int, Line] = {}
    kinds: set[str] = set()
    for line in lines:
        kind = kind_of(line.text)
        if len(chosen) < most and kind not in kinds:
            chosen.setdefault(line.number, line)
            kinds.add(kind)
    return [chosen[number] for number in sorted(chosen)]


def step_words(diagnosis: Diagnosis, lang: str, most: int = 160) -> str:
    """Return `step 5/9: RUN …` for the failed step, empty where none is known."""
    step = diagnosis.failed_step
    if step is None:
        return ""
    words = say(lang, "step")
    if step.number is not None:
        words += f" {step.number}" + (f"/{step.total}" if step.total is not None else "")
    elif not step.instruction:
        return ""
    return f"{words}: {shortened(legible(step.instruction), most)}" if step.instruction else words


def notes(diagnosis: Diagnosis, lang: str) -> list[str]:
    """Return what is to be known besides: how sure it is, where the build stopped, exit code."""
    said = []
    root, step = diagnosis.root_cause, diagnosis.failed_step
    if diagnosis.verdict == "incomplete" and root is not None:
        said.append(say(lang, "incomplete_explained"))
    stopped = step.number if step is not None else None
    if root is not None and None not in (root.step, stopped) and root.step != stopped:
        said.append(say(lang, "root_elsewhere", step=stopped, root=root.step))
    if root is not None and root.confidence < _SURE:
        key = "rather_sure" if root.confidence >= _RATHER_SURE else "unsure"
        said.append(say(lang, key, confidence=f"{root.confidence:.2f}"))
    if root is None and step is not None and step.exit_code is not None:
        said.append(say(lang, "exit_code", code=step.exit_code))
    return said


def parts(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the parts of a sentence: whether it stood in backquotes, and the text without them."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:  # one backquote too many: the last is a character like others
        pieces[-2:] = [f"{pieces[-2]}`{pieces[-1]}"]
    for position, piece in enumerate(pieces):
        if piece:
            yield position % 2 == 1, piece
