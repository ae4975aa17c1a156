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
    "azureml-service-tags-egress": "azure_egress",
    "base-image-not-found": "image_of_step",
    "base-image-pull-denied": "image_of_step",
    "base-image-schema1": "image_of_step",
    "command-not-found": "missing_command",
    "compile-module-not-found-at-runtime": "module_missing",
    "conda-archive-corrupt": "conda_list",
    "conda-channel-invalid": "conda_http",
    "conda-http-error": "conda_http",
    "conda-packages-not-found": "conda_list",
    "conda-resolve-package-not-found": "conda_list",
    "conda-tos-not-accepted": "conda_list",
    "conda-unsatisfiable": "conda_solver",
    "conda-yaml-invalid": "conda_list",
    "copy-source-missing": "copy_source",
    "dependency-api-mismatch": "api_moved",
    "pip-backtracking-too-long": "backtracking",
    "pip-no-matching-distribution": "pip_index",
    "pip-hash-mismatch": "pip_hashes",
    "pip-resolution-impossible": "pip_conflict",
    "platform-no-match": "image_of_step",
    "poetry-solver-failed": "poetry_solving",
    "registry-firewall-denied": "image_of_step",
    "registry-rate-limit": "image_of_step",
    "registry-unauthorized": "image_of_step",
    "registry-unreachable": "image_of_step",
    "run-file-missing": "missing_file",
    "script-not-executable": "refused_script",
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
