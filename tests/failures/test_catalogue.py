from __future__ import annotations

import pytest

from envwright.failures.catalogue import package_name


@pytest.mark.parametrize(
    ("requirement", "name"),
    [
        ("six", "six"),
        ("Foo_Bar==1.0", "foo-bar"),
        ("zope.interface>=5,<6", "zope-interface"),
        ("torch[cuda]==2.0", "torch"),
        ("conda-forge::numpy=1.2", "numpy"),
        ("scikit-learn-1.3.0", "scikit-learn"),
        ("pip-24", "pip"),
        ("python-3-package", "python-3-package"),
        ("'quoted==1'", "quoted"),
        ("name @ https://example.org/name.whl", "name"),
    ],
)
def test_a_requirement_is_reduced_to_its_normalised_name(requirement: str, name: str) -> None:
    assert package_name(requirement) == name
