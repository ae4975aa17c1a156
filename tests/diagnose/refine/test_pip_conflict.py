"""pip's conflict block says who asks for what; only a plain repetition is called one."""

from __future__ import annotations

import io

from envwright.diagnose.verdict import observe
from envwright.failures.catalogue import load
from envwright.logs.opening import open_logs
from envwright.logs.text import LogText

CATALOGUE = load()
HEAD = (
    "ERROR: Cannot install a and b because these package versions have conflicting dependencies.\n"
)


def _found(text: str) -> dict[str, dict[str, str]]:
    with next(open_logs(["-"], io.BytesIO(text.encode()))) as raw:
        found, _ = observe(LogText(raw), CATALOGUE)
    return {sighting.failure: sighting.captures for sighting in found}


def test_the_requirer_and_the_other_side_are_named() -> None:
    found = _found(
        f"{HEAD}\nThe conflict is caused by:\n"
        "    The user requested idna==3.4\n"
        "    requests 2.25.1 depends on idna<3 and >=2.5\n\n"
        "To fix this you could try to:\n"
    )
    assert found["pip-resolution-impossible"] == {
        "package": "idna",
        "parent": "requests 2.25.1",
        "required": "idna<3 and >=2.5",
        "conflict": "the user asks for idna==3.4",
    }


def test_two_pins_of_the_user_are_a_repetition() -> None:
    found = _found(
        f"{HEAD}\nThe conflict is caused by:\n"
        "    The user requested six==1.16.0\n    The user requested six==1.15.0\n\n"
    )
    assert list(found) == ["pip-duplicate-requirement"]


def test_a_constraint_makes_it_a_conflict() -> None:
    found = _found(
        f"{HEAD}\nThe conflict is caused by:\n"
        "    The user requested six==1.16.0\n    The user requested (constraint) six==1.15.0\n\n"
    )
    assert list(found) == ["pip-resolution-impossible"]


def test_pasted_buildkit_seconds_do_not_hide_the_block() -> None:
    found = _found(
        f"112.6 {HEAD}112.6\n112.6 The conflict is caused by:\n"
        "112.6     The user requested tenacity==8.5.0\n"
        "112.6     instructor 1.7.9 depends on tenacity<10.0.0 and >=9.0.0\n112.6\n"
    )
    assert found["pip-resolution-impossible"]["parent"] == "instructor 1.7.9"
