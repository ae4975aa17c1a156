"""The compiled catalogue as a file: what matching needs first, what people read behind it.

The first line is JSON; the texts of the pages follow as one JSON document each, found by offset and
length, so that a diagnosis decodes the few pages it names and no more.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Texts", "read", "write"]


class Texts(Mapping[str, str]):
    """The pages' texts, decoded when they are asked for."""

    def __init__(
        self,
        data: bytes,
        places: dict[str, list[int]],
        added: Mapping[str, str] | None = None,
    ) -> None:
        self._data = data
        self._places = places
        self._added = dict(added or {})

    def __getitem__(self, failure: str) -> str:
        if failure in self._added:
            return self._added[failure]
        start, length = self._places[failure]
        return self._data[start : start + length].decode()

    def __iter__(self) -> Iterator[str]:
        yield from self._places
        yield from (failure for failure in self._added if failure not in self._places)

    def __len__(self) -> int:
        return len(self._places.keys() | self._added.keys())

    def with_added(self, texts: Mapping[str, str]) -> Texts:
        """Return the texts with some more."""
        return Texts(self._data, self._places, {**self._added, **texts})


def write(compiled: dict[str, Any], path: str) -> None:
    """Write a compiled catalogue, all or nothing.

    Raises OSError where the folder cannot be written.
    """
    blobs = {failure: text.encode() for failure, text in compiled["pages"].items()}
    places: dict[str, list[int]] = {}
    position = 0
    for failure, blob in blobs.items():
        places[failure] = [position, len(blob)]
        position += len(blob)
    head = json.dumps(
        {**compiled, "pages": places}, ensure_ascii=False, separators=(",", ":")
    ).encode()
    temporary = f"{path}.{os.getpid()}"
    with open(temporary, "wb") as file:
        file.write(head + b"\n" + b"".join(blobs.values()))
    os.replace(temporary, path)


def read(path: str) -> dict[str, Any] | None:
    """Return the compiled catalogue of a file; None where there is none or it is damaged."""
    try:
        with open(path, "rb") as file:
            head = file.readline()
            data = file.read()
        compiled: dict[str, Any] = json.loads(head)
        compiled["pages"] = Texts(data, compiled["pages"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return compiled
