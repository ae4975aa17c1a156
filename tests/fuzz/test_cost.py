"""No pattern of a refiner or a page takes long over a long line of few characters."""

from __future__ import annotations

import importlib
import pkgutil
import re
from typing import TYPE_CHECKING

import pytest
from tests.fuzz.targets import within

from envwright.failures.catalogue import load

if TYPE_CHECKING:
    from collections.abc import Iterator

REFINE = importlib.import_module("envwright.diagnose.refine")
MODULES = [module.name for module in pkgutil.iter_modules(REFINE.__path__)]
LENGTH = 16 << 10
FILLERS = (" ", "a", "1", ".", "=", "-", "/", '"', "a.", "a ", "https://a")
LINES = [(filler * LENGTH)[:LENGTH] for filler in FILLERS]
LINES.append("https://" + "a" * LENGTH)
SECONDS = 2


def patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif hasattr(value, "_source"):
        yield re.compile(value._source)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from patterns_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from patterns_in(item)


@pytest.mark.slow
@pytest.mark.parametrize("name", MODULES)
def test_refiners(name: str) -> None:
    module = importlib.import_module(f"{REFINE.__name__}.{name}")
    for value in vars(module).values():
        for pattern in patterns_in(value):
            for line in LINES:
                with within(SECONDS):
                    pattern.search(line)


@pytest.mark.slow
def test_catalogue() -> None:
    found = {
        text for rule in load().rules for text in (rule.regex, rule.beside) if text is not None
    }
    for text in sorted(found):
        pattern = re.compile(text)
        for line in LINES:
            with within(SECONDS):
                pattern.search(line)
