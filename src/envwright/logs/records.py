"""JSON records of builders, turned into the text the builder would have printed.

One record gives one line: inner line ends become lone CRs, so that line numbers are record numbers.
A record may be spread over several lines (buildx 0.13 indents them, later ones don't).
Output that a builder cut within a line goes on in the record that completes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from envwright.logs.normalising import cut, normalise
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Converter", "State", "kind_of"]

_BUILDKIT_KEYS = {"vertexes", "statuses", "logs", "warnings"}
_LONGEST_PARTIAL = 64 << 10
_INDENTED = lazy(rb"(?m)^\{\n  \"(?:vertexes|statuses|logs|warnings)\": \[\n(?:[ \]].*\n)*\}$")


class State(NamedTuple):
    """What earlier records left over."""

    partial: dict[str, str]
    """Output without line end yet, by its vertex and stream."""
    vertexes: dict[str, int]
    """Numbers of vertexes by digest, in the order they began."""


def kind_of(sample: Sequence[bytes]) -> str | None:
    """Return the builder whose JSON records the sampled lines are; None for text.

    `buildkit-rawjson`, `docker-classic` for the Engine API's stream, or `json-file` for what
    Docker's log driver keeps.
    """
    if sample and b"{" in sample and _INDENTED.search(b"\n".join(sample)):
        return "buildkit-rawjson"
    votes: dict[str, int] = {}
    seen = 0
    for line in sample:
        if not line.strip():
            continue
        seen += 1
        start = line.find(b'{"')
        if 0 <= start <= 120:
            kind = _kind(_parsed(line[start:]))
            if kind:
                votes[kind] = votes.get(kind, 0) + 1
        if seen >= 400:
            break
    if not votes:
        return None
    kind = max(votes, key=lambda name: votes[name])
    return kind if votes[kind] >= 0.5 * seen else None


def _kind(record: dict[str, Any] | None) -> str | None:
    if not record:
        return None
    if _BUILDKIT_KEYS.issuperset(record):
        return "buildkit-rawjson"
    if "log" in record and "stream" in record:
        return "json-file"
    if isinstance(record.get("stream"), str) or "errorDetail" in record or "aux" in record:
        return "docker-classic"
    return "docker-classic" if "status" in record and len(record) <= 4 else None


def _parsed(data: bytes) -> dict[str, Any] | None:
    import json

    try:
        record = json.loads(data)
    except (ValueError, RecursionError):
        return _torn(data)
    return record if isinstance(record, dict) else None


def _torn(data: bytes) -> dict[str, Any] | None:
    """Return what a record says that was cut off, where it is the Engine API's last word."""
    import json
    import re

    found = re.match(
        rb'\{"errorDetail": ?\{(?:"code": ?\d+, ?)?"message": ?("(?:[^"\\]|\\.)*")', data
    )
    if found is None:
        return None
    try:
        return {"errorDetail": {"message": json.loads(found[1].decode("utf-8", "replace"))}}
    except ValueError:
        return None


class Converter:
    """Turns the records of one log into text."""

    def __init__(self, kind: str) -> None:
        self._text: Callable[[dict[str, Any], State, dict[str, Any] | None], str] = {
            "buildkit-rawjson": _buildkit,
            "docker-classic": _docker,
            "json-file": _docker,
        }[kind]

    def cut(self, data: bytes) -> int:
        """Return how many bytes of raw data hold whole records; 0 if more data is needed."""
        if data.startswith(b"{\n ") or b"\n{\n " in data or b"\n{\r\n " in data:
            return data.find(b"\n", data.rfind(b"\n}") + 1) + 1 if b"\n}" in data else 0
        end = cut(data)
        return end if data[end - 1 : end] == b"\n" else 0

    def start(self) -> State:
        """Return the state before the first record."""
        return State({}, {})

    def sample(self, lines: Sequence[bytes]) -> list[bytes]:
        """Return sampled lines as text, cut at inner line ends."""
        data, _ = self.convert(b"\n".join(lines), self.start())
        return data.replace(b"\r", b"\n").split(b"\n")

    def convert(self, data: bytes, state: State) -> tuple[bytes, State]:
        """Return a block of records as text, and the state after it; other lines stay."""
        state = State(dict(state.partial), dict(state.vertexes))
        if b"{\n" in data:
            data = _INDENTED.sub(
                lambda found: found[0].replace(b"\n", b"").replace(b"{  ", b"{"), data
            )
        lines = data.split(b"\n")
        starts = [line.find(b'{"') for line in lines]
        parsed = [
            _parsed(line[start:]) if 0 <= start <= 120 else None
            for line, start in zip(lines, starts, strict=True)
        ]
        for position, record in enumerate(parsed):
            if record is None:
                continue
            following = parsed[position + 1] if position + 1 < len(parsed) else None
            text = self._text(record, state, following)
            prefix = lines[position][: starts[position]]
            lines[position] = prefix + _one_line(text).encode("utf-8", "replace")
        return b"\n".join(lines), state


def _one_line(text: str) -> str:
    if "\x1b" in text or "\0" in text:
        text = normalise(text.encode("utf-8", "replace")).decode("utf-8", "replace")
    return text.replace("\r\n", "\n").strip("\n").replace("\n", "\r")


def _docker(record: dict[str, Any], state: State, following: dict[str, Any] | None) -> str:
    for key in ("stream", "log"):
        chunk = record.get("log" if "log" in record else key)
        if isinstance(chunk, str):
            after = following.get("log", following.get("stream")) if following else None
            completed = isinstance(after, str) and after.startswith("\n")
            return _completed(state, "", chunk + "\n" if completed else chunk)
    detail = record.get("errorDetail")
    if isinstance(detail, dict) and detail.get("message"):
        return _flushed(state, "") + str(detail["message"])
    if record.get("error"):
        return _flushed(state, "") + str(record["error"])
    if isinstance(record.get("status"), str):
        parts = [f"{record['id']}:" if record.get("id") else "", record["status"]]
        return " ".join(part for part in [*parts, str(record.get("progress") or "")] if part)
    return ""


def _completed(state: State, source: str, chunk: str) -> str:
    """Return the complete lines of a chunk, and keep the rest for the next one."""
    text = state.partial.pop(source, "") + chunk
    end = text.rfind("\n") + 1
    if len(text) - end > _LONGEST_PARTIAL:
        end = len(text)
    if text[end:]:
        state.partial[source] = text[end:]
    return text[:end]


def _flushed(state: State, source: str) -> str:
    rest = state.partial.pop(source, "")
    return rest + "\n" if rest else ""


def _buildkit(record: dict[str, Any], state: State, _: dict[str, Any] | None) -> str:
    lines: list[str] = []
    done: list[str] = []
    for vertex in _items(record, "vertexes"):
        digest = str(vertex.get("digest"))
        name = str(vertex.get("name") or "").replace("\n", " ")
        error = str(vertex.get("error") or "")
        begun = vertex.get("started") or vertex.get("completed") or error
        if digest not in state.vertexes and name and begun:
            state.vertexes[digest] = len(state.vertexes) + 1
            lines.append(f"#{state.vertexes[digest]} {name}")
        number = state.vertexes.get(digest)
        if number is None:
            continue
        if error or vertex.get("completed"):
            for source in [source for source in state.partial if source.startswith(digest)]:
                done += _output(number, _flushed(state, source))
        if error:
            cancelled = error.endswith("context canceled")
            done.append(f"#{number} CANCELED" if cancelled else f"#{number} ERROR: {error}")
        elif vertex.get("cached") and vertex.get("completed"):
            done.append(f"#{number} CACHED")
        elif vertex.get("completed"):
            done.append(f"#{number} DONE {_seconds(vertex)}s")
    for status in _items(record, "statuses"):
        number = state.vertexes.get(str(status.get("vertex")))
        if number is not None and status.get("completed"):
            lines.append(f"#{number} {status.get('name') or status.get('id') or ''} done")
    for log in _items(record, "logs"):
        digest = str(log.get("vertex"))
        number = state.vertexes.setdefault(digest, len(state.vertexes) + 1)
        source = f"{digest} {log.get('stream')}"
        lines += _output(number, _completed(state, source, _decoded(log.get("data"))))
    for warning in _items(record, "warnings"):
        number = state.vertexes.get(str(warning.get("vertex")))
        if number is not None:
            lines.append(f"#{number} WARN: {_decoded(warning.get('short'))}")
    return "\n".join(lines + done)


def _output(number: int, text: str) -> list[str]:
    parts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [f"#{number} 0.000 {part}" for part in parts if part]


def _items(record: dict[str, Any], key: str) -> list[dict[str, Any]]:
    items = record.get(key)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _decoded(data: object) -> str:
    import base64

    if not isinstance(data, str):
        return ""
    try:
        return base64.b64decode(data, validate=True).decode("utf-8", "replace")
    except ValueError:
        return data


def _seconds(vertex: dict[str, Any]) -> str:
    from datetime import datetime

    try:
        begin = datetime.fromisoformat(str(vertex["started"])[:26].rstrip("Z"))
        end = datetime.fromisoformat(str(vertex["completed"])[:26].rstrip("Z"))
    except (KeyError, TypeError, ValueError):  # TypeError: only one of them names its time zone
        return "0.0"
    return f"{(end - begin).total_seconds():.1f}"
