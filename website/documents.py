"""The documents of `docs/` as pages of the site; links that lead elsewhere become plain text.

`name.md` is English and `name.es.md` the same in Spanish. What is not translated is shown in
English on the Spanish site, and says so.
"""

from __future__ import annotations

import functools
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from website.markdown import in_cells, linked, spaced
from website.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["ROOT", "SCHEMAS", "documents", "sources_of"]

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = ROOT / "src" / "envwright" / "render" / "schemas"
_FROM_ROOT = {"contributing.md": "CONTRIBUTING.md", "changelog.md": "CHANGELOG.md"}
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)")
_CODE = re.compile(r"(?<![\[`])`([a-z0-9]+(?:-[a-z0-9]+)+)`(?![`\]])")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")


def sources_of(lang: str) -> dict[str, Path]:
    """Return path on the site -> file, of every document; in another language as far as it goes."""
    found = {}
    for path in sorted((ROOT / "docs").rglob("*.md")):
        name = path.relative_to(ROOT / "docs").as_posix()
        if not name.endswith(".es.md"):
            translated = path.with_suffix(f".{lang}.md")
            name = "decisions.md" if name == "decisions/README.md" else name
            found[name] = translated if translated.exists() else path
    return found | {name: ROOT / file for name, file in _FROM_ROOT.items()}


def documents(lang: str, failures: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield (path, Markdown) of every document; ids of failures become links."""
    sources = sources_of(lang)
    places = {_plain(path): name for name, path in sources.items()}
    places |= {_plain(path): f"schemas/{path.name}" for path in SCHEMAS.glob("*.json")}
    for name, path in sources.items():
        text = path.read_text(encoding="utf-8")
        relinked = functools.partial(
            _relinked, name=name, path=path, places=places, failures=failures
        )
        text = _outside_fences(text, relinked)
        text = spaced(text)
        if lang != "en" and not path.name.endswith(f".{lang}.md"):
            head, _, rest = text.partition("\n")
            note = f'!!! note ""\n    {word(lang, "english_only")}'
            text = f"{head}\n\n{note}\n{rest}"
        yield name, text + "\n"


def _plain(path: Path) -> str:
    """Return the path of the English file, under the root."""
    return path.relative_to(ROOT).as_posix().replace(".es.md", ".md")


def _relinked(
    line: str, name: str, path: Path, places: dict[str, str], failures: frozenset[str]
) -> str:
    """Return a line with its links as the site needs them."""
    folder = posixpath.dirname(path.relative_to(ROOT).as_posix())
    here = posixpath.dirname(name)

    def link(found: re.Match[str]) -> str:
        text, target = found.groups()
        if re.match(r"[a-z]+:|#", target):
            return found[0]
        target, hash_, fragment = target.partition("#")
        place = places.get(posixpath.normpath(posixpath.join(folder, target)))
        if place is None:
            return text
        return f"[{text}]({posixpath.relpath(place, here or '.')}{hash_}{fragment})"

    def code(found: re.Match[str]) -> str:
        if found[1] not in failures:
            return found[0]
        return f"[{found[0]}]({posixpath.relpath(f'failures/{found[1]}.md', here or '.')})"

    return in_cells(linked(_CODE.sub(code, _LINK.sub(link, line))))


def _outside_fences(text: str, change: Callable[[str], str]) -> str:
    """Return a text with every line changed that is no code."""
    rows = []
    fence = ""
    for line in text.split("\n"):
        opening = _FENCE.match(line)
        if fence:
            rows.append(line)
            fence = "" if line.strip() == fence else fence
        elif opening:
            rows.append(line)
            fence = opening[1]
        else:
            rows.append(change(line))
    return "\n".join(rows)
