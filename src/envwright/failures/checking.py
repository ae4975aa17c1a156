"""What a page's failure block must keep to, beyond being valid TOML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from envwright.failures.page import fault

if TYPE_CHECKING:
    from envwright.failures.page import Match
    from envwright.messages import Phrase

__all__ = ["check_match", "check_message", "check_words"]

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+\Z")
_SHORTEST_ANCHOR = 4
_LONGEST_START = 64


class _Reporter(Protocol):
    path: str

    def problem(self, line: int, wrong: Phrase) -> None: ...

    def line_of(self, key: str, value: str = "") -> int: ...


def check_words(page_id: str, data: dict[str, Any], known: set[str], reader: _Reporter) -> None:
    """Report a malformed id, an id that is not the file's name, and unknown keys."""
    if not _ID.match(page_id):
        reader.problem(1, fault("id-malformed", page=page_id))
    name = reader.path.replace("\\", "/").rpartition("/")[2].removesuffix(".md")
    if name != page_id:
        reader.problem(1, fault("id-not-the-file-s", file=name, page=page_id))
    for key in data:
        if key not in known:
            reader.problem(reader.line_of(key), fault("key-unknown", key=key))


def check_message(message: object, captures: frozenset[str]) -> list[Phrase]:
    """Return what is wrong with a page's message: missing, or unknown captures."""
    if not isinstance(message, str) or not message:
        return [fault("message-missing")]
    return [
        fault("message-capture-unknown", name=name)
        for name in re.findall(r"\{([^{}|]*)", message)
        if name not in captures
    ]


def check_match(match: Match, captures: frozenset[str]) -> list[Phrase]:
    """Return what is wrong with a match: anchor, pattern, names of captures."""
    problems = []
    if not match.tool:
        problems.append(fault("match-without-tool"))
    if not match.seen:
        problems.append(fault("match-without-versions"))
    if len(match.anchor) < _SHORTEST_ANCHOR or not match.anchor.strip():
        problems.append(fault("anchor-short", anchor=match.anchor, count=_SHORTEST_ANCHOR))
    if "\n" in match.anchor or "\x1b" in match.anchor:
        problems.append(fault("anchor-not-of-a-line"))
    for pattern in (match.regex, match.beside):
        if pattern is not None:
            problems += check_pattern(pattern, captures)
    return problems


def check_pattern(pattern: str, captures: frozenset[str]) -> list[Phrase]:
    """Return what is wrong with a pattern: syntax, cost, names, what RE2 has not."""
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return [fault("pattern-invalid", pattern=pattern, reason=str(error))]
    problems = [
        fault("pattern-capture-unknown", name=name)
        for name in compiled.groupindex
        if name not in captures
    ]
    parser = getattr(re, "_parser")  # noqa: B009  (public as sre_parse until Python 3.10)
    parsed = parser.parse(pattern)
    if _starts_with_repeat(parsed):
        problems.append(fault("pattern-starts-repeating", pattern=pattern))
    if re.search(r"\(\?(?:=|!|<=|<!)", pattern) or re.search(r"(?<!\\)\\[1-9]", pattern):
        problems.append(fault("pattern-not-in-re2", pattern=pattern))
    if _nests_repeats(parsed, inside=False):
        problems.append(fault("pattern-repeats-repetition", pattern=pattern))
    return problems


def _starts_with_repeat(parsed: Any) -> bool:
    r"""Tell whether a pattern's first part is an unbounded repetition, as in `\\S+ not found`."""
    for operation, argument in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            lowest, highest, body = argument
            if highest > _LONGEST_START:
                return True
            if _starts_with_repeat(body):
                return True
            if lowest == 0:
                continue
            return False
        if name == "SUBPATTERN":
            return _starts_with_repeat(argument[-1])
        if name == "BRANCH":
            return any(_starts_with_repeat(branch) for branch in argument[1])
        return False
    return False


def _nests_repeats(parsed: Any, inside: bool) -> bool:
    """Tell whether an unbounded repetition holds another one over the same text, as `(a+)+`."""
    for operation, argument in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            _, highest, body = argument
            unbounded = highest > 1000
            if unbounded and inside:
                return True
            if _nests_repeats(body, inside=inside or (unbounded and not _has_separator(body))):
                return True
        elif name == "SUBPATTERN":
            if _nests_repeats(argument[-1], inside):
                return True
        elif name == "BRANCH" and any(_nests_repeats(branch, inside) for branch in argument[1]):
            return True
    return False


def _has_separator(body: Any) -> bool:
    """Tell whether each round of a repetition starts or ends with a fixed character."""
    items = list(body)
    if len(items) == 1 and str(items[0][0]) == "SUBPATTERN":
        items = list(items[0][1][-1])
    if len(items) < 2:
        return False
    return "LITERAL" in (str(items[0][0]), str(items[-1][0]))
