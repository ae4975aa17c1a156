"""Markdown as forges read it, made ready for Python-Markdown, which wants more blank lines."""

from __future__ import annotations

import html
import re

__all__ = ["fenced", "in_cells", "linked", "spaced"]

_FENCE = re.compile(r"\s*(`{3,})")
_ITEM = re.compile(r"\s*(?:[-*]|\d+\.) ")
_URL = re.compile(r"(?<![<(\[`\"'])\bhttps?://[^\s<>`\"')\]]*[^\s<>`\"')\].,;:]")


def fenced(text: str, language: str, options: str = "") -> str:
    """Return a block of code; its fence is longer than any in the text."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    head = f"{fence} {{ .{language} {options} }}" if options else f"{fence}{language}"
    return f"{head}\n{text}\n{fence}"


def in_cells(line: str) -> str:
    """Return a row of a table whose code holds bars: forges want a backslash before them."""
    if not line.startswith("|"):
        return line
    return re.sub(
        r"`([^`]*\\\|[^`]*)`",
        lambda found: f"<code>{html.escape(found[1]).replace(chr(92) + '|', '&#124;')}</code>",
        line,
    )


def linked(text: str) -> str:
    """Return a text whose bare addresses are links; code stays as it is."""
    pieces = re.split(r"(`[^`\n]*`)", text)
    pieces[::2] = [_URL.sub(lambda found: f"<{found[0]}>", piece) for piece in pieces[::2]]
    return "".join(pieces)


def spaced(text: str) -> str:
    """Return a text with blank lines around its fences and before its lists."""
    rows: list[str] = []
    fence = ""
    for line in text.strip("\n").splitlines():
        opening = _FENCE.match(line)
        if fence:
            rows.append(line)
            if line.strip() == fence:
                fence = ""
                rows.append("")
            continue
        starts_list = bool(_ITEM.match(line)) and bool(rows) and not _ITEM.match(rows[-1])
        if opening or (starts_list and not rows[-1].startswith(" ")):
            rows.append("")
        rows.append(line)
        fence = opening[1] if opening else ""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip("\n")
