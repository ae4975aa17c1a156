"""What all tests share."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """Undo what `nohup` and background jobs ignore: tests send these signals to their children."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
