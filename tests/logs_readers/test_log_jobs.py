"""Jobs whose clean-up fails, too: what ran afterwards is not the failure."""

from __future__ import annotations

from pathlib import Path

import pytest

from envwright.diagnose import diagnose_log
from envwright.failures.catalogue import load
from envwright.logs.opening import open_logs
from envwright.logs.text import LogText


@pytest.mark.parametrize(
    ("name", "instruction"),
    [
        ("github-step-after-failure", "pip install -r r.txt"),
        ("gitlab-after-script", "script"),
    ],
)
def test_the_first_failed_step_of_a_job_is_the_failed_one(name: str, instruction: str) -> None:
    path = Path(__file__).parent / "data" / f"{name}.log"
    with next(open_logs([str(path)])) as raw:
        found = diagnose_log(LogText(raw), load())
    assert found.failed_step is not None
    assert found.root_cause is not None
    assert (found.failed_step.instruction, found.root_cause.failure) == (
        instruction,
        "pip-no-versions-none",
    )
