"""The catalogue as a diagnosis uses it: matches, edges, and pages on demand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from envwright.failures.files import COMPILED_FILE, signature

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Catalogue", "Rule", "load"]


class Rule(NamedTuple):
    """One match of one page, in the compiled form."""

    failure: str
    tool: str
    anchor: str
    regex: str | None
    weak: bool
    vague: bool
    silent: bool
    beside: str | None
    beside_lines: int


class Node(NamedTuple):
    """What ranking needs of a page."""

    family: str
    role: str
    severity: str
    universal: bool
    subject: str | None
    explains: tuple[str, ...]


class Catalogue:
    """All known failures; patterns are compiled when they are first needed."""

    def __init__(self, compiled: dict[str, Any], lang: str = "en") -> None:
        self.lang = lang
        self.rules = [Rule(*entry) for entry in compiled["matches"]]
        self.nodes = {
            failure: Node._make((*entry[:5], tuple(entry[5])))
            for failure, entry in compiled["graph"].items()
        }
        self.captures: dict[str, list[Any]] = compiled["captures"]
        self.narrows: dict[str, list[tuple[str, str, str]]] = {}
        for owner, capture, regex, failure in compiled["narrows"]:
            self.narrows.setdefault(owner, []).append((capture, regex, failure))
        self.aliases: dict[str, str] = compiled["aliases"]
        self._texts: Mapping[str, str] = compiled["pages"]
        self._translated: Mapping[str, str] = compiled["translated"].get(lang, {})
        self._patterns: dict[tuple[str, str], Any] = {}
        self._explained: dict[str, frozenset[str]] = {}
        self.local: set[str] = set()

    def page(self, failure: str) -> dict[str, Any]:
        """Return what people see of a page, in the catalogue's language as far as it goes.

        Raises KeyError for an unknown id.
        """
        import json

        name = self.aliases.get(failure, failure)
        page: dict[str, Any] = json.loads(self._texts[name])
        text = self._translated.get(name)
        if text is not None:
            said = json.loads(text)
            remedies = said.pop("remedies", {})
            page.update(said)
            for remedy in page["remedies"]:
                if remedy["id"] in remedies:
                    remedy["title"], remedy["how"] = remedies[remedy["id"]]
        return page

    def pattern(self, failure: str, regex: str) -> Any:
        """Return the compiled pattern of a page; users' pages are compiled by RE2."""
        key = ("re2" if failure in self.local else "re", regex)
        found = self._patterns.get(key)
        if found is None:
            if failure in self.local:
                import re2

                found = re2.compile(regex)
            else:
                found = re.compile(regex)
            self._patterns[key] = found
        return found

    def words(self, index: int) -> list[frozenset[bytes]]:
        """Return sets of words; each line that a rule matches holds one of each set."""
        rule = self.rules[index]
        if rule.regex is None or rule.failure in self.local:
            return []
        from envwright.failures.required import required_words

        return required_words(rule.regex)

    def explained_by(self, failure: str) -> frozenset[str]:
        """Return every consequence a failure explains, transitively, without wrappers."""
        known = self._explained.get(failure)
        if known is None:
            reached: set[str] = set()
            waiting = [failure]
            while waiting:
                node = self.nodes.get(waiting.pop())
                for consequence in node.explains if node is not None else ():
                    if consequence not in reached:
                        reached.add(consequence)
                        waiting.append(consequence)
            known = self._explained[failure] = frozenset(reached)
        return known

    def subject_of(self, failure: str, captures: dict[str, str]) -> str | None:
        """Return the one thing a finding is about: the page's choice, else the first by rank."""
        node = self.nodes[failure]
        if node.subject is not None:
            name = node.subject if captures.get(node.subject) else None
        else:
            ranked = [
                (self.captures[name][1], name)
                for name, value in captures.items()
                if value and name in self.captures and self.captures[name][1]
            ]
            name = min(ranked)[1] if ranked else None
        if name is None:
            return None
        value = captures[name]
        return package_name(value) if self.captures[name][0] == "package" else value


def package_name(requirement: str) -> str:
    """Return the normalised project name of a requirement or match spec (PEP 503)."""
    bare = requirement.strip().strip("'\"`")
    bare = bare.rpartition("::")[2]
    name = re.match(r"[A-Za-z0-9_.][A-Za-z0-9._-]*", bare)
    if name is None:
        return bare
    text = re.split(r"(?<=[A-Za-z0-9])-\d+(?:\.\d+|$)", name.group())[0]
    return re.sub(r"[-_.]+", "-", text).strip("-").lower()


def load(local_pages: Iterable[str] = (), lang: str = "en") -> Catalogue:
    """Return the catalogue in a language, with the user's own pages where files are given.

    Raises CatalogueError where a page is broken; its text names file, line and fault.
    """
    compiled = _compiled(lang)
    files = list(local_pages)
    if not files:
        return Catalogue(compiled, lang)
    from envwright.failures.local import add_local_pages

    catalogue = Catalogue(add_local_pages(compiled, files, lang), lang)
    catalogue.local = {name for name in catalogue.nodes if name.startswith("local-")}
    return catalogue


def _compiled(lang: str) -> dict[str, Any]:
    """Return the compiled catalogue, made anew where the pages changed since."""
    from envwright.failures import stored

    kept = stored.read(COMPILED_FILE, lang)
    if kept is not None and kept["signature"] is None:
        return kept
    state = [signature()]
    if lang != "en":
        state.append(signature(translated=True))
    if kept is not None and kept["signature"][: len(state)] == state:
        return kept
    from envwright.failures import compiling
    from envwright.failures.translation import read_translations

    pages, problems = compiling.read_pages()
    broken = {problem.file for problem in problems}
    # A page being written must not take the others down; `failures test` names the fault.
    usable = [page for page in pages if page.path not in broken]
    state = ["broken" if broken else state[0], signature(translated=True)]
    translations, _ = read_translations(compiling.translation_files(), usable)
    made = compiling.compile_pages(usable, state, translations)
    try:
        stored.write(made, COMPILED_FILE)
    except OSError:
        return made  # a read-only tree is no fault: it is compiled at each start
    return stored.read(COMPILED_FILE, lang) or made
