"""The command line: one thin file per command, loaded when its command is asked for.

Data goes to standard output, everything else to standard error. Only here is anything printed, and
only here does an exception become an exit code.
"""

from __future__ import annotations

import gc
import sys

from envwright.errors import EnvwrightError, UsageError

__all__ = ["COMMANDS", "main"]

COMMANDS = {
    "diagnose": "say why a build failed, from its log",
    "run": "run a command, and diagnose its output if it fails",
    "explain": "show the page of a failure",
    "failures": "list, test or add failures",
    "version": "print the version",
}
"""Command -> what it does; each has the module of its name in this package."""

_INTERNAL = 70
_INTERRUPTED = 130


def main(argv: list[str] | None = None) -> int:
    """Do what the arguments say and return the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    # The catalogue alone is 20,000 objects, none of them in a cycle: collecting them costs more
    # than reading it.
    gc.set_threshold(100_000, 50, 100)
    try:
        try:
            return _dispatch(arguments)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        return _pipe_closed()
    except KeyboardInterrupt:
        return _interrupted()
    except EnvwrightError as error:
        return _report(error)
    except Exception as error:  # the last line of defence: no traceback for a person
        return _internal(error)


def _dispatch(arguments: list[str]) -> int:
    name, *rest = arguments or ["--help"]
    if name in ("-h", "--help", "help"):
        if name == "help" and rest and rest[0] in COMMANDS:
            return _dispatch([rest[0], "--help"])
        sys.stdout.write(_overview())
        return 0 if arguments else 2
    if name in ("-V", "--version"):
        name = "version"
    if name not in COMMANDS:
        raise _unknown_command(name)
    # The names are ours: a table of imports would load every command.
    module = __import__(f"envwright.cli.{name}", fromlist=["run_command"])
    return int(module.run_command(rest))


def _overview() -> str:
    width = max(map(len, COMMANDS))
    rows = "\n".join(f"  {name:<{width}}  {what}" for name, what in COMMANDS.items())
    return (
        "usage: envwright COMMAND ...\n\n"
        "Says why the build of an environment or container image failed.\n\n"
        f"commands:\n{rows}\n\n"
        "envwright COMMAND --help tells more.\n"
    )


def _unknown_command(name: str) -> UsageError:
    import difflib
    import os

    near = difflib.get_close_matches(name, COMMANDS, 1)
    if near:
        return UsageError(f"no command is called `{name}`", f"did you mean `{near[0]}`?")
    if name == "-" or os.path.exists(name):
        return UsageError(f"no command is called `{name}`", f"try: envwright diagnose {name}")
    return UsageError(f"no command is called `{name}`", "list them with: envwright --help")


def _report(error: EnvwrightError) -> int:
    from envwright.cli.telling import tell

    tell("error", error.message, error.hint)
    return error.exit_code


def _pipe_closed() -> int:
    """Return the exit code reached so far; the reader has left, so there is nobody to tell."""
    from envwright.cli import telling

    _drop_output()
    return telling.reached


def _drop_output() -> None:
    """Send what is still to be written nowhere: the interpreter would fail on it at its end."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _interrupted() -> int:
    from envwright.cli.telling import tell

    tell("error", "interrupted")
    return _INTERRUPTED


def _internal(error: Exception) -> int:
    import os

    from envwright.cli.telling import tell
    from envwright.redaction import redact

    if isinstance(error, OSError) and error.filename is None and error.errno is not None:
        _drop_output()
        tell("error", f"cannot write the answer: {(error.strerror or str(error)).lower()}")
        return 2
    if os.environ.get("ENVWRIGHT_TRACEBACK", "").strip("0"):
        import traceback

        sys.stderr.write(redact(traceback.format_exc()))
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    tell(
        "error",
        f"internal error: {redact(reason)}",
        "please report this, with the log if you may share it; "
        "ENVWRIGHT_TRACEBACK=1 shows where it happened",
    )
    return _INTERNAL
