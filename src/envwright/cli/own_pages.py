"""The catalogue for a command: a broken page of your own is told, and stops nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.api import catalogue_for
from envwright.cli.telling import report
from envwright.errors import CatalogueError, MissingExtraError

if TYPE_CHECKING:
    from envwright.failures.catalogue import Catalogue

__all__ = ["catalogue_of"]


def catalogue_of(folder: str, lang: str) -> Catalogue:
    """Return the catalogue with your own pages, or without them where one can't be used."""
    try:
        return catalogue_for(folder, lang)
    except (CatalogueError, MissingExtraError) as error:
        from envwright.failures.catalogue import load

        report(error, "warning")
        return load(lang=lang)
