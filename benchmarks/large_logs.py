"""Large logs of several kinds: real lines of healthy builds again and again, one real failure last.

Every kind ends with the same failing build, so that the right answer is known.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["ANSWER", "KINDS", "write_log"]

_ROOT = Path(__file__).parent.parent
_PASSED = _ROOT / "tests" / "logs" / "passed"
_FAILED = _ROOT / "tests" / "logs" / "failed"
_FAILURE = _ROOT / "examples" / "untrusted-certificate.log"
ANSWER = "net-ssl-verify-failed"
"""The root cause of every log written here."""

_INSTALLERS = re.compile(
    rb"Collecting |Requirement already |Installing collected |Successfully installed "
    rb"|  (?:Downloading|Using cached|Preparing|Getting|Installing|Created|Stored|Building) "
    rb"|Building wheel|Get:\d|Hit:\d|Fetched |Reading |Building dependency|Selecting previously "
    rb"|Preparing to unpack|Unpacking |Setting up |Processing triggers |The following "
    rb"|\(Reading database|  lib|Need to get |After this operation"
)
_MARKS = (b"Step ", b"STEP ", b"#", b"COMMIT", b"Successfully built", b"Successfully tagged")
_BAR = (
    "\x1b[2K   \x1b[90m{}\x1b[0m \x1b[32m{}.{}/9.9 MB\x1b[0m \x1b[31m5.{} MB/s\x1b[0m eta 0:00:01\r"
)
_COPY = 4 << 20


def write_log(path: Path, kind: str, megabytes: int) -> None:
    """Write copies of healthy lines up to the size wanted, then a failing build."""
    chunk = KINDS[kind]()
    chunk *= max(1, _COPY // len(chunk))
    with path.open("wb") as file:
        while file.tell() < (megabytes << 20) - len(chunk):
            file.write(chunk)
        file.write(_FAILURE.read_bytes())


def _logs(pattern: str) -> Iterator[bytes]:
    for path in sorted(_PASSED.glob(pattern)):
        data = path.read_bytes()
        yield data if data.endswith(b"\n") else data + b"\n"


def _installers() -> bytes:
    lines = [
        line
        for log in _logs("*.docker-classic*.log")
        for line in log.splitlines(keepends=True)
        if _INSTALLERS.match(line) and b"\x1b" not in line
    ]
    return b"".join(lines)


def _docker_classic() -> bytes:
    return b"".join(_logs("*.docker-classic*.log"))


def _buildkit() -> bytes:
    return b"".join(log for log in _logs("*.buildkit*.log") if not log.startswith(b"{"))


def _github() -> bytes:
    stamp = b"2024-05-01T10:%02d:%02d.%07dZ "
    return b"".join(
        stamp % (number // 60 % 60, number % 60, number * 7919 % 10_000_000) + line
        for number, line in enumerate(_installers().splitlines(keepends=True))
    )


def _coloured() -> bytes:
    lines = []
    for number, line in enumerate(_installers().splitlines(keepends=True)):
        lines.append(b"\x1b[32m" + line.rstrip() + b"\x1b[0m\r\n")
        if number % 10 == 0:
            bars = (_BAR.format("━" * step * 3, step, number % 10, step) for step in range(10))
            lines.append("".join(bars).encode() + b"\n")
    return b"".join(lines)


def _everything() -> bytes:
    """Return all healthy logs without what builders say, so that the log is one step."""
    return b"".join(
        line.replace(b"Successfully", b"Done:")
        for log in _logs("*.log")
        for line in log.splitlines(keepends=True)
        if not line.startswith(_MARKS)
    )


def _red() -> bytes:
    """Return the lines of failing logs, and no builder's verdict: as red as a log can be."""
    found = []
    for path in sorted(_FAILED.glob("*/*.bare.log")):
        found += path.read_bytes().splitlines(keepends=True)
    return b"".join(line for line in found if not line.startswith(_MARKS))


KINDS: dict[str, Callable[[], bytes]] = {
    "installer output": _installers,
    "docker, whole builds": _docker_classic,
    "BuildKit, whole builds": _buildkit,
    "GitHub Actions": _github,
    "colours and progress": _coloured,
    "all healthy logs": _everything,
    "red lines": _red,
}
"""What a log repeats, by the name of its kind."""
