"""The words of answers: `messages/en/words.py` and `messages/es/words.py` hold the texts.

Those of reports only are in `messages/en/report.py` and `messages/es/report.py`.
"""

from __future__ import annotations

from envwright.messages import say, table

__all__ = ["report", "say"]


def report(lang: str, key: str, **values: object) -> str:
    """Return a word or sentence of a report in a language, its places filled."""
    text = table("report", lang)[key]
    return text.format(**values) if values else text
