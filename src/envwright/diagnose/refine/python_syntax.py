"""Tells source that is too new for its Python from source that is Python 2 only.

`SyntaxError: invalid syntax` says neither; the line that Python shows above it does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting

__all__ = ["refine"]

_FRAME = re.compile(r'^\s*File "(?P<file>[^"<]+)", line (?P<line_number>\d+)$')
_PYTHON_2 = re.compile(
    r"^\s*(?:print\s+[\"'\w%]|exec\s+[\"'\w]|raise\s+\w+\s*,|except\s+[\w.()]+\s*,\s*\w+\s*:)"
    r"|<>|\b0[0-7]{2,}\b|\d[lL]\b|\bur[\"']"
)
_NEW = re.compile(
    r"\bf[\"']|:=|^\s*(?:match|case)\s.*:$|^\s*async\s|^\s*@|\bawait\b"
    r"|^\s*\w+\s*:\s*[\w\[\]., |]+(?:=|$)|->|^\s*nonlocal\s|\byield from\b|except\*"
    r"|^\s*class \w+\[|^\s*type \w+(?:\[.*\])? = |^\s*except\s*\*"
    r"|\bprint\(.*(?:file|end|sep)=|\*\w+,|, \*\*?\w"
)


def refine(finding: Sighting, scene: Scene) -> Sighting | None:
    """Return the failure with the file concerned, clear where the source line decides."""
    line = finding.evidence[0]
    captures = dict(finding.captures)
    source = ""
    for other in reversed(scene.above(line, 4)):
        frame = _FRAME.match(other.text)
        if frame is not None:
            captures["file"] = frame["file"].strip()
            captures["line_number"] = frame["line_number"]
            break
        if other.text.strip(" ^~\t"):
            source = other.text
    if not finding.vague:
        return finding._replace(captures=captures)
    if _PYTHON_2.search(source) and "python2-only-source" in scene.catalogue.nodes:
        return finding._replace(failure="python2-only-source", captures=captures, vague=False)
    return finding._replace(captures=captures, vague=not _NEW.search(source))
