"""Logs diagnosed and written in a form, as the command line does it."""

from __future__ import annotations

import io
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from envwright.api import diagnose_path
from envwright.failures.catalogue import load
from envwright.logs.transcript import Allowance
from envwright.render import FORMS, render
from envwright.settings import Surface

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envwright.facts import Diagnosis
    from envwright.failures.catalogue import Catalogue

__all__ = ["FOLDER", "FORMS", "answer", "diagnosed", "schema"]

FOLDER = "/home/ci/project"


@cache
def catalogue(lang: str) -> Catalogue:
    return load(lang=lang)


def diagnosed(
    log: bytes | str, name: str = "build.log", lang: str = "en", allowance: Allowance | None = None
) -> Diagnosis:
    """Return the diagnosis of a log's text, its whole text included."""
    data = log if isinstance(log, bytes) else log.encode("utf-8", "surrogatepass")
    return next(
        diagnose_path(
            "-", catalogue(lang), io.BytesIO(data), name=name, allowance=allowance or Allowance()
        )
    )


def answer(
    diagnoses: Diagnosis | Iterable[Diagnosis],
    form: str,
    lang: str = "en",
    *,
    several: bool = False,
) -> str:
    """Return what a form makes of diagnoses."""
    given = [diagnoses] if hasattr(diagnoses, "verdict") else diagnoses
    return "".join(render(given, form, Surface(), lang, several, FOLDER))  # type: ignore[arg-type]


def schema(name: str) -> Any:
    """Return a schema that the package ships."""
    return json.loads((files("envwright.render") / "schemas" / name).read_text("utf-8"))
