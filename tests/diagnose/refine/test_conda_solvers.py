"""The refiners of conda tell a conflict from a package or a machine that lacks something."""

from __future__ import annotations

import pytest

from envwright.diagnose.refine.conda_classic import Verdict, classic_verdict
from envwright.diagnose.refine.conda_ranges import disjoint, requirement_of
from envwright.diagnose.refine.conda_solver import VIRTUAL
from envwright.diagnose.refine.conda_tree import libsolv_verdict, tree_verdict
from envwright.facts import Line


def lines_of(text: str) -> list[Line]:
    return [Line(number, line) for number, line in enumerate(text.splitlines(), start=1)]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (">=3.7,<3.8.0a0", "=3.8", True),
        (">=3.7,<3.8.0a0|>=3.8,<3.9.0a0", "3.8", False),
        (">=3.9,<3.10.0a0", "3.10.*", True),
        (">=1.12.2,<1.12.3.0a0", ">=1.10.6,<1.10.7.0a0", True),
        (">=2.17", "==2.31", False),
        (">=2.39,<3.0.a0", "==2.36", True),
        ("1.10.*", "1.11", True),
        ("1.1.*", "1.10", True),
        ("", "=3.8", False),
        ("!=1.8", "1.8", False),
        ("~=1.4", "1.9", False),
        ("<2", ">=2", True),
        ("<=2", ">=2", False),
    ],
)
def test_ranges_are_disjoint_only_where_no_version_is_in_both(
    one: str, other: str, expected: bool
) -> None:
    assert disjoint(one, other) is expected
    assert disjoint(other, one) is expected


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("thinc=7.4.5", ("thinc", "=7.4.5")),
        ("hdf5[version='>=1.12.2,<1.12.3.0a0']", ("hdf5", ">=1.12.2,<1.12.3.0a0")),
        ("jaxlib==0.4.14[build=*cuda118*]", ("jaxlib", "==0.4.14")),
        ("python 3.10*", ("python", "3.10*")),
        ("conda-forge::numpy", ("numpy", "")),
        ("__cuda", ("__cuda", "")),
        ("h5py=3.7.0", ("h5py", "=3.7.0")),
        ("python 3.9", ("python", "3.9")),
    ],
)
def test_name_and_version_are_taken_from_any_form_of_a_spec(
    spec: str, expected: tuple[str, str]
) -> None:
    assert requirement_of(spec) == expected


def classic(text: str) -> Verdict:
    verdict = classic_verdict(lines_of(text), VIRTUAL)
    assert verdict is not None
    return verdict


def test_of_conda_s_blocks_the_one_that_leaves_no_version_is_the_conflict() -> None:
    verdict = classic(
        """UnsatisfiableError: The following specifications were found to be incompatible

Package python conflicts for:
python=3.10
opencv=4.6.0 -> python[version='>=3.10,<3.11.0a0|>=3.8,<3.9.0a0']

Package hdf5 conflicts for:
opencv=4.6.0 -> hdf5[version='>=1.12.2,<1.12.3.0a0']
h5py=3.7.0 -> hdf5[version='>=1.10.6,<1.10.7.0a0']"""
    )
    assert verdict.failure == "conda-unsatisfiable"
    assert verdict.decisive is not None
    assert verdict.decisive.number == 8
    assert verdict.captures["package"] == "opencv"


def test_a_virtual_package_that_the_machine_satisfies_is_not_the_cause() -> None:
    verdict = classic(
        """UnsatisfiableError: The following specifications were found to be incompatible

Package python conflicts for:
python=3.8
theano=1.0.5 -> python[version='>=3.7,<3.8.0a0']
The following specifications were found to be incompatible with your system:

  - feature:/linux-64::__glibc==2.31=0
  - python=3.8 -> libgcc-ng[version='>=7.3.0'] -> __glibc[version='>=2.17']

Your installed version is: 2.31"""
    )
    assert verdict.failure == "conda-unsatisfiable"
    assert verdict.captures["package"] == "theano"


def tree(text: str, requested: tuple[str, ...] = ()) -> Verdict:
    verdict = tree_verdict(lines_of(text), VIRTUAL, requested)
    assert verdict is not None
    return verdict


def test_a_lack_deep_below_another_request_yields_to_the_conflict() -> None:
    """https://github.com/mamba-org/mamba/issues/3828"""
    verdict = tree(
        """    The following packages are incompatible
    ├─ python =3.12 * is requested and can be installed;
    ├─ python [=3.12 *|=3.13 *] is not installable because it requires
    │  └─ _python_rc =* *, which does not exist (perhaps a missing channel);
    └─ python =3.13 * is not installable because it conflicts with any installable versions"""
    )
    assert verdict.failure == "conda-unsatisfiable"


def test_rattler_has_no_candidates_for_what_the_command_itself_narrows() -> None:
    text = """SolverError: Cannot solve the request because of: numba * cannot be installed because:
└─ numba 0.55.1 would require
   └─ numpy >=1.18,<1.22, for which no candidates were found."""
    assert tree(text).failure == "conda-packages-not-found"
    assert tree(text, ("numpy",)).failure == "conda-unsatisfiable"


def test_a_request_whose_every_way_ends_at_the_driver_lacks_the_driver() -> None:
    verdict = tree(
        """Could not solve for environment specs
The following packages are incompatible
├─ pytorch-gpu is not installable because there are no viable options
│  ├─ pytorch-gpu 2.0.0 would require
│  │  └─ __cuda, which is missing on the system;
│  └─ pytorch-gpu 2.1.0 would require
│     └─ __cuda >=12, which is missing on the system;
└─ python 3.10** is requested and can be installed."""
    )
    assert verdict.failure == "conda-virtual-package-cuda"
    assert verdict.captures == {"package": "pytorch-gpu", "required": "__cuda"}


def test_libsolv_names_the_channel_s_priority_before_its_consequences() -> None:
    verdict = libsolv_verdict(
        lines_of(
            """Encountered problems while solving:
  - nothing provides __cuda needed by liblightgbm-4.5.0-cuda_h1f3617d_3
  - package _libgcc_mutex-0.1-conda_forge is excluded by strict repo priority"""
        ),
        VIRTUAL,
    )
    assert verdict is not None
    assert verdict.failure == "conda-strict-priority-excluded"
    assert verdict.captures["package"] == "_libgcc_mutex"
