"""The documentation site in a browser: nothing fetched from elsewhere, usable by everybody."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
@pytest.mark.parametrize(
    "path",
    ["en/latest/", "es/latest/failures/net-ssl-verify-failed/", "en/latest/logs/azure-ml/"],
)
def test_browser_fetches_nothing_else_and_axe_is_content(
    browser: Any, address: str, path: str, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(f"{address}/{path}")
    page.wait_for_load_state("networkidle")
    found = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert faults == []
    assert wide <= width
    assert [
        (one["id"], [node["html"][:120] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in ("serious", "critical")
    ] == []


def test_switch_of_language_stays_on_the_page(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/en/latest/failures/oom-killed/")
    page.wait_for_load_state("networkidle")
    page.hover(".md-select button")
    page.click("a.md-select__link[hreflang=es]")
    page.wait_for_url("**/es/**")
    reached = page.url
    page.close()

    assert reached == f"{address}/es/latest/failures/oom-killed/"


def test_search_finds_a_failure_in_the_reader_s_language(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/es/latest/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Control+k")
    page.wait_for_timeout(500)
    page.keyboard.type("certificado", delay=30)
    page.wait_for_selector("text=ha caducado", timeout=15_000)
    shown = page.locator("text=certificado TLS").first.inner_text()
    page.close()

    assert "certificado TLS" in shown
