"""The refiner of failed compilations names the package, its version and what brings a header."""

from __future__ import annotations

from pathlib import Path

import pytest

from envwright.diagnose.refine.header_providers import provider_of
from envwright.diagnose.verdict import judge
from envwright.failures.catalogue import load
from envwright.logs.opening import open_logs
from envwright.logs.text import LogText

LOGS = Path(__file__).parents[2] / "logs" / "failed"


@pytest.mark.parametrize(
    ("header", "provider"),
    [
        ("Python.h", "python3-dev"),
        ("graphviz/cgraph.h", "libgraphviz-dev"),
        ("sql.h", "unixodbc-dev"),
        ("nobody-knows.h", None),
    ],
)
def test_a_header_has_the_package_that_brings_it(header: str, provider: str | None) -> None:
    assert provider_of(header) == provider


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        (
            "compile-header-missing/python-ldap-3.2.pip-20.2.4-py3.8.log",
            {"package": "python-ldap", "header": "lber.h", "provider": "libldap2-dev"},
        ),
        (
            "compile-python-api-changed/yarl-1.6.pip-23.2.1-py3.11.log",
            {"package": "yarl", "version": "1.6.3", "header": "longintrepr.h", "python": "3.11"},
        ),
        (
            "compile-compiler-missing/cryptography-2.9.pip-20.2.4-py3.8.no-compiler.log",
            {"package": "cffi", "compiler": "gcc"},
        ),
        (
            "compile-numpy-missing-at-build/uv-torchscatter.log",
            {"package": "torch-scatter", "module": "torch"},
        ),
    ],
)
def test_the_box_around_a_compiler_error_names_the_package(
    log: str, expected: dict[str, str]
) -> None:
    for raw in open_logs([str(LOGS / log)]):
        root = judge(LogText(raw), load()).root_cause
        assert root is not None
        assert root.failure == log.partition("/")[0]
        assert expected.items() <= root.captures.items()
