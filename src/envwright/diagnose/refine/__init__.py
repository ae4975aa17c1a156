"""Refiners: what one line can't say.

A refiner looks at the surroundings of a sighting and returns it with a narrower failure and more
captures, unchanged, or None where it is no failure at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting

__all__ = ["refiner_for"]

# failure -> module of this package; imported when such a failure is seen, not before.
_MODULES: dict[str, str] = {
    "apt-downgrade-blocked": "apt_changes",
    "apt-no-pubkey": "apt_trust",
    "apt-unmet-dependencies": "apt_unmet",
    "azureml-service-tags-egress": "azure_egress",
    "base-image-not-found": "image_of_step",
    "base-image-pull-denied": "image_of_step",
    "base-image-schema1": "image_of_step",
    "build-variable-unset": "handled_exception",
    "command-not-found": "missing_command",
    "compile-audio-image-libs": "compiler",
    "compile-autotools-missing": "compiler",
    "compile-blas-fortran": "compiler",
    "compile-cmake-missing": "compiler",
    "compile-cmake4-policy": "compiler",
    "compile-compiler-missing": "compiler",
    "compile-cuda-home": "compiler",
    "compile-cython3": "compiler",
    "compile-distutils-missing": "compiler",
    "compile-ffi-ssl": "compiler",
    "compile-gcc-too-old-or-new": "compiler",
    "compile-geo-libs": "compiler",
    "compile-header-missing": "compiler",
    "compile-horovod": "compiler",
    "compile-killed-oom": "compiler",
    "compile-library-api-changed": "compiler",
    "compile-libxml-xmlsec": "compiler",
    "compile-linker-lib-missing": "compiler",
    "compile-llvm-config": "compiler",
    "compile-module-not-found-at-runtime": "module_missing",
    "compile-mpi4py": "compiler",
    "compile-mysqlclient": "compiler",
    "compile-numpy-missing-at-build": "compiler",
    "compile-pg-config": "compiler",
    "compile-pkg-config-package-missing": "compiler",
    "compile-pkg-resources-removed": "compiler",
    "compile-pkgutil-impimporter": "compiler",
    "compile-python-api-changed": "compiler",
    "compile-python-headers-missing": "compiler",
    "compile-rust-missing": "compiler",
    "compile-setup-cfg-dashes": "compiler",
    "compile-setuptools-removed-feature": "compiler",
    "compile-swig-missing": "compiler",
    "conda-archive-corrupt": "conda_list",
    "conda-channel-invalid": "conda_http",
    "conda-http-error": "conda_http",
    "conda-packages-not-found": "conda_list",
    "conda-resolve-package-not-found": "conda_list",
    "conda-tos-not-accepted": "conda_list",
    "conda-unsatisfiable": "conda_solver",
    "conda-yaml-invalid": "conda_list",
    "copy-source-missing": "copy_source",
    "dockerfile-unknown-instruction": "heredoc",
    "dependency-api-mismatch": "api_moved",
    "download-wrong-content": "downloads",
    "pip-backtracking-too-long": "backtracking",
    "pip-hash-mismatch": "pip_hashes",
    "pip-no-matching-distribution": "pip_index",
    "pip-resolution-impossible": "pip_conflict",
    "pip-scm-version-undetected": "compiler",
    "pip-wheel-unsupported-platform": "wheel_tags",
    "platform-no-match": "image_of_step",
    "poetry-solver-failed": "poetry_solving",
    "python-syntax-too-new": "python_syntax",
    "python-setuptools-missing": "compiler",
    "python2-only-source": "compiler",
    "registry-firewall-denied": "image_of_step",
    "registry-push-failed": "image_of_step",
    "registry-rate-limit": "image_of_step",
    "registry-unauthorized": "image_of_step",
    "registry-unreachable": "image_of_step",
    "run-file-missing": "missing_file",
    "script-not-executable": "refused_script",
    "sdist-files-missing": "compiler",
    "setup-py-uses-pip-internals": "compiler",
    "setuptools-package-discovery": "compiler",
    "setuptools-too-old": "compiler",
    "uv-no-solution": "uv_resolution",
}


def refiner_for(failure: str) -> Callable[[Sighting, Scene], Sighting | None] | None:
    """Return the refiner of a failure, or None where its lines say it all."""
    module = _MODULES.get(failure)
    if module is None:
        return None
    loaded = __import__(f"{__name__}.{module}", fromlist=["refine"])
    refine: Callable[[Sighting, Scene], Sighting | None] = loaded.refine
    return refine
