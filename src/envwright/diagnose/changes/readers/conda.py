"""conda, mamba and micromamba: rows that tell by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.changes.found import Found, package
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ANCHORS", "conda_package", "read"]

ANCHORS = (b"::", b" + ", b"Linking ", b"Channels:", b"/linux-", b"/noarch")

# `  numpy    pkgs/main/linux-64::numpy-1.26.4-py311h5f9d8c6_0`, `… 1.2-0 --> chan::numpy-1.3-0`
_PLACE = lazy(r"(?:^|\s)(\S+?)/([a-z0-9-]+)::([\w.-]+?)-(\d[\w.!+]*)-(\w+)(?:\s|$)")
_BARE = lazy(r"\s+[\w.-]+ +(\S+?)::([\w.-]+?)-(\d[\w.!+]*)-(\w+)(?:\s|$)")
# `  + numpy   1.26.4  py311h64a7726_0  conda-forge/linux-64   8MB`
_ROW = lazy(
    r"\s*\+ ([a-z0-9_][\w.-]*)\s+(\d[\w.!+]*)\s+(\w+)\s+(\S+?)(?:/([a-z0-9-]+))?(?:\s+\S.*)?\s*$"
)
# `Linking numpy-1.26.4-py311h64a7726_0`
_LINKING = lazy(r"\s*Linking ([\w.-]+?)-(\d[\w.!+]*)-(\w+)\s*$")
# `conda-forge/linux-64    38.2MB @ …`, as micromamba lists what it fetches
_FETCHED = lazy(
    r"\s*(?:\[?\+?\]?\s*)((?:https?://)?[\w.:/-]+?)/(linux-[a-z0-9]+|noarch|osx-[a-z0-9]+|win-64)\s"
)


def read(text: str) -> Iterator[Found]:
    """Yield the package, platform or channel that a line names."""
    found = _PLACE.search(text)
    if found:
        yield from conda_package(found[3], found[4], found[5], found[1], found[2])
    elif found := _BARE.match(text):
        yield from conda_package(found[2], found[3], found[4], found[1], None)
    elif found := _ROW.match(text):
        yield from conda_package(found[1], found[2], found[3], found[4], found[5])
    elif found := _LINKING.match(text):
        yield from conda_package(found[1], found[2], found[3], None, None)
    elif found := _FETCHED.match(text):
        yield Found("source", "conda", found[1], found[1])


def conda_package(
    name: str, version: str, build: str, channel: str | None, subdir: str | None
) -> Iterator[Found]:
    """Yield a conda package, and what its row says of Python, platform and channel."""
    yield package("conda", name, version, installed=True)
    yield Found("build", "conda", name.lower(), f"{version} {build}", True)
    if name == "python":
        yield Found("python", "named", "python", ".".join(version.split(".")[:2]))
    if subdir and subdir != "noarch":
        yield Found("platform", "conda", "platform", subdir)
    if channel:
        yield Found("source", "conda", channel, channel)
