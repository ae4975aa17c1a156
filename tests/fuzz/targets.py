"""What no input may do: leave a traceback, take long, or become markup or a command."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import tempfile
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from envwright.api import diagnose_path, read_baseline
from envwright.cli.feedback import Truth
from envwright.cli.test_case import TestCase
from envwright.errors import EnvwrightError
from envwright.failures import compiling
from envwright.failures.catalogue import load
from envwright.failures.files import language_of
from envwright.failures.reading import read_page
from envwright.failures.translation import read_translations
from envwright.logs.opening import open_logs
from envwright.logs.transcript import Allowance
from envwright.render import FORMS, render
from envwright.render.notebook import render_notebook
from envwright.settings import Surface

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

    from envwright.failures.catalogue import Catalogue

__all__ = ["SECONDS", "answer_log", "compare_logs", "read_mutated_page", "report_log", "within"]

SECONDS = 20
"""Processor time after which an input counts as a hang."""
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_COMMAND = re.compile(r"::(?:error|warning|notice) title=[^\n]*")
_FOREIGN = frozenset({"iframe", "object", "embed", "link", "base", "img", "form", "video"})
_ADDRESS = "https://envwright.readthedocs.io/"


class _Markup(HTMLParser):
    """Takes only elements that our own words make."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        assert tag not in _FOREIGN
        for name, value in attrs:
            assert not name.startswith("on")
            assert name not in ("href", "src") or (value or "#").startswith(("#", _ADDRESS))


@cache
def _catalogue(lang: str) -> Catalogue:
    return load(lang=lang)


@contextmanager
def within(seconds: float = SECONDS) -> Iterator[None]:
    """Raise TimeoutError where the body takes more processor time."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"more than {seconds} s of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def answer_log(data: bytes, lang: str = "en") -> bool:
    """Diagnose a log and write it in every form; tells whether it could be read as a log."""
    try:
        found = list(
            diagnose_path("-", _catalogue(lang), io.BytesIO(data), allowance=Allowance(2_000))
        )
    except EnvwrightError:
        return False
    for diagnosis in found:
        said = {form: "".join(render([diagnosis], form, Surface(), lang, False)) for form in FORMS}
        said["notebook"] = render_notebook(diagnosis, lang)
        for form, text in said.items():
            assert form in ("json", "jsonl") or _UNSEEN.search(text) is None, form
            text.encode("utf-8")
        assert json.loads(said["json"]) == json.loads(said["jsonl"])
        assert said["jsonl"].count("\n") == 1
        assert json.loads(said["sarif"])["version"] == "2.1.0"
        assert all(_COMMAND.fullmatch(row) for row in said["github"].split("\n")[:-1])
        assert _Markup(said["html"]).scripts == 1
        assert _Markup(said["notebook"]).scripts == 0
    return True


def compare_logs(good: bytes, bad: bytes) -> None:
    """Compare two logs, and write what changed."""
    catalogue = _catalogue("en")
    try:
        baseline = read_baseline("-", catalogue, io.BytesIO(good))
        for found in diagnose_path("-", catalogue, io.BytesIO(bad), baseline=baseline):
            for form in FORMS:
                "".join(render([found], form, Surface(), "es", False))
    except EnvwrightError:
        return


def report_log(data: bytes) -> None:
    """Make a test case of a log; its files can be read again."""
    folder = tempfile.mkdtemp()
    try:
        with next(open_logs(["-"], io.BytesIO(data))) as raw:
            case = TestCase(raw, _catalogue("en"), large=4_000)
            target = os.path.join(folder, "case")
            case.write(target, Truth("unknown", (1,) if case.line_count else ()), "note", "en")
        with open(os.path.join(target, "labels.jsonl"), encoding="utf-8") as file:
            json.loads(file.read())
    except EnvwrightError:
        return
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def read_mutated_page(path: Path, text: str) -> bool:
    """Read a page as the loader does, also one in another language; tells whether it is right."""
    captures = frozenset(compiling.read_captures())
    if language_of(path.name) == "en":
        page, problems = read_page(text, str(path), path.parent.name, captures)
        if page is None or problems:
            assert problems
            return False
        compiling.compile_pages([page], None, [])
        return True
    english = path.with_name(f"{path.name.partition('.')[0]}.md")
    with tempfile.TemporaryDirectory() as folder:
        beside = os.path.join(folder, english.name)
        shutil.copyfile(english, beside)
        with open(os.path.join(folder, path.name), "w", encoding="utf-8", newline="") as file:
            file.write(text)
        page, _ = read_page(english.read_text("utf-8"), beside, path.parent.name, captures)
        assert page is not None
        translations, problems = read_translations([file.name], [page])
        compiling.compile_pages([page], None, translations)
    return not problems
