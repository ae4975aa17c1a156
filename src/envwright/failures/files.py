"""Where the catalogue lies, what its files are called, and whether it changed."""

from __future__ import annotations

import os

__all__ = [
    "CAPTURES_FILE",
    "COMPILED_FILE",
    "PAGES_FOLDER",
    "english_of",
    "language_of",
    "local_folder",
    "pages_in",
    "signature",
    "translations_in",
]

_HERE = os.path.dirname(__file__)
PAGES_FOLDER = os.path.join(_HERE, "pages")
CAPTURES_FILE = os.path.join(_HERE, "captures.toml")
COMPILED_FILE = os.path.join(_HERE, "compiled.catalogue")
_MAKERS = (
    "captures.toml", "checking.py", "compiling.py", "document.py", "excerpts.py", "markdown.py",
    "page.py", "reading.py", "translation.py",
)  # fmt: skip
"""What else the compiled form depends on."""


def local_folder(folder: str) -> str | None:
    """Return `.envwright/failures` of a folder or of the nearest one above it, if there is one."""
    here = os.path.abspath(folder)
    while True:
        candidate = os.path.join(here, ".envwright", "failures")
        if os.path.isdir(candidate):
            return candidate
        above = os.path.dirname(here)
        if above == here:
            return None
        here = above


def language_of(path: str) -> str:
    """Return the language that a page's name says: `en` for `id.md`, `es` for `id.es.md`."""
    return os.path.basename(path).removesuffix(".md").partition(".")[2] or "en"


def english_of(path: str) -> str:
    """Return the path of the English page that a page translates; itself where it is English."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f"{name.partition('.')[0]}.md")


def pages_in(folder: str) -> list[str]:
    """Return the paths of the English pages in a folder, sorted."""
    return [path for path in _markdown_in(folder) if language_of(path) == "en"]


def translations_in(folder: str) -> list[str]:
    """Return the paths of the translated pages in a folder, sorted."""
    return [path for path in _markdown_in(folder) if language_of(path) != "en"]


def _markdown_in(folder: str) -> list[str]:
    return [
        os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".md")
    ]


def signature(folder: str = PAGES_FOLDER, *, translated: bool = False) -> str:
    """Return a text that changes whenever an English page, or a translated one, is not as it was.

    It is asked for at every start from a clone: what is not needed is not looked at.
    """
    newest = 0
    total = 0
    count = 0
    for family in os.scandir(folder):
        if not family.is_dir():
            continue
        for entry in os.scandir(family.path):
            if (entry.name.count(".") > 1) != translated:
                continue
            state = entry.stat()
            newest = max(newest, state.st_mtime_ns)
            total += state.st_size
            count += 1
    code = [os.path.join(_HERE, name) for name in _MAKERS]
    newest = max(newest, *(os.stat(path).st_mtime_ns for path in code))
    return f"{count}-{total}-{newest}"
