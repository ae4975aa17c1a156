"""Reads a page of the catalogue from its Markdown text."""

from __future__ import annotations

import tomllib
from typing import Any

from envwright.failures.checking import check_match, check_message, check_words
from envwright.failures.excerpts import read_examples
from envwright.failures.markdown import Block, blocks
from envwright.failures.page import Example, Match, Narrow, Page, Problem, RemedyText

__all__ = ["read_page"]

_FAILURE_KEYS = {
    "message", "role", "severity", "blame", "serves", "explains", "aliases", "narrows_to",
    "foreseen_by", "rules", "subject", "universal", "match", "narrow", "remedy",
}  # fmt: skip
_MATCH_KEYS = {
    "tool",
    "seen",
    "anchor",
    "regex",
    "weak",
    "vague",
    "silent",
    "beside",
    "beside_lines",
}
_NARROW_KEYS = {"from", "capture", "regex"}
_REMEDY_KEYS = {"kind", "action", "command", "set", "safe"}
_ROLES = {"cause", "both", "wrapper", "warning"}
_SEVERITIES = {"error", "warning", "advice"}
_BLAMES = {"spec", "index", "network", "registry", "platform", "builder", "service"}
_KINDS = {"edit", "command", "setting", "person"}
_SECTIONS = (
    "Why it happens",
    "How to mend it",
    "Seen in logs",
    "Not to be confused with",
    "Sources",
)


class _Reader:
    """Collects the parts and problems of one page."""

    def __init__(self, text: str, path: str, family: str, captures: frozenset[str]) -> None:
        self.path = path
        self.family = family
        self.captures = captures
        self.problems: list[Problem] = []
        self.blocks = blocks(text)
        self.data: dict[str, Any] = {}
        self.data_block: Block | None = None

    def problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.path, line, message))

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
        try:
            return tomllib.loads(block.text)
        except tomllib.TOMLDecodeError as error:
            line = block.line
            words = str(error)
            if "at line " in words:
                line += int(words.split("at line ")[1].split(",")[0]) - 1
            self.problem(line, f"the toml block cannot be read: {words}")
            return {}


def read_page(
    text: str, path: str, family: str, captures: frozenset[str]
) -> tuple[Page | None, list[Problem]]:
    """Return the page and every problem found in it; None where nothing usable was found.

    `captures` are the names that patterns may capture.
    """
    reader = _Reader(text, path, family, captures)
    found = reader.blocks
    if not found or found[0].kind != "heading" or found[0].level != 1:
        reader.problem(1, "a page starts with `# <id>`")
        return None, reader.problems
    page_id = found[0].text
    title = _title(reader)
    reader.data_block = next(
        (block for block in found if block.kind == "fence" and block.info == "toml failure"), None
    )
    if reader.data_block is None:
        reader.problem(1, "the page has no ```toml failure block")
        return None, reader.problems
    data = reader.data = reader.toml(reader.data_block)
    if not data:
        return None, reader.problems
    check_words(page_id, data, _FAILURE_KEYS, reader)
    _check_choice(reader, data, "role", _ROLES)
    _check_choice(reader, data, "severity", _SEVERITIES)
    _check_choice(reader, data, "blame", _BLAMES)
    for fault in check_message(data.get("message"), captures):
        reader.problem(reader.line_of("message"), fault)
    _check_sections(reader)
    page = Page(
        id=page_id,
        family=family,
        title=title,
        message=str(data.get("message", "")),
        role=str(data.get("role", "")),
        severity=str(data.get("severity", "error")),
        blame=str(data.get("blame", "")),
        path=path,
        serves=_names(reader, "serves"),
        explains=_names(reader, "explains"),
        aliases=_names(reader, "aliases"),
        narrows_to=_names(reader, "narrows_to"),
        foreseen_by=data.get("foreseen_by"),
        rules=_names(reader, "rules"),
        subject=data.get("subject"),
        universal=bool(data.get("universal", False)),
        matches=_matches(reader),
        narrows=_narrows(reader),
        remedies=_remedies(reader),
        examples=_examples(reader),
        why=_prose(reader, "Why it happens"),
        sources=_prose(reader, "Sources"),
    )
    if page.subject is not None and page.subject not in captures:
        reader.problem(reader.line_of("subject"), f"`{page.subject}` is not in captures.toml")
    return page, reader.problems


def _title(reader: _Reader) -> str:
    second = reader.blocks[1] if len(reader.blocks) > 1 else None
    if second is None or second.kind != "text":
        reader.problem(2, "the title, one sentence, is missing under the id")
        return ""
    title = " ".join(second.text.split("\n\n")[0].split())
    if not title.endswith("."):
        reader.problem(second.line, "the title is a sentence and ends in a full stop")
    return title.rstrip(".")


def _check_choice(reader: _Reader, data: dict[str, Any], key: str, allowed: set[str]) -> None:
    value = data.get(key)
    if value not in allowed:
        reader.problem(
            reader.line_of(key), f"`{key}` is one of {', '.join(sorted(allowed))}, not `{value}`"
        )


def _check_sections(reader: _Reader) -> None:
    titles = [block.text for block in reader.blocks if block.kind == "heading" and block.level == 2]
    for section in _SECTIONS:
        if section not in titles:
            reader.problem(1, f"the section `## {section}` is missing")
    for block in reader.blocks:
        if block.kind == "heading" and block.level == 2 and block.text not in _SECTIONS:
            reader.problem(block.line, f"unknown section `## {block.text}`")


def _names(reader: _Reader, key: str) -> tuple[str, ...]:
    value = reader.data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        reader.problem(reader.line_of(key), f"`{key}` is a list of words")
        return ()
    return tuple(value)


def _matches(reader: _Reader) -> tuple[Match, ...]:
    found = []
    for entry in reader.data.get("match", []):
        line = reader.line_of("anchor", str(entry.get("anchor", "")))
        unknown = set(entry) - _MATCH_KEYS
        if unknown:
            reader.problem(line, f"unknown key of a match: {', '.join(sorted(unknown))}")
        match = Match(
            tool=str(entry.get("tool", "")),
            anchor=str(entry.get("anchor", "")),
            regex=entry.get("regex"),
            seen=tuple(str(item) for item in entry.get("seen", [])),
            weak=bool(entry.get("weak", False)),
            vague=bool(entry.get("vague", False)),
            silent=bool(entry.get("silent", False)),
            beside=entry.get("beside"),
            beside_lines=int(entry.get("beside_lines", 10)),
        )
        for message in check_match(match, reader.captures):
            reader.problem(line, message)
        found.append(match)
    return tuple(found)


def _narrows(reader: _Reader) -> tuple[Narrow, ...]:
    found = []
    for entry in reader.data.get("narrow", []):
        line = reader.line_of("regex", str(entry.get("regex", "")))
        if set(entry) != _NARROW_KEYS:
            reader.problem(line, "a [[narrow]] has `from`, `capture` and `regex`")
            continue
        if entry["capture"] not in reader.captures:
            reader.problem(line, f"`{entry['capture']}` is not in captures.toml")
        found.append(Narrow(entry["from"], entry["capture"], entry["regex"]))
    return tuple(found)


def _remedies(reader: _Reader) -> tuple[RemedyText, ...]:
    texts = {block.text: body for block, body in _subsections(reader, "How to mend it")}
    declared = reader.data.get("remedy", {})
    for name in texts:
        if name not in declared:
            reader.problem(1, f"`### {name}` has no [remedy.{name}] in the failure block")
    found = []
    for name, entry in declared.items():
        line = reader.line_of(f"[remedy.{name}")
        unknown = set(entry) - _REMEDY_KEYS
        if unknown:
            reader.problem(line, f"unknown key of a remedy: {', '.join(sorted(unknown))}")
        if entry.get("kind") not in _KINDS:
            reader.problem(line, f"`kind` of a remedy is one of {', '.join(sorted(_KINDS))}")
        if name not in texts:
            reader.problem(line, f"remedy `{name}` has no text under `### {name}`")
        title, how = _first_sentence(texts.get(name, ""))
        found.append(
            RemedyText(
                id=name,
                kind=str(entry.get("kind", "person")),
                title=title,
                how=how,
                action=entry.get("action"),
                command=entry.get("command"),
                set={key: str(value) for key, value in entry.get("set", {}).items()},
                safe=bool(entry.get("safe", False)),
            )
        )
    if not found:
        reader.problem(1, "the page has no remedy")
    return tuple(found)


def _first_sentence(text: str) -> tuple[str, str]:
    """Return the first sentence without its full stop, and the rest."""
    first, separator, rest = text.partition("\n")
    for position, character in enumerate(first):
        if character in ".:" and first[position + 1 : position + 2] in ("", " "):
            return first[:position], (first[position + 1 :] + separator + rest).strip()
    return first.rstrip("."), rest.strip()


def _subsections(reader: _Reader, section: str) -> list[tuple[Block, str]]:
    """Return the `###` headings of a section with their text, fences put back."""
    found: list[tuple[Block, list[str]]] = []
    inside = False
    for block in reader.blocks:
        if block.kind == "heading" and block.level <= 2:
            inside = block.text == section
        elif inside and block.kind == "heading" and block.level == 3:
            found.append((block, []))
        elif inside and found:
            found[-1][1].append(_as_text(block))
    return [(heading, "\n\n".join(texts)) for heading, texts in found]


def _prose(reader: _Reader, section: str) -> str:
    texts = []
    inside = False
    for block in reader.blocks:
        if block.kind == "heading" and block.level <= 2:
            inside = block.text == section
        elif inside:
            texts.append(_as_text(block))
    return "\n\n".join(texts)


def _as_text(block: Block) -> str:
    if block.kind == "fence":
        return f"```{block.info}\n{block.text}\n```"
    return block.text if block.kind != "comment" else ""


def _examples(reader: _Reader) -> tuple[Example, ...]:
    found = read_examples(reader.blocks, reader)
    if reader.data.get("match") or reader.data.get("narrow"):
        if not any(example.positive for example in found):
            reader.problem(1, "the page has no example under `## Seen in logs`")
        if all(example.positive for example in found):
            reader.problem(1, "the page has no near miss under `## Not to be confused with`")
    return found
