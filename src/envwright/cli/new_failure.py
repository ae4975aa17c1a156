"""`envwright failures new`: a page to fill in, from a line of a log if one is named."""

from __future__ import annotations

import os
import re

from envwright.cli.arguments import CommandParser, add_lang
from envwright.cli.telling import write
from envwright.errors import UsageError
from envwright.failures.files import PAGES_FOLDER
from envwright.messages import say, table
from envwright.redaction import redact
from envwright.settings import read_settings

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
    example, position = _example(options.place) if options.place else (None, 1)
    path = os.path.join(target, f"{failure}.md")
    os.makedirs(target, exist_ok=True)
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(_page(failure, example, position, lang))
    except FileExistsError:
        raise UsageError("page-exists", "hint-choose-another-id", path=path) from None
    shown = os.path.relpath(path, settings.folder)
    write(say(settings.lang, "page_made", path=path if shown.startswith("..") else shown) + "\n")
    return 0


def _example(place: str) -> tuple[list[str], int]:
    """Return the lines around a place in a log, secrets removed, and where the line is in them."""
    from envwright.logs.opening import open_logs
    from envwright.logs.text import LogText

    path, _, number = place.rpartition(":")
    if not path or not number.isdigit():
        raise UsageError("place-malformed", "hint-place", place=place)
    wanted = int(number)
    with next(open_logs([path])) as raw:
        lines = LogText(raw).lines(max(1, wanted - _BEFORE), wanted + _AFTER)
    texts: dict[int, str] = {}
    for line in lines:
        texts.setdefault(line.number, line.text)
    if wanted not in texts:
        raise UsageError("log-without-line", name=path, line=wanted)
    shown = redact("\n".join(texts[key] for key in sorted(texts))).split("\n")
    return [_escaped(text) for text in shown], sorted(texts).index(wanted) + 1


def _escaped(text: str) -> str:
    return text.rstrip("\r").replace("\x1b", "\\x1b").replace("\r", "\\r")


def _anchor_of(line: str) -> str:
    """Return the longest part of a line that looks the same in every such log."""
    pieces = re.split(r"\S*[\d/\\`'\"=@]\S*|\[redacted:[^\]]*\]", line)
    longest = max((piece.strip() for piece in pieces), key=len, default="")
    return longest if len(longest) >= 4 else line.strip()


def _page(failure: str, example: list[str] | None, position: int, lang: str) -> str:
    texts = table("scaffold", lang)
    lines = example or [texts["line"]]
    anchor = _anchor_of(lines[position - 1])
    shown = re.sub(r"[{}]", "", anchor)
    log = "\n".join(lines)
    fence = "````" if "```" in log else "```"
    return f"""# {failure}

{texts["title"]}

```toml failure
message  = '''{shown}'''
role     = "cause"
severity = "error"
blame    = "spec"
serves   = []
explains = []

[[match]]
tool   = "{texts["tool"]}"
seen   = ["{texts["version"]}"]
anchor = '''{anchor}'''

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
line = {position}
```

## Not to be confused with
<!-- ran: {texts["near_ran"]} -->
```log
{texts["near_line"]}
```

## Sources
- {texts["source"]}
"""
