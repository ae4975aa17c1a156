"""Archives taken apart as streams: memory stays the same whatever the size."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from envwright.errors import EnvwrightError, InputError, MissingExtraError
from envwright.messages import SystemReason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Part", "kind_of", "unpacked"]

_KINDS = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
)

_CHUNK = 1 << 20
_TAR_CHUNK = 1 << 10
_DEEPEST = 4
_LARGEST_ARCHIVE = 64 << 30


def kind_of(head: bytes) -> str | None:
    """Return `gzip`, `zstd`, `zip`, `bzip2`, `xz` or `tar`; None for anything else."""
    for magic, kind in _KINDS:
        if head.startswith(magic):
            return kind
    if head[257:262] == b"ustar":
        return "tar"
    return None


class Part:
    """One file of an archive (or the file itself), to be read once."""

    def __init__(self, name: str, source: Source) -> None:
        self.name = name
        self._source = source

    @property
    def truncated(self) -> bool:
        """Whether its content ends early; known after the last chunk."""
        return self._source.truncated

    def chunks(self) -> Iterator[bytes]:
        """Yield the content."""
        while chunk := self._source.read(_CHUNK):
            yield chunk


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Source(io.RawIOBase):
    """A readable stream over chunks, with its beginning put back."""

    def __init__(self, name: str, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self.name = name
        self.truncated = False
        self._chunks = chunks
        self._buffer = b""

    def readable(self) -> bool:
        return True

    def readinto(self, target: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self.read(len(target))
        target[: len(data)] = data
        return len(data)

    def read(self, size: int = -1) -> bytes:
        """Return some bytes, up to `size`; empty at the end."""
        if size < 0:
            return self.peek(_LARGEST_ARCHIVE)
        if not self._buffer:
            self._fill(1)
        data, self._buffer = self._buffer[:size], self._buffer[size:]
        return data

    def peek(self, size: int) -> bytes:
        """Return the next `size` bytes (fewer only at the end) and leave them there."""
        self._fill(size)
        return self._buffer[:size]

    def _fill(self, size: int) -> None:
        while len(self._buffer) < size:
            try:
                chunk = next(self._chunks, b"")
            except TruncatedError as error:
                if not error.decoded:
                    raise InputError("log-cut-off", "hint-copy-again", name=self.name) from error
                self.truncated = True
                return
            if not chunk:
                return
            self._buffer = self._buffer + chunk if self._buffer else chunk


class TruncatedError(Exception):
    """A compressed stream that ends early."""

    def __init__(self, decoded: int) -> None:
        super().__init__(decoded)
        self.decoded = decoded


def unpacked(name: str, stream: BinaryIO, *, seekable: bool) -> Iterator[Part]:
    """Yield the files in a stream: itself, or if it is an archive, the files in it, recursively."""
    yield from _unpack(name, Source(name, _read(name, stream)), stream if seekable else None, 0)


def _read(name: str, stream: _Readable, size: int = _CHUNK) -> Iterator[bytes]:
    reads: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    total = 0
    while True:
        try:
            chunk = reads(size)
        except EnvwrightError:
            raise
        except EOFError:
            raise TruncatedError(total) from None
        except OSError as error:
            raise InputError("log-not-read", name=name, reason=SystemReason(error)) from error
        except Exception as error:
            # tarfile, zipfile, zlib and the libraries below each have an error of their own.
            if "unexpected end" in str(error) or "end-of-stream" in str(error):
                raise TruncatedError(total) from None
            raise _damaged(name, error) from error
        if not chunk:
            return
        total += len(chunk)
        yield chunk


def _unpack(name: str, source: Source, file: BinaryIO | None, depth: int) -> Iterator[Part]:
    kind = kind_of(source.peek(512))
    if kind is None or depth >= _DEEPEST:
        yield Part(name, source)
    elif kind == "tar":
        yield from _tar(name, source, depth)
    elif kind == "zip":
        yield from _zip(name, source, file, depth)
    else:
        chunks = _DECOMPRESSORS[kind](name, source)
        yield from _unpack(name, Source(name, chunks), None, depth + 1)


def _damaged(name: str, error: Exception) -> InputError:
    return InputError("log-damaged", "hint-copy-again", name=name, reason=str(error))


def _hidden(path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    return any(part.startswith(".") and part not in (".", "..") for part in parts) or (
        "__MACOSX" in parts
    )


def _member_name(archive: str, path: str) -> str:
    return f"{archive}/{path.replace(chr(92), '/').removeprefix('./')}"


def _tar(name: str, source: Source, depth: int) -> Iterator[Part]:
    import tarfile

    try:
        with tarfile.open(fileobj=io.BufferedReader(source, _CHUNK), mode="r|") as archive:
            for member in archive:
                if not member.isfile() or _hidden(member.name):
                    continue
                content = archive.extractfile(member)
                if content is None:
                    continue
                inner = _member_name(name, member.name)
                # A cut archive loses the whole of the read it ends in.
                part = Source(inner, _read(inner, content, _TAR_CHUNK))
                yield from _unpack(inner, part, None, depth + 1)
    except (tarfile.TarError, EOFError) as error:
        raise _damaged(name, error) from error


def _zip(name: str, source: Source, file: BinaryIO | None, depth: int) -> Iterator[Part]:
    import zipfile
    import zlib

    if file is None:
        file = _on_disk(name, source)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            for member in sorted(archive.infolist(), key=lambda member: member.filename):
                if member.is_dir() or _hidden(member.filename):
                    continue
                inner = _member_name(name, member.filename)
                if member.flag_bits & 1:
                    raise InputError("log-encrypted", "hint-unpack", name=inner)
                with archive.open(member) as content:
                    part = Source(inner, _read(inner, content))
                    yield from _unpack(inner, part, None, depth + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise _damaged(name, error) from error


def _on_disk(name: str, source: Source) -> BinaryIO:
    import tempfile

    # On Windows it is a wrapper that offers all of a BinaryIO without being one.
    file: Any = tempfile.TemporaryFile()  # noqa: SIM115
    total = 0
    while chunk := source.read(_CHUNK):
        total += len(chunk)
        if total > _LARGEST_ARCHIVE:
            raise InputError("archive-too-large", name=name, gib=_LARGEST_ARCHIVE >> 30)
        file.write(chunk)
    store: BinaryIO = file
    return store


def _gzip(name: str, source: Source) -> Iterator[bytes]:
    import zlib

    total = 0
    data = source.read(_CHUNK)
    while data:
        engine = zlib.decompressobj(wbits=31)
        while not engine.eof:
            if not data:
                data = source.read(_CHUNK)
                if not data:
                    raise TruncatedError(total)
            try:
                chunk = engine.decompress(data, _CHUNK)
            except zlib.error as error:
                if total and not data.startswith(b"\x1f\x8b"):
                    return  # bytes after the last member, as gzip itself ignores them
                raise _damaged(name, error) from error
            data = engine.unconsumed_tail or engine.unused_data
            total += len(chunk)
            if chunk:
                yield chunk
        data = data.lstrip(b"\0") or source.read(_CHUNK)


def _bzip2(name: str, source: Source) -> Iterator[bytes]:
    import bz2

    return _read(name, bz2.BZ2File(io.BufferedReader(source, _CHUNK)))


def _xz(name: str, source: Source) -> Iterator[bytes]:
    import lzma

    return _read(name, lzma.LZMAFile(io.BufferedReader(source, _CHUNK)))


def _zstd(name: str, source: Source) -> Iterator[bytes]:
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]

        return _read(name, zstd.ZstdFile(io.BufferedReader(source, _CHUNK)))
    except ImportError:
        pass
    try:
        import zstandard
    except ImportError:
        raise MissingExtraError("zstd-missing", "hint-install-zstd", name=name) from None
    announced = zstandard.frame_content_size(source.peek(18))
    reader = zstandard.ZstdDecompressor().stream_reader(source, read_across_frames=True)  # type: ignore[arg-type]
    return _complete(_read(name, reader), announced)


def _complete(chunks: Iterator[bytes], announced: int) -> Iterator[bytes]:
    """Yield the chunks; they must have as many bytes as announced (-1: not announced)."""
    total = 0
    for chunk in chunks:
        total += len(chunk)
        yield chunk
    if total < announced:
        raise TruncatedError(total)


_DECOMPRESSORS: dict[str, Callable[[str, Source], Iterator[bytes]]] = {
    "gzip": _gzip,
    "bzip2": _bzip2,
    "xz": _xz,
    "zstd": _zstd,
}
