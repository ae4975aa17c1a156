"""Secrets out of text, before it is kept, shown or sent.

A secret is replaced by `[redacted:KIND]`; the rest of the text stays readable, and redacting twice
changes nothing. What is recognised is a table in `shapes`: a shape is tried only where one of its
literals stands in the text, and its pattern is compiled then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.redaction.removal import is_key_line, remove, shapes_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from envwright.facts import Diagnosis, Finding, Line, Remedy, Transcript

__all__ = ["redact", "redact_diagnosis"]

_SHORTEST_SHARED = 6
"""A value shorter than this is not looked for in other texts: it would hit ordinary words."""


def redact(text: str) -> str:
    """Return the text with every secret replaced by `[redacted:KIND]`."""
    return remove(text, shapes_in(text), None)


def redact_diagnosis(diagnosis: Diagnosis) -> Diagnosis:
    """Return the diagnosis with no secret in any of its texts.

    A value that a line shows to be a secret is removed wherever else it stands, in a capture for
    instance, where nothing around it would tell.
    """
    secrets: dict[str, str] = {}
    transcript = diagnosis.transcript
    if transcript is not None:
        transcript = _redact_transcript(transcript, secrets)
    texts = _texts_of(diagnosis)
    if transcript is not None:
        texts += [section.step.instruction for section in transcript.sections if section.step]
    shapes = shapes_in("\n".join(texts))
    if not shapes and not secrets and not any(is_key_line(text) for text in texts):
        return diagnosis
    for text in texts:
        remove(text, shapes, secrets)
    shared = _shared(secrets)

    def clean(text: str) -> str:
        return _without(remove(text, shapes, None), shared)

    if transcript is not None:
        transcript = _map_lines(transcript, lambda texts: _without_all(texts, shared))
        transcript = _map_steps(transcript, clean)
    return _rebuilt(diagnosis, clean)._replace(transcript=transcript)


def _shared(secrets: dict[str, str]) -> list[tuple[str, str]]:
    """Return the values to look for in other texts, the longest first."""
    return sorted(
        ((value, mark) for value, mark in secrets.items() if len(value) >= _SHORTEST_SHARED),
        key=lambda item: -len(item[0]),
    )


def _without(text: str, shared: list[tuple[str, str]]) -> str:
    for value, mark in shared:
        if value in text:
            text = text.replace(value, mark)
    return text


def _without_all(texts: list[str], shared: list[tuple[str, str]]) -> list[str]:
    """Return texts of one line each without the values."""
    return _without("\n".join(texts), [item for item in shared if "\n" not in item[0]]).split("\n")


def _redact_transcript(transcript: Transcript, secrets: dict[str, str]) -> Transcript:
    from envwright.redaction.lines import redact_lines

    return _map_lines(transcript, lambda texts: redact_lines(texts, secrets))


def _map_lines(transcript: Transcript, clean: Callable[[list[str]], list[str]]) -> Transcript:
    """Return the transcript with the texts of each section passed through `clean`."""
    sections = []
    for section in transcript.sections:
        texts = [line.text for line in section.lines]
        cleaned = clean(texts) if texts else texts
        lines = section.lines
        if cleaned != texts:
            lines = tuple(
                line if line.text == text else line._replace(text=text)
                for line, text in zip(lines, cleaned, strict=True)
            )
        sections.append(section._replace(lines=lines))
    return transcript._replace(sections=tuple(sections))


def _map_steps(transcript: Transcript, clean: Callable[[str], str]) -> Transcript:
    """Return the transcript with the instructions of its steps passed through `clean`."""
    sections = tuple(
        section
        if section.step is None
        else section._replace(
            step=section.step._replace(instruction=clean(section.step.instruction))
        )
        for section in transcript.sections
    )
    return transcript._replace(sections=sections)


def _texts_of(diagnosis: Diagnosis) -> list[str]:
    texts: list[str] = []

    def note(text: str) -> str:
        texts.append(text)
        return text

    _rebuilt(diagnosis, note)
    return texts


def _rebuilt(diagnosis: Diagnosis, clean: Callable[[str], str]) -> Diagnosis:
    """Return the diagnosis with every free text passed through `clean`."""

    def line(value: Line) -> Line:
        return value._replace(text=clean(value.text))

    def finding(value: Finding) -> Finding:
        return value._replace(
            message=clean(value.message),
            subject=None if value.subject is None else clean(value.subject),
            captures={name: clean(capture) for name, capture in value.captures.items()},
            evidence=tuple(line(item) for item in value.evidence),
        )

    def remedy(value: Remedy) -> Remedy:
        edit = value.edit
        return value._replace(
            title=clean(value.title),
            command=None if value.command is None else clean(value.command),
            edit=None if edit is None else edit._replace(diff=clean(edit.diff)),
        )

    step, unknown = diagnosis.failed_step, diagnosis.unknown
    return diagnosis._replace(
        source=diagnosis.source._replace(name=clean(diagnosis.source.name)),
        root_cause=None if diagnosis.root_cause is None else finding(diagnosis.root_cause),
        chain=tuple(finding(item) for item in diagnosis.chain),
        also=tuple(finding(item) for item in diagnosis.also),
        unknown=None
        if unknown is None
        else unknown._replace(evidence=tuple(line(item) for item in unknown.evidence)),
        failed_step=None if step is None else step._replace(instruction=clean(step.instruction)),
        remedies=tuple(remedy(item) for item in diagnosis.remedies),
        changes=tuple(
            change._replace(
                name=clean(change.name),
                before=None if change.before is None else clean(change.before),
                after=None if change.after is None else clean(change.after),
            )
            for change in diagnosis.changes
        ),
        baseline=None
        if diagnosis.baseline is None
        else diagnosis.baseline._replace(name=clean(diagnosis.baseline.name)),
    )
