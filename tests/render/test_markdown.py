"""Markdown fit for a job summary, as CommonMark and GitHub's extensions read it."""

from __future__ import annotations

import pytest
from diagnosis_samples import CUT, EXPLAINED, NOISY, QUIET, UNEXPLAINED, finding
from forms_help import answer, diagnosed
from markdown_it import MarkdownIt

from envwright.facts import Baseline, Change, Line, Source

ALL = [EXPLAINED, UNEXPLAINED, QUIET, NOISY, CUT]
READER = MarkdownIt("gfm-like")
assert READER.linkify is not None
READER.linkify.set({"fuzzy_link": False})  # GitHub links no bare `example.com`


def test_explained_failure() -> None:
    assert answer(EXPLAINED, "markdown").startswith(
        "### ❌ the certificate of `pypi.org` is not trusted inside the build\n\n"
        "`build.log:118` · step 5/9 `RUN pip install six==1.16.0` · error [`net-ssl-verify-failed`]"
        "(https://envwright.readthedocs.io/en/latest/failures/net-ssl-verify-failed/)\n\n"
        "```text\n> 118 |   WARNING: Retrying"
    )


def test_remedies_stand_in_their_list() -> None:
    page = READER.render(answer(EXPLAINED, "markdown"))

    assert '<pre><code class="language-sh">docker build --network host .\n</code></pre>' in page
    assert '<code class="language-diff">+COPY ca.crt /usr/local/share/' in page
    assert "(proved: the image builds)" in page


def test_changes_are_said() -> None:
    changed = EXPLAINED._replace(
        baseline=Baseline("good.log", "succeeded"),
        changes=(Change("package", "setuptools", "79.0.1", "80.0.0", (12,), (11,), 0.9),),
    )
    page = READER.render(answer(changed, "markdown"))

    assert "<code>good.log</code>" in page
    assert "setuptools" in page
    assert "80.0.0" in page


def test_why_and_how_are_folded() -> None:
    with open("examples/untrusted-certificate.log", "rb") as file:
        text = answer(diagnosed(file.read()), "markdown")

    assert "<details>\n<summary>Why it happens</summary>\n\nThe client got" in text
    assert text.count("<details>") == text.count("</details>") == 1


def test_several_logs_have_a_table_and_a_block_for_each_that_failed() -> None:
    text = answer(ALL, "markdown")

    assert READER.render(text).count("<tr>") == len(ALL) + 1
    assert text.count("\n### ") == len(ALL) - 1  # nothing is to be said of QUIET


def test_spanish() -> None:
    assert "**De la causa al último error**" in answer(EXPLAINED, "markdown", "es")


@pytest.mark.parametrize("count", [1, 3_000])
def test_summary_stays_below_a_megabyte(count: int) -> None:
    long = tuple(Line(number, f"{number} ñ" + "x" * 9_000) for number in range(1, 400))
    root = finding("a-b", "x" * 5_000, *long, captures={"reason": "y"})
    diagnosis = EXPLAINED._replace(root_cause=root, chain=(root,) * 50)
    text = answer([diagnosis] * count, "markdown")

    assert len(text.encode()) < 1_000_000
    assert "more logs are left out" in text or count == 1


@pytest.mark.parametrize(
    "text",
    [
        "``` \n</details><script>alert(1)</script>", "`````", "~~~", "a ` b", "| a | b |",
        "<img src=x onerror=alert(1)>", "[x](https://evil.example.com)", "https://evil.example.com",
        "@somebody #12", "**bold** _it_", "&lt;b&gt;", "www.evil.example.com", "\x1b[31mred",
        "![x](https://evil.example.com/x.png)", "<!-- -->", "a@evil.example.com",
        "# head", "1. one",
    ],
)  # fmt: skip
def test_text_of_the_log_is_never_markup(text: str) -> None:
    root = finding("a-b", f"{text} is `{text}`", Line(7, text), captures={"reason": text})
    diagnosis = EXPLAINED._replace(
        root_cause=root,
        chain=(root,),
        source=Source(text, 9, 9, "plain"),
        failed_step=EXPLAINED.failed_step and EXPLAINED.failed_step._replace(instruction=text),
    )
    for answers in ([diagnosis], [diagnosis, diagnosis]):
        tokens = READER.parse(answer(answers, "markdown"))
        inner = [token for outer in tokens for token in (outer, *(outer.children or []))]
        raw = {token.content.strip() for token in inner if token.type.startswith("html")}
        links = {
            str(token.attrs.get("href") or token.attrs.get("src"))
            for token in inner
            if token.type in ("link_open", "image")
        }

        assert raw <= {"<!-- -->"}
        assert {link.partition("/failures/")[0] for link in links} == {
            "https://envwright.readthedocs.io/en/latest"
        }
        assert not any(token.type in ("strong_open", "em_open") and "evil" in token.content
                       for token in inner)  # fmt: skip
        assert "\x1b" not in answer(answers, "markdown")
