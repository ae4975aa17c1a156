"""A diagnosis in the form that was asked for: one file per form.

Renderers know `Diagnosis` and `Finding` and nothing else, and return text. A form is either written
log by log (`text`, `jsonl`, `github`) or as a whole (`json`, `sarif`, `markdown`, `html`). All but
`html` show a few lines of the log; that one shows the transcript a diagnosis carries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from envwright.facts import Diagnosis
    from envwright.settings import Surface

__all__ = ["FORMS", "render"]

FORMS = ("text", "json", "jsonl", "sarif", "html", "markdown", "github")


def render(
    diagnoses: Iterable[Diagnosis],
    form: str,
    surface: Surface,
    lang: str,
    several: bool,
    folder: str = "",
) -> Iterator[str]:
    """Yield the answer in pieces, each as soon as it can be written.

    `several` tells that more than one log was asked for, even if only one could be read; `folder`
    is the absolute path that logs are named relative to where an answer is read elsewhere.
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
    elif form == "github":
        from envwright.render.github import render_github

        for diagnosis in diagnoses:
            yield render_github(diagnosis, lang, folder)
    elif form == "sarif":
        from envwright.render.sarif import render_sarif

        yield render_sarif(diagnoses, lang, folder)
    elif form == "markdown":
        from envwright.render.markdown import render_markdown

        answers = [_named_from(folder, diagnosis) for diagnosis in diagnoses]
        if answers:
            yield render_markdown(answers, lang)
    elif form == "html":
        from envwright.render.html import render_html

        yield from render_html((_named_from(folder, one) for one in diagnoses), lang)
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


def _named_from(folder: str, diagnosis: Diagnosis) -> Diagnosis:
    """Return the diagnosis of a log on this machine under a name for readers elsewhere."""
    from envwright.render.places import relative_path

    source = diagnosis.source
    if not folder or not source.name.startswith("/"):
        return diagnosis
    return diagnosis._replace(source=source._replace(name=relative_path(source.name, folder)))
