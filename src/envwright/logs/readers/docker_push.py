"""`docker push` after a build: layers, then the digest, or the registry's refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.facts import Step
from envwright.logs.build import Build
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Line

__all__ = ["MARKERS", "NAME", "read"]

NAME = "docker-push"
MARKERS = (
    b"The push refers to ",
    b": digest: sha256:",
    b"denied: ",
    b"unauthorized: ",
    b"no basic auth credentials",
    b"error parsing HTTP ",
    b"received unexpected HTTP status: ",
)

_BEGINS = lazy(r"The push refers to (?:a )?repository \[([^\]]+)\]")
_DONE = lazy(r"\S+: digest: sha256:[0-9a-f]{64} size: \d+")
_REFUSED = lazy(
    r"denied: |unauthorized: |no basic auth credentials|error parsing HTTP \d"
    r"|received unexpected HTTP status: "
)
_HARMLESS = lazy(r"\s*$|[0-9a-f]{12}: |The push refers to |\S+: digest: ")


def read(markers: Sequence[Line], last_line: int) -> list[Build]:
    """Return the pushes of a log, each as a build of one step."""
    builds: list[Build] = []
    name = ""
    first = 0
    for line in markers:
        if found := _BEGINS.match(line.text):
            if first:
                builds.append(_push(name, first, line.number - 1))
            name, first = found[1], line.number
        elif not first:
            continue
        elif _DONE.match(line.text):
            builds.append(_push(name, first, line.number, "succeeded", line))
            first = 0
        elif _REFUSED.match(line.text) or _last_word(line, last_line):
            builds.append(_push(name, first, line.number, "failed", line))
            first = 0
    if first:
        builds.append(_push(name, first, last_line))
    return builds


def _last_word(line: Line, last_line: int) -> bool:
    return last_line - line.number <= 1 and not _HARMLESS.match(line.text)


def _push(
    name: str, first: int, last: int, ended: str | None = None, marker: Line | None = None
) -> Build:
    state = {"succeeded": "done", "failed": "failed", None: "open"}[ended]
    step = Step(None, None, f"push {name}", first, last, state=state)
    failed = step if ended == "failed" else None
    return Build(NAME, first, last, (step,), ended, marker, failed)
