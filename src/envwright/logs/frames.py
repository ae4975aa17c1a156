"""What CI systems, services and builders put before each line, found once and then stripped.

A prefix is stripped only where it is the log's frame: where a sample of the log carries it. So
dates that a tool prints itself stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from envwright.facts import Line
from envwright.logs.patterns import lazy, whole_number

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

__all__ = ["Frames", "VertexLine", "detect", "format_name"]

_DAY = rb"\d{4}-\d\d-\d\d"
_CLOCK = rb"\d\d:\d\d:\d\d"
_ZONE = rb"(?:Z|[+-]\d\d:?\d\d)"
_MARK = b"\xef\xbb\xbf"


class VertexLine(Line):
    """BuildKit's own word about a vertex (`#5 DONE 0.1s`), not output of its command."""

    __slots__ = ()


class _Kind(NamedTuple):
    """One kind of prefix."""

    name: str
    """Name of the frame in the format; empty where the prefix tells no builder."""
    holds: bytes
    """What every such prefix holds, to tell cheaply that a line has none."""
    prefix: re.Pattern[bytes]
    enough: int = 0
    """So many lines of the sample make it the frame; 0: only the share counts."""
    share: float = 0.8
    """This share of the lines that are not empty makes it the frame."""


_ACR = _Kind("acr-task", b"/", lazy(rb"\d{4}/\d\d/\d\d " + _CLOCK + b" "), 0, 0.9)
_KINDS = (
    # build<TAB>Set up job<TAB>2024-01-01T00:00:00.0000000Z text, as `gh run view --log` prints it
    _Kind(
        "github-actions",
        b"\t",
        lazy(
            rb"[^\t\n]{1,200}\t[^\t\n]{1,300}\t(?:\xef\xbb\xbf)?"
            + _DAY
            + b"T"
            + _CLOCK
            + rb"\.\d{7}Z ?"
        ),
        3,
        0.3,
    ),
    _Kind("github-actions", b"Z", lazy(_DAY + b"T" + _CLOCK + rb"\.\d{7}Z ?"), 3, 0.3),
    # 2024-01-01T00:00:00.000000Z 01O text; `+` goes on with the line before
    _Kind("gitlab", b"Z ", lazy(_DAY + b"T" + _CLOCK + rb"\.\d{6}Z [0-9a-f]{2}[OE][+ ]?"), 3, 0.3),
    _Kind("jenkins", b"Z]", lazy(rb"\[" + _DAY + b"T" + _CLOCK + rb"\.\d{3}Z\] ?"), 3, 0.3),
    _Kind("jenkins", b":", lazy(_CLOCK + rb"(?:\.\d{3})?  "), 0, 0.6),
    _Kind("azureml", b": ", lazy(_DAY + b"T" + _CLOCK + rb": ?"), 3, 0.3),
    _ACR,
    _Kind("cloud-build", b"Step #", lazy(rb'Step #\d+(?: - "[^"\n]{1,100}")?: ?'), 2, 0.5),
    _Kind(
        "codebuild",
        b"[Container] ",
        lazy(rb"\[Container\] \d{4}/\d\d/\d\d " + _CLOCK + rb"(?:\.\d+)? ?"),
        1,
        0.5,
    ),
    # kubectl logs --prefix, tkn, docker compose, container runtimes, journals
    _Kind("", b"[pod/", lazy(rb"\[pod/[^\]\n]{1,300}\] ?")),
    _Kind("", b" : ", lazy(rb"\[[\w.-]{1,100} : [\w.-]{1,100}\] ?")),
    _Kind("", b" | ", lazy(rb"[\w.-]{1,100}[-_]\d{1,3} +\| ?"), 0, 0.6),
    _Kind(
        "",
        b" std",
        lazy(_DAY + b"T" + _CLOCK + rb"\.\d{1,9}" + _ZONE + b" (?:stdout|stderr) [FP] ?"),
    ),
    _Kind(
        "",
        b":",
        lazy(rb"\[?" + _DAY + b"[T ]" + _CLOCK + rb"(?:[.,]\d{1,9})?(?: ?" + _ZONE + rb")?\]?:? ?"),
    ),
    # Bamboo: build<TAB>27-Jan-2016 16:08:54<TAB>text
    _Kind("", b"\t", lazy(rb"(?:\w+\t)?\d\d-[A-Z][a-z]{2}-\d{4} " + _CLOCK + rb"\t")),
    _Kind("", b":", lazy(rb"\[?" + _CLOCK + rb"(?:[.,]\d{1,6})?\]? ")),
    # Python's logging, behind its date
    _Kind("", b": ", lazy(rb"(?:- )?(?:INFO|DEBUG) +[A-Za-z_][\w.-]{0,60}: "), 0, 0.9),
    # pasted into an issue or a mail
    _Kind("", b">", lazy(rb"> ?"), 0, 0.95),
    _Kind("", b"    ", lazy(rb"    "), 0, 0.95),
)

# Lines that only one system prints: name, what they hold, pattern.
_SIGNS = (
    (
        "github-actions",
        (b"##[group]", b"Current runner version"),
        lazy(rb"(?m)##\[group\](?:Run |Operating System)|^Current runner version: '"),
    ),
    (
        "gitlab",
        (b"gitlab-runner", b"section_start:", b"ERROR: Job failed", b"Job succeeded"),
        lazy(
            rb"(?m)^Running with gitlab-runner |section_start:\d+:"
            rb"|^ERROR: Job failed: |^Job succeeded$"
        ),
    ),
    (
        "jenkins",
        (b"[Pipeline]", b"Finished: "),
        lazy(rb"(?m)^\[Pipeline\] |^Finished: (?:SUCCESS|FAILURE|ABORTED|UNSTABLE)$"),
    ),
    (
        "cloud-build",
        (b'starting build "', b"build step "),
        lazy(
            rb'(?m)^starting build "[0-9a-f-]{36}"|^(?:ERROR: |BUILD FAILURE: .*)build step \d+ "'
        ),
    ),
    ("codebuild", (b"[Container] ",), lazy(rb"(?m)^\[Container\] \d{4}/\d\d/\d\d ")),
    (
        "azureml",
        (b"docker', 'build'", b"Building docker image failed", b"Image Build on Serverless"),
        lazy(
            rb"(?m)^Running: \['(?:nvidia-)?docker', 'build'"
            rb"|^Building docker image failed with exit code|Image Build on Serverless Compute"
        ),
    ),
    (
        "acr-task",
        (b"Executing step ID: ", b"Run ID: ", b"run with ID: "),
        lazy(rb"(?m)Executing step ID: |^Run ID: \w+ (?:failed|was) |^Queued a run with ID: "),
    ),
)
_OUTER = ("github-actions", "gitlab", "jenkins", "cloud-build", "codebuild", "azureml", "acr-task")

_BUILDERS = (
    (
        "docker-classic",
        (b"Step ", b"Sending build"),
        lazy(rb"(?m)^Step \d+/\d+ : [A-Za-z]|^Sending build context to Docker daemon "),
    ),
    (
        "buildkit-plain",
        (b"\n#", b"=> ", b"[+] Building ", b"\n > [", b"failed to solve"),
        lazy(
            rb"(?m)^#\d+ (?:\[[^\]\n]+\] |DONE \d|CACHED$|ERROR: |\d+\.\d+ |building with )"
            rb"|^ ?=> (?:ERROR |CACHED |CANCELED )?\[[^\]\n]+\] |^\[\+\] Building \d"
            rb"|^ > \[[^\]\n]+\] |^(?:ERROR: |error: )?failed to solve: "
        ),
    ),
    ("buildah", (b"STEP ",), lazy(rb"(?m)^(?:\[\d+/\d+\] )?STEP \d+(?:/\d+)?: [A-Za-z]")),
    (
        "kaniko",
        (b"INFO[",),
        lazy(
            rb"(?m)(?:^| )INFO\[[^\]\n]{4,30}\] "
            rb"(?:Retrieving image |Resolved base name |Unpacking rootfs |Downloading base image )"
        ),
    ),
)

_TIMED = lazy(rb"#(\d+) \d+\.\d{1,4}(?: |$)")
_VERTEX = lazy(rb"#(\d+) ")
_EXCERPT = lazy(rb"\d+\.\d{1,4} ")
_TERMINAL = lazy(rb" => => # ?")


class Frames(NamedTuple):
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
            return Line(number, _text(segment[found.end() :]), whole_number(found[1]))
        if self._buildkit:
            found = _VERTEX.match(segment)
            if found:
                return VertexLine(number, _text(segment[found.end() :]), whole_number(found[1]))
            found = _EXCERPT.match(segment) or _TERMINAL.match(segment)
            if found:
                segment = segment[found.end() :]
        if head:
            head = self.strip(head)
            found = _TIMED.match(head) or (_VERTEX.match(head) if self._buildkit else None)
            if found:
                return Line(number, _text(segment), whole_number(found[1]))
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
        lines = [
            line[found.end() :] if (found := kind.prefix.match(line)) else line for line in lines
        ]
        lines = [line.removeprefix(_MARK) for line in lines if line.strip()]
    text = b"\n" + b"\n".join(lines).replace(b"\r", b"\n")
    names = {kind.name for kind in kinds if kind.name}
    names |= {name for name, holds, sign in _SIGNS if _shows(text, holds, sign)}
    pipelines = b"\n##[section]Starting: " in text
    if pipelines:
        names.discard("github-actions")
    if "acr-task" in names and _ACR not in kinds:
        kinds.append(_ACR)
    builders = [record_kind] if record_kind and record_kind != "json-file" else []
    for name, holds, sign in _BUILDERS:
        if record_kind == "buildkit-rawjson" and name == "buildkit-plain":
            continue
        if name not in builders and _shows(text, holds, sign):
            builders.append(name)
    outer = tuple(name for name in _OUTER if name in names)
    return Frames(tuple(kinds), outer, tuple(builders), pipelines)


def _prevailing(lines: Sequence[bytes], known: Sequence[_Kind]) -> _Kind | None:
    if not lines:
        return None
    for kind in _KINDS:
        if kind in known:
            continue
        needed = kind.share * len(lines)
        needed = min(needed, kind.enough) if kind.enough else needed
        likely = [line for line in lines if kind.holds in line[:600]]
        if len(likely) < needed:
            continue
        matches = sum(1 for line in likely if kind.prefix.match(line))
        if matches >= needed:
            return kind
    return None


def _shows(text: bytes, holds: tuple[bytes, ...], sign: re.Pattern[bytes]) -> bool:
    return any(literal in text for literal in holds) and sign.search(text) is not None


def _text(segment: bytes) -> str:
    return segment.decode("utf-8", "replace")
