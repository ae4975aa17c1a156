"""What differs between two small logs, and what only seems to."""

from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from envwright.api import diagnose_path, read_baseline
from envwright.diagnose.changes.readers import BLOCKS, LINES
from envwright.failures.catalogue import load

CATALOGUE = load()
FROM = "Step 1/4 : FROM python:3.11\n ---> 1a2b3c4d5e6f\n"
FAILED = "The command '/bin/sh -c python app.py' returned a non-zero code: 1\n"
BUILT = "Successfully built 1a2b3c4d5e6f\nSuccessfully tagged app:latest\n"


def _step(number: int, instruction: str, output: str = "") -> str:
    return f"Step {number}/4 : {instruction}\n ---> Running in 0a1b2c3d4e5f\n{output}"


def _pip(*packages: str) -> str:
    collected = "".join(
        f"Collecting {package.partition('-')[0]}\n"
        f"  Downloading {package}-py3-none-any.whl (10 kB)\n"
        for package in packages
    )
    return f"{collected}Successfully installed {' '.join(packages)}\n"


def _changes(good: str, bad: str) -> list[tuple[str, str, str | None, str | None]]:
    baseline = read_baseline("-", CATALOGUE, io.BytesIO(good.encode()))
    diagnosis = next(diagnose_path("-", CATALOGUE, io.BytesIO(bad.encode()), baseline=baseline))
    return [(item.kind, item.name, item.before, item.after) for item in diagnosis.changes]


def _built(first: str, second: str = "", *, ends: str = BUILT) -> str:
    return (
        FROM
        + _step(2, "RUN pip install -r requirements.txt", first)
        + _step(3, "RUN pip install -r extra.txt", second)
        + _step(4, "RUN python app.py")
        + ends
    )


def test_version_that_moved_is_a_change() -> None:
    good = _built(_pip("six-1.15.0", "idna-3.4"))
    bad = _built(_pip("six-1.16.0", "idna-3.4"), ends=FAILED)

    assert _changes(good, bad) == [("package", "six", "1.15.0", "1.16.0")]


def test_same_builds_have_no_changes() -> None:
    good = _built(_pip("six-1.15.0", "idna-3.4"))

    assert _changes(good, good) == []


def test_what_the_bad_build_did_not_reach_is_no_change() -> None:
    good = _built(_pip("six-1.15.0"), _pip("boto3-1.34.0"))
    bad = (
        FROM
        + _step(2, "RUN pip install -r requirements.txt", "Collecting six\n")
        + "The command '/bin/sh -c pip install -r requirements.txt' returned a non-zero code: 1\n"
    )

    assert _changes(good, bad) == []


def test_package_missing_in_a_step_that_was_passed_is_a_change() -> None:
    good = _built(_pip("six-1.15.0", "idna-3.4"), _pip("boto3-1.34.0"))
    bad = _built(_pip("six-1.15.0"), _pip("boto3-1.34.0"), ends=FAILED)

    assert _changes(good, bad) == [("package", "idna", "3.4", None)]


def test_step_that_shows_no_packages_has_lost_none() -> None:
    good = _built(_pip("six-1.15.0", "idna-3.4"))
    bad = _built("", ends=FAILED)

    assert _changes(good, bad) == []


def test_step_that_came_from_the_cache_tells_nothing() -> None:
    good = _built(_pip("six-1.15.0"), _pip("boto3-1.34.0"))
    cached = (
        "Step 2/4 : RUN pip install -r requirements.txt\n ---> Using cache\n ---> 2b3c4d5e6f7a\n"
    )
    bad = (
        FROM
        + cached
        + _step(3, "RUN pip install -r extra.txt", _pip("boto3-1.34.0"))
        + _step(4, "RUN python app.py")
        + FAILED
    )

    assert _changes(good, bad) == []
    assert _changes(bad.replace(FAILED, BUILT), good.replace(BUILT, FAILED)) == []


def test_versions_that_a_resolver_only_looked_at_are_no_change() -> None:
    walked = "".join(
        f"  Downloading six-{version}-py3-none-any.whl (10 kB)\n"
        for version in ("1.17.0", "1.16.0", "1.15.0")
    )
    good = _built(_pip("six-1.15.0"))
    bad = _built(walked + "Successfully installed six-1.15.0\n", ends=FAILED)

    assert _changes(good, bad) == []


def test_newest_of_the_versions_looked_at_is_the_one_that_came() -> None:
    walked = "Collecting six\n" + "".join(
        f"  Downloading six-{version}-py3-none-any.whl (10 kB)\n" for version in ("2.0", "1.14.0")
    )
    good = _built(_pip("six-1.15.0"))
    bad = (
        FROM
        + _step(2, "RUN pip install -r requirements.txt", walked)
        + "The command '/bin/sh -c pip install -r requirements.txt' returned a non-zero code: 1\n"
    )

    assert _changes(good, bad) == [("package", "six", "1.15.0", "2.0")]


def test_edited_added_and_removed_instructions_are_changes() -> None:
    good = FROM + _step(2, "RUN apt-get install -y gcc") + _step(3, "RUN pip install six") + BUILT
    bad = (
        FROM
        + _step(2, "RUN pip install --no-deps six")
        + _step(3, "ENV MODE=fast")
        + _step(4, "RUN python app.py")
        + FAILED
    )

    changes = _changes(good + _step(4, "RUN python app.py"), bad)

    assert set(changes) == {
        ("step", "RUN apt-get install -y gcc", "RUN apt-get install -y gcc", None),
        (
            "step",
            "RUN pip install --no-deps six",
            "RUN pip install six",
            "RUN pip install --no-deps six",
        ),
        ("step", "ENV MODE=fast", None, "ENV MODE=fast"),
    }


def test_another_tag_in_from_is_another_base_image() -> None:
    good = _built(_pip("six-1.15.0"))
    bad = good.replace("FROM python:3.11", "FROM python:3.13").replace(BUILT, FAILED)

    assert _changes(good, bad.replace("1a2b3c4d5e6f", "6f5e4d3c2b1a")) == [
        ("base-image", "python", "3.11", "3.13")
    ]


def test_another_digest_under_the_same_tag_is_another_base_image() -> None:
    def pulled(digit: str) -> str:
        return (
            "Step 1/2 : FROM python:3.11\n3.11: Pulling from library/python\n"
            f"Digest: sha256:{digit * 64}\nStatus: Downloaded newer image for python:3.11\n"
            f" ---> {digit * 12}\n" + _step(2, "RUN python app.py")
        )

    assert _changes(pulled("a") + BUILT, pulled("b") + FAILED) == [
        ("base-image", "python:3.11", f"sha256:{'a' * 64}", f"sha256:{'b' * 64}")
    ]


def test_another_index_is_one_change() -> None:
    good = _built("Looking in indexes: https://one.example.org/simple\n" + _pip("six-1.15.0"))
    bad = good.replace("one.example.org", "two.example.org").replace(BUILT, FAILED)

    assert _changes(good, bad) == [
        (
            "source",
            "https://two.example.org/simple",
            "https://one.example.org/simple",
            "https://two.example.org/simple",
        )
    ]


def test_another_builder_is_a_change_and_its_frames_are_none() -> None:
    good = _built(_pip("six-1.15.0"))
    bad = (
        "#5 [1/3] FROM docker.io/library/python:3.11\n#5 DONE 0.1s\n"
        "#6 [2/3] RUN pip install -r requirements.txt\n"
        "#6 0.9   Downloading six-1.15.0-py3-none-any.whl (10 kB)\n"
        "#6 1.2 Successfully installed six-1.15.0\n#6 DONE 1.3s\n"
        "#7 [3/3] RUN python app.py\n"
        '#7 ERROR: process "/bin/sh -c python app.py" did not complete successfully: exit code: 1\n'
    )

    changes = _changes(good, bad)

    assert ("tool", "builder", "docker build", "buildkit") in changes
    assert [item for item in changes if item[0] == "package"] == []


def test_build_that_is_tried_again_has_the_same_steps() -> None:
    good = _built(_pip("six-1.15.0"))
    bad = _built(_pip("six-1.15.0"), ends=FAILED)

    assert _changes(good, bad + bad) == []


def test_frames_of_ci_systems_change_nothing() -> None:
    good = _built(_pip("six-1.15.0"))
    bad = _built(_pip("six-1.16.0"), ends=FAILED)

    framed = "".join(f"2024-05-01T10:00:00.0000000Z {line}\n" for line in bad.splitlines())

    assert _changes(good, framed) == [("package", "six", "1.15.0", "1.16.0")]


def test_lines_of_a_compiler_hide_nothing() -> None:
    noise = "gcc -c a.c -I/usr/include/python3.11 -o build/temp.linux-x86_64-3.11/a.o\n" * 20_000
    good = _built(_pip("six-1.15.0") + noise)
    bad = _built(noise + _pip("six-1.16.0") + noise, ends=FAILED)

    assert _changes(good, bad) == [("package", "six", "1.15.0", "1.16.0")]


_ANCHORS = [anchor.decode() for reader in LINES for anchor in reader.ANCHORS]
_HEADERS = [header.decode() for reader in BLOCKS for header in reader.HEADERS]
_PIECES = st.one_of(
    st.sampled_from([*_ANCHORS, *_HEADERS, "RUN ", "FROM ", "Step 1/2 : ", "STEP 1/2: ", "#5 "]),
    st.sampled_from(["\n", "\r", " ", "-", "==", "1.0", "(", ")", "six", "::", "/linux-64", "|"]),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8),
)


@given(st.lists(_PIECES, max_size=60), st.lists(_PIECES, max_size=60))
@settings(max_examples=150, deadline=None)
def test_whatever_two_logs_hold_they_can_be_compared(one: list[str], other: list[str]) -> None:
    changes = _changes("a\n" + "".join(one), "a\n" + "".join(other))

    assert all(before != after and name for _, name, before, after in changes)
