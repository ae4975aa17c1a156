"""uv's explanation is read back into who asks for what, wrapped or not."""

from __future__ import annotations

from envwright.diagnose.refine.uv_derivation import read_derivation
from envwright.facts import Line


def _lines(text: str) -> list[Line]:
    return [Line(number, line) for number, line in enumerate(text.splitlines(), start=1)]


# uv 0.2.2
WRAPPED = """\
  × No solution found when resolving dependencies:
  ╰─▶ Because pandas==2.2.0 depends on numpy>=1.23.2,<2 and you require
      pandas==2.2.0, we can conclude that you require numpy>=1.23.2,<2.
      And because you require numpy==1.19.0, we can conclude that the
      requirements are unsatisfiable.
"""

# uv 0.13.9
PLAIN = """\
error: No solution found when resolving dependencies
  cause: Because there is no version of six==1.16.0 and you require six==1.16.0, we can \
conclude that your requirements are unsatisfiable.

hint: `six` was filtered by `exclude-newer` to only include packages uploaded before \
2020-01-02T00:00:00Z.
"""


def test_demands_come_from_the_premises_not_from_the_conclusions() -> None:
    derivation = read_derivation(_lines(WRAPPED))
    assert derivation is not None
    demands = [(item.by, item.package, item.range) for item in derivation.demands()]
    assert demands == [
        ("pandas==2.2.0", "numpy", ">=1.23.2,<2"),
        ("you", "pandas", "==2.2.0"),
        ("you", "numpy", "==1.19.0"),
    ]


def test_a_demand_knows_the_line_it_starts_on() -> None:
    derivation = read_derivation(_lines(WRAPPED))
    assert derivation is not None
    assert [derivation.line_at(item.at).number for item in derivation.demands()] == [2, 2, 4]


def test_hints_are_kept_apart_from_the_proof() -> None:
    derivation = read_derivation(_lines(PLAIN))
    assert derivation is not None
    assert "exclude-newer" not in derivation.text
    assert derivation.hints.startswith("`six` was filtered by `exclude-newer`")
    line = derivation.hint_line("filtered")
    assert line is not None
    assert line.number == 4


def test_a_headline_alone_is_no_explanation() -> None:
    assert read_derivation(_lines("error: No solution found when resolving dependencies")) is None
