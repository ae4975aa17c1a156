"""The compiled catalogue as a file: what matching needs first, what people read behind it.

The first line is JSON; the texts of the English pages follow as one JSON document each, found by
offset and length, so that a diagnosis decodes the few pages it names and no more. Behind them, for
each other language, stand an index of the same kind and its texts: English never reads so far.
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
    places, data = _packed(compiled["pages"], 0)
    english = len(data)
    indexes: dict[str, list[int]] = {}
    for lang, texts in compiled["translated"].items():
        inner, blobs = _packed(texts, len(data))
        index = _as_json(inner)
        indexes[lang] = [len(data) + len(blobs), len(index)]
        data += blobs + index
    head = _as_json({**compiled, "pages": places, "translated": indexes, "english": english})
    temporary = f"{path}.{os.getpid()}"
    try:
        with open(temporary, "wb") as file:
            file.write(head + b"\n" + data)
        os.replace(temporary, path)
    except OSError:  # on Windows also while somebody reads the file
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise


def _packed(texts: Mapping[str, str], start: int) -> tuple[dict[str, list[int]], bytes]:
    """Return where each text lies, and the texts one behind the other."""
    places: dict[str, list[int]] = {}
    blobs = []
    for failure, text in texts.items():
        blob = text.encode()
        places[failure] = [start, len(blob)]
        start += len(blob)
        blobs.append(blob)
    return places, b"".join(blobs)


def _as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def read(path: str, lang: str = "en") -> dict[str, Any] | None:
    """Return the compiled catalogue of a file, its translated texts those of one language.

    None where there is no such file or it is damaged.
    """
    try:
        with open(path, "rb") as file:
            head = file.readline()
            compiled: dict[str, Any] = json.loads(head)
            index = compiled["translated"].get(lang)
            data = file.read(compiled["english"] if index is None else -1)
        compiled["pages"] = Texts(data, compiled["pages"])
        compiled["translated"] = {}
        if index is not None:
            places = json.loads(data[index[0] : sum(index)])
            compiled["translated"] = {lang: Texts(data, places)}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return compiled
