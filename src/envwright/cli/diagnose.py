"""`envwright diagnose`: say why a build failed, from its log."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from envwright.api import diagnose_path, read_baseline
from envwright.cli import telling
from envwright.cli.arguments import CommandParser, add_lang, add_report
from envwright.cli.own_pages import catalogue_of
from envwright.errors import EnvwrightError, InputError, UsageError
from envwright.messages import say
from envwright.render import FORMS, render
from envwright.settings import read_settings, surface_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envwright.cli.reports import Report
    from envwright.diagnose.changes import GoodBuild
    from envwright.facts import Diagnosis
    from envwright.failures.catalogue import Catalogue
    from envwright.settings import Settings

__all__ = ["run_command"]


def run_command(arguments: list[str]) -> int:
    """Diagnose the logs named and return the worst exit code of them."""
    parser = CommandParser("diagnose", "diagnose-does")
    parser.add_argument("logs", metavar="LOG", nargs="*", help="diagnose-logs")
    parser.add_argument("--format", choices=FORMS, default="text", help="format")
    parser.add_argument("--baseline", metavar="LOG", help="diagnose-baseline")
    add_report(parser)
    add_lang(parser)
    options = parser.parse_args(arguments)
    settings = read_settings(lang=options.lang)
    reports = _reports_of(options.report)
    paths = options.logs or ["-"]
    if not options.logs and sys.stdin is not None and sys.stdin.isatty():
        keys = "Ctrl-Z, Enter" if os.name == "nt" else "Ctrl-D"
        telling.tell("note", say(settings.lang, "from_keyboard", keys=keys))
    catalogue = catalogue_of(settings.folder, settings.lang)
    good = _baseline_of(options.baseline, paths, catalogue)
    several = len(paths) > 1
    allowance = None
    if "html" in (options.format, *(report.form for report in reports)):
        from envwright.logs.transcript import Allowance

        allowance = Allowance()
    kept: list[Diagnosis] = []

    def diagnoses() -> Iterator[Diagnosis]:
        for path in paths:
            try:
                for diagnosis in diagnose_path(path, catalogue, allowance=allowance, baseline=good):
                    telling.reach(_exit_code(diagnosis))
                    if reports:
                        kept.append(diagnosis)
                    yield diagnosis
            except EnvwrightError as error:
                sys.stdout.flush()
                telling.report(error)
                telling.reach(error.exit_code)

    surface = surface_of(1, settings.environment)
    pieces = render(
        diagnoses(), options.format, surface, settings.lang, several, folder=settings.folder
    )
    for piece in pieces:
        telling.write(piece, exact=options.format != "text")
    if reports:
        _write(reports, kept, settings, several)
    return telling.reached


def _baseline_of(path: str | None, logs: list[str], catalogue: Catalogue) -> GoodBuild | None:
    """Return the good build to compare with; one that cannot be read is told, and left out."""
    if path is None:
        return None
    if path == "-" and "-" in logs:
        raise UsageError("baseline-is-log")
    try:
        return read_baseline(path, catalogue)
    except InputError as error:
        telling.report(error)
        telling.reach(error.exit_code)
        return None


def _reports_of(asked: list[str] | None) -> list[Report]:
    if not asked:
        return []
    from envwright.cli.reports import read_reports

    return read_reports(asked)


def _write(
    reports: list[Report], diagnoses: list[Diagnosis], settings: Settings, several: bool
) -> None:
    """Write every report that can be written; what cannot is told."""
    from envwright.cli.reports import write_report

    for report in reports:
        try:
            write_report(report, diagnoses, settings, several=several)
        except EnvwrightError as error:
            telling.report(error)
            telling.reach(error.exit_code)


def _exit_code(diagnosis: Diagnosis) -> int:
    if diagnosis.verdict == "succeeded":
        return 0
    return 1 if diagnosis.root_cause is not None else 3
