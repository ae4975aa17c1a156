"""The documentation site: complete in both languages, nothing broken, nothing fetched."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from website.__main__ import _build, _write_redirects, write_sources
from website.documents import documents, sources_of
from website.failure_pages import failure_pages, open_shelf
from website.markdown import fenced, in_cells, linked, spaced

LANGUAGES = ("en", "es")
FETCHED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src"}


class _Page(HTMLParser):
    """What a page links to, fetches, and can be jumped to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.places: set[str] = set()
        self.lang = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.places |= {given[name] for name in ("id", "name") if name in given}
        if tag == "html":
            self.lang = given.get("lang", "")
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if given.get("rel") in ("alternate", "prev", "next", "canonical"):
            self.links.append(given["href"])
        elif tag in FETCHED and given.get(FETCHED[tag]):
            self.fetched.append(given[FETCHED[tag]])


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, _Page]:
    return {
        path: _Page(path.read_text(encoding="utf-8"))
        for path in site.rglob("*.html")
        if path.name != "404.html"
    }


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_failure_has_a_page(site: Path, lang: str) -> None:
    shelf = open_shelf(lang)
    for page in shelf.pages:
        path = site / lang / "latest" / "failures" / page.id / "index.html"
        text = path.read_text(encoding="utf-8")
        assert f'<html lang="{lang}"' in text
        assert page.id in text
    assert len(shelf.pages) > 250


@pytest.mark.slow
def test_links_lead_somewhere(site: Path, pages: dict[Path, _Page]) -> None:
    """Within the site: the file is there, and the place in it."""
    broken = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            known = pages.get(target)
            wrong = not target.is_file() or site not in target.parents
            if wrong or (parts.fragment and known and unquote(parts.fragment) not in known.places):
                broken.append((path.relative_to(site).as_posix(), link))

    assert broken == []
    assert sum(len(page.links) for page in pages.values()) > 10_000


@pytest.mark.slow
def test_nothing_is_fetched_from_elsewhere(site: Path, pages: dict[Path, _Page]) -> None:
    fetched = {one for page in pages.values() for one in page.fetched}

    assert [one for one in fetched if urlsplit(one).scheme or one.startswith("//")] == []
    for path in site.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert "@import" not in text
        assert "url(http" not in text.replace("'", "").replace('"', "")


@pytest.mark.slow
def test_each_page_leads_to_itself_in_the_other_language(
    site: Path, pages: dict[Path, _Page]
) -> None:
    for path, page in pages.items():
        if path.parent == site:
            continue
        lang, _, *rest = path.relative_to(site).parts
        other = site / {"en": "es", "es": "en"}[lang] / "latest" / Path(*rest)
        targets = [(path.parent / urlsplit(link).path).resolve() for link in page.links]
        assert other.parent in targets, path


def test_broken_link_breaks_the_build(tmp_path: Path) -> None:
    shelf = open_shelf("en")
    write_sources(shelf._replace(pages=shelf.pages[:3]), tmp_path)
    (tmp_path / "docs" / "bad.md").write_text("# Bad\n\n[nowhere](nowhere.md)\n")

    assert _build(tmp_path) is False


def test_former_name_of_a_failure_leads_to_its_page(tmp_path: Path) -> None:
    from dataclasses import replace

    shelf = open_shelf("es")
    page = replace(shelf.pages[0], aliases=("old-name",))
    _write_redirects(shelf._replace(pages=[page]), tmp_path)

    text = (tmp_path / "failures" / "old-name" / "index.html").read_text(encoding="utf-8")
    assert f'<a href="../{page.id}/">' in text
    assert 'lang="es"' in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_says_all_that_is_known(lang: str) -> None:
    shelf = open_shelf(lang)
    texts = dict(failure_pages(shelf))
    page = next(page for page in shelf.pages if page.id == "net-ssl-verify-failed")
    text = texts[f"failures/{page.id}.md"]
    said = shelf.texts[page.id]

    assert text.startswith(f"# {said['title']}\n")
    for remedy in said["remedies"]:
        assert f"{{ #{remedy['id']} }}" in text
    assert "[`pip-no-versions-none`](pip-no-versions-none.md)" in text
    assert said["why"].splitlines()[0] in text
    assert "CERTIFICATE_VERIFY_FAILED" in text
    assert "https://" in text


def test_guides_are_there_in_both_languages() -> None:
    """What is for people who use envwright; the project's own papers are in English."""
    english_only = {
        name
        for name, path in sources_of("es").items()
        if not path.name.endswith(".es.md") and name not in ("contributing.md", "changelog.md")
    }

    assert english_only <= {
        "benchmarks.md", "calibration.md", "decisions.md", "design.md", "examination.md",
        "releasing.md", "unknown.md", "what-changed.md",
    }  # fmt: skip


def test_ids_of_failures_become_links() -> None:
    texts = dict(documents("en", frozenset({"azureml-build-log-unavailable"})))

    assert (
        "[`azureml-build-log-unavailable`](../failures/azureml-build-log-unavailable.md)"
        in texts["logs/azure-ml.md"]
    )


def test_links_out_of_the_documents_become_text() -> None:
    texts = dict(documents("en", frozenset()))

    assert "[contributing](contributing.md)" in texts["own-pages.md"]
    assert "](docs/" not in texts["contributing.md"]


def test_schemas_are_published() -> None:
    texts = dict(documents("es", frozenset()))

    assert "(schemas/diagnosis.schema.json)" in texts["forms.md"]


def test_markdown_of_forges_is_made_ready() -> None:
    assert spaced("a\n- b\n- c\nd") == "a\n\n- b\n- c\nd"
    assert spaced("a\n```sh\n- b\n```\nc") == "a\n\n```sh\n- b\n```\n\nc"
    assert linked("see https://a.example/b. `https://c.example`") == (
        "see <https://a.example/b>. `https://c.example`"
    )
    assert in_cells("| a | `b \\| c & d` |") == "| a | <code>b &#124; c &amp; d</code> |"
    assert fenced("```\nx\n```", "text").startswith("````text\n")
