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
    "feedback": "# A wrong answer of envwright {version}\n\n"
    "- It said: `{said}`\n- True is: `{truth}`\n- Note: {note}\n\n"
    "`build.log` holds {kept} of the log's {lines} lines; what envwright knows as a secret is "
    "replaced by `[redacted:…]`. Look through it before you share it: names of hosts, packages and "
    "people are still there.\n`labels.jsonl` says what is true, `diagnosis.json` what was said, "
    "`about.json` with which versions.\n\n"
    "To report it, attach this folder as an archive to an issue.\n"
    "To make it a test, move this folder into `{place}` of a clone of envwright and run "
    "`make exam`.\n",
}
