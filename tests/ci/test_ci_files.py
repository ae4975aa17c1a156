"""What CI services read keeps to their schemas (those that check-jsonschema carries)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    ("vendor.github-actions", ROOT / "action.yml"),
    ("vendor.gitlab-ci", ROOT / "ci" / "gitlab" / "envwright.yml"),
    *(
        ("vendor.github-workflows", path)
        for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))
    ),
]


@pytest.mark.parametrize(("schema", "path"), FILES, ids=lambda value: str(value).rpartition("/")[2])
def test_file_keeps_to_its_schema(schema: str, path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)],
        capture_output=True, check=False, text=True,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
