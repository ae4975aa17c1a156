"""Secrets out of text, before it is kept, shown or sent.

A secret is replaced by `[redacted:KIND]`; the rest of the text stays readable, and redacting twice
changes nothing. What is recognised is a table in
`shapes`: a shape is tried only where one
of its literals stands in the text, and its pattern is compiled then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.redaction.context import is_placeholder
from envwright.redaction.shapes import SHAPES

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from envwright.facts import Diagnosis, Finding, Line, Remedy
    from envwright.redaction.tokens import Shape

__all__ = ["redact", "redact_diagnosis"]

_LINE_LENGTHS = (64, 70, 72, 76)
"""Lengths of the lines of a PEM block: OpenSSL, OpenSSH, GnuPG and MIME."""
_SHORTEST_SHARED = 6
"""A value shorter than this is not looked for in other texts: it would hit ordinary words."""

_MOST_ROUNDS = 8

_compiled: dict[str, re.Pattern[str]] = {}


def redact(text: str) -> str:
    """Return the text with every secret replaced by `[redacted:KIND]`."""
    return _redact(text, _shapes_in(text), None)


def redact_diagnosis(diagnosis: Diagnosis) -> Diagnosis:
    """Return the diagnosis with no secret in any of its texts.

    A value that a line shows to be a secret is removed wherever else it stands, in a capture for
    instance, where nothing around it would tell.
    """
    texts = _texts_of(diagnosis)
    shapes = _shapes_in("\n".join(texts))
    if not shapes and not any(_is_key_line(text) for text in texts):
        return diagnosis
    secrets: dict[str, str] = {}
    for text in texts:
        _redact(text, shapes, secrets)
    shared = sorted(
        ((value, mark) for value, mark in secrets.items() if len(value) >= _SHORTEST_SHARED),
        key=lambda item: -len(item[0]),
    )

    def clean(text: str) -> str:
        cleaned = _redact(text, shapes, None)
        for value, mark in shared:
            if value in cleaned:
                cleaned = cleaned.replace(value, mark)
        return cleaned

    return _rebuilt(diagnosis, clean)


def _shapes_in(text: str) -> list[Shape]:
    """Return the shapes that have a literal in the text: the cheap look before any pattern."""
    lowered = text.lower()
    return [shape for shape in SHAPES if any(literal in lowered for literal in shape.literals)]


def _redact(text: str, shapes: list[Shape], secrets: dict[str, str] | None) -> str:
    """Return the text redacted; `secrets` collects the values removed with their marks."""
    for shape in shapes:
        pattern = _compiled.get(shape.pattern)
        if pattern is None:
            import re

            pattern = _compiled[shape.pattern] = re.compile(shape.pattern)
        replace = _replacing(shape, secrets)
        for _ in range(_MOST_ROUNDS):
            # One context may stand before several secrets, and a round takes the first of them.
            before, text = text, pattern.sub(replace, text)
            if text == before:
                break
    if len(text) >= _LINE_LENGTHS[0]:
        text = "\n".join(
            _without_key_line(line) if _is_key_line(line) else line for line in text.split("\n")
        )
    return text


def _replacing(shape: Shape, secrets: dict[str, str] | None) -> Callable[[re.Match[str]], str]:
    mark = f"[redacted:{shape.kind}]"

    def replace(match: re.Match[str]) -> str:
        whole = match.group()
        start, end = _place_of_secret(match)
        secret = match.string[start:end]
        if shape.contextual:
            secret = _without_punctuation(secret)
            end = start + len(secret)
        if not secret or is_placeholder(secret) or _touches_mark(match, secret):
            return whole
        if shape.keeps is not None and shape.keeps(match, secret):
            return whole
        if secrets is not None:
            secrets[secret] = mark
        return whole[: start - match.start()] + mark + whole[end - match.start() :]

    return replace


def _place_of_secret(match: re.Match[str]) -> tuple[int, int]:
    """Return where the value to remove stands: a group `secret…`, else the whole match."""
    for name, value in match.groupdict().items():
        if value is not None and name.startswith("secret"):
            return match.span(name)
    return match.span()


def _without_punctuation(value: str) -> str:
    """Return the value without what only closes the sentence or bracket around it."""
    closing = ",.:)}" if "[" in value else ",.:)}]"
    return value.rstrip(closing)


def _touches_mark(match: re.Match[str], secret: str) -> bool:
    """Tell whether a value has been removed already, or the match starts within a mark."""
    if secret.startswith("[redacted:"):
        return True
    opened = match.string.rfind("[redacted:", max(0, match.start() - 40), match.start() + 1)
    return opened >= 0 and match.string.find("]", opened) >= match.start()


def _is_key_line(line: str) -> bool:
    """Tell whether a line is one line out of a PEM block, seen without the lines around it."""
    word = line.rpartition(" ")[2].strip("\"',\r\\n")
    return (
        len(word) in _LINE_LENGTHS
        and word[0] != "/"
        and word.isascii()
        and word.rstrip("=").replace("+", "").replace("/", "").isalnum()
        and any(character.isupper() for character in word)
        and any(character.islower() for character in word)
        and any(character.isdigit() for character in word)
    )


def _without_key_line(line: str) -> str:
    before, blank, _ = line.rpartition(" ")
    return f"{before}{blank}[redacted:private-key]"


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
