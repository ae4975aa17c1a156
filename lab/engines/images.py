"""Base images, made from Debian's own packages and pushed to the corner's registry."""

from __future__ import annotations

import shutil
import subprocess
import threading
from typing import TYPE_CHECKING

from lab.engines.corner import ADDRESSES, bundle, corner

if TYPE_CHECKING:
    from lab.scenario import Scenario

__all__ = ["BASES", "provide"]

_LOCK = threading.Lock()
_REPOSITORY = f"{ADDRESSES['127.0.77.1']}/python"
_COMMON = "python3,python3-pip,python3-venv,ca-certificates,curl,git"
BASES = {
    "3.11-slim-bookworm": ("bookworm", _COMMON),
    "3.13-slim-trixie": ("trixie", _COMMON),
    "3.9-slim-bullseye": ("bullseye", _COMMON + ",python3-distutils"),
    "3.11-bookworm": ("bookworm", _COMMON + ",gcc,g++,make,python3-dev,libc6-dev"),
}
"""Tag to Debian suite and packages. Python lives in a virtual environment at /usr/local."""
_DOCKERFILE = """\
FROM raw
COPY bundle.crt /etc/ssl/certs/ca-certificates.crt
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt PIP_CERT=/etc/ssl/certs/ca-certificates.crt \\
    REQUESTS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt PIP_DISABLE_PIP_VERSION_CHECK=1 \\
    PIP_ROOT_USER_ACTION=ignore LANG=C.UTF-8 \\
    PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin
RUN python3 -m venv /usr/local && pip install wheel setuptools
CMD ["bash"]
"""


def provide(scenario: Scenario | None = None) -> None:
    """Start the registries and push the base images a scenario names, or all of them."""
    text = None if scenario is None else "\n".join([*scenario.files.values(), str(scenario.extra)])
    with _LOCK:
        _provide(text)


def _provide(text: str | None) -> None:
    from lab.engines import docker20, registries

    registries.start_all()
    done = corner("images") / "pushed"
    pushed = done.read_text().split() if done.exists() else []
    for tag, (suite, packages) in BASES.items():
        if tag in pushed or not (text is None or tag in text or "multi:1" in text):
            continue
        archive = corner("images") / f"{tag}.tar"
        _run(["mmdebstrap", "--variant=minbase", f"--include={packages}", suite, str(archive)])
        docker = docker20.client(docker20.daemon())
        _run([*docker, "import", str(archive), "raw"])
        folder = corner("images", "context")
        (folder / "Dockerfile").write_text(_DOCKERFILE)
        shutil.copy(bundle(), folder)
        _run([*docker, "build", "--network", "host", "-t", f"{_REPOSITORY}:{tag}", str(folder)])
        _run([*docker, "push", f"{_REPOSITORY}:{tag}"])
        archive.unlink()
        with done.open("a") as stream:
            stream.write(f"{tag}\n")
    if "multi" not in pushed and (text is None or "multi:1" in text):
        _offer_two_platforms()
        with done.open("a") as stream:
            stream.write("multi\n")


def _offer_two_platforms() -> None:
    """Push `multi:1`: an index of two platforms, neither of them arm64."""
    import hashlib
    import http.client
    import json
    import ssl

    kind = "application/vnd.docker.distribution.manifest.v2+json"
    index_kind = "application/vnd.docker.distribution.manifest.list.v2+json"
    context = ssl.create_default_context(cafile=str(bundle()))

    def ask(verb: str, path: str, body: bytes = b"", **headers: str) -> bytes:
        connection = http.client.HTTPSConnection("127.0.77.1", context=context)
        context.check_hostname = False
        named = {
            "Host": ADDRESSES["127.0.77.1"],
            **{key.replace("_", "-"): value for key, value in headers.items()},
        }
        connection.request(verb, path, body, named)
        answer = connection.getresponse()
        return answer.read()

    manifest = ask("GET", "/v2/python/manifests/3.11-slim-bookworm", Accept=kind)
    parts = json.loads(manifest)
    for blob in (parts["config"], *parts["layers"]):
        ask("POST", f"/v2/multi/blobs/uploads/?mount={blob['digest']}&from=python")
    digest = "sha256:" + hashlib.sha256(manifest).hexdigest()
    ask("PUT", f"/v2/multi/manifests/{digest}", manifest, Content_Type=kind)
    entries = [
        {"mediaType": kind, "digest": digest, "size": len(manifest),
         "platform": {"os": "linux", "architecture": architecture}}
        for architecture in ("amd64", "s390x")
    ]  # fmt: skip
    index = {"schemaVersion": 2, "mediaType": index_kind, "manifests": entries}
    ask("PUT", "/v2/multi/manifests/1", json.dumps(index).encode(), Content_Type=index_kind)


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)
