"""One reader per builder: which literals to look for, and what the lines that hold them tell.

A reader gets the lines of all readers' literals and picks its own. `IMAGE` readers know tools that
build images, `OUTER` readers the systems they run in, outermost first.
"""

from __future__ import annotations

from envwright.logs.readers import (
    acr_task,
    azureml,
    buildah,
    buildkit,
    cloud_build,
    codebuild,
    docker_classic,
    docker_push,
    github_actions,
    gitlab,
    jenkins,
    kaniko,
    plain,
)

__all__ = ["IMAGE", "MARKERS", "OUTER"]

IMAGE = (docker_classic, buildkit, buildah, kaniko, docker_push)
OUTER = (github_actions, gitlab, jenkins, cloud_build, codebuild, azureml, acr_task)

MARKERS: tuple[bytes, ...] = tuple(
    dict.fromkeys(marker for reader in (*IMAGE, *OUTER, plain) for marker in reader.MARKERS)
)
"""Literals whose lines `outline` needs."""
