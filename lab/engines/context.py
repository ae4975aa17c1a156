"""Writes the build context of a scenario."""

from __future__ import annotations

import base64
import json
import struct
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from lab.scenario import Scenario

__all__ = ["write"]


def write(scenario: Scenario, folder: Path) -> None:
    """Write the scenario's files.

    `extra` may hold `encoding` (file to `utf-16` or `utf-16-be-bom`), `modes` (file to octal
    mode), `folders` (empty ones), `binary` (file to `elf-aarch64` or `wheel`) and `login` (a
    registry whose wrong password lies in `.client`).
    """
    extra = scenario.extra
    for name, text in scenario.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_encoded(text, extra.get("encoding", {}).get(name, "utf-8")))
    for name in extra.get("folders", ()):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, kind in extra.get("binary", {}).items():
        if kind == "wheel":
            _wheel(folder / name)
        else:
            (folder / name).write_bytes(_aarch64())
    for name, mode in extra.get("modes", {}).items():
        (folder / name).chmod(int(mode, 8))
    if "login" in extra:
        (folder / ".client").mkdir()
        wrong = base64.b64encode(b"builder:wrong").decode()
        settings = {"auths": {extra["login"]: {"auth": wrong}}}
        (folder / ".client" / "config.json").write_text(json.dumps(settings))


def _encoded(text: str, encoding: str) -> bytes:
    text = text.removeprefix("\n")
    if encoding == "utf-16-be-bom":
        return b"\xfe\xff" + text.encode("utf-16-be")
    return text.encode(encoding)


def _aarch64() -> bytes:
    """Return a program for AArch64 that does nothing."""
    code = bytes.fromhex("000080d2a80b80d2010000d4")
    ident = b"\x7fELF\x02\x01\x01" + bytes(9)
    header = struct.pack(
        "<16sHHIQQQIHHHHHH", ident, 2, 183, 1, 0x400078, 64, 0, 0, 64, 56, 1, 0, 0, 0
    )
    size = 0x78 + len(code)
    segment = struct.pack("<IIQQQQQQ", 1, 5, 0, 0x400000, 0x400000, size, size, 0x1000)
    return header + segment + code


def _wheel(path: Path) -> None:
    """Write a wheel that holds one empty module, for the tags in its name."""
    name, version, *tags = path.stem.split("-")
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", "")
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        archive.writestr(
            f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: lab\nTag: {'-'.join(tags)}\n"
        )
        archive.writestr(f"{info}/RECORD", "")
