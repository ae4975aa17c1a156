"""A diagnosis for programs, exactly as `schemas/diagnosis.schema.json` describes it."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Change, Diagnosis, Finding, Remedy

__all__ = ["as_data", "render_json", "render_json_line"]


def render_json(diagnoses: Sequence[Diagnosis], several: bool) -> str:
    """Return an object for one log, an array where several were asked for."""
    data = [as_data(diagnosis) for diagnosis in diagnoses]
    return dumps(data if several else data[0], ensure_ascii=False, indent=2) + "\n"


def render_json_line(diagnosis: Diagnosis) -> str:
    """Return one diagnosis as one line."""
    return dumps(as_data(diagnosis), ensure_ascii=False, separators=(",", ":")) + "\n"


def as_data(diagnosis: Diagnosis) -> dict[str, Any]:
    """Return a diagnosis as plain data, all keys of the contract in their order."""
    step, unknown, source = diagnosis.failed_step, diagnosis.unknown, diagnosis.source
    return {
        "schema_version": diagnosis.schema_version,
        "source": {
            "name": source.name,
            "lines": source.lines,
            "bytes": source.bytes,
            "format": source.format,
        },
        "verdict": diagnosis.verdict,
        "root_cause": _finding(diagnosis.root_cause) if diagnosis.root_cause is not None else None,
        "chain": [_finding(finding) for finding in diagnosis.chain],
        "also": [_finding(finding) for finding in diagnosis.also],
        "unknown": {"lines": list(unknown.lines), "nearest": list(unknown.nearest)}
        if unknown is not None
        else None,
        "failed_step": {
            "number": step.number,
            "total": step.total,
            "instruction": step.instruction,
            "first_line": step.first_line,
            "last_line": step.last_line,
            "exit_code": step.exit_code,
        }
        if step is not None
        else None,
        "remedies": [_remedy(remedy) for remedy in diagnosis.remedies],
        "changes": [_change(change) for change in diagnosis.changes],
        **({"baseline": diagnosis.baseline._asdict()} if diagnosis.baseline is not None else {}),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "failure": finding.failure,
        "family": finding.family,
        "title": finding.title,
        "message": finding.message,
        "role": finding.role,
        "severity": finding.severity,
        "subject": finding.subject,
        "captures": dict(sorted(finding.captures.items())),
        "lines": list(finding.lines),
        "step": finding.step,
        "confidence": round(finding.confidence, 2),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "name": change.name,
        "before": change.before,
        "after": change.after,
        "lines": list(change.lines),
        "baseline_lines": list(change.baseline_lines),
        "blame": round(change.blame, 2),
    }


def _remedy(remedy: Remedy) -> dict[str, Any]:
    edit = remedy.edit
    return {
        "id": remedy.id,
        "title": remedy.title,
        "kind": remedy.kind,
        "command": remedy.command,
        "edit": {"file": edit.file, "diff": edit.diff} if edit is not None else None,
        "verified": remedy.verified,
    }
