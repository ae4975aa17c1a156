"""What differs from the good build, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.render.words import say

if TYPE_CHECKING:
    from envwright.facts import Baseline, Change, Diagnosis

__all__ = ["LIKELY", "baseline_sentence", "change_rows", "change_sentence"]

LIKELY = 0.5
"""From this blame on, the first change is called the one most likely to blame."""
_MOST_ROWS = 5

_MOST_TEXT = 70
_DIGEST = "sha256:"
_DIGITS = 12
_QUOTED = ("step", "source")


def change_sentence(change: Change, lang: str = "en") -> str:
    """Return one change as a sentence without its final stop, on one line.

    The words are the log's own, as plain text: whoever puts them into a page escapes them.
    """
    before, after = _shown(change, change.before), _shown(change, change.after)
    name = _name(change, lang)
    if change.before is not None and change.after is not None:
        return say(lang, "change_moved", name=name, before=before, after=after)
    key = "change_added" if change.before is None else "change_gone"
    return say(lang, key, thing=f"{name} {after or before}".rstrip())


def baseline_sentence(baseline: Baseline, changed: bool, lang: str = "en") -> str:
    """Return what is to be said of the good log: whether anything differs, what it is worth."""
    text = say(lang, "changes_since" if changed else "nothing_changed", name=baseline.name)
    if baseline.verdict != "succeeded":
        text += f" ({say(lang, f'baseline_{baseline.verdict}')})"
    return text


def change_rows(diagnosis: Diagnosis, lang: str = "en") -> list[str]:
    """Return the section of the text form: nothing where no baseline was given."""
    if diagnosis.baseline is None:
        return []
    changes = diagnosis.changes
    heading = baseline_sentence(diagnosis.baseline, bool(changes), lang)
    rows = [f"{heading}:" if changes else heading]
    for number, change in enumerate(changes[:_MOST_ROWS], 1):
        notes = [f"{say(lang, 'line')} {change.lines[0]}"] if change.lines else []
        if number == 1 and change.blame >= LIKELY:
            notes.append(say(lang, "to_blame"))
        note = f" ({'; '.join(notes)})" if notes else ""
        rows.append(f"  {number}. {change_sentence(change, lang)}{note}")
    if len(changes) > _MOST_ROWS:
        rows.append(f"  {say(lang, 'changes_more', count=len(changes) - _MOST_ROWS)}")
    return rows


def _name(change: Change, lang: str) -> str:
    if change.kind in ("step", "source", "platform"):
        return say(lang, f"change_{change.kind}")
    if change.kind == "base-image":
        return say(lang, "change_base-image", name=_quoted(change.name))
    return "Python" if change.kind == "python" else _cut(change.name)


def _shown(change: Change, value: str | None) -> str:
    if value is None:
        return ""
    if value.startswith(_DIGEST):
        return value[: len(_DIGEST) + _DIGITS]
    return _quoted(value) if change.kind in _QUOTED else _cut(value)


def _quoted(text: str) -> str:
    return f"`{_cut(text)}`"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - 1].rstrip() + "…"
