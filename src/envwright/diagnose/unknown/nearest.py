"""The pages that speak of similar things as the lines shown, rare words counting most.

Of a page, each statement is compared for itself: what it is called and says, each of its anchors,
and the decisive line of each example.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from math import log, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from envwright.facts import Line
    from envwright.failures.catalogue import Catalogue

__all__ = ["nearest_pages"]

_MOST = 3
_ALIKE = 0.35
"""Similarity, 0 to 1, below which a page is not worth naming."""
_OTHER_LINES = 0.75
"""How much lines below the first, the likeliest to be decisive, count."""
_NEW = 0.5
"""How much a word counts that no page has, beside one that only one page has."""
_SEEN = 0.15
"""Added for a failure that was found in the log, although it explains nothing."""
_WORD = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}")


def nearest_pages(
    lines: Sequence[Line], seen: Iterable[str], catalogue: Catalogue
) -> tuple[str, ...]:
    """Return at most three pages that are similar to some lines, the most similar first.

    `seen` are failures that were found in the log.
    """
    pages = _statements(catalogue)
    used = Counter(word for statements in pages.values() for word in frozenset().union(*statements))
    weights = {word: log(len(pages) / count) for word, count in used.items()}
    asked = [_words(line.text) for line in lines]
    # What no page speaks of makes a line less similar to all of them.
    new = dict.fromkeys(frozenset().union(*asked) - weights.keys(), _NEW * log(len(pages)))
    lengths = [_length(words, weights | new) for words in asked]
    near: dict[str, float] = dict.fromkeys(seen, _SEEN)
    for failure, statements in pages.items():
        best = 0.0
        for statement in statements:
            size = _length(statement, weights)
            for position, words in enumerate(asked):
                common = words & statement
                if common:
                    alike = sum(weights[word] ** 2 for word in common) / (size * lengths[position])
                    best = max(best, alike if position == 0 else alike * _OTHER_LINES)
        near[failure] = near.get(failure, 0.0) + best
    ordered = sorted(near.items(), key=lambda item: (-item[1], item[0]))
    return tuple(failure for failure, alike in ordered[:_MOST] if alike >= _ALIKE)


@lru_cache(maxsize=2)
def _statements(catalogue: Catalogue) -> dict[str, list[frozenset[str]]]:
    """Return the words of what each page says; pages of mere wrappers say nothing."""
    pages: dict[str, list[frozenset[str]]] = {}
    for failure, node in catalogue.nodes.items():
        if node.role == "wrapper":
            continue
        page = catalogue.page(failure)
        texts = [f"{failure.replace('-', ' ')} {page['title']} {page['message']}"]
        for example in page["examples"]:
            shown = example["log"].split("\n")
            texts.append(shown[min(example["line"], len(shown)) - 1])
        pages[failure] = [_words(text) for text in texts]
    for rule in catalogue.rules:
        if rule.failure in pages:
            pages[rule.failure].append(_words(rule.anchor))
    return {failure: [words for words in said if words] for failure, said in pages.items()}


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text))


def _length(words: Iterable[str], weights: dict[str, float]) -> float:
    return sqrt(sum(weights[word] ** 2 for word in words)) or 1.0
