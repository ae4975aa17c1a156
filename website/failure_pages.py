"""The pages of the catalogue as pages of the site: one for each failure, one for each family."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from envwright.failures import compiling
from envwright.failures.catalogue import load
from website.markdown import fenced, linked, spaced
from website.words import FAMILIES, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envwright.failures.page import Example, Page

__all__ = ["Shelf", "failure_pages", "family_pages", "open_shelf"]

_MOST_LINES = 40
_MOST_EXAMPLES = 3
"""For each tool."""
_PLACE = re.compile(r"\{([a-z_]+)(?:\|([^{}]*))?\}")


class Shelf(NamedTuple):
    """All pages of the catalogue, in a language."""

    lang: str
    pages: list[Page]
    texts: dict[str, dict[str, Any]]
    """Id -> what people read of its page, in the language."""
    explained_by: dict[str, list[str]]


def open_shelf(lang: str) -> Shelf:
    """Return the catalogue.

    Raises RuntimeError where a page is broken: the site tells all or nothing.
    """
    pages, problems = compiling.read_pages()
    if problems:
        raise RuntimeError("\n".join(str(problem) for problem in problems))
    pages.sort(key=lambda page: page.id)
    catalogue = load(lang=lang)
    causes: dict[str, list[str]] = {}
    for page in pages:
        for consequence in page.explains:
            causes.setdefault(consequence, []).append(page.id)
    return Shelf(lang, pages, {page.id: catalogue.page(page.id) for page in pages}, causes)


def failure_pages(shelf: Shelf) -> Iterator[tuple[str, str]]:
    """Yield (path, Markdown) of every failure."""
    for page in shelf.pages:
        yield f"failures/{page.id}.md", _failure(page, shelf)


def family_pages(shelf: Shelf) -> Iterator[tuple[str, str]]:
    """Yield (path, Markdown) of the index and of every family."""
    families: dict[str, list[Page]] = {}
    for page in shelf.pages:
        families.setdefault(page.family, []).append(page)
    lang = shelf.lang
    about = word(lang, "failures_about", count=len(shelf.pages), families=len(families))
    rows = [f"# {word(lang, 'failures')}", "", about, ""]
    for family in sorted(families):
        name = _family_name(family, lang)
        rows += [f"## [{name}](../families/{family}.md)", ""]
        rows += [*_list(families[family], shelf), ""]
        listed = "\n".join(["", *_list(families[family], shelf, "../failures/")])
        yield f"families/{family}.md", f"# {name}\n{listed}\n"
    yield "failures/index.md", "\n".join(rows)


def _list(pages: Sequence[Page], shelf: Shelf, to: str = "") -> list[str]:
    return [f"- [`{page.id}`]({to}{page.id}.md) {shelf.texts[page.id]['title']}." for page in pages]


def _failure(page: Page, shelf: Shelf) -> str:
    lang = shelf.lang
    text = shelf.texts[page.id]
    rows = [
        f"# {text['title']}",
        "",
        f"`{page.id}`{{ .failure-id .{page.severity} }}",
        "",
        *_facts(page, lang),
        "",
        f"{word(lang, 'called')}:",
        "",
        f"> {word(lang, page.severity)}: {_spoken(text['message'])}",
        "",
        f"## {word(lang, 'why')}",
        "",
        spaced(text["why"]),
        "",
        f"## {word(lang, 'how')}",
        "",
    ]
    for remedy in text["remedies"]:
        rows += [f"### {remedy['title'].rstrip(':.')} {{ #{remedy['id']} }}", ""]
        rows += [f"*{word(lang, 'kind_' + remedy['kind'])}*{{ .remedy-kind }}", ""]
        if remedy["command"]:
            rows += [fenced(remedy["command"], "sh"), ""]
        if remedy["how"]:
            rows += [spaced(_capitalised(remedy["how"])), ""]
    rows += _edges(word(lang, "explains"), page.explains, shelf)
    rows += _edges(word(lang, "explained_by"), shelf.explained_by.get(page.id, []), shelf)
    rows += [f"## {word(lang, 'seen')}", "", *_examples(page, lang)]
    if page.sources.strip():
        rows += [f"## {word(lang, 'sources')}", "", spaced(linked(page.sources)), ""]
    return "\n".join(rows)


def _facts(page: Page, lang: str) -> list[str]:
    tools = sorted({match.tool for match in page.matches})
    family = f"[{_family_name(page.family, lang)}](../families/{page.family}.md)"
    facts = [
        (word(lang, "family"), family),
        (word(lang, "severity"), word(lang, page.severity)),
        (word(lang, "role"), word(lang, f"role_{page.role}")),
        (word(lang, "blame"), word(lang, f"blame_{page.blame}")),
    ]
    if tools:
        facts.append((word(lang, "tools"), ", ".join(tools)))
    if page.aliases:
        facts.append((word(lang, "aliases"), ", ".join(f"`{name}`" for name in page.aliases)))
    return [f"- {_capitalised(name)}: {value}" for name, value in facts]


def _edges(title: str, failures: Sequence[str], shelf: Shelf) -> list[str]:
    named = [name for name in failures if name in shelf.texts]
    if not named:
        return []
    rows = [f"- [`{name}`]({name}.md) {shelf.texts[name]['title']}." for name in sorted(named)]
    return [f"## {title}", "", *rows, ""]


def _examples(page: Page, lang: str) -> list[str]:
    """Return the examples by tool, so many of each; the decisive line is marked."""
    by_tool: dict[str, list[Example]] = {}
    for example in page.examples:
        if example.positive and example.log.strip():
            by_tool.setdefault(_tool_of(example, page), []).append(example)
    if not by_tool:
        return [word(lang, "no_log"), ""]
    rows: list[str] = []
    for tool, examples in by_tool.items():
        rows += [f"### {tool}", ""]
        for example in examples[:_MOST_EXAMPLES]:
            lines = example.log.splitlines()
            first = max(0, min(example.expected_line - _MOST_LINES // 2, len(lines) - _MOST_LINES))
            shown = "\n".join(_legible(line) for line in lines[first : first + _MOST_LINES])
            mark = example.expected_line - first
            rows += [f"{_origin(example.provenance, lang)}:", ""]
            rows += [fenced(shown, "text", f'hl_lines="{mark}"'), ""]
    return rows


def _tool_of(example: Example, page: Page) -> str:
    """Return whose words the decisive line holds."""
    lines = example.log.splitlines()
    decisive = lines[example.expected_line - 1] if example.expected_line <= len(lines) else ""
    fitting = [match.tool for match in page.matches if match.anchor in decisive]
    fitting += [match.tool for match in page.matches if match.anchor in example.log]
    return fitting[0] if fitting else page.matches[0].tool if page.matches else page.family


def _origin(provenance: str, lang: str) -> str:
    kind, _, said = provenance.partition(":")
    return f"{word(lang, f'example_{kind}')}: {linked(said.strip())}"


def _spoken(message: str) -> str:
    """Return a message as it reads where the log tells nothing: words for places, else names."""
    return _PLACE.sub(lambda place: place[1].upper() if place[2] is None else place[2], message)


def _family_name(family: str, lang: str) -> str:
    return FAMILIES[family][1 if lang == "es" else 0]


def _legible(line: str) -> str:
    """Return a line without control characters."""
    line = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line)
    return "".join(c if c == "\t" or ord(c) >= 32 else "\N{SYMBOL FOR NULL}" for c in line)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
