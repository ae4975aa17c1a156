"""What all tests share."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator


def pytest_configure() -> None:
    """Undo what `nohup` and background jobs ignore: tests send these signals to their children."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test fail that would skip where `ENVWRIGHT_REQUIRE_ALL` says that nothing may."""
    report = yield
    if report.skipped and os.environ.get("ENVWRIGHT_REQUIRE_ALL") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped, although everything is required: {report.longrepr}"
    return report
