"""The examples of the documentation: each `console` block is run, and its output compared.

A block holds commands (`$ …`) with what they print; a line `…` stands for any lines. Commands run
one by one, in bash, in a folder with `examples/` and the same failed build as `build.log`.

`python -m website.examples` fills blocks that have no output yet.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ROOT", "Block", "Example", "agrees", "blocks_of", "files", "run"]

ROOT = Path(__file__).resolve().parents[1]
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ELISION = "…"


class Example(NamedTuple):
    """A command and what it prints, standard error included."""

    command: str
    output: str


class Block(NamedTuple):
    """A block of examples."""

    line: int
    """1-based line of its fence."""
    examples: tuple[Example, ...]


def files() -> list[Path]:
    """Return the files whose examples are run."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks_of(text: str) -> Iterator[Block]:
    """Yield the blocks of examples of a document."""
    for found in _BLOCK.finditer(text):
        examples: list[Example] = []
        for row in found[1].splitlines(keepends=True):
            if row.startswith("$ "):
                examples.append(Example(row[2:].rstrip("\n"), ""))
            elif examples:
                last = examples.pop()
                examples.append(last._replace(output=last.output + row))
        yield Block(text.count("\n", 0, found.start()) + 1, tuple(examples))


def run(examples: tuple[Example, ...], folder: Path) -> Iterator[str]:
    """Run the commands of a block in an empty folder and yield what each prints."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    shutil.copy(ROOT / "examples" / "untrusted-certificate.log", folder / "build.log")
    programs = folder / ".bin"
    programs.mkdir()
    program = programs / "envwright"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m envwright "$@"\n')
    program.chmod(0o755)
    names = ("HOME", "PYTHONPATH", "TMPDIR")
    environment = {name: os.environ[name] for name in names if name in os.environ}
    environment |= {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
    }
    for example in examples:
        done = subprocess.run(
            ["bash", "-c", example.command], cwd=folder, env=environment, timeout=120,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        yield done.stdout.decode("utf-8", "replace")


def agrees(expected: str, printed: str) -> bool:
    """Tell whether an output is as expected; blanks at line ends do not count."""
    rows = [row.rstrip() for row in expected.splitlines()]
    pattern = "".join(
        r"(?:.*\n)*?" if row.strip() == _ELISION else re.escape(row) + r"\n" for row in rows
    )
    shown = "".join(f"{row.rstrip()}\n" for row in printed.splitlines())
    return re.fullmatch(pattern, shown) is not None


def _fill(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    def filled(found: re.Match[str]) -> str:
        (block,) = blocks_of(found[0])
        if any(example.output for example in block.examples):
            return found[0]
        with tempfile.TemporaryDirectory() as folder:
            outputs = list(run(block.examples, Path(folder)))
        rows = [
            f"$ {example.command}\n" + "".join(f"{row.rstrip()}\n" for row in output.splitlines())
            for example, output in zip(block.examples, outputs, strict=True)
        ]
        return f"```console\n{''.join(rows)}```"

    new = _BLOCK.sub(filled, text)
    if new != text:
        path.write_text(new, encoding="utf-8")
        print(path)


if __name__ == "__main__":
    for one in files():
        _fill(one)
