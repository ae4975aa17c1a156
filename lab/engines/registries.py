"""The corner's registries: good, with passwords, untrusted, without TLS, and a failing one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from lab.engines.corner import ADDRESSES, bundle, corner, start

__all__ = ["start_all"]

_SYSTEM = Path("/etc/ssl/certs/ca-certificates.crt")
# htpasswd line of builder / correct-horse
_PASSWORD = "builder:$2y$10$SBPy2aNjsE/sGSMCjRagheZHlg2cCTV3B2sElIuPIW.j2y7iiVkn.\n"
_SERVED = (
    "registry.example.org private.example.org faults.example.org registry-1.docker.io"
    " auth.docker.io mcr.microsoft.com *.azurecr.io quay.io ghcr.io nvcr.io gcr.io"
)


def start_all() -> None:
    """Start what does not run yet; certificates are made the first time."""
    for address in ADDRESSES:
        if not address.startswith("127."):
            subprocess.run(
                ("ip", "addr", "add", f"{address}/32", "dev", "lo"),
                capture_output=True,
                check=False,
            )
    pki = _certificates()
    good = (pki / "server.crt", pki / "server.key")
    _serve("registry", "127.0.77.1:443", good)
    _serve("private", "192.0.2.3:443", good, password=True)
    _serve("untrusted", "192.0.2.4:443", (pki / "untrusted.crt", pki / "untrusted.key"))
    _serve("plain", "192.0.2.5:80", None)
    served = [sys.executable, "-m", "lab.engines.registry_faults", "192.0.2.2", *map(str, good)]
    start("faults", ["env", "-C", str(Path(__file__).resolve().parents[2]), *served])


def _serve(
    name: str, address: str, pair: tuple[Path, Path] | None, *, password: bool = False
) -> None:
    lines = [
        "version: 0.1", "log: {level: error}", "storage:",
        f"  filesystem: {{rootdirectory: {corner('data', 'registry')}}}",
        "  delete: {enabled: true}",
        "http:", f"  addr: {address}",
    ]  # fmt: skip
    if pair is not None:
        lines += ["  tls:", f"    certificate: {pair[0]}", f"    key: {pair[1]}"]
    if password:
        file = corner("pki") / "htpasswd"
        file.write_text(_PASSWORD)
        lines += ["auth:", "  htpasswd:", "    realm: private", f"    path: {file}"]
    settings = corner("run") / f"{name}.yml"
    settings.write_text("\n".join(lines) + "\n")
    start(name, ["docker-registry", "serve", str(settings)])


def _certificates() -> Path:
    """Return the folder of the lab's authority and certificates."""
    pki = corner("pki")
    if bundle().exists():
        return pki
    new = "req -newkey rsa:2048 -nodes"
    _openssl(pki, f"{new} -x509 -days 3650 -keyout ca.key -out ca.crt", "/CN=Example Root CA")
    names = ",".join(f"DNS:{name}" for name in _SERVED.split())
    (pki / "names").write_text(f"subjectAltName={names}\n")
    _openssl(pki, f"{new} -keyout server.key -out server.csr", "/CN=registry.example.org")
    sign = "x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650"
    _openssl(pki, f"{sign} -extfile names -out server.crt")
    untrusted = "-keyout untrusted.key -out untrusted.crt"
    untrusted += " -addext subjectAltName=DNS:untrusted.example.org"
    _openssl(pki, f"{new} -x509 -days 3650 {untrusted}", "/CN=untrusted.example.org")
    bundle().write_bytes(_SYSTEM.read_bytes() + (pki / "ca.crt").read_bytes())
    return pki


def _openssl(folder: Path, command: str, subject: str = "") -> None:
    subject_option = ["-subj", subject] if subject else []
    subprocess.run(
        ["openssl", *command.split(), *subject_option], cwd=folder, check=True, capture_output=True
    )
