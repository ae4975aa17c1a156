"""Reads a page of the catalogue from its Markdown text."""

from __future__ import annotations

from typing import Any

from envwright.failures.checking import check_match, check_message, check_words
from envwright.failures.document import Document, first_sentence
from envwright.failures.excerpts import read_examples
from envwright.failures.page import Example, Match, Narrow, Page, Problem, RemedyText, fault

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


class _Reader(Document):
    """The document of a failure's own page."""

    def __init__(self, text: str, path: str, family: str, captures: frozenset[str]) -> None:
        super().__init__(text, path)
        self.family = family
        self.captures = captures


def read_page(
    text: str, path: str, family: str, captures: frozenset[str]
) -> tuple[Page | None, list[Problem]]:
    """Return the page and every problem found in it; None where nothing usable was found.

    `captures` are the names that patterns may capture.
    """
    reader = _Reader(text, path, family, captures)
    page_id = reader.page_id()
    if page_id is None:
        return None, reader.problems
    title = reader.title()
    if reader.data_block is None:
        reader.problem(1, fault("block-missing"))
        return None, reader.problems
    data = reader.data = reader.toml(reader.data_block)
    if not data:
        if not reader.problems:
            reader.problem(reader.data_block.line, fault("block-empty"))
        return None, reader.problems
    check_words(page_id, data, _FAILURE_KEYS, reader)
    _check_choice(reader, data, "role", _ROLES)
    _check_choice(reader, data, "severity", _SEVERITIES)
    _check_choice(reader, data, "blame", _BLAMES)
    for wrong in check_message(data.get("message"), captures):
        reader.problem(reader.line_of("message"), wrong)
    reader.check_sections(_SECTIONS)
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
        why=reader.prose("Why it happens"),
        sources=reader.prose("Sources"),
    )
    if page.subject is not None and page.subject not in captures:
        reader.problem(reader.line_of("subject"), fault("capture-unknown", name=page.subject))
    return page, reader.problems


def _check_choice(reader: _Reader, data: dict[str, Any], key: str, allowed: set[str]) -> None:
    value = data.get(key)
    if value not in allowed:
        reader.problem(
            reader.line_of(key),
            fault("choice-unknown", key=key, allowed=", ".join(sorted(allowed)), value=value),
        )


def _names(reader: _Reader, key: str) -> tuple[str, ...]:
    value = reader.data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        reader.problem(reader.line_of(key), fault("list-expected", key=key))
        return ()
    return tuple(value)


def _matches(reader: _Reader) -> tuple[Match, ...]:
    found = []
    for entry in reader.data.get("match", []):
        line = reader.line_of("anchor", str(entry.get("anchor", "")))
        unknown = set(entry) - _MATCH_KEYS
        if unknown:
            reader.problem(line, fault("match-key-unknown", keys=", ".join(sorted(unknown))))
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
        for wrong in check_match(match, reader.captures):
            reader.problem(line, wrong)
        found.append(match)
    return tuple(found)


def _narrows(reader: _Reader) -> tuple[Narrow, ...]:
    found = []
    for entry in reader.data.get("narrow", []):
        line = reader.line_of("regex", str(entry.get("regex", "")))
        if set(entry) != _NARROW_KEYS:
            reader.problem(line, fault("narrow-incomplete"))
            continue
        if entry["capture"] not in reader.captures:
            reader.problem(line, fault("capture-unknown", name=entry["capture"]))
        found.append(Narrow(entry["from"], entry["capture"], entry["regex"]))
    return tuple(found)


def _remedies(reader: _Reader) -> tuple[RemedyText, ...]:
    texts = {block.text: body for block, body in reader.subsections("How to mend it")}
    declared = reader.data.get("remedy", {})
    for name in texts:
        if name not in declared:
            reader.problem(1, fault("remedy-undeclared", remedy=name))
    found = []
    for name, entry in declared.items():
        line = reader.line_of(f"[remedy.{name}")
        unknown = set(entry) - _REMEDY_KEYS
        if unknown:
            reader.problem(line, fault("remedy-key-unknown", keys=", ".join(sorted(unknown))))
        if entry.get("kind") not in _KINDS:
            reader.problem(line, fault("remedy-kind-unknown", allowed=", ".join(sorted(_KINDS))))
        if name not in texts:
            reader.problem(line, fault("remedy-without-text", remedy=name))
        title, how = first_sentence(texts.get(name, ""))
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
        reader.problem(1, fault("no-remedy"))
    return tuple(found)


def _examples(reader: _Reader) -> tuple[Example, ...]:
    found = read_examples(reader.blocks, reader)
    if reader.data.get("match") or reader.data.get("narrow"):
        if not any(example.positive for example in found):
            reader.problem(1, fault("no-example"))
        if all(example.positive for example in found):
            reader.problem(1, fault("no-near-miss"))
    return found
