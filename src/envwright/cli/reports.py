"""Reports of `--report FORM=PATH`: the same diagnoses, in further forms, in files or after them.

A file is there whole or not at all: it is written beside its place and moved there. What is no
regular file (a pipe, `/dev/stdout`) is written directly.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from envwright.cli.telling import write
from envwright.errors import InputError, UsageError
from envwright.messages import SystemReason
from envwright.render import FORMS, render
from envwright.settings import Surface, surface_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.facts import Diagnosis
    from envwright.settings import Settings

__all__ = ["Report", "read_reports", "write_report"]

_OUTPUT = "-"


class Report(NamedTuple):
    """One report that was asked for."""

    form: str
    path: str
    """`-` is standard output."""


def read_reports(asked: Sequence[str]) -> list[Report]:
    """Return the reports that some `FORM=PATH` ask for.

    Whether there is a place for them is asked now, so that nobody waits for a build whose report
    cannot be written.

    Raises UsageError where one of them names no form or no path; InputError where its folder is
    missing, or its path is a folder.
    """
    reports = []
    for text in asked:
        form, _, path = text.partition("=")
        if form not in FORMS or not path:
            forms = ", ".join(FORMS)
            raise UsageError("report-malformed", "hint-report-like", report=text, forms=forms)
        folder = os.path.dirname(path) or os.curdir
        if os.path.isdir(path):
            raise InputError("report-is-folder", path=path)
        if path != _OUTPUT and not os.path.isdir(folder):
            raise InputError("report-without-folder", path=path, folder=folder)
        reports.append(Report(form, path))
    return reports


def write_report(
    report: Report, diagnoses: Sequence[Diagnosis], settings: Settings, *, several: bool
) -> None:
    """Write one report of some diagnoses.

    Raises InputError where its file cannot be written.
    """
    to_output = report.path == _OUTPUT
    surface = surface_of(1, settings.environment) if to_output else Surface()
    pieces = render(
        iter(diagnoses), report.form, surface, settings.lang, several, folder=settings.folder
    )
    if to_output:
        for piece in pieces:
            write(piece, exact=report.form != "text")
        return
    content = "".join(pieces).encode("utf-8", "surrogateescape")
    try:
        _write_whole(report.path, content)
    except OSError as error:
        raise InputError(
            "output-not-written", path=report.path, reason=SystemReason(error)
        ) from None


def _write_whole(path: str, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it; links are followed."""
    place = os.path.realpath(path)
    if os.path.exists(place) and not os.path.isfile(place):
        with open(place, "wb") as stream:
            stream.write(content)
        return
    draft = f"{place}.{os.getpid()}.part"
    try:
        with open(draft, "xb") as file:
            file.write(content)
        os.replace(draft, place)
    except OSError:
        if os.path.exists(draft):
            os.unlink(draft)
        raise
