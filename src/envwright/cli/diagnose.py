"""`envwright diagnose`: say why a build failed, from its log."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from envwright.api import diagnose_path
from envwright.cli import telling
from envwright.cli.arguments import CommandParser, add_lang, add_report
from envwright.cli.own_pages import catalogue_of
from envwright.errors import EnvwrightError
from envwright.messages import say
from envwright.render import FORMS, render
from envwright.settings import read_settings, surface_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envwright.cli.reports import Report
    from envwright.facts import Diagnosis
    from envwright.settings import Settings

__all__ = ["run_command"]


def run_command(arguments: list[str]) -> int:
    """Diagnose the logs named and return the worst exit code of them."""
    parser = CommandParser("diagnose", "diagnose-does")
    parser.add_argument("logs", metavar="LOG", nargs="*", help="diagnose-logs")
    parser.add_argument("--format", choices=FORMS, default="text", help="format")
    add_report(parser)
    add_lang(parser)
    options = parser.parse_args(arguments)
    settings = read_settings(lang=options.lang)
    reports = _reports_of(options.report)
    paths = options.logs or ["-"]
    if not options.logs and sys.stdin is not None and sys.stdin.isatty():
        telling.tell("note", say(settings.lang, "from_keyboard"))
    catalogue = catalogue_of(settings.folder, settings.lang)
    several = len(paths) > 1
    allowance = None
    if "html" in (options.format, *(report.form for report in reports)):
        from envwright.logs.transcript import Allowance

        allowance = Allowance()
    kept: list[Diagnosis] = []

    def diagnoses() -> Iterator[Diagnosis]:
        for path in paths:
            try:
                for diagnosis in diagnose_path(path, catalogue, allowance=allowance):
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
