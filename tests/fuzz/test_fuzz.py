"""Whatever a log or a page says: no traceback, no hang, and no markup."""

from __future__ import annotations

import os

from tests.fuzz.__main__ import feed

INPUTS = int(os.environ.get("ENVWRIGHT_FUZZ", "300"))


def test_changed_logs_and_pages() -> None:
    assert [number for number in range(INPUTS) if feed(number, 0) is not None] == []
