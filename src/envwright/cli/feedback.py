"""`envwright feedback`: a wrong answer made a test case, without secrets, that others can use."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, NamedTuple

from envwright.cli.arguments import CommandParser, add_lang
from envwright.cli.own_pages import catalogue_of
from envwright.cli.telling import report, tell, write
from envwright.errors import InputError, UnknownFailureError, UsageError
from envwright.messages import SystemReason, say
from envwright.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Diagnosis
    from envwright.failures.catalogue import Catalogue

__all__ = ["Truth", "run_command"]


class Truth(NamedTuple):
    """What really happened, as the person says who saw it."""

    failure: str
    """Id of a page, `unknown` where none explains it, `none` where the build was fine."""
    lines: tuple[int, ...] = ()
    """Lines of the log that prove it, the decisive one first."""


def run_command(arguments: list[str]) -> int:
    """Write the test case and say where it is."""
    parser = CommandParser("feedback", "feedback-does", "feedback-usage")
    parser.add_argument("log", metavar="LOG", help="feedback-log")
    parser.add_argument("--truth", metavar="TRUTH", nargs="+", help="feedback-truth")
    parser.add_argument("--note", metavar="TEXT", default="", help="feedback-note")
    parser.add_argument("--output", metavar="DIR", help="feedback-output")
    add_lang(parser)
    options = parser.parse_args(arguments)
    settings = read_settings(lang=options.lang)
    catalogue = catalogue_of(settings.folder, settings.lang)
    target = os.path.abspath(options.output or _default_folder(options.log))
    if os.path.lexists(target):
        raise UsageError("feedback-exists", "hint-choose-output", path=target)
    from envwright.cli.test_case import TestCase
    from envwright.logs.opening import open_logs

    logs = open_logs([options.log])
    with next(logs) as raw:
        case = TestCase(raw, catalogue)
        said = case.said()
        if options.truth:
            truth = _truth(options.truth, said, catalogue, case.line_count)
        else:
            truth = _asked(said, catalogue, case.line_count, settings.lang)
        try:
            changed = case.write(target, truth, options.note, settings.lang)
        except OSError as error:
            raise InputError(
                "feedback-not-written", path=target, reason=SystemReason(error)
            ) from None
    if next(logs, None) is not None:
        tell("note", say(settings.lang, "feedback_first_only", name=raw.name))
    if changed is not None:
        tell("note", say(settings.lang, "feedback_differs", failure=changed))
    shown = os.path.relpath(target, settings.folder)
    shown = target if shown.startswith("..") else shown
    write(say(settings.lang, "feedback_made", path=shown) + "\n")
    return 0


def _default_folder(log: str) -> str:
    from envwright.redaction import redact

    stem = redact(os.path.basename(log.rstrip("/\\"))).partition(".")[0]
    word = re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-")
    return f"envwright-feedback-{word or 'log'}"


def _asked(said: Diagnosis, catalogue: Catalogue, line_count: int, lang: str) -> Truth:
    """Ask what is true, on a terminal only, until the answer makes sense or there is none."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError("truth-missing", "hint-truth")
    root = said.root_cause
    answer = root.failure if root is not None else said.verdict
    tell("note", say(lang, "feedback_said", answer=answer))
    while True:
        sys.stderr.write(say(lang, "feedback_ask") + " ")
        sys.stderr.flush()
        words = sys.stdin.readline().split()
        if not words:
            raise UsageError("truth-missing", "hint-truth")
        try:
            return _truth(words, said, catalogue, line_count)
        except UsageError as error:
            report(error)


def _truth(words: Sequence[str], said: Diagnosis, catalogue: Catalogue, line_count: int) -> Truth:
    """Return the truth that some words name: an id, `unknown` or `none`, and line numbers.

    Raises UsageError where there are two ids, UnknownFailureError where an id has no page.
    """
    lines = tuple(int(word) for word in words if word.isascii() and word.isdigit())
    names = [word for word in words if not (word.isascii() and word.isdigit())]
    if len(names) > 1:
        raise UsageError("truth-ambiguous", "hint-truth", names=", ".join(names))
    for line in lines:
        if not 1 <= line <= line_count:
            raise UsageError("log-without-line", name=said.source.name, line=line)
    name = names[0] if names else "unknown"
    name = catalogue.aliases.get(name, name)
    if name not in ("unknown", "none") and name not in catalogue.nodes:
        import difflib

        near = difflib.get_close_matches(name, catalogue.nodes, 3, 0.5)
        shown = ", ".join(f"`{one}`" for one in near)
        hint = "hint-did-you-mean" if near else "hint-list-failures"
        raise UnknownFailureError("failure-unknown", hint, failure=name, names=shown)
    return Truth(name, () if name == "none" else lines)
