"""HTML out of text: everything is escaped, nothing of a log or page is ever taken for markup."""

from __future__ import annotations

import re
from html import escape

from envwright.render.sentences import parts
from envwright.render.shown import legible

__all__ = ["icon", "marked", "number", "prose", "rows_of", "sentence", "text"]

_LINK = re.compile(r"\[([^\[\]]+)\]\((https://[^\s()<>\"']+)\)|<(https://[^\s<>\"']+)>")
_DISC = "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Z"
_ICONS = {
    "failed": _DISC + "m2.6 10.6L8 9l-2.6 2.6-1-1L7 8 4.4 5.4l1-1L8 7l2.6-2.6 1 1L9 8l2.6 2.6-1 1Z",
    "succeeded": _DISC + "m-1.1 10L3.6 7.8l1-1 2.3 2.2 4.5-4.5 1 1L6.9 11Z",
    "incomplete": _DISC + "m-.8 3h1.6v5H7.2V4Zm0 6.4h1.6V12H7.2v-1.6Z",
    "down": "M7.2 1h1.6v10.6l3.6-3.6 1.1 1.1L8 14.7 2.5 9.1 3.6 8l3.6 3.6V1Z",
    "moon": "M6.2 1.2a6.2 6.2 0 0 0 8.6 8.6A7 7 0 1 1 6.2 1.2Z",
    "keys": "M2 3h12a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H2a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1Z"
    "m1 2v1.5h1.5V5H3Zm2.8 0v1.5h1.5V5H5.8Zm2.9 0v1.5h1.5V5H8.7Zm2.8 0v1.5H13V5h-1.5Z"
    "M4 9.5V11h8V9.5H4Z",
}
_THOUSANDS = {"en": ",", "es": "\u202f"}


def text(value: str) -> str:
    """Return a text escaped for content and attributes, with what can't be seen made visible."""
    return escape(legible(value))


def number(value: int, lang: str) -> str:
    """Return a count as people write it."""
    return f"{value:,}".replace(",", _THOUSANDS[lang])


def icon(name: str) -> str:
    """Return a drawing that only decorates."""
    return f'<svg class=i viewBox="0 0 16 16" aria-hidden=true><path d="{_ICONS[name]}"/></svg>'


def sentence(value: str) -> str:
    """Return a sentence: what stands in backquotes as code, the rest as text."""
    return "".join(
        f"<code>{text(part)}</code>" if is_code else text(part) for is_code, part in parts(value)
    )


def marked(value: str, spans: list[tuple[int, int]]) -> str:
    """Return a line with some spans of it marked."""
    pieces, before = [], 0
    for first, last in spans:
        pieces += [text(value[before:first]), f"<mark>{text(value[first:last])}</mark>"]
        before = last
    return "".join([*pieces, text(value[before:])])


def prose(markdown: str) -> str:
    """Return the Markdown of a page: paragraphs, lists, fences, code, links; the rest as text."""
    written: list[str] = []
    paragraph: list[str] = []
    items: list[str] = []
    rows = iter(markdown.splitlines())

    def end() -> None:
        if paragraph:
            written.append(f"<p>{_inline(' '.join(paragraph))}</p>")
            paragraph.clear()
        if items:
            written.append(f"<ul>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</ul>")
            items.clear()

    for row in rows:
        bare = row.strip()
        ticks = len(bare) - len(bare.lstrip("`"))
        if ticks >= 3:
            end()
            code: list[str] = []
            for inner in rows:
                if inner.strip() == "`" * ticks:
                    break
                code.append(inner)
            written.append(f"<pre><code>{rows_of(code)}</code></pre>")
        elif bare.startswith(("- ", "* ")):
            if paragraph:
                end()
            items.append(bare[2:])
        elif not bare:
            end()
        elif items:
            items[-1] += f" {bare}"
        else:
            paragraph.append(bare)
    end()
    return "".join(written)


def rows_of(rows: list[str]) -> str:
    """Return rows of code, joined by line feeds."""
    return "\n".join(text(row) for row in rows)


def _inline(value: str) -> str:
    """Return a paragraph with code, bold words and links."""
    return "".join(
        f"<code>{text(part)}</code>" if is_code else _linked(part) for is_code, part in parts(value)
    )


def _linked(value: str) -> str:
    written, before = [], 0
    for found in _LINK.finditer(value):
        address = found.group(2) or found.group(3)
        name = found.group(1) or address
        written += [
            _bold(value[before : found.start()]),
            f'<a href="{text(address)}" rel="noreferrer">{text(name)}</a>',
        ]
        before = found.end()
    return "".join([*written, _bold(value[before:])])


def _bold(value: str) -> str:
    pieces = value.split("**")
    return "".join(
        f"<strong>{text(piece)}</strong>" if place % 2 and place < len(pieces) - 1 else text(piece)
        for place, piece in enumerate(pieces)
    )
