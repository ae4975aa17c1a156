"""`envwright explain`: show the page of a failure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envwright.cli.arguments import CommandParser, add_lang
from envwright.cli.own_pages import catalogue_of
from envwright.cli.telling import write
from envwright.errors import UnknownFailureError
from envwright.settings import read_settings, surface_of

if TYPE_CHECKING:
    from envwright.failures.catalogue import Catalogue

__all__ = ["page_of", "run_command"]


def run_command(arguments: list[str]) -> int:
    """Print the page of one failure."""
    parser = CommandParser("explain", "explain-does")
    parser.add_argument("failure", metavar="ID", help="explain-failure")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="format")
    add_lang(parser)
    options = parser.parse_args(arguments)
    settings = read_settings(lang=options.lang)
    catalogue = catalogue_of(settings.folder, settings.lang)
    page = page_of(options.failure, catalogue)
    if options.format == "json":
        import json

        write(json.dumps(page, ensure_ascii=False, indent=2) + "\n", exact=True)
    else:
        from envwright.render.page import render_page

        write(render_page(page, surface_of(1, settings.environment), settings.lang))
    return 0


def page_of(failure: str, catalogue: Catalogue) -> dict[str, Any]:
    """Return what a page says, with its place in the catalogue.

    Raises UnknownFailureError, with names that look alike.
    """
    try:
        page = catalogue.page(failure)
    except KeyError:
        import difflib

        near = difflib.get_close_matches(failure, [*catalogue.nodes, *catalogue.aliases], 3, 0.5)
        names = ", ".join(f"`{name}`" for name in near)
        hint = "hint-did-you-mean" if near else "hint-list-failures"
        raise UnknownFailureError("failure-unknown", hint, failure=failure, names=names) from None
    name = catalogue.aliases.get(failure, failure)
    node = catalogue.nodes[name]
    return {
        "schema_version": 1,
        "failure": name,
        "family": node.family,
        "role": node.role,
        "severity": node.severity,
        "explains": list(node.explains),
        **page,
    }
