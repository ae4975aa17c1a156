"""Tools that print their version: pip, conda, uv, docker, compilers, Python and others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.changes.found import Found, package
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ANCHORS", "read"]

ANCHORS = (
    b"pip ",
    b"conda ",
    b"mamba ",
    b"uv ",
    b"Python ",
    b"(python ",
    b"Docker version ",
    b"docker/buildx ",
    b"gcc ",
    b"g++ ",
    b"clang version ",
    b"compiler identification is ",
    b"cmake version ",
    b"GNU Make ",
    b"release ",
    b"rustc ",
    b"cargo ",
    b"go version ",
    b"Poetry (version ",
    b"buildah version ",
    b"podman version ",
    b"new release of pip available",
    b"new release of pip is available",
    b"gitlab-runner ",
    b"runner version: ",
    b"git version ",
    b"conda version : ",
    b"current version: ",
)

_V = r"v?(\d+(?:\.\d+)+[\w.+-]*)"
_SIMPLE = (
    ("conda", lazy(r"\s*conda(?: version :)? " + _V + r"\s*$")),
    ("mamba", lazy(r"\s*mamba(?:: | )" + _V + r"\s*$")),
    ("micromamba", lazy(r"\s*micromamba(?:: | )" + _V + r"\s*$")),
    ("uv", lazy(r"\s*uv " + _V + r"(?: \(.*\))?\s*$")),
    ("docker", lazy(r"\s*Docker version " + _V.replace("[\\w.+-]*", "[\\w.+~-]*") + ",")),
    ("buildx", lazy(r"\s*github\.com/docker/buildx " + _V)),
    ("gcc", lazy(r"\s*(?:gcc version|gcc \([^)]*\)|\S*-gcc \([^)]*\)) " + _V)),
    ("g++", lazy(r"\s*(?:\S*-)?g\+\+ \([^)]*\) " + _V)),
    ("clang", lazy(r".*\bclang version " + _V)),
    ("cmake", lazy(r"\s*cmake version " + _V)),
    ("make", lazy(r"\s*GNU Make " + _V)),
    ("nvcc", lazy(r"\s*Cuda compilation tools, release " + _V)),
    ("rustc", lazy(r"\s*rustc " + _V + r" \(")),
    ("cargo", lazy(r"\s*cargo " + _V + r" \(")),
    ("go", lazy(r"\s*go version go" + _V)),
    ("poetry", lazy(r"\s*Poetry \(version " + _V + r"\)")),
    ("buildah", lazy(r"\s*buildah version " + _V)),
    ("podman", lazy(r"\s*podman version " + _V)),
    ("git", lazy(r"\s*git version " + _V)),
    ("gitlab-runner", lazy(r"\s*Running with gitlab-runner " + _V)),
    ("actions-runner", lazy(r"\s*Current runner version: '" + _V + "'")),
)
# `pip 24.0 from /usr/lib/python3/dist-packages/pip (python 3.11)`, `Using pip 23.0.1 from …`
_PIP = lazy(r"\s*(?:Using )?pip " + _V + r" from \S+ \(python (\d+\.\d+)\)")
# `[notice] A new release of pip is available: 23.0.1 -> 24.0`
_NOTICE = lazy(r".*new release of pip(?: is)? available: " + _V + " -> ")
_OLD_NOTICE = lazy(r".*You are using pip version " + _V)
_PYTHON = lazy(r"\s*(?:C?Python|pypy) (\d+\.\d+)(?:\.\d+\S*)?\s*$")
_COMPILER = lazy(r"-- The (\w+) compiler identification is (\S+) " + _V)


def read(text: str) -> Iterator[Found]:
    """Yield the tool that a line names, with its version."""
    if len(text) > 400:
        return
    if found := _PIP.match(text):
        yield package("python", "pip", found[1], installed=True)
        yield Found("python", "named", "python", found[2])
        return
    if found := _NOTICE.match(text) or _OLD_NOTICE.match(text):
        yield package("python", "pip", found[1].rstrip("."), installed=True)
        return
    if found := _PYTHON.match(text):
        yield Found("python", "named", "python", found[1])
        return
    if found := _COMPILER.match(text):
        yield Found("tool", "", f"{found[1]} compiler", f"{found[2]} {found[3]}")
        return
    for name, pattern in _SIMPLE:
        if found := pattern.match(text):
            yield Found("tool", "", name, found[1].rstrip("."))
            return
