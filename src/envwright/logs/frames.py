"""What CI systems, services and builders put before each line, found once and then stripped.

A prefix is stripped only where it is the log's frame: where a sample of the log carries it. So dates
that a tool prints itself stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from envwright.facts import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Frames", "VertexLine", "detect", "format_name"]

_DAY = rb"\d{4}-\d\d-\d\d"
_CLOCK = rb"\d\d:\d\d:\d\d"
_ZONE = rb"(?:Z|[+-]\d\d:?\d\d)"
_MARK = b"\xef\xbb\xbf"


class VertexLine(Line):
    """BuildKit's own word about a vertex (`#5 DONE 0.1s`), not output of its command."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of prefix."""

    name: str
    """Name of the frame in the format; empty where the prefix tells no builder."""
    prefix: re.Pattern[bytes]
    enough: int = 0
    """So many lines of the sample make it the frame; 0: only the share counts."""
    share: float = 0.8
    """This share of the lines that are not empty makes it the frame."""


def _kind(name: str, prefix: bytes, enough: int = 0, share: float = 0.8) -> _Kind:
    return _Kind(name, re.compile(prefix), enough, share)


_ACR = _kind("acr-task", rb"\d{4}/\d\d/\d\d " + _CLOCK + b" ", 0, 0.9)
_KINDS = (
    # build<TAB>Set up job<TAB>2024-01-01T00:00:00.0000000Z text, as `gh run view --log` prints it
    _kind(
        "github-actions",
        rb"[^\t\n]{1,200}\t[^\t\n]{1,300}\t(?:\xef\xbb\xbf)?" + _DAY + b"T" + _CLOCK + rb"\.\d{7}Z ?",
        3,
        0.3,
    ),
    _kind("github-actions", _DAY + b"T" + _CLOCK + rb"\.\d{7}Z ?", 3, 0.3),
    # 2024-01-01T00:00:00.000000Z 01O text; `+` goes on with the line before
    _kind("gitlab", _DAY + b"T" + _CLOCK + rb"\.\d{6}Z [0-9a-f]{2}[OE][+ ]?", 3, 0.3),
    _kind("jenkins", rb"\[" + _DAY + b"T" + _CLOCK + rb"\.\d{3}Z\] ?", 3, 0.3),
    _kind("jenkins", _CLOCK + rb"(?:\.\d{3})?  ", 0, 0.6),
    _kind("azureml", _DAY + b"T" + _CLOCK + rb": ?", 3, 0.3),
    _ACR,
    _kind("cloud-build", rb'Step #\d+(?: - "[^"\n]{1,100}")?: ?', 2, 0.5),
    _kind("codebuild", rb"\[Container\] \d{4}/\d\d/\d\d " + _CLOCK + rb"(?:\.\d+)? ?", 1, 0.5),
    # kubectl logs --prefix, tkn, stern, docker compose, container runtimes, journals
    _kind("", rb"\[pod/[^\]\n]{1,300}\] ?"),
    _kind("", rb"\[[\w.-]{1,100} : [\w.-]{1,100}\] ?"),
    _kind("", rb"[\w.-]{1,100}[-_]\d{1,3} +\| ?", 0, 0.6),
    _kind("", _DAY + b"T" + _CLOCK + rb"\.\d{1,9}" + _ZONE + b" (?:stdout|stderr) [FP] ?"),
    _kind("", rb"\[?" + _DAY + b"[T ]" + _CLOCK + rb"(?:[.,]\d{1,9})?(?: ?" + _ZONE + rb")?\]? ?"),
    _kind("", rb"\[?" + _CLOCK + rb"(?:[.,]\d{1,6})?\]? "),
)

# Lines that only one system prints, whatever stands before them.
_SIGNS = (
    ("github-actions", re.compile(rb"##\[group\]Run |^Current runner version: '|^##\[group\]Operating System")),
    ("gitlab", re.compile(rb"^Running with gitlab-runner |section_start:\d+:|^ERROR: Job failed: |^Job succeeded$")),
    ("jenkins", re.compile(rb"^\[Pipeline\] |^Finished: (?:SUCCESS|FAILURE|ABORTED|UNSTABLE)$")),
    ("cloud-build", re.compile(rb'^starting build "[0-9a-f-]{36}"|^(?:ERROR: |BUILD FAILURE: .*)build step \d+ "')),
    ("codebuild", re.compile(rb"^\[Container\] \d{4}/\d\d/\d\d ")),
    (
        "azureml",
        re.compile(
            rb"azureml-environment-setup/|^Building docker image failed with exit code|"
            rb"Image Build on Serverless Compute"
        ),
    ),
    ("acr-task", re.compile(rb"Executing step ID: |^Run ID: \w+ (?:failed|was) |^Queued a run with ID: ")),
)
_OUTER = ("github-actions", "gitlab", "jenkins", "cloud-build", "codebuild", "azureml", "acr-task")

_BUILDERS = (
    ("docker-classic", re.compile(rb"^Step \d+/\d+ : [A-Za-z]|^Sending build context to Docker daemon ")),
    ("buildkit-plain", re.compile(rb"^#\d+ (?:\[[^\]\n]+\] |DONE \d|CACHED$|ERROR: |\d+\.\d+ |building with )")),
    ("buildkit-plain", re.compile(rb"^ => (?:ERROR |CACHED |CANCELED )?\[[^\]\n]+\] |^\[\+\] Building \d")),
    ("buildah", re.compile(rb"^(?:\[\d+/\d+\] )?STEP \d+(?:/\d+)?: [A-Za-z]")),
    ("kaniko", re.compile(rb"^INFO\[[^\]\n]{4,30}\] (?:Retrieving image |Resolved base name |Unpacking rootfs |[A-Z]+ )")),
)

_TIMED = re.compile(rb"#(\d+) \d+\.\d{1,4}(?: |$)")
_VERTEX = re.compile(rb"#(\d+) ")
_EXCERPT = re.compile(rb"\d+\.\d{1,4} ")
_TERMINAL = re.compile(rb" => => # ?")


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of one log, outermost first."""

    kinds: tuple[_Kind, ...]
    outer: tuple[str, ...]
    """Names of CI systems and services, outermost first."""
    builders: tuple[str, ...]
    """Names of image builders."""
    pipelines: bool = False
    """Whether the log is of Azure Pipelines, whose runner writes like GitHub's."""

    @property
    def format(self) -> str:
        """All names joined by `+`; `plain` where there is none."""
        return format_name(self.outer, self.builders)

    def clean(self, number: int, segment: bytes, head: bytes = b"") -> Line:
        """Return a segment without prefixes; `head` is how its line begins, for later segments."""
        segment = self.strip(segment)
        found = _TIMED.match(segment)
        if found:
            return Line(number, _text(segment[found.end() :]), int(found[1]))
        if self._buildkit:
            found = _VERTEX.match(segment)
            if found:
                return VertexLine(number, _text(segment[found.end() :]), int(found[1]))
            found = _EXCERPT.match(segment) or _TERMINAL.match(segment)
            if found:
                segment = segment[found.end() :]
        if head:
            head = self.strip(head)
            found = _TIMED.match(head) or (_VERTEX.match(head) if self._buildkit else None)
            if found:
                return Line(number, _text(segment), int(found[1]))
        return Line(number, _text(segment))

    def strip(self, segment: bytes) -> bytes:
        """Return a segment without the prefixes of CI systems and services."""
        if segment.startswith(_MARK):
            segment = segment[3:]
        for kind in self.kinds:
            found = kind.prefix.match(segment)
            if found:
                segment = segment[found.end() :]
                if segment.startswith(_MARK):
                    segment = segment[3:]
        return segment

    @property
    def _buildkit(self) -> bool:
        return "buildkit-plain" in self.builders or "buildkit-rawjson" in self.builders


def format_name(outer: Sequence[str], builders: Sequence[str]) -> str:
    """Return the names of frames joined by `+`."""
    return "+".join([*outer, *builders]) or "plain"


def detect(sample: Sequence[bytes], record_kind: str | None = None) -> Frames:
    """Return the frames that a sample of a log's lines shows.

    `record_kind` names the builder where the log was converted from its JSON records.
    """
    lines = [line.removeprefix(_MARK) for line in sample if line.strip()]
    kinds: list[_Kind] = []
    while len(kinds) < 5:
        kind = _prevailing(lines, kinds)
        if kind is None:
            break
        kinds.append(kind)
        lines = [line[found.end() :] if (found := kind.prefix.match(line)) else line for line in lines]
        lines = [line.removeprefix(_MARK) for line in lines if line.strip()]
    segments = [part for line in lines for part in line.split(b"\r", 20) if part]
    names = {kind.name for kind in kinds if kind.name}
    names |= {name for name, sign in _SIGNS if any(map(sign.search, segments))}
    pipelines = any(line.startswith(b"##[section]Starting: ") for line in segments)
    if pipelines:
        names.discard("github-actions")
    if "acr-task" in names and _ACR not in kinds:
        kinds.append(_ACR)
    builders = [record_kind] if record_kind and record_kind != "json-file" else []
    for name, sign in _BUILDERS:
        if record_kind == "buildkit-rawjson" and name == "buildkit-plain":
            continue
        if name not in builders and any(map(sign.match, segments)):
            builders.append(name)
    outer = tuple(name for name in _OUTER if name in names)
    return Frames(tuple(kinds), outer, tuple(builders), pipelines)


def _prevailing(lines: Sequence[bytes], known: Sequence[_Kind]) -> _Kind | None:
    if not lines:
        return None
    for kind in _KINDS:
        if kind in known:
            continue
        matches = sum(1 for line in lines if kind.prefix.match(line))
        if matches >= kind.share * len(lines) or (kind.enough and matches >= kind.enough):
            return kind
    return None


def _text(segment: bytes) -> str:
    return segment.decode("utf-8", "replace")
