"""Where the catalogue lies, and whether it changed."""

from __future__ import annotations

import os

__all__ = ["CAPTURES_FILE", "COMPILED_FILE", "PAGES_FOLDER", "signature"]

_HERE = os.path.dirname(__file__)
PAGES_FOLDER = os.path.join(_HERE, "pages")
CAPTURES_FILE = os.path.join(_HERE, "captures.toml")
COMPILED_FILE = os.path.join(_HERE, "compiled.catalogue")


def signature(folder: str = PAGES_FOLDER) -> str:
    """Return a text that changes whenever a page is added, removed or edited."""
    newest = 0
    total = 0
    count = 0
    for family in os.scandir(folder):
        if not family.is_dir():
            continue
        for entry in os.scandir(family.path):
            state = entry.stat()
            newest = max(newest, state.st_mtime_ns)
            total += state.st_size
            count += 1
    code = [os.path.join(_HERE, name) for name in ("captures.toml", "compiling.py", "reading.py")]
    newest = max(newest, *(os.stat(path).st_mtime_ns for path in code))
    return f"{count}-{total}-{newest}"
