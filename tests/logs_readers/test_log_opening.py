"""Logs are found and decoded wherever they lie; what is no log gives one clear error."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from envwright.errors import InputError, MissingExtraError
from envwright.logs.opening import RawLog, open_logs
from envwright.logs.text import LogText

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Collecting numpy\r\nERROR: No matching distribution found for numpy==99\n"


def write(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def contents(raw: RawLog) -> bytes:
    with raw:
        return raw.read_at(0, raw.length)


def only(path: str) -> RawLog:
    (raw,) = open_logs([path])
    return raw


def tar_of(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def zip_of(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_a_text_file_is_read_in_place(tmp_path: Path) -> None:
    path = write(tmp_path / "build.log", TEXT.encode())
    raw = only(path)
    assert (raw.name, raw.size, raw.read_at(11, 5), raw.read_at(10_000, 5)) == (
        path,
        len(TEXT),
        b"numpy",
        b"",
    )
    raw.close()


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"], ids=str
)
def test_encodings_give_the_same_text(tmp_path: Path, encoding: str) -> None:
    data = TEXT.encode(encoding)
    raw = only(write(tmp_path / "build.log", data))
    assert raw.size == len(data)
    assert contents(raw) == TEXT.encode()


def test_bytes_that_are_not_utf_8_never_fail(tmp_path: Path) -> None:
    raw = only(
        write(tmp_path / "build.log", "répertoire introuvable: /opt\nfin\n".encode("latin-1"))
    )
    lines = LogText(raw).lines(1, 2)
    assert [line.text for line in lines] == ["r\ufffdpertoire introuvable: /opt", "fin"]


def test_the_headers_of_docker_s_raw_stream_make_no_binary_file(tmp_path: Path) -> None:
    frames = b"".join(
        b"\x01\0\0\0" + len(line).to_bytes(4, "big") + line
        for line in [b"Collecting numpy and more\n"] * 100
    )
    raw = only(write(tmp_path / "build.log", frames))
    assert "Collecting numpy" in LogText(raw).lines(1, 1)[0].text


def test_a_run_of_nuls_before_the_text_is_no_binary_file(tmp_path: Path) -> None:
    raw = only(write(tmp_path / "build.log", bytes(5000) + TEXT.encode()))
    assert LogText(raw).lines(1, 1)[0].text == "Collecting numpy"


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("build.log.gz", gzip.compress),
        ("build.log.bz2", bz2.compress),
        ("build.log.xz", lzma.compress),
        ("wrongly-named.log", gzip.compress),
        ("two-members.gz", lambda data: gzip.compress(data[:10]) + gzip.compress(data[10:])),
        ("zeros-after.gz", lambda data: gzip.compress(data) + bytes(100)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_compressed_logs(tmp_path: Path, name: str, pack: object) -> None:
    raw = only(write(tmp_path / name, pack(TEXT.encode())))  # type: ignore[operator]
    assert (raw.name, raw.size, raw.truncated) == (str(tmp_path / name), len(TEXT), False)
    assert contents(raw) == TEXT.encode()


def test_a_zstd_log_or_the_extra_that_reads_it(tmp_path: Path) -> None:
    try:
        import zstandard
    except ImportError:
        path = write(tmp_path / "build.log.zst", b"\x28\xb5\x2f\xfd rest")
        if sys.version_info >= (3, 14):
            return
        with pytest.raises(MissingExtraError, match="zstd") as caught:
            only(path)
        assert caught.value.hint == "pip install 'envwright[zstd]'"
    else:
        path = write(tmp_path / "build.log.zst", zstandard.compress(TEXT.encode()))
        assert contents(only(path)) == TEXT.encode()
        packed = zstandard.compress(random.Random(1).randbytes(400_000).hex().encode())
        raw = only(write(tmp_path / "cut.zst", packed[: len(packed) // 2]))
        assert raw.truncated


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("logs.zip", zip_of),
        ("logs.tar", tar_of),
        ("logs.tar.gz", lambda files: gzip.compress(tar_of(files))),
        ("logs.tgz", lambda files: gzip.compress(tar_of(files))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_file_of_an_archive_is_its_own_log(tmp_path: Path, name: str, pack: object) -> None:
    files = {
        "1_build.txt": b"one\n",
        "2_push.txt": b"two\n",
        "build/3.log.gz": gzip.compress(b"three\n"),
        "empty.txt": b"",
        ".hidden": b"no\n",
        "__MACOSX/1_build.txt": b"no\n",
        "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(100),
    }
    path = write(tmp_path / name, pack(files))  # type: ignore[operator]
    found = {raw.name.removeprefix(path + "/"): contents(raw) for raw in open_logs([path])}
    assert found == {
        "1_build.txt": b"one\n",
        "2_push.txt": b"two\n",
        "build/3.log.gz": b"three\n",
    }


def test_a_folder_gives_its_files_sorted_without_hidden_ones(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("c.log", "a.log", "b/x.log", ".git/config", ".hidden"):
        (tmp_path / name).write_text("text\n")
    (tmp_path / "empty.log").touch()
    names = [os.path.relpath(raw.name, tmp_path) for raw in open_logs([str(tmp_path)])]
    assert names == ["a.log", "c.log", os.path.join("b", "x.log")]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lambda data: zip_of({"a.log": data})])
def test_standard_input_may_be_anything_a_file_may_be(pack: object) -> None:
    stream = io.BytesIO(pack(TEXT.encode()))  # type: ignore[operator]
    (raw,) = open_logs(["-"], stream)
    assert contents(raw) == TEXT.encode()


@pytest.mark.skipif(os.name == "nt", reason="no named pipes in the file system")
def test_a_pipe_is_read_as_a_stream(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, TEXT.encode())
    os.close(writing)
    assert contents(only(f"/dev/fd/{reading}")) == TEXT.encode()
    os.close(reading)


def test_a_cut_gzip_log_gives_what_could_be_decoded(tmp_path: Path) -> None:
    numbers = "".join(f"line {random.Random(n).random()}\n" for n in range(20_000)).encode()
    packed = gzip.compress(numbers)
    raw = only(write(tmp_path / "build.log.gz", packed[: len(packed) // 2]))
    assert raw.truncated
    assert numbers.startswith(contents(raw))
    assert raw.length > 100_000


def test_a_cut_tar_gives_the_files_before_the_cut(tmp_path: Path) -> None:
    data = tar_of({"a.log": b"a" * 5000 + b"\n", "b.log": b"b" * 5000 + b"\n"})
    logs = open_logs([write(tmp_path / "logs.tar", data[:8000])])
    assert not next(logs).truncated
    second = next(logs)
    assert second.truncated
    assert second.length > 0


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.log", b"", "is empty"),
        ("mark.log", b"\xef\xbb\xbf", "is empty"),
        ("empty.log.gz", gzip.compress(b""), "is empty"),
        ("tool", b"\x7fELF\x02\x01\x01" + bytes(2000), "is not text"),
        ("picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "is not text"),
        ("noise", random.Random(1).randbytes(4096), "is not text"),
        ("noise.gz", gzip.compress(random.Random(2).randbytes(4096)), "is not text"),
        ("cut.gz", gzip.compress(b"text")[:10], "is cut off"),
        ("bad.gz", gzip.compress(b"text")[:10] + b"\xff" * 40, "is damaged"),
        ("bad.zip", b"PK\x03\x04" + bytes(100), "is damaged"),
        ("none.zip", zip_of({}), "is empty"),
        ("only-binary.zip", zip_of({"a": b"\x7fELF" + bytes(99)}), "is not text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_log_gives_one_clear_error(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    path = write(tmp_path / name, data)
    with pytest.raises(InputError, match=message) as caught:
        list(open_logs([path]))
    assert name in caught.value.message
    assert caught.value.exit_code == 2


def test_a_missing_file_and_a_folder_without_logs(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot open .*no such file"):
        list(open_logs([str(tmp_path / "gone.log")]))
    with pytest.raises(InputError, match="no log in folder"):
        list(open_logs([str(tmp_path)]))


def test_a_damaged_file_in_a_folder_is_reported_after_the_others(tmp_path: Path) -> None:
    write(tmp_path / "a.zip", b"PK\x03\x04" + bytes(100))
    write(tmp_path / "b.log", b"text\n")
    logs = open_logs([str(tmp_path)])
    assert next(logs).name.endswith("b.log")
    with pytest.raises(InputError, match="damaged"):
        next(logs)


def test_what_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("envwright.logs.opening._LONGEST", 1 << 20)
    path = write(tmp_path / "bomb.gz", gzip.compress(b"a" * (4 << 20)))
    with pytest.raises(InputError, match="unpacks to more than"):
        list(open_logs([path]))


def test_log_of_an_archive_is_opened_by_the_name_that_answers_give_it(tmp_path: Path) -> None:
    inner = tar_of({"one.log": b"first\n", "two.log": b"second\n"})
    path = write(tmp_path / "logs.zip", zip_of({"a.log": b"outer\n", "inner.tar": inner}))
    names = [raw.name for raw in open_logs([path])]

    assert len(names) == 3
    for name in names:
        assert only(name).name == name
    assert contents(only(names[-1])) == b"second\n"


@pytest.mark.parametrize("name", ["logs.zip/b.log", "plain.log/b.log", "missing.zip/b.log"])
def test_log_that_is_not_in_the_archive_is_an_error(tmp_path: Path, name: str) -> None:
    write(tmp_path / "logs.zip", zip_of({"a.log": b"outer\n"}))
    write(tmp_path / "plain.log", b"text\n")

    with pytest.raises(InputError, match="cannot open"):
        only(str(tmp_path / name))
