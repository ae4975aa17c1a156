"""apt and dpkg: what is fetched and set up; apk and dnf likewise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.changes.found import Found, package
from envwright.diagnose.changes.readers.wheels import architecture
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ANCHORS", "read"]

ANCHORS = (
    b"Setting up ",
    b"Get:",
    b"is already the newest version",
    b" is to be installed",
    b") Installing ",
    b"Installing  ",
)

_VERSION = r"(?:\d+:)?[0-9][\w.+~:-]*"
# `Setting up gcc (4:12.2.0-3) ...`
_SET_UP = lazy(r"\s*Setting up ([a-z0-9][a-z0-9.+-]+)(?::(\w+))? \((" + _VERSION + r")\)")
# `Get:5 http://deb.debian.org/debian bookworm/main amd64 gcc amd64 4:12.2.0-3 [5216 B]`
_GET = lazy(r"\s*Get:\d+ (\S+) (\S+) (\w+) ([a-z0-9][a-z0-9.+-]+) (\w+) (" + _VERSION + r") \[")
# `Get:1 http://deb.debian.org/debian bookworm InRelease [151 kB]`
_RELEASE = lazy(r"\s*Get:\d+ (\S+) (\S+) (?:In)?Release\b")
# `gcc is already the newest version (4:12.2.0-3).`
_NEWEST = lazy(r"\s*([a-z0-9][a-z0-9.+-]+) is already the newest version \((" + _VERSION + r")\)")
# ` app : Depends: libfoo (= 1.0) but 2.0 is to be installed`
_OTHER = lazy(
    r".*Depends: ([a-z0-9][a-z0-9.+-]+)(?::\w+)? \([^)]*\) but ("
    + _VERSION
    + r") is to be installed"
)
# `(3/12) Installing libgcc (12.2.1_git20220924-r4)`
_APK = lazy(r"\s*\(\d+/\d+\) Installing ([a-z0-9][\w.+-]+) \((\d[\w.+~-]*)\)")
# `  Installing       : gcc-8.5.0-10.el8.x86_64      3/33`
_DNF = lazy(
    r"\s*Installing +: ([A-Za-z0-9][\w.+-]*?)-((?:\d+:)?\d[\w.+~]*-[\w.+~]+)\.(\w+) +\d+/\d+"
)


def read(text: str) -> Iterator[Found]:
    """Yield the system package or the source that a line names."""
    if found := _SET_UP.match(text):
        yield package("system", found[1], found[3], installed=True)
    elif found := _GET.match(text):
        yield package("system", found[4], found[6])
        if found[5] != "all":
            yield Found("platform", "apt", "platform", architecture(found[5]))
    elif found := _RELEASE.match(text):
        yield Found("source", "apt", f"{found[1]} {found[2]}", f"{found[1]} {found[2]}")
    elif found := _OTHER.match(text):
        yield package("system", found[1], found[2])
    elif found := _NEWEST.match(text) or _APK.match(text):
        yield package("system", found[1], found[2], installed=True)
    elif found := _DNF.match(text):
        yield package("system", found[1], found[2], installed=True)
        yield Found("platform", "dnf", "platform", architecture(found[3]))
