"""The catalogue in other languages: `<id>.es.md` beside `<id>.md`, human text only.

A translation names the English text it was made from by a hash, so that it is known when that text
has changed since. What a translation lacks, or has wrong, is read in English.
"""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING, NamedTuple

from envwright.failures.document import Document, first_sentence
from envwright.failures.files import english_of, language_of
from envwright.failures.page import Problem, fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envwright.failures.page import Page, RemedyText

__all__ = ["SECTIONS", "Translation", "accept", "digest", "read_translations", "staleness"]

SECTIONS = {"es": ("Por qué ocurre", "Cómo arreglarlo")}
"""Language -> what the sections `Why it happens` and `How to mend it` are called in it."""

_KEYS = {"english", "message"}
_MARK = re.compile(r'^(\s*english\s*=\s*)"[^"]*"', re.MULTILINE)
_PLACE = re.compile(r"\{([a-z_]+)(?:\|[^{}]*)?\}")
_HASH_LENGTH = 12


class Translation(NamedTuple):
    """A page in another language; what is empty is read in English."""

    failure: str
    lang: str
    path: str
    line: int
    """Where the file names the hash."""
    english: str
    """Hash of the English text that was translated; empty where nobody has accepted it yet."""
    title: str
    message: str
    why: str
    remedies: dict[str, tuple[str, str]]
    """Id of a remedy -> its title, and how it is done."""
    complete: bool
    """Whether the file has no fault of form."""


def digest(page: Page) -> str:
    """Return the hash of what people read on an English page; line breaks do not matter."""
    pieces = [page.title, page.message, page.why]
    for remedy in page.remedies:
        pieces += [remedy.id, remedy.title, remedy.how]
    text = "\n".join(" ".join(piece.split()) for piece in pieces)
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]


def read_translations(
    files: Iterable[str], pages: Iterable[Page]
) -> tuple[list[Translation], list[Problem]]:
    """Return the translations in some files, and every fault of form found in them.

    The page that a file translates lies beside it; where that one is broken, the file waits.
    """
    english = {os.path.abspath(page.path): page for page in pages}
    found = []
    problems: list[Problem] = []
    for path in files:
        lang = language_of(path)
        beside = english_of(path)
        if lang not in SECTIONS:
            known = ", ".join(SECTIONS)
            problems.append(Problem(path, 1, fault("language-unknown", lang=lang, known=known)))
            continue
        if not os.path.exists(beside):
            name = os.path.basename(beside)
            problems.append(Problem(path, 1, fault("english-page-missing", page=name)))
            continue
        page = english.get(os.path.abspath(beside))
        if page is None:
            continue
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        except UnicodeDecodeError as error:
            problems.append(Problem(path, 1, fault("not-utf-8", reason=str(error))))
            continue
        except OSError as error:
            problems.append(Problem(path, 1, fault("unreadable", reason=str(error))))
            continue
        document = Document(text, path)
        translation = _read(document, lang, page)
        problems += document.problems
        if translation is not None:
            found.append(translation)
    return found, problems


def staleness(translation: Translation, page: Page) -> Problem | None:
    """Return what to do where the English text is not the one that was translated."""
    wanted = digest(page)
    if translation.english == wanted:
        return None
    if translation.english:
        wrong = fault("translation-stale", hash=wanted, page=page.id)
    else:
        wrong = fault("translation-unaccepted", hash=wanted, page=page.id)
    return Problem(translation.path, translation.line, wrong)


def accept(translation: Translation, page: Page) -> None:
    """Write into a translation that it says what the English page says now.

    Raises OSError where the file cannot be written.
    """
    with open(translation.path, encoding="utf-8", newline="") as file:
        text = file.read()
    text = _MARK.sub(rf'\g<1>"{digest(page)}"', text, count=1)
    with open(translation.path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def _read(document: Document, lang: str, page: Page) -> Translation | None:
    why, how = SECTIONS[lang]
    name = document.page_id()
    if name is None:
        return None
    if name != page.id:
        document.problem(1, fault("translation-of-another", page=page.id, name=name))
        return None
    title = document.title()
    _check_marks(document, document.blocks[1].line if title else 1, title)
    if document.data_block is None:
        document.problem(1, fault("block-missing"))
    else:
        document.data = document.toml(document.data_block)
        for key in document.data:
            if key not in _KEYS:
                document.problem(document.line_of(key), fault("key-unknown", key=key))
        if not isinstance(document.data.get("english"), str):
            document.problem(document.line_of("english"), fault("english-missing"))
    message = _message(document, page)
    document.check_sections((why, how))
    reasons = document.prose(why)
    if not reasons:
        document.problem(1, fault("section-empty", section=f"## {why}"))
    elif _code_blocks(reasons) != _code_blocks(page.why):
        document.problem(1, fault("code-blocks-differ", section=f"## {why}"))
    return Translation(
        failure=page.id,
        lang=lang,
        path=document.path,
        line=document.line_of("english"),
        english=str(document.data.get("english", "")),
        title=title,
        message=message,
        why=reasons,
        remedies=_remedies(document, how, page),
        complete=not document.problems,
    )


def _message(document: Document, page: Page) -> str:
    """Return the message; nothing where it would not take the captured values."""
    message = document.data.get("message")
    line = document.line_of("message")
    if not isinstance(message, str) or not message.strip():
        document.problem(line, fault("message-missing"))
        return ""
    _check_marks(document, line, message)
    if message.endswith("."):
        document.problem(line, fault("message-with-stop"))
    first = message.split()[0]
    if first[0].isupper() and first[1:].islower() and first not in _words(page):
        document.problem(line, fault("message-capitalised"))
    wanted, given = set(_PLACE.findall(page.message)), set(_PLACE.findall(message))
    if wanted == given and not re.search(r"[{}]", _PLACE.sub("", message)):
        return message
    places = ", ".join(f"`{{{name}}}`" for name in sorted(wanted)) or "-"
    document.problem(line, fault("message-places-differ", places=places))
    return ""


def _words(page: Page) -> set[str]:
    return set(re.findall(r"\w+", f"{page.title} {page.message} {page.why}"))


def _check_marks(document: Document, line: int, text: str) -> None:
    if text.count("`") % 2:
        document.problem(line, fault("backquote-alone"))


def _remedies(document: Document, section: str, page: Page) -> dict[str, tuple[str, str]]:
    texts = document.subsections(section)
    english = {remedy.id: remedy for remedy in page.remedies}
    ids = list(english)
    given = [heading.text for heading, _ in texts]
    for name in ids:
        if name not in given:
            document.problem(1, fault("remedy-without-text", remedy=name))
    found = {}
    for heading, text in texts:
        if heading.text not in ids:
            document.problem(heading.line, fault("remedy-unknown", remedy=heading.text))
        elif not text.strip():
            document.problem(heading.line, fault("section-empty", section=f"### {heading.text}"))
        elif heading.text in found:
            document.problem(heading.line, fault("remedy-twice", remedy=heading.text))
        else:
            found[heading.text] = first_sentence(text)
            remedy = english[heading.text]
            _check_remedy(document, heading.line, found[heading.text], page, remedy)
    if sorted(given) == sorted(ids) and given != ids:
        document.problem(texts[0][0].line, fault("remedies-in-other-order", order=", ".join(ids)))
    return found


def _check_remedy(
    document: Document, line: int, text: tuple[str, str], page: Page, remedy: RemedyText
) -> None:
    title, how = text
    _check_marks(document, line, title)
    known = set(_PLACE.findall(f"{page.message} {remedy.title}"))
    for name in _PLACE.findall(title):
        if name not in known:
            document.problem(line, fault("place-unknown", name=name))
    if _code_blocks(how) != _code_blocks(remedy.how):
        document.problem(line, fault("code-blocks-differ", section=f"### {remedy.id}"))


def _code_blocks(text: str) -> int:
    return len(re.findall("^(?:```|~~~)", text, re.MULTILINE)) // 2
