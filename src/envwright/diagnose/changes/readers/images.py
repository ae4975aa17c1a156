"""Base images: what `FROM` names, and the digest it stood for in this build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.changes.found import Found
from envwright.facts import Line
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envwright.facts import Step
    from envwright.logs.text import LogText

__all__ = ["ANCHORS", "from_of", "read", "read_step"]

ANCHORS = (b"Using docker image sha256:", b"resolve ", b"Download action repository ")

_FROM = lazy(r"(?i:FROM)\s+(?:--platform=(\S+)\s+)?(\S+)(?:\s+(?i:AS)\s+(\S+))?")
_DIGEST = lazy(r"(?:.*: )?Digest: (sha256:[0-9a-f]{64})\s*$")
_RESOLVED = lazy(r"(?<!\S)(?:resolve )?(\S+)@(sha256:[0-9a-f]{64})(?:\s|$)")
_ID = lazy(r"\s*---> ([0-9a-f]{12})\s*$")
# buildah says nothing where it has the image already.
_CONFIG = lazy(r"Copying config (?:sha256:)?([0-9a-f]{10,64})\b")
# `Using docker image sha256:1a2b… for python:3.11 with digest python@sha256:3c4d… ...`
_GITLAB = lazy(
    r"Using docker image sha256:[0-9a-f]+ for (\S+) with digest \S+@(sha256:[0-9a-f]{64})"
)
_RESOLVE = lazy(r"resolve (\S+)@(sha256:[0-9a-f]{64})\b")
# `Download action repository 'actions/checkout@v4' (SHA:b4ff…)`
_ACTION = lazy(r"Download action repository '([^'@]+)@([^']+)' \(SHA:([0-9a-f]{7,40})\)")
_MOST_LINES = 120
_DEFAULT = ("docker.io/library/", "docker.io/", "index.docker.io/library/")


def read(text: str) -> Iterator[Found]:
    """Yield the image that a line outside of steps names."""
    if found := _RESOLVE.match(text) or _GITLAB.match(text):
        yield Found("base-image", "digest", _short(found[1]), found[2])
    elif found := _ACTION.match(text):
        yield Found("tool", "action", found[1], f"{found[2]} {found[3][:12]}")


def from_of(instruction: str) -> tuple[str, str | None] | None:
    """Return the image that a FROM instruction names, without digest, and its platform."""
    found = _FROM.match(instruction)
    if found is None:
        return None
    return _short(found[2].partition("@")[0]), found[1]


def read_step(step: Step, log: LogText) -> Iterator[tuple[Line, Found]]:
    """Yield what a FROM step says of its image: digest, or the id under which it is kept."""
    image = from_of(step.instruction)
    if image is None:
        return
    first = Line(step.first_line, "", step.vertex)
    name = image[0]
    if image[1]:
        yield first, Found("platform", "from", "platform", image[1])
    pinned = _RESOLVED.search(step.instruction)
    if pinned:
        yield first, Found("base-image", "digest", name, pinned[2])
    last = min(step.last_line, step.first_line + _MOST_LINES)
    for line in log.lines(step.first_line, last, step.vertex):
        if found := _DIGEST.match(line.text):
            yield line, Found("base-image", "digest", name, found[1])
        elif found := _ID.match(line.text):
            yield line, Found("base-image", "id", name, found[1])
            return
        elif found := _CONFIG.search(line.text):
            yield line, Found("base-image", "config", name, found[1][:12])


def _short(name: str) -> str:
    for prefix in _DEFAULT:
        name = name.removeprefix(prefix)
    return name
