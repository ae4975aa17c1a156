"""The report as one HTML file: what stands where, and that nothing in it comes from elsewhere."""

from __future__ import annotations

import hashlib
import itertools
import re
from base64 import b64encode
from html.parser import HTMLParser

import pytest
from diagnosis_samples import CUT, EXPLAINED, NOISY, QUIET, UNEXPLAINED, finding
from forms_help import answer, diagnosed

from envwright.facts import Baseline, Change, Line, Section, Step, Transcript
from envwright.logs.transcript import Allowance
from envwright.messages import table

with open("examples/untrusted-certificate.log", "rb") as example:
    EXAMPLE = example.read()
STEP = "Step 1/1 : RUN ./build\n ---> Running in 0a1b2c3d4e5f\n"
END = "The command '/bin/sh -c ./build' returned a non-zero code: 1\n"
ALL = [EXPLAINED, UNEXPLAINED, QUIET, NOISY, CUT]
VOID = {"meta", "input", "path", "rect", "br"}


class Page(HTMLParser):
    """The elements of a page; every element must be closed where it was opened."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, str]] = []
        """Text with the element it stands in."""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append((self._open[-1] if self._open else "", data))

    def text(self) -> str:
        return "".join(data for tag, data in self.words if tag not in ("style", "script"))

    def ids(self) -> list[str]:
        return [str(attributes["id"]) for _, attributes in self.elements if "id" in attributes]

    def lines(self) -> dict[str, dict[str, str | None]]:
        return {
            str(attributes["id"]): attributes
            for tag, attributes in self.elements
            if tag == "li" and "id" in attributes
        }


def test_cause_comes_first_then_evidence_chain_remedies_and_the_log() -> None:
    text = Page(answer(diagnosed(EXAMPLE), "html")).text()
    order = [
        "Build failed",
        "The certificate of pypi.corp.example.com is not trusted",
        "Evidence",
        "From the cause to the last error",
        "the index offers nothing under the name six",
        "What to do",
        "Add the root certificate",
        "Why it happens",
        "The whole log",
        "Sending build context",
    ]

    assert sorted(order, key=text.index) == order


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("diagnosis", [*ALL, ALL, [diagnosed(EXAMPLE), diagnosed(EXAMPLE)]])
def test_page_is_well_formed_whatever_is_said(diagnosis: object, lang: str) -> None:
    page = Page(answer(diagnosis, "html", lang))  # type: ignore[arg-type]
    targets = {
        str(attributes["href"])[1:]
        for tag, attributes in page.elements
        if tag == "a" and str(attributes["href"]).startswith("#")
    }

    assert page.elements[0] == ("html", {"lang": lang})
    assert len(page.ids()) == len(set(page.ids()))
    missing = {target for target in targets - set(page.ids()) if target != "log-L"}
    assert missing == set()
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_nothing_is_loaded_and_only_our_style_and_script_may_run() -> None:
    text = answer(diagnosed(EXAMPLE), "html")
    page = Page(text)
    (policy,) = [
        str(attributes["content"])
        for tag, attributes in page.elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]

    assert "default-src 'none'" in policy
    for tag in ("style", "script"):
        (inside,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
        assert "//" not in re.sub(r"//[^\n]*\n|/\*.*?\*/", "", inside)
    for tag, attributes in page.elements:
        assert "src" not in attributes
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        assert tag not in ("link", "img", "iframe", "object", "form", "base")


def test_log_is_folded_by_steps_and_the_failed_one_is_open() -> None:
    page = Page(answer(diagnosed(EXAMPLE), "html"))
    steps = [attributes for tag, attributes in page.elements if attributes.get("class") == "step"]

    assert len(steps) == 7
    assert ["open" in attributes for attributes in steps] == [False] * 6 + [True]
    assert list(page.lines()) == [f"L{number}" for number in range(1, 49)]


def test_evidence_is_marked_in_the_log() -> None:
    lines = Page(answer(diagnosed(EXAMPLE), "html")).lines()

    assert lines["L40"]["class"] == "cause"
    assert lines["L40"]["data-finding"] == "net-ssl-verify-failed"
    assert lines["L47"]["class"] == "then"
    assert "class" not in lines["L39"]


def test_interleaved_steps_are_put_together() -> None:
    rows = [
        "#4 [1/3] FROM x", "#5 [2/3] RUN a", "#6 [3/3] RUN b", "#5 0.1 from a", "#6 0.1 from b",
        "#5 0.2 more of a", "#5 DONE 0.3s", "#6 0.3 more of b", "#6 DONE 0.4s",
    ]  # fmt: skip
    transcript = diagnosed("\n".join(rows) + "\n").transcript
    assert transcript is not None
    found = {
        section.step.instruction: [line.number for line in section.lines]
        for section in transcript.sections
        if section.step is not None
    }

    assert found["RUN a"] == [2, 4, 6, 7]
    assert found["RUN b"] == [3, 5, 8, 9]


def test_long_step_is_folded_into_parts_and_only_those_with_evidence_and_the_last_are_open() -> (
    None
):
    noise = "".join(f"line {number}\n" for number in range(5_000))
    cause = "make: g++: No such file or directory\n"
    diagnosis = diagnosed(STEP + noise + cause + noise + END)
    page = Page(answer(diagnosis, "html"))
    parts = [attributes for _, attributes in page.elements if attributes.get("class") == "part"]
    opened = [place for place, attributes in enumerate(parts) if "open" in attributes]

    assert len(parts) == 21
    assert diagnosis.root_cause is not None
    assert opened == sorted({(number - 1) // 500 for number in diagnosis.root_cause.lines} | {20})
    assert len(page.lines()) == 10_004


def test_page_of_a_log_that_is_too_long_keeps_what_matters_and_says_so() -> None:
    noise = "".join(f"line {number}\n" for number in range(30_000))
    diagnosis = diagnosed(
        STEP + noise + "make: g++: No such file or directory\n" + noise + END,
        allowance=Allowance(lines=5_000),
    )
    transcript, root = diagnosis.transcript, diagnosis.root_cause
    assert transcript is not None
    assert root is not None
    kept = {line.number for section in transcript.sections for line in section.lines}
    page = Page(answer(diagnosis, "html"))

    assert 3_000 < len(kept) <= 5_100
    assert {1, 2, root.lines[0] - 100, root.lines[0], root.lines[0] + 100, 60_004} <= kept
    assert len(kept) + transcript.left_out == 60_004
    assert f"{transcript.left_out:,} of them are left out here" in page.text()
    assert any(attributes.get("class") == "gap" for tag, attributes in page.elements if tag == "p")


def test_all_logs_share_one_allowance() -> None:
    log = STEP + "".join(f"line {number}\n" for number in range(3_000)) + END
    allowance = Allowance(lines=4_000)
    first, second, third = (diagnosed(log, allowance=allowance).transcript for _ in range(3))
    assert first is not None
    assert second is not None
    assert third is not None

    assert first.left_out == 0
    assert 1_500 < second.left_out < 2_100
    assert 1_500 < third.left_out < 2_100


def test_a_few_gigantic_lines_do_not_make_a_gigantic_page() -> None:
    cause = "make: g++: No such file or directory\n"
    log = STEP + ("x" * 200_000 + "\n") * 200 + cause + END
    page = answer(diagnosed(log, allowance=Allowance(characters=1 << 20)), "html")

    assert len(page) < 1_500_000
    assert "more characters)" in page


def test_progress_bar_is_one_line_in_its_last_state() -> None:
    bar = "\r".join(f"Downloading {part}%" for part in range(0, 101, 10))
    text = Page(answer(diagnosed(STEP + bar + "\n" + END), "html")).text()

    assert "Downloading 100%" in text
    assert "Downloading 50%" not in text


def test_what_cannot_be_seen_is_made_visible() -> None:
    text = Page(answer(diagnosed(STEP + "a\x07b\u202ec\u200bd\n" + END), "html")).text()

    assert "a<U+0007>b<U+202E>c<U+200B>d" in text


def test_remedies_show_command_and_diff() -> None:
    page = answer(EXPLAINED, "html")

    assert "<pre><code>docker build --network host .</code></pre>" in page
    assert "<ins>+COPY ca.crt /usr/local/share/</ins>" in page
    assert "proved: the image builds" in page


def test_changes_are_said() -> None:
    changed = EXPLAINED._replace(
        baseline=Baseline("good.log", "succeeded"),
        changes=(Change("package", "setuptools", "79.0.1", "80.0.0", (12,), (11,), 0.9),),
    )
    text = Page(answer(changed, "html")).text()

    assert "What changed" in text
    assert "Compared with good.log" in text
    assert "80.0.0" in text
    assert "most likely to blame" in text


def test_unknown_failure_can_be_taught() -> None:
    text = Page(answer(UNEXPLAINED, "html")).text()

    assert "envwright failures new local-NAME --from build.log:97" in text
    assert "compile-failed" in text


def test_several_logs_have_an_overview_and_ids_of_their_own() -> None:
    page = Page(answer([diagnosed(EXAMPLE, "a.log"), diagnosed(EXAMPLE, "b.log")], "html"))

    assert {"L1-40", "L2-40", "log1", "log2"} <= set(page.ids())
    assert ("a", {"href": "#log2"}) in page.elements


def test_no_log_gives_no_page() -> None:
    assert answer([], "html") == ""


def test_page_of_a_diagnosis_without_its_log_has_none() -> None:
    assert "The whole log" not in answer(EXPLAINED, "html")


def test_every_word_of_reports_is_used_by_a_form() -> None:
    """A text that nothing says is one that nobody sees stale."""
    from pathlib import Path

    import envwright.render

    root = Path(envwright.render.__file__).parent
    source = "".join(path.read_text("utf-8") for path in root.rglob("*.py"))
    made = ("state_", "chain_", "failed", "succeeded", "incomplete")

    assert [
        key
        for key in table("report", "en")
        if not re.search(f"[\"']{key}[\"']", source) and not key.startswith(made)
    ] == []


def test_a_part_whose_numbers_jump_counts_right() -> None:
    step = Step(1, 1, "RUN x", 1, 9, vertex=5)
    lines = tuple(Line(number, f"line {number}") for number in (1, 2, 5, 6, 9))
    root = finding("a-b", "bad", Line(5, "line 5"))
    page = Page(
        answer(
            EXPLAINED._replace(
                root_cause=root, transcript=Transcript((Section(step, lines),)), chain=()
            ),
            "html",
        )
    )

    assert {name: line.get("value") for name, line in page.lines().items()} == {
        "L1": None, "L2": None, "L5": "5", "L6": None, "L9": "9",
    }  # fmt: skip
