"""The forms of lines that say something about a failure, or plainly do not.

None of them knows a single failure: they are the registers in which tools speak.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    import re

__all__ = ["FORMS", "MAY_TELL"]

FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "error prefix",
        lazy(
            r"^\s*(?:\S+: |\d{4}-\d\d-\d\d[ T]\S+ )?"
            r"(?:E|[Ee]rror|ERROR|ERR|[Ff]atal|FATAL|[Cc]ritical|CRITICAL|Fatal error"
            r"|npm ERR!|npm error|\[(?:ERROR|error)\]|ERR_\w+|FAIL(?:ED|URE)?|×)(?:\[\w+\])?[:!]* "
        ),
    ),
    (
        "warning prefix",
        lazy(
            r"^\s*(?:\S+: )?(?:W|WARN|WARNING|[Ww]arning|DEPRECATION|npm WARN|npm warn"
            r"|\[(?:WARNING|WARN|warning)\])(?:\[\w+\])?:? |\b\w+Warning: "
        ),
    ),
    (
        "exception",
        lazy(
            r"^\s*(?:npm (?:ERR!|error) )?(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Failure"
            r"|NotFound|Exit|Expired|Invalid\w*|Interrupt|Conflict)\b(?:\(|:|$)"
        ),
    ),
    (
        "compiler",
        lazy(
            r"^\s*[^\s:]+:\d+(?::\d+)?: (?:fatal )?[Ee]rror\b"
            r"|^\s*[^\s:(]+\(\d+\): (?:fatal )?error"
            r"|(?:^|[/\s])ld(?:\.\w+)?: |undefined reference to"
        ),
    ),
    (
        "tool prefix",
        lazy(
            r"^\s*(?:[/\w.+-]{0,99}[a-z][\w.+-]{0,99})(?:\[\d+\]|\(\d+\))?: "
            r"(?:line \d+: |\d+: )?\S"
        ),
    ),
    (
        "caused by",
        lazy(r"^\s*(?:Caused by:|[╰├]─▶|(?:Because|And because|So, because) |[Rr]eason: |cause: )"),
    ),
    ("traceback", lazy(r"Traceback \(most recent call last\)")),
    ("frame", lazy(r"^\s*File \".+\", line \d+")),
    ("bullet", lazy(r"^\s*[-*•] \S")),
    (
        "wraps",
        lazy(
            r"returned a non-zero code|did not complete successfully|executor failed running"
            r"|failed to solve|exit(?:ed)? (?:with )?(?:status|code)|^Error: building at STEP"
            r"|did not run successfully|subprocess-exited-with-error|^\s*make(?:\[\d+\])?: \*\*\* "
            r"|Failed building wheel|Failed to build |metadata-generation-failed"
            r"|Could not build wheels|failed-wheel-build|non-zero exit status"
            r"|Failed cleaning build dir|Pip failed|Job failed|(?i:build failed)"
            r"|A complete log of this run|See above for output|Check the logs for full command"
            r"|Running setup\.py \w+ for|finished with status 'error'|failed with error code"
            r"|[Cc]ommand errored out"
        ),
    ),
    (
        "advice",
        lazy(
            r"This is an issue with the package|likely not a problem with pip|^\s*(?:You should "
            r"|You can |Try |See |Please |Consider |To |If |For more|More details|Run )|try again"
            r"|\bhint\b|\bnote:|\bupgrade\b|https?://\S*(?:docs|help|faq|issues|troubleshoot)"
        ),
    ),
    ("colon end", lazy(r":\s*$")),
    (
        "killed",
        lazy(
            r"\b(?:Killed|Terminated|Aborted|Segmentation fault|core dumped|MemoryError"
            r"|[Oo]ut of memory)\b|exit (?:code|status):? (?:-\d+|13[4-9]|143)\b"
        ),
    ),
    (
        "not",
        lazy(
            r"(?<![-\w])(?:not|[Nn]o|[Nn]one|never|[Ww]ithout|[Nn]either|[Nn]othing|[Cc]annot|[Uu]nable)"
            r"(?![-\w])|n't\b"
        ),
    ),
    ("fails", lazy(r"(?i)\bfail(?:s|ed|ure|ing)?\b")),
    (
        "refuses",
        lazy(
            r"(?i)\b(?:denied|refused|forbidden|unauthorized|rejected|disabled|prohibited"
            r"|not allowed|not permitted|abort\w*)\b"
        ),
    ),
    (
        "missing",
        lazy(
            r"(?i)\b(?:not found|no such|missing|does ?n[o']t exist|does not have|not available"
            r"|unavailable|cannot find|could not find|undefined|unresolved|unknown)\b"
        ),
    ),
    (
        "invalid",
        lazy(
            r"(?i)\b(?:invalid|bad|illegal|malformed|corrupt\w*|unexpected|mismatch|broken|wrong"
            r"|incompatible|unsupported|not supported|unrecognized|conflicts?(?:ing)?|expired"
            r"|deprecated|obsolete|removed|duplicate|already exists|do(?:es)? not match|outdated)\b"
        ),
    ),
    (
        "cannot",
        lazy(
            r"(?i)\b(?:can ?not|can't|could not|couldn't|unable to|must|required?s?|needs?"
            r"|expected|only)\b"
        ),
    ),
    (
        "network",
        lazy(
            r"(?i)\b(?:time[d ]*out|unreachable|reset|resolve host|certificate|SSL|TLS|proxy"
            r"|connection|name resolution|handshake|HTTP|[45]\d\d)\b"
        ),
    ),
    ("exit code", lazy(r"(?i)exit (?:status|code)|code:? -?\d+|signal")),
    (
        "progress",
        lazy(
            r"^\s*(?:Collecting |Downloading |Using cached |Requirement already|Installing "
            r"|Preparing |Get:\d|Fetched |Unpacking |Setting up |Selecting |Reading "
            r"|Building dependency|Step \d+/|---> |copying |creating |running |building "
            r"|Looking in |Using |adding |checking |--> |Removing |Processing |Hit:\d|Ign:\d"
            r"|Created |Stored )|\d+%|[━█▉#=]{5,}|\.{3}(?:\s*working\.{3})? ?(?:done|failed)?\s*$"
        ),
    ),
    (
        "command line",
        lazy(
            r"^\s*(?:\+ |\$ |>>> |(?:x86_64-linux-gnu-)?(?:gcc|g\+\+|cc|c\+\+|clang|nvcc|cmake"
            r"|python\d?) -)| -[IDWLl]\S+ .* -[IDWLl]\S+"
        ),
    ),
    (
        "excerpt",
        lazy(r"^\s*(?:>>>\s*)?\d+\s+\| |^\S*Dockerfile:\d+$|^-{4,}|^ > \[|^\s*\|\s"),
    ),
    (
        "instruction",
        lazy(r"^(?:STEP \d+|Step \d+/\d+ :|\[[^\]]*\d+/\d+\] [A-Z]+ |INFO\[\d+\] [A-Z]+ )"),
    ),
    ("marker", lazy(r"^\s*[\^~]+[\^~-]*\s*$")),
)
"""Sign -> the form of a line that has it."""

MAY_TELL = lazy(
    r"(?i)err|fail|exception|not|\bno\b|n't|could|unable|invalid|bad |denied|refused|missing|timed"
    r"|giving up|unreachable|reset|certificate|expired|killed|abort|mismatch|conflict|must|requir"
    r"|need|out of|too many|unknown|unexpected|unsupported|E: |W: "
)
"""What every line holds that may tell of a failure: a cheap look before all the forms."""
