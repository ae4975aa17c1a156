"""One log as text: normalised blocks for searching, cleaned lines around what was found.

No code runs per line while blocks are read: newlines are counted in blocks, and only the offset of
each block is remembered, so that memory stays the same for a log of any size.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from envwright.logs import records
from envwright.logs.frames import Frames, detect
from envwright.logs.normalising import cut, normalise, without_escapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envwright.facts import Line
    from envwright.logs.opening import RawLog

__all__ = ["Block", "LogText"]

BLOCK = 4 << 20
_LONGEST_RECORD = 64 << 20
_REACH = 8 << 10
_HEAD = 256
_KEPT_BLOCKS = 3
_PAGE = 64 << 10
_STRIDE = 8 << 10
_MOST_SEGMENTS = 200
_SPOTS = 24


class Block(NamedTuple):
    """A part of the log, cut at a line end (within a line only where it is longer than a block)."""

    first_line: int
    """1-based number of the line that its first byte belongs to."""
    data: bytes
    """Without escape sequences and NULs; CRs before an LF are still there."""


class _Extent(NamedTuple):
    offset: int
    length: int
    first_line: int
    state: records.State | None


class _Pages:
    """A block with the line counts of its parts, so that a line is found fast."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self._counts: list[int] = []

    def offset(self, number: int) -> int:
        """Return where a line begins; the end of the block for a line after it."""
        skip = number - self.block.first_line
        if skip <= 0:
            return 0
        data = self.block.data
        if not self._counts:
            self._count()
        if skip > self._counts[-1]:
            return len(data)
        page = bisect_right(self._counts, skip - 1) - 1
        position = page * _STRIDE
        for _ in range(skip - self._counts[page]):
            position = data.find(b"\n", position) + 1
        return position

    def _count(self) -> None:
        data = self.block.data
        self._counts.append(0)
        for offset in range(0, len(data), _STRIDE):
            self._counts.append(self._counts[-1] + data.count(b"\n", offset, offset + _STRIDE))


class LogText:
    """The text of one log."""

    def __init__(self, raw: RawLog, block_size: int = BLOCK) -> None:
        self._raw = raw
        self._block_size = max(block_size, 1)
        self._index: list[_Extent] = []
        self._complete = False
        self._cache: dict[int, _Pages] = {}
        self.name = raw.name
        self.size = raw.size
        """Bytes of the decompressed log, as it was encoded."""
        self.truncated = raw.truncated
        """Why the log ends early; None where it does not."""
        self.line_count = 0
        """Lines of the log; known after one full pass over `blocks`."""
        sample = self._sample()
        self.record_kind = records.kind_of(sample)
        self._records = records.Converter(self.record_kind) if self.record_kind else None
        if self._records is not None:
            sample = self._records.sample(sample)
        self.frames: Frames = detect(sample, self.record_kind)
        self.format = self.frames.format
        """Frames, outermost first, as samples of the log tell; `Outline.format` is surer."""

    def blocks(self) -> Iterator[Block]:
        """Yield the whole text in order, in blocks of about 4 MiB."""
        offset, number = 0, 1
        state: records.State | None = self._records.start() if self._records else None
        position = 0
        ends_open = False
        while True:
            if position < len(self._index):
                extent = self._index[position]
                block, after = self._block(extent)
            else:
                taken = self._take(offset)
                if not taken:
                    break
                extent = _Extent(offset, len(taken), number, state)
                block, after = self._converted(extent, taken)
                self._index.append(extent)
            self._keep(position, block)
            yield block
            if block.data:
                number = block.first_line + block.data.count(b"\n")
                ends_open = not block.data.endswith(b"\n")
            offset, state = extent.offset + extent.length, after
            position += 1
            if position == len(self._index) and self._complete:
                break
        self.line_count = number - 1 + ends_open
        self._complete = True

    def block(self, position: int) -> Block:
        """Return a block again, by its position among those that `blocks` has yielded."""
        if position not in self._cache:
            self._keep(position, self._block(self._index[position])[0])
        return self._cache[position].block

    def segment(self, data: bytes, position: int) -> tuple[int, int]:
        """Return start and end of the text between CRs or LFs around a position in a block's data.

        At most 8 KB to each side.
        """
        low, high = position - _REACH, position + _REACH
        low = low if low > 0 else 0  # noqa: FURB136 (`max` and `min` would double the time)
        start = data.rfind(b"\n", low, position) + 1
        back = data.rfind(b"\r", start or low, position) + 1
        end = data.find(b"\n", position, high)
        if end < 0:
            end = high if high < len(data) else len(data)  # noqa: FURB136
        cut = data.find(b"\r", position, end)
        return back or start or low, end if cut < 0 else cut

    def head(self, data: bytes, start: int) -> bytes:
        """Return how the line of a later segment begins; empty for a first segment."""
        if start == 0 or data[start - 1] == 0x0A:
            return b""
        begin = data.rfind(b"\n", max(0, start - (_REACH << 5)), start) + 1
        return data[begin : min(begin + _HEAD, start)]

    def clean(self, number: int, segment: bytes, head: bytes = b"") -> Line:
        """Return a segment as a rule sees it: decoded, without frame prefixes."""
        return self.frames.clean(number, segment, head)

    def lines(self, first: int, last: int, vertex: int | None = None) -> list[Line]:
        """Return the cleaned lines first..last, both included, one Line for each non-empty segment.

        With a vertex, only the lines of that BuildKit vertex. An empty line gives one empty Line.
        """
        found: list[Line] = []
        first = max(first, 1)
        if last < first:
            return found
        for pages in self._covering(first, last):
            data = pages.block.data
            begin = pages.offset(first)
            number = max(first, pages.block.first_line)
            while number <= last and begin < len(data):
                stop = data.find(b"\n", begin)
                if stop < 0:
                    stop = len(data)
                lines = self._segments(number, data, begin, stop)
                found += [line for line in lines if vertex is None or line.vertex == vertex]
                begin = stop + 1
                number += 1
        return found

    def _segments(self, number: int, data: bytes, begin: int, stop: int) -> Iterator[Line]:
        while stop > begin and data[stop - 1] == 0x0D:
            stop -= 1
        if data.find(b"\r", begin, stop) < 0:
            yield self.clean(number, data[begin : min(stop, begin + 2 * _REACH)])
            return
        head = data[begin : min(begin + _HEAD, stop)]
        window = _MOST_SEGMENTS * 2 * _REACH
        parts = [part for part in data[begin : min(stop, begin + window)].split(b"\r") if part]
        if len(parts) > _MOST_SEGMENTS:
            parts = parts[: _MOST_SEGMENTS // 2] + parts[-(_MOST_SEGMENTS // 2) :]
        for position, part in enumerate(parts):
            line = self.clean(number, part[: 2 * _REACH], head if position else b"")
            if line.text:
                yield line

    def _covering(self, first: int, last: int) -> Iterator[_Pages]:
        if not self._index or not self._complete:
            for _ in self.blocks():
                pass
        starts = [extent.first_line for extent in self._index]
        position = max(bisect_right(starts, first) - 1, 0)
        while position > 0 and starts[position] == first:
            position -= 1  # an over-long line began in an earlier block
        for place in range(position, len(self._index)):
            if self._index[place].first_line > last:
                return
            self.block(place)
            yield self._cache[place]

    def _block(self, extent: _Extent) -> tuple[Block, records.State | None]:
        return self._converted(extent, self._raw.read_at(extent.offset, extent.length))

    def _converted(self, extent: _Extent, data: bytes) -> tuple[Block, records.State | None]:
        if self._records is None or extent.state is None:
            return Block(extent.first_line, without_escapes(data)), None
        data, state = self._records.convert(normalise(data), extent.state)
        return Block(extent.first_line, data), state

    def _keep(self, position: int, block: Block) -> None:
        self._cache.pop(position, None)
        self._cache[position] = _Pages(block)
        while len(self._cache) > _KEPT_BLOCKS:
            self._cache.pop(next(iter(self._cache)))

    def _take(self, offset: int) -> bytes:
        """Return the raw bytes of the block at an offset."""
        size = self._block_size
        while True:
            data = self._raw.read_at(offset, size)
            if len(data) < size or offset + size >= self._raw.length:
                return data
            whole = self._records is not None and size < _LONGEST_RECORD
            end = self._records.cut(data) if self._records is not None and whole else cut(data)
            if end:
                return data if end == len(data) else data[:end]
            size *= 2

    def _sample(self) -> list[bytes]:
        """Return lines from the start, the end and some spots between."""
        length = self._raw.length
        if length <= (_SPOTS + 8) * (_PAGE >> 2):
            return normalise(self._raw.read_at(0, length)).split(b"\n")
        lines = normalise(self._raw.read_at(0, _PAGE)).split(b"\n")[:-1]
        stride = (length - 2 * _PAGE) // _SPOTS
        for spot in range(_SPOTS):
            part = self._raw.read_at(_PAGE + spot * stride, _PAGE >> 2)
            lines += normalise(part).split(b"\n")[1:-1]
        return lines + normalise(self._raw.read_at(length - _PAGE, _PAGE)).split(b"\n")[1:]
