"""BuildKit: `#8 [2/5] RUN …`, each line with the number of its vertex, vertexes interleaved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.facts import Line, Step
from envwright.logs.build import Build
from envwright.logs.frames import VertexLine
from envwright.logs.patterns import lazy, whole_number
from envwright.logs.readers import buildkit_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MARKERS", "NAME", "read"]

NAME = "buildkit-plain"
_INSTRUCTIONS = (
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL ONBUILD RUN SHELL STOPSIGNAL"
    " USER VOLUME WORKDIR"
)
MARKERS = (
    *(b"] %s " % word.encode() for word in _INSTRUCTIONS.split()),
    b"] load build definition from ",
    b"] load metadata for ",
    b"] load build context",
    b"] load .dockerignore",
    b"] https://",
    b" DONE ",
    b" CACHED",
    b" CANCELED",
    b" ERROR: ",
    b"exporting to ",
    b"importing cache manifest from ",
    b"resolve image config for ",
    b"building with ",
    b"naming to ",
    b"writing image sha256:",
    b"pushing manifest for ",
    b"No output specified",
    b"failed to solve",
    b"executor failed running ",
    b"did not complete successfully: exit code: ",
    b"ERROR: failed to build: ",
    b"failed to compute cache key",
    *buildkit_terminal.MARKERS,
)

_FIRST = (
    "#",
    " => ",
    "[+] ",
    "ERROR: ",
    "error: ",
    "failed to solve",
    "executor failed",
    "target ",
    " > [",
)
_BARE = lazy(r"#(\d+) (?!\d+\.\d)")
_STEP = lazy(r"\[(?:([^\]]*?) +)?(\d+)/(\d+)\] (.+)")
_HEADER = lazy(
    r"\[[^\]]+\] |exporting to |importing cache manifest from |resolve image config for |docker-image://"
)
_ERROR = lazy(r"ERROR: (.*)")
_CODE = lazy(r"exit code: (\d+)")
_DONE = lazy(r"DONE \d[\d.]*m?s?$")
_NAMED = lazy(r"(?:naming to|writing image|pushing manifest for) .*(?: done|\d+s done)$")
_FINAL = lazy(
    r"(?:(?:ERROR|error|Error): )?(?:\S+: )?(?:target [\w.-]+: )?"
    r"(?:failed to (?:solve|build)\b|executor failed running |failed to compute cache key)"
    r"|ERROR: process \".*did not complete successfully: exit code: "
)
_EXCERPT = lazy(r" > (\[[^\]]+\] .+?):\s*$")
_NO_OUTPUT = lazy(r"WARNING: No output specified|.*level=warning msg=\"No output specified")


class _Vertex:
    """One vertex while its lines are read."""

    __slots__ = ("exit_code", "first_line", "last_line", "name", "number", "state")

    def __init__(self, number: int, name: str, line: int) -> None:
        self.number = number
        self.name = name
        self.first_line = self.last_line = line
        self.state = "open"
        self.exit_code: int | None = None

    def step(self, last_line: int) -> Step:
        found = _STEP.match(self.name)
        return Step(
            number=whole_number(found[2]) if found else None,
            total=whole_number(found[3]) if found else None,
            instruction=(found[4] if found else self.name).strip(),
            first_line=self.first_line,
            last_line=last_line if self.state == "open" else self.last_line,
            exit_code=self.exit_code,
            vertex=self.number if self.number >= 0 else None,
            state=self.state,
        )


class _Run:
    """One build while its lines are read."""

    __slots__ = (
        "cancelled",
        "error",
        "excerpt",
        "failed",
        "final",
        "first_line",
        "success",
        "vertexes",
    )

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.excerpt: _Vertex | None = None
        self.vertexes: dict[int, _Vertex] = {}
        self.error: Line | None = None
        self.failed: _Vertex | None = None
        self.final: Line | None = None
        self.success: Line | None = None
        self.cancelled = False

    def _fail_as_excerpt(self, excerpt: _Vertex, final: Line) -> None:
        """Take the failed step from BuildKit's last words, where its own lines are not there."""
        same = (vertex for vertex in self.vertexes.values() if vertex.name == excerpt.name)
        self.failed = next(same, excerpt)
        self.vertexes[self.failed.number] = self.failed
        self.failed.state = "failed"
        self.failed.last_line = max(final.number, self.failed.first_line)
        found = _CODE.search(final.text)
        self.failed.exit_code = whole_number(found[1]) if found else None

    @property
    def over(self) -> bool:
        return self.final is not None or self.success is not None or self.error is not None

    def build(self, last_line: int) -> Build | None:
        if not self.vertexes and self.final is None:
            return None
        if self.excerpt is not None and self.failed is None and self.final is not None:
            self._fail_as_excerpt(self.excerpt, self.final)
        marker = self.error or self.final
        ended = (
            "failed" if marker is not None else "succeeded" if self.success is not None else None
        )
        if ended == "failed":
            for vertex in self.vertexes.values():
                if vertex.state == "open":
                    vertex.state = "cancelled"
        steps = {number: vertex.step(last_line) for number, vertex in self.vertexes.items()}
        failed = steps[self.failed.number] if self.failed is not None else None
        code = failed.exit_code if failed is not None else None
        if code is None and self.final is not None:
            found = _CODE.search(self.final.text)
            code = whole_number(found[1]) if found else None
        if self.cancelled and ended == "failed" and failed is None:
            ended, marker = None, None
        last = self.final or self.error or self.success
        end = last.number if last is not None and ended else last_line
        ordered = tuple(sorted(steps.values(), key=lambda step: step.first_line))
        return Build(
            NAME, self.first_line, end, ordered, ended, marker or self.success, failed, code
        )


def read(markers: Sequence[Line], last_line: int) -> list[Build]:
    """Return the builds of a log in order."""
    runs: list[_Run] = []
    if not any(line.vertex is not None or line.text.startswith(_FIRST) for line in markers):
        return []
    for line in markers:
        vertex, text = line.vertex, line.text
        own = isinstance(line, VertexLine)
        if not own and vertex is None and (found := _BARE.match(text)):
            own, vertex, text = True, whole_number(found[1]), text[found.end() :]
        if own and vertex is not None:
            _vertex_line(runs, vertex, text, line)
        elif vertex is None and runs:
            _bare_line(runs[-1], text, line)
        elif vertex is None and (_FINAL.match(text) or _EXCERPT.match(text)):
            runs.append(_Run(line.number))
            _bare_line(runs[-1], text, line)
    builds = []
    for position, run in enumerate(runs):
        end = runs[position + 1].first_line - 1 if position + 1 < len(runs) else last_line
        build = run.build(end)
        if build is not None:
            builds.append(build)
    if any(step.vertex is not None for build in builds for step in build.steps):
        return builds
    return buildkit_terminal.read(markers, last_line) or builds


def _vertex_line(runs: list[_Run], number: int, text: str, line: Line) -> None:
    """Take in what BuildKit says of a vertex."""
    header = bool(_HEADER.match(text)) and not _NAMED.match(text)
    if not runs or (header and _begins_build(runs[-1], number, text)):
        if not header and not _ERROR.match(text):
            return
        runs.append(_Run(line.number))
    run = runs[-1]
    vertex = run.vertexes.get(number)
    if vertex is None:
        if not header and not _ERROR.match(text):
            return
        vertex = run.vertexes[number] = _Vertex(number, text if header else "", line.number)
    vertex.last_line = line.number
    if _NAMED.match(text):
        run.success = line
    elif vertex.state == "failed":
        return
    elif header:
        vertex.state = "open"
    elif found := _ERROR.match(text):
        _fail(run, vertex, found[1], line)
    elif text == "CACHED":
        vertex.state = "cached"
    elif text == "CANCELED":
        vertex.state = "cancelled"
    elif _DONE.match(text):
        vertex.state = "done"
        if vertex.name.startswith("exporting to "):
            run.success = line


def _begins_build(run: _Run, number: int, name: str) -> bool:
    """Tell whether a header is of another build than the vertexes before it."""
    known = run.vertexes.get(number)
    if known is None:
        return run.over and number <= 2 and "[internal]" in name
    if known.name != name:
        return bool(known.name)
    return known.state != "open" and "load build definition from " in name


def _fail(run: _Run, vertex: _Vertex, message: str, line: Line) -> None:
    code = _CODE.search(message)
    if message.endswith("context canceled"):
        vertex.state = "cancelled"
        return
    vertex.state = "failed"
    vertex.exit_code = whole_number(code[1]) if code else None
    if vertex.name.startswith("importing cache manifest from "):
        return  # the build goes on without that cache
    if run.error is None:
        shown = (
            line
            if isinstance(line, VertexLine)
            else Line(line.number, f"ERROR: {message}", vertex.number)
        )
        run.error, run.failed = shown, vertex


def _bare_line(run: _Run, text: str, line: Line) -> None:
    if _FINAL.match(text):
        run.final = run.final or line
        run.cancelled = run.cancelled or text.rstrip().endswith("context canceled")
    elif found := _EXCERPT.match(text):
        if run.failed is not None and not run.failed.name:
            run.failed.name = found[1]
        run.excerpt = run.excerpt or _Vertex(-1, found[1], line.number)
    elif _NO_OUTPUT.match(text) and run.final is None:
        run.success = run.success or line
