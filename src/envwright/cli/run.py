"""`envwright run`: run a command, and diagnose its output if it fails."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from envwright.cli.arguments import CommandParser, add_lang, add_report
from envwright.cli.reports import Report, read_reports, write_report
from envwright.cli.telling import drop_output, report, tell
from envwright.errors import EnvwrightError, InputError, UsageError
from envwright.messages import SystemReason
from envwright.processes import can_pass_through, pass_through
from envwright.render.words import say
from envwright.settings import read_settings, surface_of

if TYPE_CHECKING:
    from envwright.facts import Diagnosis
    from envwright.settings import Settings

__all__ = ["run_command"]

_LOGS = os.path.join(".envwright", "logs")
_OWN_NOTICE = "*\n"


def run_command(arguments: list[str]) -> int:
    """Run the command, diagnose its output if it failed, and return its exit code."""
    parser = CommandParser("run", "run-does", usage="run-usage")
    parser.add_argument("--log", metavar="FILE", help="run-log")
    add_report(parser)
    add_lang(parser)
    parser.add_argument("command", metavar="COMMAND", nargs="...", help="run-command")
    options = parser.parse_args(arguments)
    settings = read_settings(lang=options.lang)
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        raise UsageError("command-missing", "hint-run-like")
    if not can_pass_through():
        raise UsageError("run-needs-posix", "hint-redirect")
    reports = read_reports(options.report or ())
    path, log = _open_log(options.log, command[0], settings)
    try:
        ended = pass_through(command, log)
    except EnvwrightError:
        if options.log is None:
            os.unlink(path)
        raise
    finally:
        os.close(log)
    if ended.log_fault is not None:
        report(EnvwrightError("output-not-kept", reason=ended.log_fault), "warning")
    shown = os.path.relpath(path, settings.folder)
    shown = path if shown.startswith("..") else shown
    to_explain = ended.code and os.path.getsize(path)
    if not ended.interrupted and (to_explain or reports):
        _explain(path, shown, command, ended.code, settings, reports)
    if to_explain:
        tell("note", say(settings.lang, "log_kept", path=shown))
    return ended.code


def _explain(
    path: str,
    shown: str,
    command: list[str],
    code: int,
    settings: Settings,
    reports: list[Report],
) -> None:
    """Write the diagnosis of a failed command to standard error, and the reports; never fails."""
    try:
        diagnoses = _diagnoses(path, shown, command, code, settings, reports)
        if code:
            _tell_why(diagnoses, settings)
        for one in reports:
            _write(one, diagnoses or [_of_nothing(shown, command, code)], settings)
    except EnvwrightError as error:
        report(error)
    except Exception as error:  # the command's exit code must come through whatever happens here
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        report(EnvwrightError("output-not-diagnosed", reason=reason))


def _diagnoses(
    path: str,
    shown: str,
    command: list[str],
    code: int,
    settings: Settings,
    reports: list[Report],
) -> list[Diagnosis]:
    """Return the diagnosis of the output; none where nothing was printed, or no text."""
    from envwright.api import diagnose_path
    from envwright.cli.own_pages import catalogue_of
    from envwright.logs.transcript import Allowance

    allowance = Allowance() if any(one.form == "html" for one in reports) else None
    catalogue = catalogue_of(settings.folder, settings.lang)
    try:
        found = list(
            diagnose_path(path, catalogue, name=shown, failed=code != 0, allowance=allowance)
        )
    except InputError:
        return []
    return [_failed(one, command, code) if code else _passed(one) for one in found]


def _tell_why(diagnoses: list[Diagnosis], settings: Settings) -> None:
    from envwright.render import render

    surface = surface_of(2, settings.environment)
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    for piece in render(diagnoses, "text", surface, settings.lang, several=False):
        sys.stderr.flush()
        os.write(2, piece.encode(encoding, "replace"))


def _write(one: Report, diagnoses: list[Diagnosis], settings: Settings) -> None:
    """Write a report; where that fails, the others are still written."""
    try:
        write_report(one, diagnoses, settings, several=False)
    except EnvwrightError as error:
        report(error)
    except BrokenPipeError:
        drop_output()


def _of_nothing(shown: str, command: list[str], code: int) -> Diagnosis:
    """Return what is known of a command that printed nothing, or no text: how it ended."""
    from envwright.facts import Diagnosis, Source, Unknown

    source = Source(shown, 0, 0, "plain")
    if not code:
        return Diagnosis(source, "succeeded")
    return _failed(Diagnosis(source, "failed", unknown=Unknown((), ())), command, code)


def _passed(diagnosis: Diagnosis) -> Diagnosis:
    """Return the diagnosis of a command that succeeded: its exit code is above its output."""
    return diagnosis._replace(
        verdict="succeeded",
        root_cause=None,
        chain=(),
        also=tuple(finding for finding in diagnosis.also if finding.severity != "error"),
        unknown=None,
        failed_step=None,
        remedies=(),
    )


def _failed(diagnosis: Diagnosis, command: list[str], code: int) -> Diagnosis:
    """Return the diagnosis with the command as its step, where the log has no steps."""
    from envwright.facts import FailedStep
    from envwright.redaction import redact

    step = diagnosis.failed_step
    if step is not None and step.instruction:
        return diagnosis
    instruction = redact(" ".join(command))
    step = FailedStep(None, None, instruction, 1, max(diagnosis.source.lines, 1), code)
    return diagnosis._replace(failed_step=step)


def _open_log(asked: str | None, program: str, settings: Settings) -> tuple[str, int]:
    """Return path and descriptor of the file that keeps the output; only its owner may read it.

    Raises InputError where a file that was asked for cannot be written.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC
    if asked is not None:
        try:
            return os.path.abspath(asked), os.open(asked, flags, 0o600)
        except OSError as error:
            raise InputError("output-not-written", path=asked, reason=SystemReason(error)) from None
    import time

    word = "".join(
        character if character.isalnum() else "-" for character in os.path.basename(program)
    )
    name = f"{time.strftime('%Y%m%d-%H%M%S')}-{word[:40] or 'command'}"
    folder = os.path.join(settings.folder, _LOGS)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        notice = os.path.join(folder, ".gitignore")
        if not os.path.exists(notice):
            with open(notice, "w", encoding="ascii") as file:
                file.write(_OWN_NOTICE)
        for number in range(1, 1000):
            path = os.path.join(folder, f"{name}{f'-{number}' if number > 1 else ''}.log")
            try:
                return path, os.open(path, flags | os.O_EXCL, 0o600)
            except FileExistsError:
                continue
    except OSError:
        pass  # a read-only folder must not keep the build from running
    import tempfile

    descriptor, path = tempfile.mkstemp(prefix=f"envwright-{name}-", suffix=".log")
    return path, descriptor
