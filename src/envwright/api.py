"""What the doors call: the command line, notebooks and other programs.

Every diagnosis that leaves here is free of secrets, so that no renderer can forget it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO

from envwright.errors import UsageError
from envwright.facts import Diagnosis
from envwright.messages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from envwright.diagnose.changes import GoodBuild
    from envwright.failures.catalogue import Catalogue
    from envwright.logs.transcript import Allowance

__all__ = ["Answer", "catalogue_for", "diagnose", "diagnose_path", "read_baseline"]


class Answer(Diagnosis):
    """A diagnosis that notebooks show as a page."""

    lang = "en"

    def _repr_html_(self) -> str:
        from envwright.render.notebook import render_notebook

        return render_notebook(self, self.lang)


def diagnose(
    log: str | os.PathLike[str] | bytes | Iterable[str | bytes],
    *,
    lang: str = "en",
    baseline: str | os.PathLike[str] | bytes | Iterable[str | bytes] | None = None,
) -> Diagnosis:
    """Return the diagnosis of one log: a path, its text, its bytes, or its lines.

    A `str` is text where it holds a line feed, else the path of a file; `-` reads standard input.
    Of a folder or an archive the first log is diagnosed. `lang` is the language of titles, messages
    and remedies, `en` or `es`. `baseline` is the log of a good build, given in the same ways:
    `changes` then says what differs, the change most likely to blame first.

    Raises UsageError for another language; InputError where a log cannot be read, is empty or no
    text; CatalogueError where one of your own pages in `.envwright/failures` is broken;
    MissingExtraError where there are such pages but no google-re2. (The command line tells the last
    two and goes on without these pages.)
    """
    if lang not in LANGUAGES:
        raise UsageError("language-unknown", lang=lang, known=", ".join(LANGUAGES))
    catalogue = catalogue_for(os.getcwd(), lang)
    good = None
    if baseline is not None:
        path, data, name = _place_of(baseline)
        good = read_baseline(path, catalogue, data, name=name)
    path, data, name = _place_of(log)
    return _answer(next(diagnose_path(path, catalogue, data, name=name, baseline=good)), lang)


def _place_of(
    log: str | os.PathLike[str] | bytes | Iterable[str | bytes],
) -> tuple[str, BinaryIO | None, str | None]:
    """Return path, stream and name of a log that a program gives."""
    if isinstance(log, os.PathLike) or (isinstance(log, str) and "\n" not in log):
        return os.fspath(log), None, None
    import io

    if isinstance(log, str):
        data = log.encode("utf-8", "surrogateescape")
    elif isinstance(log, bytes):
        data = log
    else:
        data = b"".join(_line(line) for line in log)
    return "-", io.BytesIO(data), "<text>"


def _line(line: str | bytes) -> bytes:
    data = line.encode("utf-8", "surrogateescape") if isinstance(line, str) else line
    return data if data.endswith(b"\n") else data + b"\n"


def _answer(diagnosis: Diagnosis, lang: str) -> Answer:
    answer = Answer(*diagnosis)
    answer.lang = lang
    return answer


def diagnose_path(
    path: str,
    catalogue: Catalogue,
    stdin: BinaryIO | None = None,
    *,
    name: str | None = None,
    failed: bool = False,
    allowance: Allowance | None = None,
    baseline: GoodBuild | None = None,
) -> Iterator[Diagnosis]:
    """Yield the diagnosis of every log at a path: a file, a folder, an archive, or `-`.

    `name` is what a single log is called in its diagnosis, where its path says nothing; `failed`
    says that the build is known to have failed, whatever its log looks like. With an `allowance`
    a diagnosis carries the text of its log, as much of it as the allowance has room for; with a
    `baseline` it says what differs from that build.

    Raises InputError where a log cannot be read; the logs before it have been yielded.
    """
    from envwright.diagnose import diagnose_with_outline
    from envwright.logs.opening import open_logs
    from envwright.logs.text import LogText
    from envwright.redaction import redact_diagnosis

    for raw in open_logs([path], stdin):
        with raw:
            if name is not None:
                raw.name = name
            log = LogText(raw)
            found, outline = diagnose_with_outline(log, catalogue, failed=failed)
            if baseline is not None:
                from envwright.diagnose.changes import with_changes

                found = with_changes(found, log, outline, baseline, catalogue)
            if allowance is not None:
                from envwright.logs.transcript import read_transcript

                transcript = read_transcript(log, outline, found, allowance)
                found = found._replace(transcript=transcript)
        yield redact_diagnosis(found)


def read_baseline(
    path: str, catalogue: Catalogue, stdin: BinaryIO | None = None, *, name: str | None = None
) -> GoodBuild:
    """Return what the first log at a path says its build used, for `diagnose_path`.

    Its `baseline.verdict` tells whether that build was good at all.

    Raises InputError where the log cannot be read.
    """
    from envwright.diagnose import diagnose_with_outline
    from envwright.diagnose.changes import good_build
    from envwright.logs.opening import open_logs
    from envwright.logs.text import LogText

    raw = next(iter(open_logs([path], stdin)))
    with raw:
        if name is not None:
            raw.name = name
        log = LogText(raw)
        found, outline = diagnose_with_outline(log, catalogue)
        return good_build(log, outline, found.verdict)


def catalogue_for(folder: str, lang: str = "en") -> Catalogue:
    """Return the catalogue with the pages of `.envwright/failures` in a folder or above it.

    What people read is in the language asked for, `en` or `es`, as far as it is translated.

    Raises CatalogueError where one of these pages is broken.
    """
    from envwright.failures.catalogue import load
    from envwright.failures.files import local_folder, pages_in

    own = local_folder(folder)
    return load(pages_in(own) if own is not None else (), lang)
