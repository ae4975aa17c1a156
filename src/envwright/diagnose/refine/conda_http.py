"""Narrows a failed download of conda, mamba or rattler to what the server or the network did."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting
    from envwright.facts import Line

__all__ = ["refine"]

_BY_STATUS = {
    "401": "conda-channel-auth",
    "403": "conda-channel-auth",
    "407": "net-proxy-error",
    "429": "net-http-429",
}
_INDEX = re.compile(
    r"/(?:current_)?repodata(?:_shards)?\.(?:json|msgpack)[\w.]*$|/(?:noarch|linux-\w+)$"
)
# libcurl's numbers, as libmamba prints them: https://curl.se/libcurl/c/libcurl-errors.html
_BY_CURL = {
    "5": "net-proxy-error",
    "97": "net-proxy-error",
    "6": "net-dns-failure",
    "7": "net-connection-refused-or-unreachable",
    "28": "net-read-timeout",
    "18": "net-connection-reset",
    "52": "net-connection-reset",
    "55": "net-connection-reset",
    "56": "net-connection-reset",
    "92": "net-connection-reset",
    "35": "net-ssl-verify-failed",
    "51": "net-ssl-verify-failed",
    "58": "net-ssl-verify-failed",
    "60": "net-ssl-verify-failed",
    "77": "net-ssl-verify-failed",
}
_BY_WORDS = (
    (re.compile(r"Failed to connect to|Could not connect|Connection timed out after"),
     "net-connection-refused-or-unreachable"),
    (re.compile(r"expired"), "net-ssl-certificate-expired"),
    (re.compile(r"[Cc]onnection (?:was )?reset|SSL_ERROR_SYSCALL"), "net-connection-reset"),
    (re.compile(r"CONNECT tunnel failed|HTTP code \d+ from proxy|[Pp]roxy CONNECT"),
     "net-proxy-error"),
)  # fmt: skip
_CAUSED_BY = re.compile(r"^\s*(?:Caused by:|[├└╰]─+▶?|\d+:) ?(?P<reason>.+?)\s*$")
_RATTLER = (
    (re.compile(r"dns error|failed to lookup address|error resolving DNS"), "net-dns-failure"),
    (re.compile(r"[Cc]ertificate|UnknownIssuer"), "net-ssl-verify-failed"),
    (re.compile(r"Connection refused|unreachable|No route to host"),
     "net-connection-refused-or-unreachable"),
    (re.compile(r"timed out|timeout"), "net-read-timeout"),
    (re.compile(r"reset by peer|closed before message completed|unexpected (?:EOF|end of file)"),
     "net-connection-reset"),
    (re.compile(r"[Pp]roxy|tunnel error|unsuccessful tunnel"), "net-proxy-error"),
)  # fmt: skip
_DETAIL = re.compile(
    r"^\s+channel name: (?P<channel>.+?)\s*$|^\s+channel url: (?P<url>\S+)"
    r"|^\s+error code: (?P<status>\d+)"
)
_HOST = re.compile(r"^\w+://(?:[^@/]+@)?(?P<host>[^/:]+)")


def refine(finding: Sighting, scene: Scene) -> Sighting | None:
    """Return the sighting with the failure that status, curl code or cause below it names."""
    if finding.failure == "conda-channel-invalid":
        finding = _with_channel(finding, scene)
    status = finding.captures.get("status", "")
    if status in _BY_STATUS:
        return finding._replace(failure=_BY_STATUS[status])
    if finding.failure != "conda-http-error":
        return finding
    if status == "404" and _INDEX.search(finding.captures.get("url", "")):
        return finding._replace(failure="conda-channel-invalid")
    code = finding.captures.get("code", "")
    if code in _BY_CURL:
        return _by_curl(finding, scene, _BY_CURL[code])
    if any("error sending request" in line.text for line in finding.evidence):
        return _by_cause(finding, scene)
    return finding


def _with_channel(finding: Sighting, scene: Scene) -> Sighting:
    """Return the sighting with the channel, address and status that older conda lists below it."""
    captures = dict(finding.captures)
    evidence = list(finding.evidence)
    if "status" in captures or "UnavailableInvalidChannel" not in evidence[0].text:
        return finding
    for line in scene.around(evidence[0], 0, 6):
        found = _DETAIL.match(line.text)
        if found is None:
            continue
        captures.update({name: value for name, value in found.groupdict().items() if value})
        if found["status"] in _BY_STATUS:
            evidence.insert(0, line)
        elif line.number not in {known.number for known in evidence}:
            evidence.append(line)
    host = _HOST.match(captures.get("url", ""))
    if host:
        captures.setdefault("host", host["host"])
    return finding._replace(captures=captures, evidence=tuple(evidence))


def _by_curl(finding: Sighting, scene: Scene, failure: str) -> Sighting:
    """Return the sighting by libcurl's code; its own words, a line below, may say more."""
    if failure.startswith("net-"):
        words = [line.text for line in scene.around(finding.evidence[0], 0, 2)]
        for pattern, narrower in _BY_WORDS:
            if any(pattern.search(text) for text in words):
                failure = narrower
                break
    return finding._replace(failure=failure)


def _by_cause(finding: Sighting, scene: Scene) -> Sighting:
    """Return the sighting by the innermost `Caused by:` of a Rust client."""
    causes = _causes(scene.around(finding.evidence[0], 0, 10), finding.evidence[0])
    for line, reason in reversed(causes):
        for pattern, failure in _RATTLER:
            if pattern.search(reason):
                return finding._replace(
                    failure=failure,
                    captures={**finding.captures, "reason": reason},
                    evidence=(line, *finding.evidence),
                )
    return finding


def _causes(lines: Sequence[Line], heading: Line) -> list[tuple[Line, str]]:
    found: list[tuple[Line, str]] = []
    for line in lines:
        if line.number <= heading.number:
            continue
        cause = _CAUSED_BY.match(line.text)
        if cause is None:
            break
        found.append((line, cause["reason"]))
    return found
