"""What the name of a wheel says: for which Python and which platform it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.changes.found import Found
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["architecture", "tags_of"]

# `-cp311-cp311-manylinux_2_17_x86_64.whl`; `cp37-abi3` says nothing about the Python in use.
_TAGS = lazy(r"-cp(\d)(\d{1,2})-cp\d{2,3}[a-z]*-([\w.]+)\.whl$")
_MACHINE = lazy(r"(x86_64|amd64|aarch64|arm64|i686|armv7l|ppc64le|s390x|win32|universal2)$")
_SAME = {"amd64": "x86_64", "arm64": "aarch64"}


def tags_of(name: str) -> Iterator[Found]:
    """Yield Python and platform from the end of a wheel's name."""
    found = _TAGS.search(name)
    if found:
        yield Found("python", "named", "python", f"{found[1]}.{found[2]}")
    machine = _MACHINE.search(name.removesuffix(".whl"))
    if machine:
        yield Found("platform", "", "platform", architecture(machine[1]))


def architecture(name: str) -> str:
    """Return one name for each processor."""
    return _SAME.get(name.lower(), name.lower())
