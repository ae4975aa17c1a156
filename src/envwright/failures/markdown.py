"""The Markdown subset that catalogue pages use: headings, fenced blocks, comments, prose."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Block", "blocks"]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a page."""

    kind: str
    """`heading`, `fence`, `comment` or `text`."""
    text: str
    """A heading without its marks, a fence's body, a comment's body, or prose."""
    line: int
    """1-based line of the page where the text starts (a fence: its first body line)."""
    level: int = 0
    """Heading level; 0 for anything else."""
    info: str = ""
    """A fence's info string, e.g. `toml failure`."""


def blocks(text: str) -> list[Block]:
    """Return the blocks of a page in order; headings inside fences are text of the fence."""
    found: list[Block] = []
    prose: list[str] = []
    prose_line = 1
    lines = text.splitlines()
    position = 0

    def flush() -> None:
        body = "\n".join(prose).strip("\n")
        if body.strip():
            found.append(Block("text", body, prose_line))
        prose.clear()

    while position < len(lines):
        line = lines[position]
        number = position + 1
        fence = _fence(line)
        if fence is not None:
            flush()
            mark, info = fence
            end = position + 1
            while end < len(lines) and not _closes(lines[end], mark):
                end += 1
            found.append(
                Block("fence", "\n".join(lines[position + 1 : end]), number + 1, info=info)
            )
            position = end + 1
            continue
        stripped = line.strip()
        if stripped.startswith("<!--"):
            flush()
            end = position
            while end < len(lines) - 1 and "-->" not in lines[end]:
                end += 1
            body = "\n".join(lines[position : end + 1]).strip()
            found.append(
                Block("comment", body.removeprefix("<!--").removesuffix("-->").strip(), number)
            )
            position = end + 1
            continue
        marks = len(line) - len(line.lstrip("#"))
        if 0 < marks <= 6 and line[marks : marks + 1] == " ":
            flush()
            found.append(Block("heading", line[marks:].strip(), number, level=marks))
        elif prose or stripped:
            if not prose:
                prose_line = number
            prose.append(line)
        position += 1
    flush()
    return found


def _fence(line: str) -> tuple[str, str] | None:
    """Return the fence's mark and info string, or None for any other line."""
    if not line.startswith(("```", "~~~")):
        return None
    mark = line[0] * (len(line) - len(line.lstrip(line[0])))
    return mark, line[len(mark) :].strip()


def _closes(line: str, mark: str) -> bool:
    stripped = line.rstrip()
    return len(stripped) >= len(mark) and stripped == mark[0] * len(stripped)
