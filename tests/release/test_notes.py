"""Release notes: every change has a fragment that a release can take as it is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FRAGMENTS = sorted((ROOT / "changelog.d").glob("*.md"))


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.name)
def test_fragment_is_named_and_written_as_all_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert re.fullmatch(r"[a-z0-9-]+\.(added|changed|fixed|removed)\.md", path.name)
    assert text.endswith(".\n")
    assert "\n\n" not in text


def test_draft_holds_every_fragment_once() -> None:
    done = subprocess.run(
        [
            sys.executable, "-m", "towncrier", "build", "--draft",
            "--version", "9.9.9", "--date", "2026-01-02",
        ],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip

    assert "## 9.9.9 (2026-01-02)" in done.stdout
    words = " ".join(done.stdout.split())
    for path in FRAGMENTS:
        assert words.count(" ".join(path.read_text(encoding="utf-8").split())) == 1, path.name
