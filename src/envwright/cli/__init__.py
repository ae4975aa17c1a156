"""The command line: one thin file per command, loaded when its command is asked for.

Data goes to standard output, everything else to standard error. Only here is anything printed, and
only here does an exception become an exit code.
"""

from __future__ import annotations

import errno
import gc
import os
import sys

from envwright.cli import telling
from envwright.errors import EnvwrightError, UsageError
from envwright.messages import SystemReason, table

__all__ = ["COMMANDS", "main"]

COMMANDS = ("diagnose", "run", "explain", "failures", "feedback", "completion", "version")
"""Each has the module of its name in this package, and a line in `messages/<language>/help.py`."""

_INTERNAL = 70
_INTERRUPTED = 130


def main(argv: list[str] | None = None) -> int:
    """Do what the arguments say and return the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    telling.listen(arguments)
    # The catalogue alone is 20,000 objects, none of them in a cycle: collecting them costs more
    # than reading it.
    gc.set_threshold(100_000, 50, 100)
    try:
        try:
            return _dispatch(arguments)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except KeyboardInterrupt:
        return _interrupted()
    except EnvwrightError as error:
        telling.report(error)
        return error.exit_code
    except Exception as error:  # the last line of defence: no traceback for a person
        return _internal(error)


def _dispatch(arguments: list[str]) -> int:
    name, *rest = arguments or ["--help"]
    if name in ("-h", "--help", "help"):
        if name == "help" and rest and rest[0] in COMMANDS:
            return _dispatch([rest[0], "--help"])
        telling.write(_overview())
        return 0 if arguments else 2
    if name in ("-V", "--version"):
        name = "version"
    if name not in COMMANDS:
        raise _unknown_command(name)
    # The names are ours: a table of imports would load every command.
    module = __import__(f"envwright.cli.{name}", fromlist=["run_command"])
    return int(module.run_command(rest))


def _overview() -> str:
    texts = table("help", telling.language())
    width = max(map(len, COMMANDS))
    rows = "\n".join(f"  {name:<{width}}  {texts[name]}" for name in COMMANDS)
    return texts["overview"].format(commands=rows)


def _unknown_command(name: str) -> UsageError:
    import difflib

    near = difflib.get_close_matches(name, COMMANDS, 1)
    if near:
        return UsageError(
            "command-unknown", "hint-did-you-mean", command=name, names=f"`{near[0]}`"
        )
    if name == "-" or os.path.exists(name):
        return UsageError("command-unknown", "hint-diagnose", command=name)
    return UsageError("command-unknown", "hint-list-commands", command=name)


def _reader_left(error: OSError, system: str = os.name) -> bool:
    """Tell whether writing failed since nobody reads: Windows calls that an invalid argument."""
    return isinstance(error, BrokenPipeError) or (
        system == "nt" and error.errno == errno.EINVAL and error.filename is None
    )


def _pipe_closed() -> int:
    """Return the exit code reached so far; the reader has left, so there is nobody to tell."""
    telling.drop_output()
    return telling.reached


def _interrupted() -> int:
    telling.report(EnvwrightError("interrupted"))
    return _INTERRUPTED


def _internal(error: Exception) -> int:
    from envwright.redaction import redact

    if isinstance(error, OSError) and _reader_left(error):
        return _pipe_closed()
    if isinstance(error, OSError) and error.filename is None and error.errno is not None:
        telling.drop_output()
        telling.report(EnvwrightError("answer-not-written", reason=SystemReason(error)))
        return 2
    if os.environ.get("ENVWRIGHT_TRACEBACK", "").strip("0"):
        import traceback

        sys.stderr.write(redact(traceback.format_exc()))
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    telling.report(EnvwrightError("internal-error", "hint-report", reason=redact(reason)))
    return _INTERNAL
