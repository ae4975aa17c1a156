"""Which change comes first, over recorded pairs and small logs."""

from __future__ import annotations

import io

import pytest
from tests.pairs import ENOUGH, Compared, compare_all

from envwright.api import diagnose_path, read_baseline
from envwright.diagnose.changes.moves import distance
from envwright.facts import Change, Diagnosis
from envwright.failures.catalogue import load

CATALOGUE = load()
FROM = "Step 1/3 : FROM python:3.11\n ---> 1a2b3c4d5e6f\n"
INSTALL = "Step 2/3 : RUN pip install -r r.txt\n ---> Running in 0a1b2c3d4e5f\n"
RUN = "Step 3/3 : RUN python app.py\n ---> Running in 0a1b2c3d4e5f\n"
GOOD = FROM + INSTALL + "Successfully installed click-8.0.4 boto3-1.0 tqdm-4.1\n" + RUN
BUILT = "Successfully built 1a2b3c4d5e6f\n"
MOVED = FROM + INSTALL + "Successfully installed click-8.1.0 boto3-2.0 tqdm-4.2\n" + RUN
FAILED = "The command '/bin/sh -c python app.py' returned a non-zero code: 1\n"


@pytest.fixture(scope="module")
def compared() -> list[Compared]:
    return compare_all()


def test_change_to_blame_comes_first_in_nine_of_ten_pairs(compared: list[Compared]) -> None:
    changed = [item for item in compared if item.truth["kind"] != "none"]

    assert len(changed) >= 34
    assert sum(item.right for item in changed) >= ENOUGH * len(changed)


@pytest.mark.parametrize(
    "frame",
    [
        "build\tBuild image\t2024-05-01T10:00:00.0000000Z ",
        "2024-05-01T10:00:00.000000Z 01O ",
        "2024-05-01T10:00:00: ",
        'Step #0 - "Build": ',
    ],
)
def test_frames_of_ci_systems_change_no_answer(frame: str, compared: list[Compared]) -> None:
    framed = compare_all(frame)

    assert [item.right for item in framed] == [item.right for item in compared]


def test_harmless_moves_beside_a_failing_network_are_not_blamed(compared: list[Compared]) -> None:
    same = {item.truth["pair"]: item for item in compared if item.truth["kind"] == "none"}

    assert same["none-identical"].diagnosis.changes == ()
    for name in ("none-network", "none-unreachable"):
        assert same[name].diagnosis.changes != ()
        assert same[name].right


def test_blame_shares_what_is_certain(compared: list[Compared]) -> None:
    for item in compared:
        assert sum(change.blame for change in item.diagnosis.changes) <= 1.001


def test_lines_show_the_change_in_both_logs(compared: list[Compared]) -> None:
    for item in compared:
        for change in item.diagnosis.changes:
            assert change.lines or change.after is None
            assert change.baseline_lines or change.before is None


def _diagnosed(bad: str) -> Diagnosis:
    good = read_baseline("-", CATALOGUE, io.BytesIO((GOOD + BUILT).encode()))
    return next(diagnose_path("-", CATALOGUE, io.BytesIO(bad.encode()), baseline=good))


def test_package_that_an_error_blames_comes_before_one_that_moved_further() -> None:
    error = (
        "Traceback (most recent call last):\n"
        "ImportError: cannot import name '_unicodefun' from 'click' "
        "(/usr/lib/python3.11/site-packages/click/__init__.py)\n"
    )

    assert _diagnosed(MOVED + error + FAILED).changes[0].name == "click"


def test_largest_move_comes_first_where_nothing_ties_any_to_the_failure() -> None:
    changes = _diagnosed(MOVED + "something odd happened\n" + FAILED).changes

    assert [change.name for change in changes] == ["boto3", "click", "tqdm"]
    assert changes[0].blame < 0.7


def test_build_that_succeeded_blames_nothing() -> None:
    changes = _diagnosed(MOVED + BUILT).changes

    assert [change.blame for change in changes] == [0.0, 0.0, 0.0]


def test_what_came_after_the_failure_is_not_to_blame() -> None:
    error = "ModuleNotFoundError: No module named 'click.testing'\n"
    late = "[notice] A new release of pip is available: 23.0.1 -> 24.0\n"

    changes = _diagnosed(MOVED + error + FAILED + late).changes

    assert changes[0].name == "click"


@pytest.mark.parametrize(
    ("before", "after", "nearer"),
    [("1.2.3", "2.0.0", "1.3.0"), ("1.2.3", "1.3.0", "1.2.4"), ("0.9.1", "0.10.0", "0.9.2")],
)
def test_larger_moves_are_farther(before: str, after: str, nearer: str) -> None:
    far, near = (Change("package", "x", before, value) for value in (after, nearer))

    assert distance(far) > distance(near)


def test_variable_that_is_new_with_every_build_is_hardly_suspect() -> None:
    before = FROM + "Step 2/3 : ARG COMMIT=1234abcd5678\n" + RUN + BUILT
    after = FROM + "Step 2/3 : ARG COMMIT=9876fedc5432\n" + RUN + FAILED
    good = read_baseline("-", CATALOGUE, io.BytesIO(before.encode()))

    found = next(diagnose_path("-", CATALOGUE, io.BytesIO(after.encode()), baseline=good))

    assert [change.kind for change in found.changes] == ["step"]
    assert found.changes[0].blame < 0.2
