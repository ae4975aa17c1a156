"""All shapes of secrets: tokens first, then what only its surroundings tell.

URLs, headers, options, assignments. The order matters: a token keeps its own kind inside a URL.
A pattern replaces its group `secret` (or `secret_2`, …), else all it matches.
"""

from __future__ import annotations

from envwright.redaction.context import (
    hides_nothing_in_anaconda_url,
    hides_nothing_in_assignment,
    hides_nothing_in_authorization,
    hides_nothing_in_option,
    hides_nothing_in_userinfo,
)
from envwright.redaction.tokens import TOKENS, Shape

__all__ = ["SHAPES"]

_E = r"(?![A-Za-z0-9])"
_MARK = r"\[redacted:[a-z0-9-]+\]"
_QUOTED = r"""\\?"(?P<secret>[^"\\\n]{1,4096})|'(?P<secret_2>[^'\n]{1,4096})'"""
_BARE = r"""(?P<secret_3>[^\s"'`&;]{1,4096})"""
_VALUE = f"(?:{_QUOTED}|{_BARE})"
_KEY = (
    r"(?:pass(?:word|wd|phrase)|secret|token|credential|api[_-]?key"
    r"|(?:access|account|auth|admin|client|deploy|encryption|license|master|private|service|shared"
    r"|signing|storage|subscription|app|cosmos|django|fernet|hmac|jwt|kaggle|openai|session|stripe)"
    r"[_-]?key|[_;]pwd|[_/:]_?auth|[_-]pat|[_-]sas)"
)
_KEY_LITERALS = "pass secret token credential key pwd auth _pat -pat _sas -sas"


SHAPES: tuple[Shape, ...] = (
    *TOKENS,
    # -- what only the surroundings tell
    Shape(
        "authorization",
        "authorization",
        r"(?i)authorization\\?[\"']?\s{0,3}[:=]\s{0,3}\\?[\"']?"
        r"(?:(?:basic|bearer|token|digest|negotiate|apikey)\s{1,3})?"
        r"(?P<secret>[^\s\"'\\,;&]{6,4096})",
        hides_nothing_in_authorization,
        contextual=True,
    ),
    Shape(
        "authorization", "bearer", r"(?i)\bbearer\s{1,3}(?P<secret>[A-Za-z0-9._~+/-]{16,4096}=*)"
    ),
    Shape(
        "authorization",
        "private-token x-jfrog-art-api x-auth-token x-api-key job-token deploy-token x-vault-token "
        "cookie",
        r"(?i)\b(?:private-token|x-jfrog-art-api|x-auth-token|x-api-key|job-token|deploy-token"
        r"|x-vault-token|(?:set-)?cookie)\s{0,3}:\s{0,3}(?P<secret>[^\s\"']{6,4096})",
        contextual=True,
    ),
    Shape(
        "docker-auth",
        "auth identitytoken registrytoken",
        r"\\?\"(?:auth|identitytoken|registrytoken)\\?\"\s{0,3}:\s{0,3}\\?\""
        r"(?P<secret>[^\"\\\n]{1,8192})",
    ),
    Shape(
        "npm-token",
        "_auth",
        r"(?i)_auth(?:token)?[\"']?\s{0,3}[=:]\s{0,3}[\"']?"
        r"(?P<secret>[^\s\"'&;]{6,4096})",
        hides_nothing_in_option,
        contextual=True,
    ),
    Shape(
        "url-password",
        "@",
        r"(?<![\w/])(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{1,30}):)?//"
        r"(?:(?P<secret_3>[^\s/:@\"'<>\[\]]{4,256}):(?:x-oauth-basic)?"
        r"|(?P<user>[^\s/:@\"'<>\[\]]{0,256}):(?!\d{1,5}/)(?P<secret>[^\s\"'<>@]{1,4096})"
        r"|(?P<secret_2>[^\s/:@\"'<>]{1,4096}|" + _MARK + r"))@(?=[\w.\[$-])",
        hides_nothing_in_userinfo,
    ),
    # The same address as a value within another one.
    Shape(
        "url-password",
        "%40",
        r"(?i)%3A%2F%2F[^\s%\"'<>]{0,256}%3A(?P<secret>[^\s\"'<>&]{1,256}?)%40(?=[\w.-])",
    ),
    Shape(
        "url-password",
        "proxy",
        r"(?i)proxy[\"']?\s{0,3}[=:]\s{0,3}[\"']?[^\s/:@\"']{1,128}:(?P<secret>[^\s/@\"']{1,256})"
        r"@(?=[\w.-]+:\d)",
    ),
    Shape(
        "url-signature",
        "signature x-amz-security-token",
        r"(?i)(?:X-Amz-Signature|X-Goog-Signature|X-Amz-Security-Token|[?&, ]Signature)(?:=|%3D)"
        r"(?P<secret>[A-Za-z0-9%+/=_~-]{16,4096})",
    ),
    Shape(
        "anaconda-token",
        "/t/",
        r"//[^\s/\"']{1,256}(?:/[^\s/\"']{1,128}){0,3}?/t/"
        r"(?P<secret>[^\s/\"'<>]{6,256})(?P<rest>/[^\s\"']{0,256})?",
        hides_nothing_in_anaconda_url,
    ),
    Shape(
        "url-token",
        "cloudsmith.io packagecloud.io fury.io",
        r"(?i)(?:dl\.cloudsmith\.io|packagecloud\.io/priv|(?:pypi|npm)\.fury\.io)/"
        r"(?P<secret>(?!public/|basic/)[A-Za-z0-9_-]{12,64})/",
    ),
    Shape(
        "password",
        "curl wget http --user",
        r"(?i)\b(?:curl|wget|http|https)\b[^\n]{0,300}?\s(?:-u|--user)[ =]?[\"']?"
        r"[^\s:\"']{1,128}:(?P<secret>[^\s\"']{1,256})",
    ),
    Shape(
        "password",
        "login sshpass twine mysql",
        r"(?i)\b(?:login|sshpass|twine\s+upload|mysql(?:dump|admin)?)\b[^\n]{0,300}?\s-p[ =]?"
        r"(?:[\"'](?P<secret>[^\"'\n]{1,256})[\"']|(?P<secret_2>[^\s\"'&;]{1,256}))",
        hides_nothing_in_option,
    ),
    Shape(
        "password",
        "machine password",
        r"(?m)(?:\bmachine\s+\S{1,256}\s+login\s+\S{1,256}\s+password\s+|^[ \t]*password[ \t]+)"
        r"(?P<secret>\S{1,256})(?=\s|$)",
        hides_nothing_in_option,
    ),
    Shape(
        "password",
        "password-stdin with-token sudo",
        r"\b(?:echo|printf)\s{1,3}(?:-n\s{1,3})?(?:[\"'](?P<secret>[^\"'\n]{1,512})[\"']"
        r"|(?P<secret_2>[^\s\"'|]{1,512}))\s{0,3}\|[^\n|]{0,300}?"
        r"(?:password-stdin|with-token|sudo\s{1,3}-S)",
    ),
    Shape(
        "password",
        "pass: storepass keypass -passin -passout",
        r"(?:-(?:src|dest)?(?:store|key)pass[ =]|-pass(?:in|out)?\s{1,3}pass:)[\"']?"
        r"(?P<secret>[^\s\"']{1,256})",
    ),
    Shape(
        "secret",
        "--",
        r"(?i)--[\w-]{0,40}?(?:pass(?:word|wd|phrase)?|token|secret|connection-?string"
        r"|(?:api|access|account|auth|private)-?key)\s{1,3}" + _VALUE,
        hides_nothing_in_option,
        contextual=True,
    ),
    Shape(
        "secret",
        "env arg",
        r"(?i)\b(?:ENV|ARG)\s{1,4}(?P<key>\w{0,60}?"
        + _KEY
        + r"(?P<suffix>(?:[_-][A-Za-z0-9]{1,20})"
        r"{0,4}))\s{1,4}" + _VALUE,
        hides_nothing_in_option,
        contextual=True,
    ),
    Shape(
        "secret",
        _KEY_LITERALS,
        r"(?i)(?P<key>" + _KEY + r")(?P<suffix>s?(?:[_-][A-Za-z0-9]{1,20}){0,4})\\?[\"']?\]?"
        r"(?P<blank>[ \t]{0,3})(?P<separator>=>|:=|=|:|%3D)(?P<blank_2>[ \t]{0,3})" + _VALUE,
        hides_nothing_in_assignment,
        contextual=True,
    ),
)
