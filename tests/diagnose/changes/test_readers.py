"""What single lines say was used."""

from __future__ import annotations

import pytest

from envwright.diagnose.changes.readers import LINES
from envwright.diagnose.changes.readers.conda_tables import read_block
from envwright.diagnose.changes.readers.images import from_of
from envwright.facts import Line


def _read(text: str) -> list[tuple[str, str, str]]:
    return [
        (found.kind, found.name, found.value)
        for reader in LINES
        if any(anchor.decode() in text for anchor in reader.ANCHORS)
        for found in reader.read(text)
        if found.kind != "build"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Downloading six-1.16.0-py2.py3-none-any.whl (11 kB)", ("six", "1.16.0")),
        ("  Using cached PyYAML-5.4.1.tar.gz (175 kB)", ("pyyaml", "5.4.1")),
        (
            "  Downloading https://files.pythonhosted.org/packages/ab/cd/zope.interface-5.0-py3-none-any.whl",
            ("zope-interface", "5.0"),
        ),
        (
            "    Downloading typing_extensions-4.6.3-py3-none-any.whl.metadata (2.8 kB)",
            ("typing-extensions", "4.6.3"),
        ),
        (
            "  Obtaining dependency information for attrs from https://x.example/attrs-23.1.0-py3-none-any.whl",
            ("attrs", "23.1.0"),
        ),
        (
            "Requirement already satisfied: idna<4,>=2.5 in /usr/lib/python3/dist-packages"
            " (from requests==2.31.0->-r r.txt (line 1)) (3.3)",
            ("idna", "3.3"),
        ),
        ("Collecting boto3==1.34.0 (from -r requirements.txt (line 2))", ("boto3", "1.34.0")),
        (
            "  Created wheel for foo-bar: filename=foo_bar-1.0-py3-none-any.whl size=9",
            ("foo-bar", "1.0"),
        ),
        (" + numpy==2.0.0", ("numpy", "2.0.0")),
        (" + app==1.0 (from file:///app)", ("app", "1.0")),
        ("  - Installing six (1.16.0)", ("six", "1.16.0")),
        ("  • Updating six (1.15.0 -> 1.16.0)", ("six", "1.16.0")),
        ("Setting up gcc (4:12.2.0-3) ...", ("gcc", "4:12.2.0-3")),
        ("Setting up libc6:amd64 (2.36-9+deb12u4) ...", ("libc6", "2.36-9+deb12u4")),
        ("(3/12) Installing libgcc (12.2.1_git20220924-r4)", ("libgcc", "12.2.1_git20220924-r4")),
        ("Linking numpy-1.26.4-py311h64a7726_0", ("numpy", "1.26.4")),
        ("+ express@4.17.1", ("express", "4.17.1")),
        ("   Compiling serde v1.0.197", ("serde", "1.0.197")),
        ("go: downloading golang.org/x/sys v0.1.0", ("golang.org/x/sys", "0.1.0")),
        (
            "trying URL 'https://cran.r-project.org/src/contrib/rlang_1.1.3.tar.gz'",
            ("rlang", "1.1.3"),
        ),
        ("[notice] A new release of pip is available: 23.0.1 -> 24.0", ("pip", "23.0.1")),
        (
            "  ╰─▶ Because acme==1.5.0 depends on lib>=2 and you require acme, we can",
            ("acme", "1.5.0"),
        ),
    ],
)
def test_line_names_a_package(text: str, expected: tuple[str, str]) -> None:
    assert ("package", *expected) in _read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Downloading data from https://example.org/weights-1.0.bin",
        "Setting up the environment (this takes a while)",
        "Get:it while it is hot",
        "  Using cached results",
        "x = a + b",
        "Collecting package metadata (current_repodata.json): done",
        "Downloading and Extracting Packages",
        "ca-certificates-2023 | 89 KB     | ########## | 100%",
    ],
)
def test_other_lines_name_nothing(text: str) -> None:
    assert _read(text) == []


def test_every_package_that_pip_installed_is_named() -> None:
    text = "Successfully installed boto3-1.34.0 python-dateutil-2.8.2 typing_extensions-4.9.0"

    assert _read(text) == [
        ("package", "boto3", "1.34.0"),
        ("package", "python-dateutil", "2.8.2"),
        ("package", "typing-extensions", "4.9.0"),
    ]


def test_fetched_package_names_its_processor() -> None:
    text = "Get:5 http://deb.debian.org/debian bookworm/main arm64 gcc arm64 4:12.2.0-3 [5216 B]"

    assert _read(text) == [
        ("package", "gcc", "4:12.2.0-3"),
        ("platform", "platform", "aarch64"),
    ]


def test_wheel_names_python_and_platform() -> None:
    text = "  Downloading numpy-1.26.4-cp311-cp311-manylinux_2_17_x86_64.whl (18.3 MB)"

    assert ("python", "python", "3.11") in _read(text)
    assert ("platform", "platform", "x86_64") in _read(text)


def test_wheel_of_the_stable_interface_names_no_python() -> None:
    text = "  Downloading cryptography-42.0.5-cp39-abi3-manylinux_2_28_x86_64.whl (4.6 MB)"

    assert "python" not in [kind for kind, _, _ in _read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("uv 0.4.30", ("uv", "0.4.30")),
        ("conda 23.11.0", ("conda", "23.11.0")),
        ("Docker version 24.0.7, build afdd53b", ("docker", "24.0.7")),
        ("gcc (Debian 12.2.0-14) 12.2.0", ("gcc", "12.2.0")),
        ("-- The C compiler identification is GNU 12.2.0", ("C compiler", "GNU 12.2.0")),
        ("Cuda compilation tools, release 11.8, V11.8.89", ("nvcc", "11.8")),
        ("Running with gitlab-runner 16.5.0 (853330f9)", ("gitlab-runner", "16.5.0")),
        (
            "Download action repository 'actions/checkout@v4' (SHA:b4ffde65f46336ab88eb53be80)",
            ("actions/checkout", "v4 b4ffde65f463"),
        ),
    ],
)
def test_line_names_a_tool(text: str, expected: tuple[str, str]) -> None:
    assert _read(text) == [("tool", *expected)]


def test_pip_names_the_python_it_runs_in() -> None:
    text = "pip 24.0 from /usr/local/lib/python3.11/site-packages/pip (python 3.11)"

    assert ("package", "pip", "24.0") in _read(text)
    assert ("python", "python", "3.11") in _read(text)


def test_every_index_is_named() -> None:
    text = "Looking in indexes: https://pypi.org/simple, https://packages.example.org/simple"

    assert [value for _, _, value in _read(text)] == [
        "https://pypi.org/simple",
        "https://packages.example.org/simple",
    ]


def test_row_of_conda_names_version_platform_and_channel() -> None:
    text = "  numpy              conda-forge/linux-64::numpy-1.26.4-py311h64a7726_0"

    assert _read(text) == [
        ("package", "numpy", "1.26.4"),
        ("platform", "platform", "linux-64"),
        ("source", "conda-forge", "conda-forge"),
    ]


def test_row_of_micromamba_names_version_and_channel() -> None:
    text = "  + python       3.11.5  hab00c5b_0_cpython  conda-forge      30MB"

    assert ("package", "python", "3.11.5") in _read(text)
    assert ("python", "python", "3.11") in _read(text)
    assert ("source", "conda-forge", "conda-forge") in _read(text)


def _table(header: bytes, text: str) -> list[tuple[str, str]]:
    lines = [Line(number, row) for number, row in enumerate(text.split("\n"), 2)]
    return [
        (found.name, found.value)
        for _, found in read_block(header, lines)
        if found.kind == "package"
    ]


def test_table_of_downloads_ends_with_its_last_row() -> None:
    text = (
        "\n"
        "    package                    |            build\n"
        "    ---------------------------|-----------------\n"
        "    libtiff-4.5.0              |       h6a678d5_2          506 B\n"
        "    pillow-9.4.0               |  py310h6a678d5_0         149 KB  conda-forge\n"
        "    ------------------------------------------------------------\n"
        "                                           Total:         269 KB\n"
        "\n"
        "    numpy-1.0                  |  not a row any more\n"
    )

    assert _table(b"The following packages will be downloaded", text) == [
        ("libtiff", "4.5.0"),
        ("pillow", "9.4.0"),
    ]


def test_old_table_gives_the_newer_of_two_versions() -> None:
    text = "\n    numpy: 1.10.0-0 file:///app/main --> 1.11.0-1 file:///app/main\n    six: 1.0-0\n"

    assert _table(b"packages will be UPDATED", text) == [("numpy", "1.11.0"), ("six", "1.0")]


def test_progress_bar_that_cuts_the_version_names_nothing() -> None:
    text = (
        "ca-certificates-2023 | 89 KB     | ########## | 100%\n"
        "tqdm-4.64.1          | 513 B     | ########## | 100%\n"
    )

    assert _table(b"Downloading and Extracting Packages", text) == [("tqdm", "4.64.1")]


@pytest.mark.parametrize(
    ("instruction", "expected"),
    [
        ("FROM python:3.11", ("python:3.11", None)),
        ("FROM docker.io/library/python:3.11@sha256:abc AS build", ("python:3.11", None)),
        ("FROM --platform=linux/arm64 debian", ("debian", "linux/arm64")),
        ("RUN pip install six", None),
    ],
)
def test_from_names_an_image(instruction: str, expected: tuple[str, str | None] | None) -> None:
    assert from_of(instruction) == expected
