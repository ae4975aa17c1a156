"""Tells an Azure ML build that cannot reach Microsoft's registry from any other such build."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting

__all__ = ["refine"]

_AZURE_BUILD = re.compile(r"azureml-environment-setup|azureml/azureml_[0-9a-f]{32}")


def refine(finding: Sighting, scene: Scene) -> Sighting | None:
    """Return the sighting where the service started the build, None on any other machine."""
    decisive = finding.evidence[0]
    lines = [*scene.earlier(), *scene.around(decisive, before=60, after=20)]
    return finding if any(_AZURE_BUILD.search(line.text) for line in lines) else None
