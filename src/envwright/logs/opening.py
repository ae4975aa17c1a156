"""Logs where they lie: files, standard input, folders and archives, one log at a time."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING, BinaryIO

from envwright.errors import EnvwrightError, InputError
from envwright.logs.decoding import SAMPLE, encoding_of, is_binary, transcode
from envwright.logs.unpacking import kind_of, unpacked
from envwright.messages import SystemReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envwright.logs.unpacking import Part

__all__ = ["RawLog", "open_logs"]

_IN_MEMORY = 16 << 20
_LONGEST = 64 << 30


class RawLog:
    """One log as UTF-8 bytes that can be read anywhere; bytes that are not UTF-8 stay."""

    def __init__(
        self,
        name: str,
        stream: BinaryIO,
        *,
        size: int,
        length: int,
        start: int = 0,
        truncated: bool = False,
    ) -> None:
        self.name = name
        self.size = size
        """Bytes of the decompressed log, as it was encoded."""
        self.length = length
        """Bytes that `read_at` can give."""
        self.truncated = truncated
        """Whether the log ends early: it is the beginning of a cut archive."""
        self._stream = stream
        self._start = start

    def read_at(self, offset: int, size: int) -> bytes:
        """Return up to `size` bytes from `offset`; fewer only at the end of the log."""
        size = min(size, self.length - offset)
        if size <= 0:
            return b""
        try:
            self._stream.seek(self._start + offset)
            data = self._stream.read(size)
            while data and len(data) < size:
                more = self._stream.read(size - len(data))
                if not more:
                    break
                data += more
        except OSError as error:
            raise InputError("log-not-read", name=self.name, reason=SystemReason(error)) from error
        return data

    def close(self) -> None:
        """Release the file; the log cannot be read afterwards."""
        self._stream.close()

    def __enter__(self) -> RawLog:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_logs(paths: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[RawLog]:
    """Yield every log below the paths, in order; the caller closes each.

    A path is a file, `-` for standard input, a folder (recursive, sorted, hidden files left out) or
    an archive, each file of which is its own log, or one of those logs by its name. In folders and
    archives, files that are empty or no text are passed over; if nothing is left, that is an error.
    An error ends the iterator: open path by path to go on with the others.

    Raises:
        InputError: a path is missing, unreadable, damaged, empty or no text.
        MissingExtraError: a `.zst` file, and no library that reads it.

    """
    for path in paths:
        if path == "-":
            stream = stdin if stdin is not None else getattr(sys.stdin, "buffer", None)
            if stream is None:
                raise InputError("stdin-closed", "hint-name-a-log")
            yield from _members("<stdin>", stream, seekable=False)
        elif os.path.isdir(path):
            yield from _folder(path)
        else:
            yield from _file(path)


def _folder(path: str) -> Iterator[RawLog]:
    first_error: EnvwrightError | None = None
    found = False
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for file in sorted(files):
            if file.startswith("."):
                continue
            try:
                for log in _file(os.path.join(folder, file)):
                    found = True
                    yield log
            except UnfitError:
                continue
            except EnvwrightError as error:
                first_error = first_error or error
    if first_error is not None:
        raise first_error
    if not found:
        raise UnfitError("folder-without-log", "hint-name-text", folder=path)


def _file(path: str) -> Iterator[RawLog]:
    try:
        stream = open(path, "rb", buffering=0)  # noqa: SIM115
    except OSError as error:
        found = False
        for log in _member_called(path):
            found = True
            yield log
        if found:
            return
        raise InputError(
            "log-not-opened", "hint-check-path", name=path, reason=SystemReason(error)
        ) from error
    keep = False
    try:
        status = os.fstat(stream.fileno())
        if stat.S_ISREG(status.st_mode):
            head = _peek(path, stream)
            if kind_of(head) is None and encoding_of(head)[0] == "utf-8":
                _demand_text(path, head)
                keep = True
                start = encoding_of(head)[1]
                yield RawLog(
                    path, stream, size=status.st_size, length=status.st_size - start, start=start
                )
                return
        yield from _members(path, stream, seekable=stat.S_ISREG(status.st_mode))
    finally:
        if not keep:
            stream.close()


def _member_called(path: str) -> Iterator[RawLog]:
    """Yield the log of an archive that answers call by this path, as `logs.zip/build.log`."""
    archive = os.path.dirname(path)
    while archive and not os.path.lexists(archive):
        archive = os.path.dirname(archive)
    if os.path.isfile(archive):
        for log in _file(archive):
            if log.name == path:
                yield log
            else:
                log.close()


def _peek(path: str, stream: BinaryIO) -> bytes:
    try:
        head = stream.read(SAMPLE)
        stream.seek(0)
    except OSError as error:
        raise InputError("log-not-read", name=path, reason=SystemReason(error)) from error
    return head or b""


def _members(name: str, stream: BinaryIO, *, seekable: bool) -> Iterator[RawLog]:
    """Yield the log in a stream, or all logs in the archive that it is."""
    found = False
    alone = True
    unfit: UnfitError | None = None
    for member in unpacked(name, stream, seekable=seekable):
        alone = member.name == name
        try:
            log = _spooled(member.name, member)
        except UnfitError as error:
            unfit = error
            if alone:
                raise
            continue
        found = True
        yield log
    if not found and not alone:
        raise unfit or UnfitError("archive-without-log", name=name)
    if not found:
        raise UnfitError("log-empty", "hint-no-log", name=name)


def _spooled(name: str, member: Part) -> RawLog:
    """Return a member as a log, its text kept in memory or in a temporary file."""
    import tempfile

    chunks = member.chunks()
    head = b""
    while len(head) < SAMPLE:
        chunk = next(chunks, b"")
        if not chunk:
            break
        head += chunk
    _demand_text(name, head)
    encoding, start = encoding_of(head)
    store = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    try:
        size = len(head)
        decode = transcode(encoding)
        length = store.write(decode(head[start:], False))
        for chunk in chunks:
            size += len(chunk)
            if size > _LONGEST:
                raise InputError("log-too-large", "hint-unpack-part", name=name, gib=_LONGEST >> 30)
            length += store.write(decode(chunk, False))
        length += store.write(decode(b"", True))
    except OSError as error:
        store.close()
        raise InputError("log-not-unpacked", name=name, reason=SystemReason(error)) from error
    except BaseException:
        store.close()
        raise
    return RawLog(name, store, size=size, length=length, truncated=member.truncated)  # type: ignore[arg-type]


def _demand_text(name: str, head: bytes) -> None:
    if not head[encoding_of(head)[1] :]:
        raise UnfitError("log-empty", "hint-no-log", name=name)
    if is_binary(head):
        raise UnfitError("log-not-text", "hint-pass-printed", name=name)


class UnfitError(InputError):
    """A file that is no log: empty, or no text."""
