"""A diagnosis in the form that was asked for: one file per form.

Renderers know `Diagnosis` and `Finding` and nothing else, and return text. A form is either written
log by log (`text`, `jsonl`) or as a whole (`json`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from envwright.facts import Diagnosis
    from envwright.settings import Surface

__all__ = ["FORMS", "render"]

FORMS = ("text", "json", "jsonl")


def render(
    diagnoses: Iterable[Diagnosis], form: str, surface: Surface, lang: str, several: bool
) -> Iterator[str]:
    """Yield the answer in pieces, each as soon as it can be written.

    `several` tells that more than one log was asked for, even if only one could be read.
    """
    if form == "jsonl":
        from envwright.render.json import render_json_line

        for diagnosis in diagnoses:
            yield render_json_line(diagnosis)
    elif form == "json":
        from envwright.render.json import render_json

        answers = list(diagnoses)
        if several or answers:
            yield render_json(answers, several or len(answers) > 1)
    else:
        from envwright.render.text import render_summary, render_text

        answered: list[Diagnosis] = []
        for diagnosis in diagnoses:
            if answered:
                yield "\n"
            yield render_text(diagnosis, surface, lang)
            answered.append(diagnosis)
        if len(answered) > 1:
            yield "\n" + render_summary(answered, lang)
