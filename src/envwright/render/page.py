"""A page of the catalogue for people, on a terminal or in a pipe."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from envwright.logs.normalising import without_escapes
from envwright.render.paint import Paint
from envwright.render.shown import visible
from envwright.render.words import say

if TYPE_CHECKING:
    from envwright.settings import Surface

__all__ = ["render_page"]

_WIDEST = 96
"""Columns of prose: longer lines are hard to read."""


def render_page(page: dict[str, Any], surface: Surface, lang: str = "en") -> str:
    """Return the page as text, ended by a line feed."""
    paint = Paint(surface, page["severity"])
    width = min(surface.width, _WIDEST)
    word = paint.severity(f"{say(lang, page['severity'])}[{page['failure']}]")
    rows = [f"{word}: {paint.bold(page['title'])}", ""]
    rows += [
        f"  {say(lang, 'family')}: {page['family']}",
        f"  {say(lang, 'role')}: {say(lang, 'role_' + page['role'])}",
        f"  {say(lang, 'blame')}: {say(lang, 'blame_' + page['blame'])}",
    ]
    rows += _section(say(lang, "why"), _prose(page["why"], width, ""), paint)
    remedies: list[str] = []
    for number, remedy in enumerate(page["remedies"], 1):
        remedies += [*([""] if number > 1 else []), f"{number}. {remedy['title']}"]
        if remedy["command"]:
            remedies += [f"     $ {row}" for row in remedy["command"].splitlines()]
        remedies += _prose(remedy["how"], width, "   ")
    rows += _section(say(lang, "how"), remedies, paint)
    examples: list[str] = []
    for example in page["examples"][:3]:
        examples += [f"  {paint.quiet(example['provenance'])}"] if example["provenance"] else []
        for number, line in enumerate(example["log"].splitlines(), 1):
            mark = paint.marks(">") if number == example["line"] else " "
            examples.append(f"  {mark} {visible(_uncoloured(line))}".rstrip())
        examples.append("")
    rows += _section(say(lang, "seen"), examples[:-1], paint)
    rows += _section(say(lang, "sources"), page["sources"].splitlines(), paint)
    return "\n".join(rows) + "\n"


def _uncoloured(line: str) -> str:
    return without_escapes(line.encode()).decode()


def _section(title: str, rows: list[str], paint: Paint) -> list[str]:
    if not any(row.strip() for row in rows):
        return []
    return ["", paint.bold(title), *rows]


def _prose(text: str, width: int, indent: str) -> list[str]:
    """Return Markdown wrapped to a width; code, lists and tables as they are."""
    rows: list[str] = []
    fence = ""
    paragraph: list[str] = []

    def end_paragraph() -> None:
        if paragraph:
            rows.extend(
                textwrap.wrap(
                    " ".join(paragraph), width, initial_indent=indent, subsequent_indent=indent,
                    break_long_words=False, break_on_hyphens=False,
                )
            )  # fmt: skip
            paragraph.clear()

    for line in text.splitlines():
        bare = line.strip()
        if fence:
            if bare == fence:
                fence = ""
            else:
                rows.append(f"{indent}    {line}".rstrip())
            continue
        ticks = len(bare) - len(bare.lstrip("`"))
        if ticks >= 3:
            end_paragraph()
            fence = "`" * ticks
        elif not bare or bare[0] in "-*|>" or line[:2] == "  ":
            end_paragraph()
            rows.append(f"{indent}{line}".rstrip())
        else:
            paragraph.append(bare)
    end_paragraph()
    while rows and not rows[-1]:
        rows.pop()
    while rows and not rows[0]:
        rows.pop(0)
    return rows
