"""What a build of a pair finds around it: an index at a moment, an apt repository, base images."""

from __future__ import annotations

import http.client
import json
import shutil
import ssl
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ADDRESS", "HOSTS", "debs", "image", "moments"]

ADDRESS = "127.0.77.2"
HOSTS = ("pypi.example.org", "deb.example.org")
_KIND = "application/vnd.docker.distribution.manifest.v2+json"


def moments(name: str, values: dict[str, Any]) -> None:
    """Say what the index of a pair offers, and start it where it does not run."""
    from lab.engines.corner import corner, start

    folder = corner("pairs")
    (folder / f"{name}.json").write_text(json.dumps(values), encoding="utf-8")
    project = Path(__file__).resolve().parents[2]
    command = ["env", "-C", str(project), sys.executable, "-m", "lab.services.moment"]
    start("moment", [*command, ADDRESS, str(folder)])


def debs(name: str, packages: Sequence[dict[str, Any]]) -> None:
    """Make the flat apt repository of a pair anew."""
    from lab.engines.corner import corner

    folder = corner("pairs", "apt", name)
    shutil.rmtree(folder)
    folder.mkdir()
    for package in packages:
        _deb(package, folder)
    listing = subprocess.run(
        ("apt-ftparchive", "packages", "."), cwd=folder, capture_output=True, check=True
    )
    (folder / "Packages").write_bytes(listing.stdout)


def _deb(package: dict[str, Any], folder: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        root.chmod(0o755)
        control = root / "DEBIAN" / "control"
        control.parent.mkdir()
        control.write_text(
            f"Package: {package['name']}\nVersion: {package['version']}\nArchitecture: all\n"
            "Maintainer: Example <example@example.org>\nDescription: for tests\n"
            + (f"Depends: {package['depends']}\n" if package.get("depends") else "")
        )
        for path, text in package.get("files", {}).items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
            target.chmod(0o755 if "/bin/" in path else 0o644)
        command = ("dpkg-deb", "--build", "--root-owner-group", str(root), str(folder))
        subprocess.run(command, check=True, capture_output=True)


def image(name: str, tag: str) -> None:
    """Let a name of the corner's registry show what a tag of `python` shows."""
    from lab.engines import images
    from lab.engines.corner import bundle
    from lab.scenario import Scenario

    images.provide(Scenario(name="", failure="", files={"Dockerfile": tag}))
    context = ssl.create_default_context(cafile=str(bundle()))
    context.check_hostname = False

    def ask(verb: str, path: str, body: bytes = b"", **headers: str) -> bytes:
        connection = http.client.HTTPSConnection("127.0.77.1", context=context)
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        connection.request(verb, path, body, {"Host": "registry.example.org", **named})
        answer = connection.getresponse().read()
        connection.close()
        return answer

    repository, _, shown = name.partition(":")
    manifest = ask("GET", f"/v2/python/manifests/{tag}", Accept=_KIND)
    parts = json.loads(manifest)
    for blob in (parts["config"], *parts["layers"]):
        ask("POST", f"/v2/{repository}/blobs/uploads/?mount={blob['digest']}&from=python")
    ask("PUT", f"/v2/{repository}/manifests/{shown}", manifest, Content_Type=_KIND)
