"""What a new page says until it is filled in, in English."""

from __future__ import annotations

__all__ = ["TEXTS"]

TEXTS = {
    "title": "Say in one sentence what is wrong.",
    "line": "the line that shows the failure, as the tool printed it",
    "tool": "name of the tool",
    "version": "its version",
    "why": "Say why, in a few sentences.",
    "remedy": "Say what to do, in one sentence.",
    "ran": "the command that printed it, and the versions of the tools",
    "near_ran": "a build that prints something similar without this failure",
    "near_line": "a line for which this page must stay silent",
    "source": "where the failure is described, or `seen here`",
}
