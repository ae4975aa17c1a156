"""A diagnosis as one HTML file that needs nothing else: cause first, the whole log below.

`findings` writes what was found, `log` the whole log, `markup` escapes. `report.css` and
`report.js` are put into the page; a policy in it forbids every other script and style, and every
request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.render.html.findings import Summary
from envwright.render.html.log import write_log
from envwright.render.html.markup import icon, sentence, text
from envwright.render.sentences import evidence_of, headline, sentence_of
from envwright.render.shown import legible, shortened
from envwright.render.words import report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    from envwright.facts import Diagnosis

__all__ = ["render_html"]

_WORDS = ("copied", "search_none", "search_count", "search_many")
_KEYS = (
    ("/", "key_search"),
    ("n", "key_next"),
    ("p", "key_previous"),
    ("e", "key_evidence"),
    ("w", "key_wrap"),
    ("t", "key_theme"),
    ("?", "key_help"),
    ("Esc", "key_close"),
)
_IN_MEMORY = 8 << 20


def render_html(diagnoses: Iterable[Diagnosis], lang: str = "en") -> Iterator[str]:
    """Yield the page in pieces; nothing where there is no log.

    The page of one log is yielded as it is written. That of several begins with an overview of all,
    so their parts wait in a temporary file.
    """
    import itertools

    answers = iter(diagnoses)
    first = next(answers, None)
    if first is None:
        return
    second = next(answers, None)
    if second is None:
        title = f"{report(lang, first.verdict)}: {headline(first, lang).replace('`', '')}"
        yield _head(title, lang, "log-L")
        yield "<main id=top>"
        yield from _log(first, lang, "L", 1)
    else:
        import tempfile

        with tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8") as store:
            overview = _store(itertools.chain((first, second), answers), store, lang)
            del first, second
            yield _head(report(lang, "title"), lang, "log1")
            yield f"<main id=top>{overview}"
            store.seek(0)
            while piece := store.read(1 << 20):
                yield piece
    yield _foot(lang)


def _log(diagnosis: Diagnosis, lang: str, prefix: str, level: int) -> Iterator[str]:
    """Yield the summary and the log of one log."""
    yield Summary(diagnosis, lang, prefix, level).written()
    yield from write_log(diagnosis, lang, prefix, level + 1)


def _store(diagnoses: Iterable[Diagnosis], store: IO[str], lang: str) -> str:
    """Write the parts of several logs to a file and return the overview of them."""
    rows = []
    for count, diagnosis in enumerate(diagnoses, 1):
        name = text(diagnosis.source.name)
        store.write(f'<article id="log{count}" aria-label="{name}">')
        store.writelines(_log(diagnosis, lang, f"L{count}-", 2))
        store.write("</article>\n")
        root = diagnosis.root_cause
        said = sentence_of(root) if root is not None else headline(diagnosis, lang)
        evidence = evidence_of(diagnosis)
        line = f":{evidence[0].number}" if evidence and root is not None else ""
        rows.append(
            f"<tr class={diagnosis.verdict}><td>{icon(diagnosis.verdict)} "
            f"{text(report(lang, diagnosis.verdict))}</td>"
            f'<td><a href="#log{count}">{name}{line}</a></td>'
            f"<td>{sentence(shortened(legible(said), 300))}</td></tr>"
        )
    heads = "".join(
        f"<th scope=col>{text(report(lang, key))}</th>"
        for key in ("verdict", "log_name", "finding")
    )
    return (
        f"<section class=overview><h1>{text(report(lang, 'title'))}</h1><table>"
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></section>"
    )


def _head(title: str, lang: str, log: str) -> str:
    from envwright import __version__

    style, script = _asset("report.css"), _asset("report.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<meta name="generator" content="envwright {__version__}">\n'
        f"<title>{text(shortened(title, 160))}</title>\n<style>{style}</style>\n</head>\n"
        f'<body data-words="{text(_words(lang))}">\n{_bar(lang, log)}\n'
    )


def _words(lang: str) -> str:
    """Return what the script says, as JSON."""
    from json import dumps

    return dumps({key: report(lang, key) for key in _WORDS}, ensure_ascii=False)


def _bar(lang: str, log: str) -> str:
    """Return the bar that stays above: the tools in it work with the script only."""

    def word(key: str) -> str:
        return text(report(lang, key))

    def button(name: str, key: str, label: str, shown: str) -> str:
        title = f"{word(key)} ({label})" if label else word(key)
        return (
            f'<button type=button id="{name}" title="{title}" aria-label="{title}">{shown}</button>'
        )

    return (
        f'<a class=skip href="#{log}">{word("skip")}</a>'
        f'<header><a class=brand href="#top">envwright</a>'
        f"<div class=tools id=tools hidden role=search>"
        f'<input type=search id=query aria-label="{word("search")}" '
        f'placeholder="{word("search_hint")}  /" autocomplete=off spellcheck=false>'
        f"<span id=count role=status></span>"
        + button("previous", "previous", "p", "↑")
        + button("next", "next", "n", "↓")
        + f'<button type=button id=evidence title="{word("next_evidence")} (e)">'
        + f"{word('next_evidence')}</button>"
        + f"<button type=button id=open>{word('open_all')}</button>"
        + f"<button type=button id=close>{word('close_all')}</button>"
        + f"<button type=button id=wrap aria-pressed=true>{word('wrap')}</button>"
        + button("theme", "theme", "t", icon("moon"))
        + button("keys", "shortcuts", "?", icon("keys"))
        + "</div></header>"
    )


def _foot(lang: str) -> str:
    from envwright import __version__

    def word(key: str, **values: object) -> str:
        return text(report(lang, key, **values))

    rows = "".join(f"<dt><kbd>{key}</kbd></dt><dd>{word(name)}</dd>" for key, name in _KEYS)
    return (
        f"</main>\n<footer>{word('made_by', version=__version__)}</footer>\n"
        f"<dialog id=help aria-labelledby=help-title><h2 id=help-title>{word('shortcuts')}</h2>"
        f"<dl>{rows}</dl>"
        f"<p><label><input type=checkbox id=single checked> {word('keys_on')}</label></p>"
        f"<button type=button id=leave>{word('close')}</button></dialog>\n"
        f"<script>{_asset('report.js')}</script>\n</body>\n</html>\n"
    )


def _asset(name: str) -> str:
    """Return a file beside this one."""
    import os

    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        return file.read()


def _hash(content: str) -> str:
    from base64 import b64encode
    from hashlib import sha256

    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"
