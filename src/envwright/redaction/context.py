"""Judges whether a value that stands where secrets stand is one: placeholders, names, prose."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

__all__ = [
    "hides_nothing_in_anaconda_url",
    "hides_nothing_in_assignment",
    "hides_nothing_in_authorization",
    "hides_nothing_in_option",
    "hides_nothing_in_userinfo",
    "is_placeholder",
]

# ruff: noqa: SIM905, S108  (words read better than a list of quotes; no path here is opened)

_NO_VALUES = frozenset(
    "true false yes no none null nil undefined required optional default empty unset missing "
    "str string bytes bool int any object password passwd secret token".split()
)
_PROSE = frozenset(
    "a an and are argument authentication before but by can cannot could environment error file "
    "flag for found from given has have in input instead into is it may must not of on option or "
    "parameter provided required should that the to use using variable via was were when which "
    "will with without would you your requires needs does only also has takes expects invalid "
    "missing unknown unsupported unrecognized deprecated ignored".split()
)
_CODE = ("self.", "os.", "settings.", "config.", "args.", "kwargs", "secrets.", "env.", "var.",
         "local.", "data.", "module.", "process.env", "github.", "inputs.", "steps.", "ctx.",
         "options.", "getpass", "get_", "str(", "optional[", "typing.", "keyring.")  # fmt: skip
_PATHS = ("/run/secrets/", "/var/", "/etc/", "/home/", "/root/", "/tmp/", "/app/", "/opt/",
          "/usr/", "/mnt/", "/kaniko/", "/workspace", "./", "../", "~/", "http://", "https://",
          "file://")  # fmt: skip
_NOT_VALUES_OF = frozenset(
    "file files path paths url uri urls endpoint name names type id ids dir folder expiry expires "
    "expiration ttl length size count lifetime scope scopes issuer audience algorithm format "
    "location store helper provider manager service env var key-id stdin limit limits usage "
    "version hash policy required enabled".split()
)
_BEFORE_PROSE = frozenset(
    "unexpected invalid illegal bad unknown missing expected undefined next first last current "
    "special unk pad eos bos sep cls mask".split()
)
_KNOWN_USERS = frozenset("git anonymous guest hg svn".split())
_FORUMS = ("discuss", "discourse", "forum", "community", "talk", "ask.", "answers")


def is_placeholder(value: str) -> bool:
    """Tell whether a value only stands for a secret: `${VAR}`, `$(cmd)`, `****`, `<token>`."""
    bare = value.strip("\"'")
    if not bare or not bare.strip("*.xX•-"):
        return True
    if bare[0] == "$":
        name = bare[1:]
        return (
            name[:1] in ("{", "(")
            or name.rstrip("@,:/").replace("_", "").isupper()
            or (name.replace("_", "").isalpha() and name.islower())
            or name == "oauthtoken"
        )
    if bare[0] == "%" and bare[-1] == "%":
        return len(bare) > 2
    return (
        (bare[0] == "<" and bare.endswith(">"))
        or bare.startswith(("{{", "<TOKEN", "<your", "${{"))
        or (bare[0] == "{" and bare[-1] == "}")
    )


def hides_nothing_in_userinfo(match: re.Match[str], secret: str) -> bool:
    """Tell whether the part of a URL before `@` holds no secret: a user's name alone."""
    scheme = (match.group("scheme") or "").lower()
    if match.group("secret_2") is None:
        return False
    if scheme.endswith("ssh") or scheme in ("sftp", "rsync", "oci", "docker", "mailto"):
        return True
    if secret.lower() in _KNOWN_USERS:
        return True
    after = match.string[match.end() : match.end() + 300]
    return after.startswith(f"dev.azure.com/{secret}/")


def hides_nothing_in_anaconda_url(match: re.Match[str], secret: str) -> bool:
    """Tell whether `/t/` in a URL is a forum's topic rather than a channel's token."""
    host = match.group()[2:].lower()
    rest = match.group("rest") or ""
    return host.startswith(_FORUMS) or rest.strip("/").isdigit()


def hides_nothing_in_option(match: re.Match[str], secret: str) -> bool:
    """Tell whether what follows an option is another option, a specification or prose."""
    lowered = secret.lower()
    suffix = match.groupdict().get("suffix") or ""
    return (
        secret[0] == "-"
        or lowered.rstrip(".,:;)") in _PROSE
        or lowered in _NO_VALUES
        or lowered.startswith(("id=", "type=", "src=", "source=", "env=", "target=", "=", *_PATHS))
        or _names_no_value(suffix)
    )


def hides_nothing_in_authorization(match: re.Match[str], secret: str) -> bool:
    """Tell whether `authorization:` is followed by a sentence rather than by a credential."""
    words = secret.replace("_", "").replace("-", "")
    return hides_nothing_in_option(match, secret) or (words.isalpha() and words.islower())


def hides_nothing_in_assignment(match: re.Match[str], secret: str) -> bool:
    """Tell whether an assignment to a name such as `token` gives no secret away."""
    if hides_nothing_in_option(match, secret):
        return True
    if match.group("blank_2") and not match.group("blank") and match.group("separator") != ":":
        return True  # `PASSWORD= next`: nothing was assigned
    if match.group("secret_3") is not None and _is_code(secret, bool(match.group("blank"))):
        return True
    lowered = secret.lower()
    if lowered.startswith(_CODE) or lowered == match.group("key").lower():
        return True
    if secret.isdigit() and len(secret) < 4:
        return True
    quoted = match.group("secret_3") is None
    before = match.string[max(0, match.start() - 40) : match.start()]
    words = before.replace("_", " ").split()
    if words and words[-1].lower().strip("\"'`(") in _BEFORE_PROSE and before[-1:] in (" ", "_"):
        return True
    if match.group("separator") != ":" or quoted:
        return False
    return not _looks_like_yaml_value(match, secret, before)


def _is_code(value: str, spaced: bool) -> bool:
    """Tell whether an assigned value is a call, an element or an attribute, as in `t = f(x)`."""
    name = value
    for bracket in ("(", "["):
        name = name.partition(bracket)[0]
    letters = name.replace(".", "").replace("_", "")
    if not letters.isalpha():
        return False
    if name != value:
        return spaced or value.endswith(("(", "()"))
    return spaced and "." in name


def _looks_like_yaml_value(match: re.Match[str], secret: str, before: str) -> bool:
    """Tell `password: hunter2` from a sentence that goes on after a colon."""
    if len(secret) < 6 or not match.group()[-len(secret) - 1 :][0].isspace():
        # `token:abc`: only what cannot be a word or a position in a file.
        return len(secret) >= 16 and any(character.isdigit() for character in secret)
    after = match.string[match.end() : match.end() + 20]
    ends_line = not after.strip(" \t,}") or after.lstrip(" \t,}")[:1] == "\n"
    odd = any(not character.isalpha() for character in secret.rstrip(".,:;)"))
    starts = not before or not before[-1:].isalnum()
    return starts and (odd if not ends_line else True) and (ends_line or len(secret) >= 8)


def _names_no_value(suffix: str) -> bool:
    """Tell whether a name ends in a word as `_FILE`: it holds no secret itself."""
    last = suffix.lower().replace("-", "_").rpartition("_")[2]
    return bool(suffix) and last in _NOT_VALUES_OF
