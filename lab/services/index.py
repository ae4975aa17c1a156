"""A real package index: PEP 503 pages, PEP 691 JSON, and the files themselves."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any

from lab.services.http import Handler

if TYPE_CHECKING:
    from pathlib import Path

    from lab.services.store import Distribution, Store

__all__ = ["IndexHandler", "handler"]

_JSON = "application/vnd.pypi.simple.v1+json"


class IndexHandler(Handler):
    """Answers `/simple/`, `/simple/NAME/` and `/packages/FILE`; faults override `send_…`."""

    store: Store

    def answer(self) -> None:
        """Answer one request."""
        path = self.path.partition("?")[0]
        parts = [part for part in path.split("/") if part]
        if "simple" in parts:
            self.send_index(parts[parts.index("simple") + 1 :])
        elif "packages" in parts:
            self.send_file(parts[-1])
        else:
            self.reply(404, b"<html><body><h1>404 Not Found</h1></body></html>")

    def send_index(self, rest: list[str]) -> None:
        """Send the list of projects or one project's page."""
        if not rest:
            links = [f'<a href="/simple/{name}/">{name}</a>' for name in self.store.names()]
            self.reply(200, _page("Simple index", links))
            return
        files = self.store.files(rest[0])
        if not files:
            self.reply(404, b"<html><body><h1>404 Not Found</h1></body></html>")
        elif _JSON in self.headers.get("Accept", ""):
            body = {
                "meta": {"api-version": "1.1"},
                "name": rest[0],
                "files": [self._entry(item) for item in files],
            }
            self.reply(200, json.dumps(body).encode(), _JSON)
        else:
            self.reply(200, _page(rest[0], [self._link(item) for item in files]))

    def send_file(self, name: str) -> None:
        """Send one distribution."""
        item = self.store.file(name)
        if item is None or item.missing:
            self.reply(404, b"<html><body><h1>404 Not Found</h1></body></html>")
        else:
            self.reply(200, item.content, "application/octet-stream")

    def _base(self) -> str:
        host = self.headers.get("Host", "").partition(":")[0]
        return "https://files.pythonhosted.org" if host in {"pypi.org", "pypi.python.org"} else ""

    def _url(self, item: Distribution) -> str:
        digest = item.digest
        return f"{self._base()}/packages/{digest[:2]}/{digest[2:4]}/{digest[4:]}/{item.filename}"

    def _link(self, item: Distribution) -> str:
        attributes = ""
        if item.requires_python:
            attributes += f' data-requires-python="{html.escape(item.requires_python)}"'
        if item.yanked is not None:
            attributes += f' data-yanked="{html.escape(item.yanked)}"'
        url = f"{self._url(item)}#sha256={item.digest}"
        return f'<a href="{url}"{attributes}>{item.filename}</a>'

    def _entry(self, item: Distribution) -> dict[str, Any]:
        entry: dict[str, Any] = {
            "filename": item.filename,
            "url": self._url(item),
            "hashes": {"sha256": item.digest},
        }
        if item.uploaded:
            entry["upload-time"] = item.uploaded
            entry["size"] = len(item.content)
        if item.requires_python:
            entry["requires-python"] = item.requires_python
        if item.yanked is not None:
            entry["yanked"] = item.yanked or True
        return entry


def _page(title: str, links: list[str]) -> bytes:
    body = "<br/>\n".join(links)
    return (
        f"<!DOCTYPE html>\n<html>\n<head><title>Links for {title}</title></head>\n"
        f"<body>\n<h1>Links for {title}</h1>\n{body}\n</body>\n</html>\n"
    ).encode()


def handler(argument: str, store: Store, folder: Path) -> type[Handler]:
    """Return the handler of a healthy index."""
    return type("Index", (IndexHandler,), {"store": store})
