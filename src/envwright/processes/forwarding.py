"""Signals that reach us while a command runs, passed on to it.

The command runs in our process group, so what comes from the keyboard has reached it already.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Forwarding"]

_FROM_KEYBOARD = ("SIGINT", "SIGQUIT", "SIGTSTP")
_FORWARDED = (*_FROM_KEYBOARD, "SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGCONT", "SIGWINCH")


class Passage(Protocol):
    """What is told of signals."""

    def resize(self) -> None:
        """Give the command's terminal the size of ours."""

    def tell(self, number: int) -> None:
        """Send a signal to the command, if it runs."""


class Forwarding:
    """Passes signals on to the command while it runs."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self._before: dict[int, Any] = {}
        self.interrupted = False
        self.wakeup, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        self._wakeup_before = -1

    def __enter__(self) -> Forwarding:
        self._wakeup_before = signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        self._take(signal.SIGCHLD, lambda *_: None)
        for name in _FORWARDED:
            number = getattr(signal, name, None)
            # What our caller ignores (nohup), the command ignores, too.
            if number is not None and signal.getsignal(number) != signal.SIG_IGN:
                self._take(number, self._forward)
        return self

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        os.close(self.wakeup)
        os.close(self._wake)

    def _take(self, number: int, handler: Callable[[int, Any], None]) -> None:
        self._before[number] = signal.signal(number, handler)

    def _forward(self, number: int, _: Any) -> None:
        name = signal.Signals(number).name
        if name == "SIGWINCH":
            self._passage.resize()
        if name in ("SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP"):
            self.interrupted = True
        if not (name in _FROM_KEYBOARD and _at_keyboard()):
            # From the keyboard, the terminal has sent it to the whole group already.
            self._passage.tell(number)
        if name == "SIGTSTP":
            os.kill(os.getpid(), signal.SIGSTOP)


def _at_keyboard() -> bool:
    """Tell whether we are in the foreground of a terminal."""
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)
