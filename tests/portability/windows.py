"""Runs envwright without what only POSIX systems have: `windows.py ARGUMENTS`.

The names are those that Python's own stubs give to other platforms than Windows.
"""

from __future__ import annotations

import os
import select
import signal
import sys

__all__ = ["MISSING_MODULES", "MISSING_NAMES"]

MISSING_MODULES = {
    "crypt", "fcntl", "grp", "nis", "ossaudiodev", "pty", "pwd", "readline", "resource", "spwd",
    "syslog", "termios", "tty",
}  # fmt: skip
MISSING_NAMES = {
    os: (  # noqa: SIM905
        "O_ACCMODE O_ASYNC O_CLOEXEC O_DIRECT O_DIRECTORY O_DSYNC O_LARGEFILE O_NDELAY O_NOATIME "
        "O_NOCTTY O_NOFOLLOW O_NONBLOCK O_PATH O_RSYNC O_SYNC O_TMPFILE WCOREDUMP WEXITSTATUS "
        "WIFEXITED WIFSIGNALED WNOHANG chown chroot confstr copy_file_range ctermid eventfd "
        "fchdir fchmod fchown fdatasync fork forkpty fpathconf fstatvfs get_blocking getegid "
        "geteuid getgid getgrouplist getgroups getloadavg getpgid getpgrp getpriority getresgid "
        "getresuid getsid getuid getxattr initgroups killpg lchown listxattr lockf major "
        "makedev memfd_create minor mkfifo mknod nice openpty pathconf pipe2 posix_fadvise "
        "posix_fallocate posix_spawn posix_spawnp pread preadv pwrite pwritev readv "
        "register_at_fork sched_getaffinity sched_yield sendfile set_blocking setegid seteuid "
        "setgid setgroups setpgid setpriority setregid setreuid setsid setuid splice statvfs "
        "sync sysconf tcgetpgrp tcsetpgrp ttyname uname wait wait3 wait4 waitid writev"
    ).split(),
    select: ["epoll", "poll"],
    signal: (  # noqa: SIM905
        "SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGTSTP SIGTTIN SIGTTOU "
        "SIGUSR1 SIGUSR2 SIGWINCH alarm getitimer pause pthread_kill pthread_sigmask setitimer "
        "siginterrupt sigpending sigtimedwait sigwait sigwaitinfo"
    ).split(),
}


class _Missing:
    """Says of some modules that they are not there."""

    def find_spec(self, name: str, *_: object) -> None:
        if name in MISSING_MODULES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def _leave_out() -> None:
    for name in MISSING_MODULES:
        sys.modules.pop(name, None)
    sys.meta_path.insert(0, _Missing())  # type: ignore[arg-type]
    for module, names in MISSING_NAMES.items():
        for name in names:
            if hasattr(module, name):
                delattr(module, name)


if __name__ == "__main__":
    _leave_out()
    from envwright.cli import main

    sys.exit(main())
