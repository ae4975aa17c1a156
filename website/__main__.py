"""Builds the site: `python -m website [--out FOLDER]`."""

from __future__ import annotations

import argparse
import html
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from website.configuration import configuration
from website.documents import SCHEMAS, documents
from website.failure_pages import Shelf, failure_pages, family_pages, open_shelf
from website.words import word

_HERE = Path(__file__).parent
_LANGUAGES = ("en", "es")


def main() -> int:
    """Build the site of every language; return 1 where zensical is not content."""
    parser = argparse.ArgumentParser(prog="python -m website")
    parser.add_argument("--out", default="site", help="folder to write to (default: site)")
    options = parser.parse_args()
    out = Path(options.out).resolve()
    with tempfile.TemporaryDirectory(prefix="envwright-site-") as work:
        for lang in _LANGUAGES:
            shelf = open_shelf(lang)
            write_sources(shelf, Path(work) / lang)
            built = Path(work) / lang / "site"
            if not _build(Path(work) / lang):
                return 1
            _write_redirects(shelf, built)
            shutil.rmtree(out / lang / "latest", ignore_errors=True)
            shutil.copytree(built, out / lang / "latest")
    _write_redirect(out / "index.html", "en/latest/", "en")
    pages = sum(1 for _ in out.rglob("index.html"))
    print(f"{out}: {pages} pages")
    return 0


def write_sources(shelf: Shelf, folder: Path) -> None:
    """Write the Markdown of a language's site, and its configuration."""
    failures = frozenset(page.id for page in shelf.pages)
    pages = [*documents(shelf.lang, failures), *family_pages(shelf), *failure_pages(shelf)]
    for name, text in pages:
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copytree(_HERE / "assets", folder / "docs" / "assets")
    shutil.copytree(_HERE / "theme", folder / "theme")
    shutil.copytree(SCHEMAS, folder / "docs" / "schemas")
    names = [name for name, _ in pages]
    text = configuration(shelf.lang, names, "site")
    (folder / "zensical.toml").write_text(text, encoding="utf-8")


def _build(folder: Path) -> bool:
    """Let zensical build a folder; a warning is an error."""
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict", "--clean"],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True,
        env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    content = done.returncode == 0 and "warning" not in done.stdout.lower()
    if not content:
        sys.stderr.write(done.stdout)
    return content


def _write_redirects(shelf: Shelf, built: Path) -> None:
    """Write a page for every former name of a failure, which leads to the present one."""
    for page in shelf.pages:
        for alias in page.aliases:
            _write_redirect(built / "failures" / alias / "index.html", f"../{page.id}/", shelf.lang)


def _write_redirect(path: Path, target: str, lang: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    place = html.escape(target)
    path.write_text(
        f'<!doctype html>\n<html lang="{lang}">\n<meta charset="utf-8">\n'
        f"<title>envwright</title>\n"
        f'<meta http-equiv="refresh" content="0; url={place}">\n'
        f'<p>{word(lang, "moved")} <a href="{place}">{place}</a></p>\n</html>\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    sys.exit(main())
