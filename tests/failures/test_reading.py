from __future__ import annotations

import pytest

from envwright.failures.reading import read_page

CAPTURES = frozenset({"host", "package", "reason"})

PAGE = """# net-broken

The network is broken.

```toml failure
message  = "`{host}` is broken"
role     = "cause"
severity = "error"
blame    = "network"

[[match]]
tool   = "pip"
seen   = ["24.0"]
anchor = \'\'\'broken by\'\'\'
regex  = \'\'\'broken by (?P<host>\\S+)\'\'\'

[remedy.wait]
kind = "person"
```

## Why it happens
It breaks.
## How to mend it
### wait
Wait a little. Then try again.
## Seen in logs
<!-- ran: pip 24.0 -->
````log
# no heading
```
\\x1b[31mbroken by pypi.org\\r
````
```toml expect
line = 3
host = "pypi.org"
```
## Not to be confused with
<!-- ran: pip 24.0 -->
```log
broken
```
## Sources
- none
"""


def problems_of(text: str) -> list[str]:
    return [
        str(problem) for problem in read_page(text, "pages/net-broken.md", "network", CAPTURES)[1]
    ]


def test_a_complete_page_has_no_problem() -> None:
    assert problems_of(PAGE) == []


def test_parts_of_a_page_are_read() -> None:
    page, _ = read_page(PAGE, "pages/net-broken.md", "network", CAPTURES)
    assert page is not None
    assert (page.id, page.title, page.role) == ("net-broken", "The network is broken", "cause")
    assert [(remedy.id, remedy.title, remedy.how) for remedy in page.remedies] == [
        ("wait", "Wait a little", "Then try again.")
    ]
    positive, negative = page.examples
    assert positive.log == "# no heading\n```\n\x1b[31mbroken by pypi.org\r"
    assert (positive.expected_line, positive.expected) == (3, {"host": "pypi.org"})
    assert not negative.positive


def test_a_problem_names_file_line_and_fault() -> None:
    assert problems_of(PAGE.replace('role     = "cause"', 'role     = "culprit"')) == [
        "pages/net-broken.md:7: `role` is one of both, cause, warning, wrapper, not `culprit`"
    ]


def test_all_problems_are_reported_at_once() -> None:
    broken = PAGE.replace("P<host>", "P<nonsense>").replace("## Sources", "## Sauces")
    assert problems_of(broken) == [
        "pages/net-broken.md:1: the section `## Sources` is missing",
        "pages/net-broken.md:42: unknown section `## Sauces`",
        "pages/net-broken.md:14: the pattern captures `nonsense`, which is not in captures.toml",
    ]


def test_an_unreadable_toml_block_names_its_line() -> None:
    assert problems_of(PAGE.replace('severity = "error"', "severity = error")) == [
        "pages/net-broken.md:8: the toml block cannot be read: Invalid value (at line 3, column 12)"
    ]


@pytest.mark.parametrize("value", ["1" * 5000, "[" * 5000])
def test_a_toml_block_that_the_parser_gives_up_on_is_a_problem(value: str) -> None:
    (problem,) = problems_of(PAGE.replace('"error"', value))
    assert problem.startswith("pages/net-broken.md:6: the toml block cannot be read: ")


@pytest.mark.parametrize("pattern", ["a{99999999999}", "(" * 5000 + ")" * 5000])
def test_a_pattern_that_cannot_be_compiled_is_a_problem(pattern: str) -> None:
    broken = PAGE.replace(r"(?P<host>\S+)", pattern)
    assert any("pattern" in problem for problem in problems_of(broken))


def test_a_page_with_an_empty_block_is_a_problem_not_left_out() -> None:
    start = PAGE.index("```toml failure\n") + len("```toml failure\n")
    broken = PAGE[:start] + PAGE[PAGE.index("```", start) :]
    (problem,) = problems_of(broken)
    assert problem.endswith("the ```toml failure block is empty")


def test_a_repetition_inside_a_repetition_is_refused() -> None:
    broken = PAGE.replace(r"(?P<host>\S+)", r"(?P<host>(?:a+)+)$")
    assert any("its cost can explode" in problem for problem in problems_of(broken))


def test_a_repetition_of_separated_words_is_accepted() -> None:
    assert problems_of(PAGE.replace(r"(?P<host>\S+)", r"(?P<host>\w+(?:\.\w+)*)")) == []


def test_lookaround_is_refused() -> None:
    broken = PAGE.replace("broken by (?P", "(?<=x)broken by (?P")
    assert any("not in RE2" in problem for problem in problems_of(broken))


def test_an_example_without_provenance_is_refused() -> None:
    broken = PAGE.replace("<!-- ran: pip 24.0 -->", "", 1)
    assert problems_of(broken) == [
        "pages/net-broken.md:29: an example says where it comes from: `<!-- ran: … -->`"
    ]


def test_a_pattern_that_starts_with_a_repetition_is_refused() -> None:
    broken = PAGE.replace(r"broken by (?P<host>\S+)", r"`?(?P<host>\S+) broken by")
    assert any("starts with a repetition" in problem for problem in problems_of(broken))


def test_a_pattern_that_starts_at_a_blank_is_accepted() -> None:
    assert problems_of(PAGE.replace(r"broken by (?P<host>\S+)", r"(?:^|\s)(?P<host>\S+) b")) == []
