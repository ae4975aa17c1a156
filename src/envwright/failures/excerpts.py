"""Reads the examples of a page: log excerpts, where they come from, what must be found in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from envwright.failures.page import Example, fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envwright.failures.markdown import Block
    from envwright.messages import Phrase

__all__ = ["read_examples"]

_SECTIONS = {"Seen in logs": True, "Not to be confused with": False}
_PROVENANCES = ("ran:", "public:", "source:")
_NO_EXPECT = fault("example-without-expect")


class _Reporter(Protocol):
    def problem(self, line: int, wrong: Phrase) -> None: ...

    def toml(self, block: Block) -> dict[str, Any]: ...


def read_examples(blocks: Iterable[Block], reporter: _Reporter) -> tuple[Example, ...]:
    """Return the examples of a page in order, positive ones and near misses."""
    found: list[Example] = []
    positive: bool | None = None
    provenance = ""
    pending: Block | None = None
    for block in blocks:
        if block.kind == "heading" and block.level <= 2:
            positive, provenance = _SECTIONS.get(block.text), ""
        elif positive is None:
            continue
        elif block.kind == "comment":
            provenance = block.text
        elif block.kind == "fence" and block.info.split()[:1] == ["log"]:
            if not provenance.startswith(_PROVENANCES):
                reporter.problem(block.line, fault("example-without-origin"))
            if pending is not None:
                reporter.problem(pending.line, _NO_EXPECT)
            pending = block if positive else None
            if not positive:
                found.append(_example(block, provenance))
        elif block.kind == "fence" and block.info == "toml expect":
            if pending is None:
                reporter.problem(block.line, fault("expect-without-log"))
                continue
            found.append(_example(pending, provenance, reporter.toml(block)))
            pending = None
    if pending is not None:
        reporter.problem(pending.line, _NO_EXPECT)
    return tuple(found)


def _example(block: Block, provenance: str, expect: dict[str, Any] | None = None) -> Example:
    """Return an excerpt with what is expected of it; a near miss expects nothing."""
    return Example(
        log=block.text.replace("\\x1b", "\x1b").replace("\\r", "\r"),
        line=block.line,
        provenance=provenance,
        positive=expect is not None,
        expected_line=int((expect or {}).get("line", 1)),
        expected={key: str(value) for key, value in (expect or {}).items() if key != "line"},
        file=block.info.partition("file=")[2].strip() or None,
    )
