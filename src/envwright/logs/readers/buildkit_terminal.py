"""BuildKit's terminal display as it lands in a log: rows redrawn again and again.

A row is ` => ERROR [2/3] RUN …  12.3s`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.facts import Line, Step
from envwright.logs.build import Build
from envwright.logs.patterns import lazy, whole_number

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MARKERS", "read"]

MARKERS = (b"[+] Building ", b"=> ERROR ", b"=> CACHED [", b"=> CANCELED ", b"=> => naming to ")

_ROW = lazy(
    r" ?=> (ERROR |CACHED |CANCELED |)(\[[^\]]+\] .*?|exporting to .*?)(?:\s+(\d+\.\d)s)?\s*$"
)
_STEP = lazy(r"\[(?:([^\]]*?) +)?(\d+)/(\d+)\] (.+)")
_NAMED = lazy(r" ?=> => naming to ")
_FINISHED = lazy(r"\[\+\] Building \d[\d.]*s \((\d+)/(\d+)\) FINISHED")
_FINAL = lazy(
    r"(?:(?:ERROR|error|Error): )?(?:target [\w.-]+: )?"
    r"(?:failed to (?:solve|build)\b|executor failed running )"
)
_CODE = lazy(r"exit code: (\d+)")
_STATES = {"ERROR ": "failed", "CACHED ": "cached", "CANCELED ": "cancelled", "": "done"}


def read(markers: Sequence[Line], last_line: int) -> list[Build]:
    """Return the build that the redrawn rows show last; at most one."""
    rows: dict[str, tuple[int, int, str]] = {}
    success: Line | None = None
    final: Line | None = None
    error: Line | None = None
    for line in markers:
        found = _ROW.match(line.text)
        if found:
            name, state = found[2].strip(), _STATES[found[1]]
            first = rows[name][0] if name in rows else line.number
            rows[name] = (first, line.number, state)
            if state == "failed":
                error = line
        elif _NAMED.match(line.text):
            success = line
        elif found := _FINISHED.match(line.text):
            success = success or line if found[1] == found[2] else success
        elif rows and _FINAL.match(line.text):
            final = final or line
    if not rows:
        return []
    code = _CODE.search(final.text) if final is not None else None
    exit_code = whole_number(code[1]) if code else None
    steps = []
    failed = None
    for name, (first, last, state) in rows.items():
        found = _STEP.match(name)
        step = Step(
            number=whole_number(found[2]) if found else None,
            total=whole_number(found[3]) if found else None,
            instruction=found[4] if found else name,
            first_line=first,
            last_line=last,
            exit_code=exit_code if state == "failed" else None,
            state=state,
        )
        steps.append(step)
        if state == "failed":
            failed = step
    marker = error or final
    ended = "failed" if marker else "succeeded" if success else None
    ordered = tuple(sorted(steps, key=lambda step: step.first_line))
    end = final.number if final else last_line
    return [
        Build(
            "buildkit-plain",
            ordered[0].first_line,
            end,
            ordered,
            ended,
            marker or success,
            failed,
            exit_code,
        )
    ]
