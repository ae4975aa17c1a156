"""The only place that starts a process: a command whose output is passed on while it is kept.

Standard output and standard error stay two streams. Each is read in large pieces and written on at
once; no code runs per line. A stream that leads to a terminal is given a terminal of its own, so
that tools keep their colours and progress bars; two streams that lead to the same place share one,
so that their order is exact.

The command runs in our process group: keys such as Ctrl-C reach it as they would without us.
"""

from __future__ import annotations

import errno
import os
import select
import signal
import stat
from typing import TYPE_CHECKING, Any

from envwright.errors import CommandError
from envwright.messages import SystemReason
from envwright.processes.forwarding import Forwarding

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Ended", "can_pass_through", "pass_through"]

_PIECE = 1 << 20
_SET_PIPE_SIZE = 1031
"""Linux's F_SETPIPE_SZ; Source: include/uapi/linux/fcntl.h."""
_SMALL = 16 << 10
"""Bytes; after a piece below this, a stream rests: small pieces cost the most."""
_REST = 0.02
"""Seconds a stream rests."""
_QUIET = 0.1
"""Seconds without output after which a process left behind by the command is not waited for."""
_MOST_AFTER_END = 4 * _PIECE
_NOT_FOUND = 127
_NOT_EXECUTABLE = 126


class Ended:
    """How a command ended."""

    __slots__ = ("code", "interrupted", "log_fault")

    def __init__(self, code: int, interrupted: bool, log_fault: SystemReason | None) -> None:
        self.code = code
        """Exit code as a shell has it: 128 + N where signal N ended the command."""
        self.interrupted = interrupted
        """We were asked to stop while it ran."""
        self.log_fault = log_fault
        """Why the log is not complete; None where it is."""


def can_pass_through() -> bool:
    """Tell whether this platform has what `pass_through` needs."""
    return hasattr(os, "posix_spawnp") and hasattr(os, "openpty")


def pass_through(command: Sequence[str], log: int) -> Ended:
    """Run a command with our standard streams, keep its output in the file `log`, return its end.

    Raises CommandError where the command cannot be started.
    """
    passage = _Passage(log)
    try:
        with Forwarding(passage) as signals:
            passage.start(list(command))
            passage.carry(signals.wakeup)
            return Ended(passage.code or 0, signals.interrupted, passage.log_fault)
    finally:
        passage.close()


class _Passage:
    """The streams between a command and us."""

    def __init__(self, log: int) -> None:
        self.log: int | None = log
        self.log_fault: SystemReason | None = None
        self.child = 0
        self.code: int | None = None
        self.terminal: int | None = None
        """Our end of the command's terminal, where it has one."""
        self._sinks: dict[int, int] = {}
        """Descriptor to read -> descriptor to write."""
        self._given: list[int] = []
        """The command's ends, until it is started."""

    def start(self, command: list[str]) -> None:
        """Start the command."""
        output = self._channel(1)
        errors = output if _same_place(1, 2) else self._channel(2)
        actions = [(os.POSIX_SPAWN_DUP2, output, 1), (os.POSIX_SPAWN_DUP2, errors, 2)]
        reset = [getattr(signal, name) for name in ("SIGPIPE", "SIGXFSZ") if hasattr(signal, name)]
        try:
            self.child = _spawn(command, actions, reset)
        finally:
            for descriptor in self._given:
                os.close(descriptor)
            self._given = []

    def _channel(self, sink: int) -> int:
        """Return the command's end of a new channel to a descriptor of ours."""
        if os.isatty(sink):
            import fcntl
            import termios
            import tty

            source, given = os.openpty()
            # The terminal behind us does what a terminal does with line ends; this one must not.
            tty.setraw(given)
            size = fcntl.ioctl(sink, termios.TIOCGWINSZ, b"\0" * 8)
            fcntl.ioctl(given, termios.TIOCSWINSZ, size)
            self.terminal = source
        else:
            source, given = os.pipe()
            _widen(given)
        self._sinks[source] = sink
        self._given.append(given)
        return given

    def carry(self, wakeup: int) -> None:
        """Pass on everything until the command has ended and its streams are empty."""
        after_end = 0
        resting: int | None = None
        while self._sinks or self.code is None:
            ended = self.code is not None
            if resting in self._sinks and not ended:
                # What it writes meanwhile is passed on as one piece. Any other stream ends the
                # rest, and then what rested is older and goes first: the order stays.
                others = [source for source in self._sinks if source != resting]
                select.select([wakeup, *others], [], [], _REST)
            ready, _, _ = select.select([wakeup, *self._sinks], [], [], _QUIET if ended else None)
            if wakeup in ready:
                os.read(wakeup, 4096)
                self._look_for_end()
            if ended and not ready:
                return
            sources = [source for source in ready if source != wakeup]
            sources.sort(key=lambda source: source != resting)
            passed = sum(map(self._pass_on, sources))
            resting = sources[0] if len(sources) == 1 and passed < _SMALL else None
            after_end += passed if ended else 0
            if after_end > _MOST_AFTER_END:
                return

    def _look_for_end(self) -> None:
        if self.code is None:
            pid, status = os.waitpid(self.child, os.WNOHANG)
            if pid:
                code = os.waitstatus_to_exitcode(status)
                self.code = code if code >= 0 else 128 - code

    def _pass_on(self, source: int) -> int:
        """Pass one piece on; return its size."""
        try:
            piece = os.read(source, _PIECE)
        except OSError as error:
            if error.errno in (errno.EAGAIN, errno.EINTR):
                return 0
            piece = b""  # a terminal whose other end is closed (EIO)
        if not piece:
            self._forget(source)
            return 0
        try:
            _write_all(self._sinks[source], piece)
        except OSError:
            # Whoever read us has left: the command finds out as it would without us.
            self._forget(source)
        if self.log is not None:
            try:
                _write_all(self.log, piece)
            except OSError as error:
                self.log = None
                self.log_fault = SystemReason(error)
        return len(piece)

    def _forget(self, source: int) -> None:
        del self._sinks[source]
        if source == self.terminal:
            self.terminal = None
        os.close(source)

    def resize(self) -> None:
        """Give the command's terminal the size of ours."""
        if self.terminal is not None:
            import fcntl
            import termios

            size = fcntl.ioctl(self._sinks[self.terminal], termios.TIOCGWINSZ, b"\0" * 8)
            fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, size)

    def tell(self, number: int) -> None:
        """Send a signal to the command, if it runs."""
        if self.child and self.code is None:
            try:
                os.kill(self.child, number)
            except ProcessLookupError:
                return

    def close(self) -> None:
        """Close what is still open."""
        for source in list(self._sinks):
            self._forget(source)


def _spawn(command: list[str], actions: list[Any], reset: list[int]) -> int:
    program = command[0]
    try:
        return os.posix_spawnp(program, command, os.environ, file_actions=actions, setsigdef=reset)
    except OSError as error:
        if error.errno == errno.ENOEXEC:
            # A script without `#!`: shells run it themselves.
            path = _found(program) or program
            return os.posix_spawn(
                "/bin/sh", ["/bin/sh", path, *command[1:]], os.environ,
                file_actions=actions, setsigdef=reset,
            )  # fmt: skip
        if error.errno in (errno.ENOENT, errno.ENOTDIR) and _found(program) is None:
            raise CommandError(
                "command-not-found", "hint-check-spelling", exit_code=_NOT_FOUND, command=program
            ) from None
        if error.errno == errno.ENOENT:
            raise CommandError(
                "command-without-interpreter", exit_code=_NOT_EXECUTABLE, command=program
            ) from None
        raise CommandError(
            "command-not-executable",
            exit_code=_NOT_EXECUTABLE,
            command=program,
            reason=SystemReason(error),
        ) from None


def _found(program: str) -> str | None:
    """Return the path of a program as the shell would find it, executable or not."""
    folders = [""] if "/" in program else os.environ.get("PATH", os.defpath).split(os.pathsep)
    for folder in folders:
        path = os.path.join(folder, program)
        if os.path.exists(path):
            return path
    return None


def _same_place(one: int, other: int) -> bool:
    """Tell whether two descriptors of ours lead to the same pipe, file or terminal."""
    try:
        first, second = os.fstat(one), os.fstat(other)
    except OSError:
        return False
    same = (first.st_dev, first.st_ino) == (second.st_dev, second.st_ino)
    return same and (not stat.S_ISREG(first.st_mode) or _shares_offset(one, other))


def _shares_offset(one: int, other: int) -> bool:
    """Tell whether two descriptors of a file write at the same place (`> log 2>&1`)."""
    return os.lseek(one, 0, os.SEEK_CUR) == os.lseek(other, 0, os.SEEK_CUR)


def _widen(pipe: int) -> None:
    """Let a pipe hold more, where the system allows it: fewer changes between processes."""
    import fcntl

    try:
        fcntl.fcntl(pipe, _SET_PIPE_SIZE, _PIECE)
    except OSError:
        return


def _write_all(descriptor: int, piece: bytes) -> None:
    """Write a piece to the end, also to a descriptor that does not block."""
    view = memoryview(piece)
    while view:
        try:
            view = view[os.write(descriptor, view) :]
        except BlockingIOError:
            select.select([], [descriptor], [])
