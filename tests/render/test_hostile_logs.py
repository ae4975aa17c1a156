"""Whatever a log says, no form takes it for markup: fuzzed with what has broken others."""

from __future__ import annotations

import json
import os
import re

from forms_help import FORMS, answer, diagnosed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from test_github import commands
from test_html import Page
from test_sarif import validator

from envwright.facts import (
    Diagnosis,
    Edit,
    FailedStep,
    Finding,
    Line,
    Remedy,
    Section,
    Source,
    Step,
    Transcript,
    Unknown,
)
from envwright.render.notebook import render_notebook

FRAGMENTS = st.sampled_from(
    [
        "</script>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</pre>", "</li>",
        "</code></pre></details>", "<!--", "-->", "]]>", "&lt;", "&#x3c;b&#x3e;", "\"'",
        "' onload='x",
        "```", "````\n", "~~~", "`", "``", "|", "\\", "[x](javascript:alert(1))", "![x](http://e)",
        "<https://evil.example.com>", "www.evil.example.com", "@somebody", "# head\n", "\n- item",
        "\n::error::smuggled", "\r::warning file=x::y", "::add-mask::x", "##[command]x", "%0A", "%",
        "\x1b[31m", "\x1b]8;;http://evil\x07", "\x9b31m", "\x00", "\x07", "\x7f", "\x85", "\u2028",
        "\u202e", "\u2066", "\u200b", "\ufeff", "\ud800", "\udcff", "\U0001f600", "é", "\t", "{0}",
        "{message}", "<U+202E>", "${{ secrets.X }}", "$(x)", "javascript:alert(1)",
        "data:text/html,x",
    ]
)  # fmt: skip
TEXT = st.lists(st.one_of(FRAGMENTS, st.text(max_size=8)), max_size=6).map("".join)
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)
READER = MarkdownIt("gfm-like")
assert READER.linkify is not None
READER.linkify.set({"fuzzy_link": False})
ADDRESS = "https://envwright.readthedocs.io/"


def diagnosis_of(texts: list[str]) -> Diagnosis:
    """Return a diagnosis that says these texts wherever a log's words can stand."""
    one, two, three, four = texts
    captures = {"reason": one, "file": two}
    line, other = Line(3, one.replace("\n", " ")), Line(4, two.replace("\n", " "))

    def finding(name: str, role: str, severity: str) -> Finding:
        message = f"`{one}` is {two}"
        return Finding(
            name, "pip", role, severity, "A title", message, three, captures, (line, other), 2, 0.8,
            why="It happens.",
        )  # fmt: skip

    root = finding("a-b", "cause", "error")
    sections = (
        Section(Step(1, 2, three, 1, 2), (Line(1, four.replace("\n", " ")), Line(2, ""))),
        Section(Step(2, 2, four, 3, 4, 1, state="failed"), (line, other)),
        Section(None, (), (5, 9)),
    )
    return Diagnosis(
        Source(four or "x", 9, 99, "plain"), "failed", root, (finding("c-d", "both", "error"),),
        (finding("e-f", "warning", "warning"),), None, FailedStep(2, 2, four, 3, 4, 1),
        (Remedy("r", f"do `{one}`", "edit", f"{two}\n{three}", Edit(one, f"+{two}\n-{four}")),),
        transcript=Transcript(sections, 5),
    )  # fmt: skip


DIAGNOSES = st.lists(TEXT, min_size=4, max_size=4).map(diagnosis_of)
FAST = settings(
    max_examples=int(os.environ.get("ENVWRIGHT_FUZZ", "200")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@given(DIAGNOSES)
@FAST
def test_html(diagnosis: Diagnosis) -> None:
    plain = Page(answer(diagnosis_of(["a", "b", "c", "d"]), "html"))
    text = answer(diagnosis, "html")
    page = Page(text)
    kinds = {"script", "style", "img", "link", "iframe", "object", "embed", "form", "base", "meta"}

    assert [tag for tag, _ in page.elements if tag in kinds] == [
        tag for tag, _ in plain.elements if tag in kinds
    ]
    for tag, attributes in page.elements:
        assert not any(name.startswith("on") or name in ("src", "style") for name in attributes)
        assert str(attributes.get("href") or "#").startswith(("#", ADDRESS)), tag
    assert UNSEEN.search(text) is None
    text.encode("utf-8")


@given(DIAGNOSES)
@FAST
def test_notebook(diagnosis: Diagnosis) -> None:
    text = render_notebook(diagnosis)
    page = Page(text)

    assert {tag for tag, _ in page.elements} <= {
        "div", "p", "span", "code", "a", "pre", "br", "ol", "ul", "li",
    }  # fmt: skip
    for _, attributes in page.elements:
        assert set(attributes) <= {"style", "href", "rel", "lang"}
        assert str(attributes.get("href") or ADDRESS).startswith(ADDRESS)
    assert UNSEEN.search(text) is None
    text.encode("utf-8")


@given(st.lists(DIAGNOSES, min_size=1, max_size=2))
@FAST
def test_markdown(diagnoses: list[Diagnosis]) -> None:
    text = answer(diagnoses, "markdown")
    tokens = READER.parse(text)
    inner = [token for outer in tokens for token in (outer, *(outer.children or []))]
    raw = {token.content.strip() for token in inner if token.type.startswith("html")}

    assert raw <= {
        "<!-- -->", "<details>", "</details>", "<summary>", "</summary>",
        "<details>\n<summary>Why it happens</summary>",
    }  # fmt: skip
    for token in inner:
        target = token.attrs.get("href") or token.attrs.get("src")
        assert target is None or str(target).startswith(ADDRESS)
    assert UNSEEN.search(text) is None


@given(DIAGNOSES)
@FAST
def test_github(diagnosis: Diagnosis) -> None:
    assert [kind for kind, _, _ in commands(answer(diagnosis, "github"))] == ["error", "warning"]


@given(DIAGNOSES)
@FAST
def test_sarif(diagnosis: Diagnosis) -> None:
    data = json.loads(answer(diagnosis, "sarif"))
    validator().validate(data)
    messages = [result["message"]["text"] for result in data["runs"][0]["results"]]

    assert len(messages) == 2
    assert not any("](" in message or UNSEEN.search(message) for message in messages)


@given(DIAGNOSES)
@FAST
def test_text_and_json(diagnosis: Diagnosis) -> None:
    assert UNSEEN.search(answer(diagnosis, "text")) is None
    assert json.loads(answer(diagnosis, "json")) == json.loads(answer(diagnosis, "jsonl"))
    assert len(answer(diagnosis, "jsonl").split("\n")) == 2


@given(st.lists(TEXT, max_size=12))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whole_way_from_a_log_to_every_form(rows: list[str]) -> None:
    log = (
        "Step 1/2 : FROM x\nStep 2/2 : RUN ./frob\n" + "\n".join(rows)
        + "\nModuleNotFoundError: No module named 'x'\n"
        "The command '/bin/sh -c ./frob' returned a non-zero code: 1\n"
    )  # fmt: skip
    diagnosis = diagnosed(log)

    assert diagnosis.unknown is None or isinstance(diagnosis.unknown, Unknown)
    for form in FORMS:
        assert answer(diagnosis, form)
    page = Page(answer(diagnosis, "html"))
    assert sum(tag == "script" for tag, _ in page.elements) == 1
