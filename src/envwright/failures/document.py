"""A Markdown page taken apart: its parts by name, and every problem found in it.

Both a failure's own page and its translations are read through this.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from envwright.failures.markdown import Block, blocks
from envwright.failures.page import Problem, fault

if TYPE_CHECKING:
    from envwright.messages import Phrase

__all__ = ["Document", "first_sentence"]


class Document:
    """Collects the parts and problems of one page."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.blocks = blocks(text)
        self.data_block = next(
            (
                block
                for block in self.blocks
                if block.kind == "fence" and block.info == "toml failure"
            ),
            None,
        )
        self.data: dict[str, Any] = {}

    def problem(self, line: int, wrong: Phrase) -> None:
        """Note something wrong with the page."""
        self.problems.append(Problem(self.path, line, wrong))

    def line_of(self, key: str, value: str = "") -> int:
        """Return the line of the page where the failure block names a key."""
        if self.data_block is None:
            return 1
        fallback = self.data_block.line
        for offset, line in enumerate(self.data_block.text.splitlines()):
            if key in line:
                if value and value not in line:
                    fallback = self.data_block.line + offset
                    continue
                return self.data_block.line + offset
        return fallback

    def toml(self, block: Block) -> dict[str, Any]:
        """Return what a toml block says; nothing where it cannot be read, which is noted."""
        try:
            return tomllib.loads(block.text)
        except tomllib.TOMLDecodeError as error:
            line = block.line
            words = str(error)
            if "at line " in words:
                line += int(words.split("at line ")[1].split(",")[0]) - 1
            self.problem(line, fault("toml-unreadable", reason=words))
        except (ValueError, RecursionError) as error:  # a number or a nesting of thousands
            self.problem(block.line, fault("toml-unreadable", reason=str(error)))
        return {}

    def page_id(self) -> str | None:
        """Return the id in the first heading; None where the page starts otherwise."""
        first = self.blocks[0] if self.blocks else None
        if first is None or first.kind != "heading" or first.level != 1:
            self.problem(1, fault("id-missing"))
            return None
        return first.text

    def title(self) -> str:
        """Return the sentence under the id, without its full stop."""
        second = self.blocks[1] if len(self.blocks) > 1 else None
        if second is None or second.kind != "text":
            self.problem(2, fault("title-missing"))
            return ""
        title = " ".join(second.text.split("\n\n")[0].split())
        if not title.endswith("."):
            self.problem(second.line, fault("title-without-stop"))
        return title.rstrip(".")

    def check_sections(self, sections: tuple[str, ...]) -> None:
        """Note sections that are missing, and those that no such page has."""
        headings = [block for block in self.blocks if block.kind == "heading" and block.level == 2]
        titles = {block.text for block in headings}
        for section in sections:
            if section not in titles:
                self.problem(1, fault("section-missing", section=section))
        for block in headings:
            if block.text not in sections:
                self.problem(block.line, fault("section-unknown", section=block.text))

    def subsections(self, section: str) -> list[tuple[Block, str]]:
        """Return the `###` headings of a section with their text, fences put back."""
        found: list[tuple[Block, list[str]]] = []
        inside = False
        for block in self.blocks:
            if block.kind == "heading" and block.level <= 2:
                inside = block.text == section
            elif inside and block.kind == "heading" and block.level == 3:
                found.append((block, []))
            elif inside and found:
                found[-1][1].append(_as_text(block))
        return [(heading, "\n\n".join(texts)) for heading, texts in found]

    def prose(self, section: str) -> str:
        """Return the text of a section, fences put back."""
        texts = []
        inside = False
        for block in self.blocks:
            if block.kind == "heading" and block.level <= 2:
                inside = block.text == section
            elif inside:
                texts.append(_as_text(block))
        return "\n\n".join(texts)


def first_sentence(text: str) -> tuple[str, str]:
    """Return the first sentence without its full stop or colon, and the rest; code is not cut."""
    first, separator, rest = text.partition("\n")
    quoted = False
    for position, character in enumerate(first):
        if character == "`":
            quoted = not quoted
        elif quoted or character not in ".:":
            continue
        elif first[position + 1 : position + 2] in ("", " "):
            return first[:position], (first[position + 1 :] + separator + rest).strip()
    return first.rstrip("."), rest.strip()


def _as_text(block: Block) -> str:
    if block.kind == "fence":
        return f"```{block.info}\n{block.text}\n```"
    return block.text if block.kind != "comment" else ""
