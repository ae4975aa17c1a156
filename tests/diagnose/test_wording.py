from __future__ import annotations

import pytest

from envwright.diagnose.wording import fill


@pytest.mark.parametrize(
    ("template", "captures", "message"),
    [
        (
            "the certificate of `{host}` is bad",
            {"host": "pypi.org"},
            "the certificate of `pypi.org` is bad",
        ),
        (
            "the certificate of `{host|the server}` is bad",
            {},
            "the certificate of the server is bad",
        ),
        ("`{package}` {version|} is bad", {"package": "six"}, "`six` is bad"),
        ("`{package}` is bad", {}, "`?` is bad"),
    ],
)
def test_places_are_filled(template: str, captures: dict[str, str], message: str) -> None:
    assert fill(template, captures) == message
