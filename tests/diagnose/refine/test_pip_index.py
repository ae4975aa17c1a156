"""Why pip found no matching distribution: the narrowest reason that the log proves."""

from __future__ import annotations

import io

import pytest

from envwright.diagnose.refine.pip_versions import satisfies
from envwright.diagnose.verdict import observe
from envwright.failures.catalogue import load
from envwright.logs.opening import open_logs
from envwright.logs.text import LogText


def seen_in(text: str) -> dict[str, dict[str, str]]:
    with next(open_logs(["-"], io.BytesIO(text.encode()))) as raw:
        found, _ = observe(LogText(raw), load())
    return {sighting.failure: sighting.captures for sighting in found}


@pytest.mark.parametrize(
    ("version", "requirement", "fits"),
    [
        ("3.3", "networkx==3.3", True),
        ("1.0", "kit>=1.0,<2", True),
        ("2.0", "kit>=1.0,<2", False),
        ("1.4.5", "kit~=1.4", True),
        ("2.0", "kit~=1.4", False),
        ("1.4.5", "kit==1.4.*", True),
        ("1.5", "kit!=1.4.*", True),
        ("2.0rc1", "kit>=2", False),
        ("2.0.post1", "kit>=2", True),
        ("1.0", "kit", True),
        ("3.8", 'kit>=3; python_version < "3"', True),
        ("1.0", "kit===1.0", True),
    ],
)
def test_a_version_fits_a_requirement(version: str, requirement: str, fits: bool) -> None:
    assert satisfies(version, requirement) is fits


NONE = "(from versions: none)\nERROR: No matching distribution found for"


@pytest.mark.parametrize(
    ("log", "failure"),
    [
        (
            "ERROR: Could not find a version that satisfies the requirement reqeusts==2.31.0 "
            f"{NONE} reqeusts==2.31.0\n",
            "pip-no-versions-none",
        ),
        (
            "  Could not find a version that satisfies the requirement kit==9 (from versions: )\n"
            "No matching distribution found for kit==9\n",
            "pip-no-versions-none",
        ),
        (
            "ERROR: Could not find a version that satisfies the requirement kit==9 "
            "(from versions: 1.0, 2.0)\nERROR: No matching distribution found for kit==9\n",
            "pip-no-matching-distribution",
        ),
        (
            "ERROR: Could not find a version that satisfies the requirement six==9.9 "
            f"(from churn-model==0.4.0->-r requirements.txt (line 1)) {NONE} six==9.9 "
            "(from churn-model==0.4.0->-r requirements.txt (line 1))\n",
            "pip-nested-dependency-not-found",
        ),
        (
            "ERROR: Could not find a version that satisfies the requirement kit>=1 "
            f"(from -r requirements.txt (line 3)) {NONE} kit>=1 "
            "(from -r requirements.txt (line 3))\n",
            "pip-no-versions-none",
        ),
        (
            "ERROR: Ignored the following versions that require a different python version: "
            "2.0 Requires-Python >=3.98; 3.0 Requires-Python >=3.99\n"
            "ERROR: Could not find a version that satisfies the requirement kit==3.0 "
            "(from versions: 1.0)\nERROR: No matching distribution found for kit==3.0\n",
            "pip-ignored-requires-python",
        ),
        (
            "ERROR: Ignored the following versions that require a different python version: "
            "2.0 Requires-Python >=3.98\n"
            "ERROR: Could not find a version that satisfies the requirement kit==9.0 "
            "(from versions: 1.0)\nERROR: No matching distribution found for kit==9.0\n",
            "pip-no-matching-distribution",
        ),
        (
            "ERROR: Could not find a version that satisfies the requirement torch==1.13.1+cu117 "
            "(from versions: 1.13.1, 2.0.0)\n"
            "ERROR: No matching distribution found for torch==1.13.1+cu117\n",
            "pip-torch-local-version",
        ),
        (
            "ERROR: Could not find a version that satisfies the requirement sqlite3 "
            f"{NONE} sqlite3\n",
            "pip-stdlib-or-backport-package",
        ),
        (
            "ERROR: Ignored the following yanked versions: 1.1\n"
            "ERROR: Could not find a version that satisfies the requirement kit>1.0 "
            "(from versions: 1.0)\nERROR: No matching distribution found for kit>1.0\n",
            "pip-yanked-version",
        ),
        (
            "ERROR: Could not find a version that satisfies the requirement core>=4 (from train)\n"
            "ERROR: No matching distribution found for core>=4\n",
            "pip-nested-dependency-not-found",
        ),
        (
            "ERROR: Could not find a version that satisfies the requirement core>=4\n"
            "ERROR: No matching distribution found for core>=4\n",
            "pip-no-matching-distribution",
        ),
    ],
)
def test_the_narrowest_reason_is_named(log: str, failure: str) -> None:
    assert failure in seen_in(log)


def test_what_pip_had_and_could_not_build_is_no_missing_release() -> None:
    """pip 20.3 to 21.3 discards a release that does not build, and then misses it."""
    log = (
        "WARNING: Discarding https://files.pythonhosted.org/packages/11/15/kit-1.0.tar.gz"
        "#sha256=1115 (from https://pypi.org/simple/kit/). Command errored out with exit status 1\n"
        "ERROR: Could not find a version that satisfies the requirement kit==1.0 "
        "(from versions: 1.0)\nERROR: No matching distribution found for kit==1.0\n"
    )
    assert "pip-no-matching-distribution" not in seen_in(log)


def test_a_parent_is_named_without_its_file() -> None:
    log = (
        "ERROR: Could not find a version that satisfies the requirement six==9.9 "
        "(from churn-model==0.4.0->-r requirements.txt (line 1)) (from versions: 1.16.0)\n"
    )
    assert seen_in(log)["pip-nested-dependency-not-found"]["parent"] == "churn-model==0.4.0"


def test_a_pip_that_never_names_the_versions_leaves_a_pinned_one_open() -> None:
    found = seen_in(
        "ERROR: Could not find a version that satisfies the requirement numpy==2.1.0\n"
        "ERROR: No matching distribution found for numpy==2.1.0\n"
    )
    assert set(found) == {"pip-no-matching-distribution"}


def test_a_pip_that_never_names_the_versions_knows_no_such_name() -> None:
    found = seen_in(
        "ERROR: Could not find a version that satisfies the requirement numpie\n"
        "ERROR: No matching distribution found for numpie\n"
    )
    assert set(found) == {"pip-no-versions-none"}
