"""A log made a test case: no secrets, a very long one cut to what matters, its truth beside it.

The folder has the form of `tests/logs`: it can be dropped there as it is.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import tempfile
from typing import TYPE_CHECKING, Any

import envwright
from envwright.diagnose import diagnose_log, diagnose_with_outline
from envwright.logs.normalising import normalise
from envwright.logs.opening import open_logs
from envwright.logs.text import LogText
from envwright.messages import table
from envwright.redaction import redact, redact_diagnosis
from envwright.redaction.lines import redact_lines
from envwright.render.json import as_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envwright.cli.feedback import Truth
    from envwright.facts import Diagnosis, Finding, Line
    from envwright.failures.catalogue import Catalogue
    from envwright.logs.opening import RawLog

__all__ = ["TestCase"]

LARGE = 16 << 20
"""Bytes above which only what matters of a log is kept."""
_HEAD, _TAIL = 300, 500
_AROUND = 50
_OF_FAILED_STEP = 2_000
_MOST_STEPS = 500
_CHUNK = 1 << 20
_KEY = b"-----BEGIN "
_LONGEST_KEY = 32 << 10
_SHORTEST_SHARED = 6
LOG_FILE = "build.log"


class TestCase:
    """One log with what was said about it."""

    __test__ = False  # pytest takes the name for one of its own

    def __init__(self, raw: RawLog, catalogue: Catalogue, large: int = LARGE) -> None:
        self._raw = raw
        self._catalogue = catalogue
        self._large = large
        self._log = LogText(raw)
        self._diagnosis, self._outline = diagnose_with_outline(self._log, catalogue)
        self.line_count = self._log.line_count
        self._secrets: dict[str, str] = {}

    def said(self) -> Diagnosis:
        """Return what envwright says about the log, without secrets."""
        return redact_diagnosis(self._diagnosis)

    def write(self, target: str, truth: Truth, note: str, lang: str) -> str | None:
        """Write the folder, all or nothing.

        Returns what is said about the log as it is kept, where that differs, else None.

        Raises OSError where it cannot be written.
        """
        parent = os.path.dirname(target)
        os.makedirs(parent, exist_ok=True)
        folder = tempfile.mkdtemp(prefix=".envwright-feedback-", dir=parent)
        try:
            changed = self._fill(folder, truth, note, lang)
            os.rename(folder, target)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return changed

    def _fill(self, folder: str, truth: Truth, note: str, lang: str) -> str | None:
        kept = self._kept(truth)
        path = os.path.join(folder, LOG_FILE)
        self._write_log(path, kept)
        label = self._label(truth, note)
        said = as_data(self.said())
        said["source"]["name"] = LOG_FILE
        about = {
            "envwright": envwright.__version__,
            "python": platform.python_version(),
            "platform": platform.platform(),
            "lines": self.line_count,
            "kept": [list(part) for part in kept],
            "evidence": [{"line": line, "kept_as": _number_in(kept, line)} for line in truth.lines],
        }
        _write(folder, "labels.jsonl", json.dumps(label, ensure_ascii=False) + "\n")
        _write(folder, "diagnosis.json", json.dumps(said, ensure_ascii=False, indent=2) + "\n")
        _write(folder, "about.json", json.dumps(about, ensure_ascii=False, indent=2) + "\n")
        where = "passed" if truth.failure == "none" else f"failed/{truth.failure}"
        root = self._diagnosis.root_cause
        readme = table("scaffold", lang)["feedback"].format(
            said=root.failure if root is not None else self._diagnosis.verdict,
            truth=truth.failure,
            note=self._clean(note) or "-",
            place=f"tests/logs/{where}/",
            lines=self.line_count,
            kept=sum(last - first + 1 for first, last in kept),
            version=envwright.__version__,
        )
        _write(folder, "README.md", readme)
        return self._changed(path)

    def _changed(self, path: str) -> str | None:
        """Return what is said about the log as it was written, if it is something else."""
        with next(open_logs([path])) as raw:
            again = diagnose_log(LogText(raw), self._catalogue)
        now, before = (
            (one.verdict, one.root_cause.failure if one.root_cause is not None else None)
            for one in (again, self._diagnosis)
        )
        return None if now == before else now[1] or now[0]

    def _label(self, truth: Truth, note: str) -> dict[str, Any]:
        """Return the line of `labels.jsonl`; its fields are those of `tests/logs`."""
        finding = self._finding(truth.failure)
        tools = [] if finding is None else self._catalogue.page(finding.failure)["seen"]
        return {
            "file": LOG_FILE,
            "tool": tools[0] if tools else self._diagnosis.source.format.rpartition("+")[2],
            "versions": f"{self._diagnosis.source.format}; envwright {envwright.__version__}",
            "failure": truth.failure,
            "culprit": self._clean((finding.subject if finding is not None else None) or ""),
            "evidence": self._clean(self._evidence(truth, finding).strip()),
            "masked": False,
            "how": self._clean(note),
            "also_ok": ["none"] if truth.failure == "unknown" else [],
            "origin": "feedback",
        }

    def _finding(self, failure: str) -> Finding | None:
        found = self._diagnosis
        everything = [*found.chain, *found.also]
        if found.root_cause is not None:
            everything.insert(0, found.root_cause)
        return next((one for one in everything if one.failure == failure), None)

    def _evidence(self, truth: Truth, finding: Finding | None) -> str:
        """Return the text of the decisive line, as it is known."""
        if truth.failure == "none":
            return ""
        if truth.lines:
            texts = [line.text for line in self._log.lines(truth.lines[0], truth.lines[0])]
            return max(texts, key=len, default="")
        lines: tuple[Line, ...] = finding.evidence if finding is not None else ()
        unknown = self._diagnosis.unknown
        if truth.failure == "unknown" and unknown is not None:
            lines = unknown.evidence
        return lines[0].text if lines else ""

    def _kept(self, truth: Truth) -> list[tuple[int, int]]:
        """Return the ranges of lines to keep, in order: everything, but of a very long log."""
        count = max(self.line_count, 1)
        if self._raw.length <= self._large:
            return [(1, count)]
        found = self._diagnosis
        findings = [*found.chain, *found.also]
        if found.root_cause is not None:
            findings.append(found.root_cause)
        lines = [*truth.lines, *(line for one in findings for line in one.lines)]
        lines += found.unknown.lines if found.unknown is not None else ()
        ranges = [(1, _HEAD), (count - _TAIL + 1, count)]
        ranges += [(line - _AROUND, line + _AROUND) for line in lines]
        for step in self._outline.steps[-_MOST_STEPS:]:
            ranges += [(step.first_line, step.first_line + 2), (step.last_line - 1, step.last_line)]
        failed = found.failed_step
        if failed is not None:
            first = max(failed.first_line, failed.last_line - _OF_FAILED_STEP)
            ranges += [(failed.first_line, failed.first_line + _AROUND), (first, failed.last_line)]
        return _merged(ranges, count)

    def _write_log(self, path: str, kept: list[tuple[int, int]]) -> None:
        """Write the lines to keep without secrets; a gap becomes one line that says so."""
        with open(path, "wb") as file:
            before = 0
            for first, data in self._lines(kept):
                if first > before + 1:
                    gap = f"[envwright: lines {before + 1} to {first - 1} are left out]\n"
                    file.write(gap.encode())
                file.write(self._redacted(data))
                before = first - 1 + data.count(b"\n")
        shared = self._shared()
        if shared:
            with open(path, "rb") as file, open(f"{path}.clean", "wb") as cleaned:
                cleaned.writelines(_without(line, shared) for line in file)
            os.replace(f"{path}.clean", path)

    def _redacted(self, data: bytes) -> bytes:
        lines = data.decode("utf-8", "surrogateescape").split("\n")
        return "\n".join(redact_lines(lines, self._secrets)).encode("utf-8", "surrogateescape")

    def _lines(self, kept: list[tuple[int, int]]) -> Iterator[tuple[int, bytes]]:
        """Yield pieces of the log within the ranges, each with the number of its first line."""
        waiting = list(kept)
        for number, data in self._pieces():
            end = number + data.count(b"\n") + (not data.endswith(b"\n")) - 1
            while waiting and waiting[0][0] <= end:
                first, last = waiting[0]
                start = max(first, number)
                yield start, _cut(data, start - number, min(last, end) - number + 1)
                if last > end:
                    break
                waiting.pop(0)

    def _pieces(self) -> Iterator[tuple[int, bytes]]:
        """Yield the whole log in pieces of whole lines, without escapes and whole private keys."""
        offset, number, rest = 0, 1, b""
        while True:
            chunk = self._raw.read_at(offset, _CHUNK)
            offset += len(chunk)
            data = rest + chunk
            end = _end_of_piece(data) if chunk else len(data)
            rest = data[end:]
            if end:
                piece = data[:end] if self._log.record_kind else normalise(data[:end])
                if _KEY in piece:  # before a gap cuts it in two
                    piece = self._redacted(piece)
                yield number, piece
                number += piece.count(b"\n")
            if not chunk:
                return

    def _shared(self) -> list[tuple[bytes, bytes]]:
        """Return the values that some line showed to be secret, the longest first."""
        found = [item for item in self._secrets.items() if len(item[0]) >= _SHORTEST_SHARED]
        return [
            (value.encode("utf-8", "surrogateescape"), mark.encode())
            for value, mark in sorted(found, key=lambda item: -len(item[0]))
            if "\n" not in value
        ]

    def _clean(self, text: str) -> str:
        data = redact(text).encode("utf-8", "surrogateescape")
        return _without(data, self._shared()).decode("utf-8", "replace")


def _write(folder: str, name: str, text: str) -> None:
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _without(line: bytes, shared: list[tuple[bytes, bytes]]) -> bytes:
    for value, mark in shared:
        if value in line:
            line = line.replace(value, mark)
    return line


def _end_of_piece(data: bytes) -> int:
    """Return where the last whole line ends, or where a key begins that is not over yet."""
    end = data.rfind(b"\n") + 1
    begun = data.rfind(_KEY, max(0, end - _LONGEST_KEY), end)
    if begun >= 0 and data.find(b"-----END ", begun, end) < 0:
        return data.rfind(b"\n", 0, begun) + 1
    return end


def _cut(data: bytes, first: int, last: int) -> bytes:
    """Return the lines first to last (0-based, the last left out) of some bytes."""
    lines = data.split(b"\n")
    return b"\n".join(lines[first:last]) + (b"\n" if last < len(lines) else b"")


def _merged(ranges: list[tuple[int, int]], count: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted((max(first, 1), min(last, count)) for first, last in ranges):
        if last < first:
            continue
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def _number_in(kept: list[tuple[int, int]], line: int) -> int | None:
    """Return the number a line of the log has in what is kept of it; a gap takes one line."""
    number = before = 0
    for first, last in kept:
        if first > before + 1:
            number += 1
        if first <= line <= last:
            return number + line - first + 1
        number += last - first + 1
        before = last
    return None
