"""`envwright failures new`: a page to fill in, from a line of a log if one is named."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from envwright.cli.arguments import CommandParser, add_lang
from envwright.cli.line_pattern import LinePattern
from envwright.cli.telling import tell, write
from envwright.errors import InputError, MissingExtraError, UsageError
from envwright.failures.files import PAGES_FOLDER
from envwright.messages import SystemReason, say, table
from envwright.redaction import redact
from envwright.settings import read_settings

if TYPE_CHECKING:
    from envwright.settings import Settings

__all__ = ["run_command"]

_BEFORE, _AFTER = 2, 1
"""Lines of the log shown around the one that decides."""


def run_command(arguments: list[str]) -> int:
    """Write a page to fill in and say where it is."""
    parser = CommandParser("failures new", "new-does")
    parser.add_argument("failure", metavar="ID", help="new-failure")
    parser.add_argument("--family", metavar="F", help="new-family")
    parser.add_argument("--from", metavar="LOG:LINE", dest="place", help="new-from")
    add_lang(parser)
    options = parser.parse_args(arguments)
    settings = read_settings(lang=options.lang)
    failure, lang = options.failure, settings.lang
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", failure):
        raise UsageError("page-id-malformed", failure=failure)
    if options.family is None:
        failure = failure if failure.startswith("local-") else f"local-{failure}"
        target = os.path.join(settings.folder, ".envwright", "failures")
    else:
        families = sorted(os.listdir(PAGES_FOLDER))
        if options.family not in families:
            names = ", ".join(families)
            raise UsageError("family-unknown", "hint-families", family=options.family, names=names)
        target = os.path.join(PAGES_FOLDER, options.family)
        lang = "en"
    path = os.path.join(target, f"{failure}.md")
    example = _example(options.place) if options.place else None
    try:
        os.makedirs(target, exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            file.write(_page(failure, example, lang))
        if example is not None and _problems(path, settings):
            # What stands around the line shows something else as well: the line alone must do.
            with open(path, "w", encoding="utf-8") as file:
                file.write(_page(failure, example.alone(), lang))
    except FileExistsError:
        raise UsageError("page-exists", "hint-choose-another-id", path=path) from None
    except OSError as error:
        raise InputError("output-not-written", path=path, reason=SystemReason(error)) from None
    shown = os.path.relpath(path, settings.folder)
    write(say(settings.lang, "page_made", path=path if shown.startswith("..") else shown) + "\n")
    if example is not None:
        for problem in _problems(path, settings):
            tell("note", problem)
    return 0


class _Example(NamedTuple):
    """Lines of a log without secrets, and which of them shows the failure."""

    lines: tuple[str, ...]
    position: int
    """1-based."""
    pattern: LinePattern

    def alone(self) -> _Example:
        return self._replace(lines=(self.lines[self.position - 1],), position=1)


def _problems(path: str, settings: Settings) -> list[str]:
    """Return what is wrong with the new page; where it cannot be tested, nothing is."""
    from envwright.cli.page_tests import test_pages

    try:
        _, problems = test_pages([path], settings.folder, accept_translations=False)
    except MissingExtraError:
        return []
    return [problem.text(settings.lang) for problem in problems]


def _example(place: str) -> _Example:
    """Return the lines around a place in a log."""
    from envwright.cli.line_pattern import pattern_of
    from envwright.diagnose.unknown.weighing import weighed
    from envwright.failures.catalogue import load
    from envwright.logs.opening import open_logs
    from envwright.logs.text import LogText

    path, _, number = place.rpartition(":")
    if not path or not number.isdigit():
        raise UsageError("place-malformed", "hint-place", place=place)
    wanted = int(number)
    with next(open_logs([path])) as raw:
        lines = LogText(raw).lines(max(1, wanted - _BEFORE), wanted + _AFTER)
    texts: dict[int, str] = {}
    # Of a line that was written over and over, the state that says most.
    for item in sorted(weighed(lines), key=lambda item: -item.strength):
        texts.setdefault(item.line.number, item.line.text)
    if wanted not in texts:
        raise UsageError("log-without-line", name=path, line=wanted)
    shown = redact("\n".join(texts[key] for key in sorted(texts))).split("\n")
    position = sorted(texts).index(wanted)
    return _Example(
        tuple(_escaped(text) for text in shown), position + 1, pattern_of(shown[position], load())
    )


def _escaped(text: str) -> str:
    return text.rstrip("\r").replace("\x1b", "\\x1b").replace("\r", "\\r")


def _page(failure: str, example: _Example | None, lang: str) -> str:
    texts = table("scaffold", lang)
    lines: tuple[str, ...] = (texts["line"],)
    position, pattern = 1, LinePattern(texts["line"], None, texts["line"], None)
    if example is not None:
        lines, position, pattern = example
    log = "\n".join(lines)
    fence = "````" if "```" in log else "```"
    regex = "" if pattern.regex is None else f"\nregex  = '''{pattern.regex}'''"
    captures = {} if pattern.regex is None else _captures(pattern.regex, lines[position - 1])
    expected = "".join(f"\n{name} = '''{value}'''" for name, value in captures.items())
    return f"""# {failure}

{texts["title"]}

```toml failure
message  = '''{pattern.message}'''
role     = "cause"
severity = "error"
blame    = "spec"
serves   = []
explains = []

[[match]]
tool   = "{pattern.tool or texts["tool"]}"
seen   = ["{texts["version"]}"]
anchor = '''{pattern.anchor}'''{regex}

[remedy.mend-it]
kind = "person"
safe = false
```

## Why it happens
{texts["why"]}

## How to mend it
### mend-it
{texts["remedy"]}

## Seen in logs
<!-- ran: {texts["ran"]} -->
{fence}log
{log}
{fence}
```toml expect
line = {position}{expected}
```

## Not to be confused with
<!-- ran: {texts["near_ran"]} -->
```log
{texts["near_line"]}
```

## Sources
- {texts["source"]}
"""


def _captures(regex: str, line: str) -> dict[str, str]:
    found = re.search(regex, line)
    values = found.groupdict() if found is not None else {}
    return {name: value.strip() for name, value in values.items() if value}
