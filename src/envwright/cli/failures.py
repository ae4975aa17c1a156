"""`envwright failures`: list, test or add failures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.cli.arguments import CommandParser, add_lang
from envwright.cli.own_pages import catalogue_of
from envwright.cli.telling import tell, write
from envwright.errors import UsageError
from envwright.render.words import say
from envwright.settings import read_settings

if TYPE_CHECKING:
    from envwright.failures.catalogue import Catalogue

__all__ = ["run_command"]

_VERBS = ("list", "test", "new")


def run_command(arguments: list[str]) -> int:
    """List, test or add failures."""
    verb, *rest = arguments or ["--help"]
    if verb == "list":
        return _list(rest)
    if verb == "test":
        return _test(rest)
    if verb == "new":
        from envwright.cli.new_failure import run_command as new

        return new(rest)
    parser = CommandParser("failures", "failures-does")
    parser.add_argument("verb", metavar="VERB", choices=_VERBS, help="failures-verb")
    parser.parse_args([verb])
    return 0


def _list(arguments: list[str]) -> int:
    parser = CommandParser("failures list", "list-does")
    parser.add_argument("--family", metavar="F", help="list-family")
    parser.add_argument(
        "--format", choices=("text", "json", "ids"), default="text", help="list-format"
    )
    add_lang(parser)
    options = parser.parse_args(arguments)
    settings = read_settings(lang=options.lang)
    catalogue = catalogue_of(settings.folder, settings.lang)
    families = sorted({node.family for node in catalogue.nodes.values()})
    if options.family is not None and options.family not in families:
        names = ", ".join(families)
        raise UsageError("family-unknown", "hint-families", family=options.family, names=names)
    chosen = [
        name
        for _, name in sorted((node.family, name) for name, node in catalogue.nodes.items())
        if options.family in (None, catalogue.nodes[name].family)
    ]
    if options.format == "json":
        _list_as_json(chosen, catalogue)
    elif options.format == "ids":
        write("".join(f"{name}\n" for name in chosen))
    else:
        _list_as_text(chosen, catalogue)
    return 0


def _list_as_json(chosen: list[str], catalogue: Catalogue) -> None:
    import json

    entries = []
    for name in chosen:
        node, page = catalogue.nodes[name], catalogue.page(name)
        entries.append(
            {
                "failure": name,
                "family": node.family,
                "title": page["title"],
                "role": node.role,
                "severity": node.severity,
                "tools": page["seen"],
            }
        )
    write(json.dumps(entries, ensure_ascii=False, indent=2) + "\n", exact=True)


def _list_as_text(chosen: list[str], catalogue: Catalogue) -> None:
    width = max(map(len, chosen), default=0)
    rows = []
    family = None
    for name in chosen:
        if catalogue.nodes[name].family != family:
            rows.append(f"{'' if family is None else chr(10)}{catalogue.nodes[name].family}\n")
            family = catalogue.nodes[name].family
        rows.append(f"  {name:<{width}}  {catalogue.page(name)['title']}\n")
    write("".join(rows))


def _test(arguments: list[str]) -> int:
    parser = CommandParser("failures test", "test-does")
    parser.add_argument("pages", metavar="ID|FILE", nargs="*", help="test-pages")
    parser.add_argument(
        "--accept-translations",
        action="store_true",
        help="test-accept-translations",
    )
    add_lang(parser)
    options = parser.parse_args(arguments)
    settings = read_settings(lang=options.lang)
    if options.accept_translations and not options.pages:
        raise UsageError("accept-needs-pages", "hint-see-help", program=parser.prog)
    from envwright.cli.page_tests import test_pages

    count, problems = test_pages(
        options.pages,
        settings.folder,
        accept_translations=options.accept_translations,
    )
    for problem in problems:
        write(f"{problem.text(settings.lang)}\n")
    if problems:
        wrong = len({problem.file for problem in problems})
        tell("error", say(settings.lang, "pages_wrong", wrong=wrong, count=count))
        return 1
    tell("note", say(settings.lang, "pages_fine", count=count))
    return 0
