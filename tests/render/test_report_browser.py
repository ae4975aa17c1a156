"""Reports in a real browser: axe finds nothing, search and keys work, no network is asked."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING, Any

import pytest
from forms_help import answer, diagnosed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

pytestmark = [pytest.mark.browser, pytest.mark.slow]

with open("examples/untrusted-certificate.log", "rb") as example:
    EXAMPLE = example.read()
UNKNOWN = (
    b"Step 1/2 : FROM python:3.11\n ---> 1a2b3c4d5e6f\nStep 2/2 : RUN ./frob\n"
    b" ---> Running in 0a1b2c3d4e5f\nreading <b>tables</b>\nthe frobnicator says no\n"
    b"The command '/bin/sh -c ./frob' returned a non-zero code: 9\n"
)
FINE = b"Step 1/1 : FROM python:3.11\n ---> 1a2b3c4d5e6f\nSuccessfully built 1a2b3c4d5e6f\n"
LINES = 100_000
SANE = 20
"""Seconds a page of 100,000 lines may take to open on a busy machine; it takes about one."""


def chromium() -> str:
    found = shutil.which("chromium")
    if found is None:
        reason = "chromium is not installed (Debian: apt-get install chromium)"
        pytest.skip(reason)
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])


def long_log() -> bytes:
    """A real failed build whose fifth step printed 100,000 lines, real ones over and over."""
    rows = EXAMPLE.split(b"\n")
    at = next(place for place, row in enumerate(rows) if row.startswith(b"Step 5/8")) + 2
    with open("tests/logs/passed/pip-compiler-warnings.docker-classic-modern.log", "rb") as file:
        noise = [row for row in file.read().split(b"\n") if not row.startswith((b"Step ", b"Succ"))]
    noise = noise * (LINES // len(noise) + 1)
    return b"\n".join([*rows[:at], *noise[: LINES - len(rows)], *rows[at:]])


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every kind of report as a file."""
    folder = tmp_path_factory.mktemp("reports")
    pages = {
        "failed": answer(diagnosed(EXAMPLE), "html"),
        "spanish": answer(diagnosed(EXAMPLE, lang="es"), "html", "es"),
        "unknown": answer(diagnosed(UNKNOWN), "html"),
        "fine": answer(diagnosed(FINE), "html"),
        "several": answer([diagnosed(log) for log in (EXAMPLE, UNKNOWN, FINE)], "html"),
        "long": answer(diagnosed(long_log()), "html"),
    }
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, "utf-8")
    return {name: folder / f"{name}.html" for name in pages}


def counted(tab: Tab, words: str) -> None:
    """Wait until the search says so; the page's policy forbids Playwright's own way of waiting."""
    until = time.monotonic() + SANE
    while tab.inner_text("#count") != words:
        assert time.monotonic() < until, tab.inner_text("#count")
        tab.wait_for_timeout(20)


class Seen:
    """A tab with a report, and everything that went wrong in it."""

    def __init__(self, browser: Browser, report: Path, **options: Any) -> None:
        self.tab: Tab = browser.new_page(**options)
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.tab.on("console", lambda message: self.faults.append(message.text))
        self.tab.on("pageerror", lambda error: self.faults.append(str(error)))
        self.tab.on("request", lambda request: self.asked.append(request.url))
        start = time.monotonic()
        self.tab.goto(report.as_uri())
        self.seconds = time.monotonic() - start

    def violations(self) -> list[str]:
        """Return what axe calls serious or critical."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.tab).response["violations"]
        return [
            f"{item['id']}: {node['html'][:200]}"
            for item in found
            if item["impact"] in ("serious", "critical")
            for node in item["nodes"]
        ]

    def end(self) -> None:
        """Close the tab; nothing may have gone wrong, and nothing been asked for."""
        asked = [url for url in self.asked if not url.startswith("file:")]
        self.tab.close()
        assert (self.faults, asked) == ([], [])


MODES = [
    (name, width, scheme)
    for name in ("failed", "spanish", "unknown", "fine", "several")
    for width in (1280, 360)
    for scheme in ("light", "dark")
]


# axe looks at every element, of 100,000 lines for half a minute: once is enough.
@pytest.mark.parametrize(("name", "width", "scheme"), [*MODES, ("long", 360, "dark")])
def test_axe_finds_nothing_serious(
    browser: Browser, reports: dict[str, Path], name: str, width: int, scheme: str
) -> None:
    seen = Seen(
        browser, reports[name], color_scheme=scheme, viewport={"width": width, "height": 900}
    )

    assert seen.violations() == []
    wide = seen.tab.evaluate("document.documentElement.scrollWidth")
    assert wide <= width  # nothing sticks out, on narrow screens neither
    seen.end()


def test_everything_open_and_the_list_of_keys_are_accessible(
    browser: Browser, reports: dict[str, Path]
) -> None:
    seen = Seen(browser, reports["several"])
    seen.tab.click("#open")
    seen.tab.click("#wrap")
    assert seen.violations() == []
    seen.tab.keyboard.press("?")
    assert seen.tab.locator("#help").is_visible()
    assert seen.violations() == []
    seen.end()


def test_report_of_100_000_lines_opens_and_is_searched_quickly(
    browser: Browser, reports: dict[str, Path]
) -> None:
    seen = Seen(browser, reports["long"])
    assert seen.seconds < SANE
    assert seen.tab.locator(".lines > li").count() >= LINES - 1
    seen.tab.keyboard.press("/")
    longest = seen.tab.evaluate(
        """() => new Promise((resolve) => {
            const query = document.getElementById("query");
            const count = document.getElementById("count");
            let before = performance.now(), longest = 0, frames = 0;
            query.value = "zlib";
            query.dispatchEvent(new Event("input"));
            const beat = () => {
                const now = performance.now();
                longest = Math.max(longest, now - before);
                before = now;
                if (count.textContent && frames++ > 3) resolve(longest); else setTimeout(beat);
            };
            beat();
        })"""
    )
    assert longest < 5_000  # milliseconds without a breath; about 200 on a machine at rest
    seen.tab.fill("#query", "certificate verify failed")
    counted(seen.tab, "1 of 6")
    assert seen.tab.evaluate("document.querySelector('.here').id") == f"L{LINES - 9}"
    seen.end()


def test_search_counts_moves_and_opens_what_is_folded(
    browser: Browser, reports: dict[str, Path]
) -> None:
    seen = Seen(browser, reports["failed"])
    tab = seen.tab
    tab.keyboard.press("/")
    tab.keyboard.type("SETUPTOOLS")
    counted(tab, "1 of 10")
    assert tab.locator("li.here").is_visible()  # its step was folded
    assert tab.evaluate("CSS.highlights.get('found').size") >= 10
    tab.keyboard.press("Enter")
    assert tab.inner_text("#count") == "2 of 10"
    tab.keyboard.press("Shift+Enter")
    tab.keyboard.press("Shift+Enter")
    assert tab.inner_text("#count") == "10 of 10"
    tab.fill("#query", "nowhere in it")
    counted(tab, "nothing found")
    tab.keyboard.press("Escape")
    assert tab.input_value("#query") == ""
    seen.end()


def test_keys_move_between_matches_and_evidence(browser: Browser, reports: dict[str, Path]) -> None:
    seen = Seen(browser, reports["failed"])
    tab = seen.tab
    here = "document.querySelector('.here')?.id"
    for key, line in (("e", "L40"), ("e", "L41"), ("E", "L40"), ("E", "L48")):
        tab.keyboard.press(key)
        assert tab.evaluate(here) == line
    tab.fill("#query", "Uninstalling")
    counted(tab, "1 of 2")
    tab.evaluate("document.activeElement.blur()")
    tab.keyboard.press("n")
    assert tab.inner_text("#count") == "2 of 2"
    tab.keyboard.press("p")
    assert tab.inner_text("#count") == "1 of 2"
    tab.keyboard.press("t")
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"
    tab.keyboard.press("w")
    assert tab.evaluate("document.body.classList.contains('unwrapped')")
    seen.end()


def test_single_keys_can_be_switched_off(browser: Browser, reports: dict[str, Path]) -> None:
    """WCAG 2.1, 2.1.4: whoever speaks to the machine must not press keys by accident."""
    seen = Seen(browser, reports["failed"])
    tab = seen.tab
    tab.keyboard.press("?")
    tab.uncheck("#single")
    tab.click("#leave")
    tab.keyboard.press("e")
    assert tab.evaluate("document.querySelector('.here')") is None
    tab.reload()
    tab.keyboard.press("e")
    assert tab.evaluate("document.querySelector('.here')") is None
    seen.end()


def test_address_of_a_line_opens_it(browser: Browser, reports: dict[str, Path]) -> None:
    seen = Seen(browser, reports["failed"])
    tab = seen.tab
    tab.goto(f"{reports['failed'].as_uri()}#L20")
    assert tab.locator("#L20").is_visible()
    tab.click("#L21", position={"x": 30, "y": 8})
    assert tab.evaluate("location.hash") == "#L21"
    seen.end()


def test_line_numbers_are_those_of_the_log(browser: Browser, reports: dict[str, Path]) -> None:
    """They are counted by the browser: containment must not begin the count anew."""
    seen = Seen(browser, reports["failed"], viewport={"width": 1280, "height": 3000})
    text = seen.tab.locator("#L40").aria_snapshot()
    counted = seen.tab.evaluate(
        "getComputedStyle(document.getElementById('L40'), '::before').content"
    )
    assert counted == "counter(list-item)"
    assert "certificate verify failed" in text
    assert seen.tab.evaluate(
        "[...document.querySelectorAll('.step[open] .lines')].map(list => list.start)"
    ) == [37]
    seen.end()


def test_without_script_everything_can_be_read(browser: Browser, reports: dict[str, Path]) -> None:
    seen = Seen(browser, reports["failed"], java_script_enabled=False)
    tab = seen.tab
    assert tab.locator("h1").is_visible()
    assert not tab.locator("#tools").is_visible()
    tab.locator("summary").filter(has_text="--upgrade pip==23.3.2").click()
    assert tab.locator("#L20").is_visible()
    seen.end()


def test_report_prints(browser: Browser, reports: dict[str, Path]) -> None:
    seen = Seen(browser, reports["failed"])
    seen.tab.emulate_media(media="print")
    assert not seen.tab.locator("header").is_visible()
    assert seen.tab.locator("#L40").is_visible()
    assert seen.tab.pdf().startswith(b"%PDF")
    seen.end()
