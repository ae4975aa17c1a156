"""`envwright diagnose`: say why a build failed, from its log."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from envwright.api import diagnose_path
from envwright.cli import telling
from envwright.cli.arguments import CommandParser, add_lang
from envwright.cli.own_pages import catalogue_of
from envwright.errors import EnvwrightError
from envwright.messages import say
from envwright.render import FORMS, render
from envwright.settings import read_settings, surface_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envwright.facts import Diagnosis

__all__ = ["run_command"]


def run_command(arguments: list[str]) -> int:
    """Diagnose the logs named and return the worst exit code of them."""
    parser = CommandParser("diagnose", "diagnose-does")
    parser.add_argument("logs", metavar="LOG", nargs="*", help="diagnose-logs")
    parser.add_argument("--format", choices=FORMS, default="text", help="format")
    add_lang(parser)
    options = parser.parse_args(arguments)
    settings = read_settings(lang=options.lang)
    paths = options.logs or ["-"]
    if not options.logs and sys.stdin is not None and sys.stdin.isatty():
        telling.tell("note", say(settings.lang, "from_keyboard"))
    catalogue = catalogue_of(settings.folder, settings.lang)

    def diagnoses() -> Iterator[Diagnosis]:
        for path in paths:
            try:
                for diagnosis in diagnose_path(path, catalogue):
                    telling.reach(_exit_code(diagnosis))
                    yield diagnosis
            except EnvwrightError as error:
                sys.stdout.flush()
                telling.report(error)
                telling.reach(error.exit_code)

    surface = surface_of(1, settings.environment)
    for piece in render(diagnoses(), options.format, surface, settings.lang, len(paths) > 1):
        telling.write(piece, exact=options.format != "text")
    return telling.reached


def _exit_code(diagnosis: Diagnosis) -> int:
    if diagnosis.verdict == "succeeded":
        return 0
    return 1 if diagnosis.root_cause is not None else 3
