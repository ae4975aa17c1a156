"""Instructions that were added, removed or edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.diagnose.changes.progress import instruction_of
from envwright.diagnose.changes.readers.images import from_of
from envwright.facts import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envwright.diagnose.changes.progress import Progress
    from envwright.facts import Step

__all__ = ["step_changes"]


def step_changes(progress: Progress) -> Iterator[Change]:
    """Yield one change for each instruction that differs; another image in FROM is no step."""
    pairing = progress.pairing
    for before, after in pairing.changed.items():
        yield from _edited(progress.good[before], progress.bad[after])
    for place in pairing.added:
        step = progress.bad[place]
        text = instruction_of(step)
        yield Change("step", text, None, text, (step.first_line,))
    for place in pairing.removed:
        step = progress.good[place]
        text = instruction_of(step)
        yield Change("step", text, text, None, (), (step.first_line,))


def _edited(before: Step, after: Step) -> Iterator[Change]:
    old, new = from_of(before.instruction), from_of(after.instruction)
    lines = (after.first_line,), (before.first_line,)
    if old is None or new is None:
        texts = instruction_of(before), instruction_of(after)
        yield Change("step", texts[1], *texts, *lines)
        return
    if old[0] == new[0]:
        return
    one, tag = _split(old[0])
    other, new_tag = _split(new[0])
    if one == other:
        yield Change("base-image", one, tag, new_tag, *lines)
    else:
        yield Change("base-image", other, old[0], new[0], *lines)


def _split(image: str) -> tuple[str, str]:
    """Return repository and tag; the port of a registry is no tag."""
    name, _, tag = image.rpartition(":")
    return (name, tag) if name and "/" not in tag else (image, "latest")
