"""A package index as PyPI was at a moment: `python3 -m lab.services.moment ADDRESS FOLDER`.

`http://ADDRESS/NAME/simple/PROJECT/` lists what PyPI had before the moment that `FOLDER/NAME.json`
says: `{"default": "2024-06-01", "packages": {"setuptools": "2025-05-01"}}`. The files themselves
are PyPI's. The moment is read anew at each request, so one address can move between two builds.
`http://ADDRESS/apt/…` is what lies in `FOLDER/apt`.
"""

from __future__ import annotations

import functools
import html
import json
import sys
import urllib.error
import urllib.request
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from lab.services.http import Handler

__all__ = ["MomentHandler", "main"]

_PYPI = "https://pypi.org/simple"
_JSON = "application/vnd.pypi.simple.v1+json"
_ALWAYS = "9999"


class MomentHandler(Handler):
    """Answers `/NAME/simple/PROJECT/`."""

    folder: Path

    def answer(self) -> None:
        """Answer one request."""
        parts = [part for part in self.path.partition("?")[0].split("/") if part]
        if parts[:1] == ["apt"] and ".." not in parts:
            self._send_file(self.folder.joinpath(*parts))
            return
        if len(parts) != 3 or parts[1] != "simple":
            self.reply(404, b"<html><body><h1>404 Not Found</h1></body></html>")
            return
        name, _, project = parts
        moments = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        moment = moments.get("packages", {}).get(project, moments.get("default", _ALWAYS))
        try:
            files = _files(project)
        except urllib.error.HTTPError:
            self.reply(404, b"<html><body><h1>404 Not Found</h1></body></html>")
            return
        links = [_link(item) for item in files if item["upload-time"] < moment]
        body = "<br/>\n".join(links)
        head = f"<!DOCTYPE html>\n<html><head><title>{project}</title></head>"
        page = f"{head}<body>\n{body}\n</body></html>\n"
        self.reply(200, page.encode())

    def _send_file(self, path: Path) -> None:
        if path.is_file():
            self.reply(200, path.read_bytes(), "application/octet-stream")
        else:
            self.reply(404, b"<html><body><h1>404 Not Found</h1></body></html>")


@functools.lru_cache(maxsize=500)
def _files(project: str) -> list[dict[str, Any]]:
    request = urllib.request.Request(f"{_PYPI}/{project}/", headers={"Accept": _JSON})
    with urllib.request.urlopen(request, timeout=60) as answer:
        files: list[dict[str, Any]] = json.load(answer)["files"]
    return files


def _link(item: dict[str, Any]) -> str:
    attributes = ""
    if item.get("requires-python"):
        attributes += f' data-requires-python="{html.escape(item["requires-python"])}"'
    if item.get("yanked"):
        reason = item["yanked"] if isinstance(item["yanked"], str) else ""
        attributes += f' data-yanked="{html.escape(reason)}"'
    url = f"{item['url']}#sha256={item['hashes']['sha256']}"
    return f'<a href="{url}"{attributes}>{item["filename"]}</a>'


def main(arguments: list[str]) -> None:
    """Serve until interrupted."""
    address, folder = arguments
    handler = type("Moment", (MomentHandler,), {"folder": Path(folder)})
    with ThreadingHTTPServer((address, 80), handler) as server:
        server.daemon_threads = True
        server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1:])
