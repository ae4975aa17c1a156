"""A small signed Debian repository and its broken sisters.

`python3 -m lab.services.apt_repository` serves `http://apt.example.org/…` on 127.0.0.5 port 80
until it is interrupted. Builds reach it with `--network host --add-host apt.example.org:127.0.0.5`.
Needs dpkg-deb, apt-ftparchive and gpg.

| path | what is wrong |
| --- | --- |
| `debian`, `newer` | nothing |
| `expired`, `future` | Valid-Until has passed; the Date is of tomorrow |
| `unsigned`, `badsig`, `oldkey` | no signature, a damaged one, an expired key's (`old.asc`) |
| `hashsum`, `size` | the Packages file has another hash, or another size |
| `debhash`, `debsize`, `stale` | a .deb is damaged, too long, or gone |
| `s503`, `s403`, `portal` | the server answers with a status, or with a login page |
| `flaky/simple` | a package index whose first two connections break |
| `cran` | an R repository: one package lacks a dependency |
"""

from __future__ import annotations

import argparse
import functools
import gzip
import lzma
import os
import re
import subprocess
import tarfile
import tempfile
import time
import zipfile
from datetime import UTC, datetime, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

__all__ = ["build", "serve"]

ADDRESS = ("127.0.0.5", 80)
_KEY = "archive@example.org"
_OLD_KEY = "old@example.org"
_JAVA = "/usr/lib/jvm/acme"
_EULA = """#!/bin/sh
if [ "$ACCEPT_EULA" != y ] && [ "$ACCEPT_EULA" != Y ]; then
  echo "ERROR: The EULA elements were not accepted. Installation stopped."
  exit 1
fi
"""
_SYSTEMCTL = """#!/bin/sh
set -e
echo "Starting acme daemon"
systemctl start acmed
"""
_ALTERNATIVES = f"""#!/bin/sh
set -e
update-alternatives --install /usr/bin/java java {_JAVA}/bin/java 1111 \\
  --slave /usr/share/man/man1/java.1.gz java.1.gz {_JAVA}/man/man1/java.1.gz
"""
_TAPSET = "/usr/share/systemtap/tapset/node.stp"
# name, version, depends, files, maintainer scripts
_PACKAGES: tuple[tuple[str, str, str, tuple[str, ...], dict[str, str]], ...] = (
    ("acme-tools", "2.0", "", ("/usr/bin/acme",), {}),
    ("acme-viewer", "1.0", "less", ("/usr/bin/acme-viewer",), {}),
    ("mongodb-org-server", "5.0.31", "libc6 (>= 2.28), libssl1.1 (>= 1.1.1)", (), {}),
    ("mongodb-org", "5.0.31", "mongodb-org-server", (), {}),
    ("msodbcsql18", "18.3.2.1-1", "", ("/opt/microsoft/msodbcsql18/x",), {"preinst": _EULA}),
    ("acme-daemon", "1.4-2", "", ("/usr/sbin/acmed",), {"postinst": _SYSTEMCTL}),
    ("acme-java", "11.0.2", "", (f"{_JAVA}/bin/java", f"{_JAVA}/man/man1/java.1.gz"),
     {"postinst": _ALTERNATIVES}),
    ("acme-java-app", "1.0", "acme-java", (), {}),
    ("libnode-dev", "12.22.9", "", (_TAPSET,), {}),
    ("nodejs", "18.20.4-1nodesource1", "", (_TAPSET, "/usr/bin/nodex"), {}),
)  # fmt: skip
_NEWER: tuple[Any, ...] = (
    ("acme-tools", "3.0", "", ("/usr/bin/acme",), {}),
    ("acme-new", "1.0", "libc6 (>= 9.99)", (), {}),
)
_SCRIPT = "#!/bin/sh\necho running\n"


def _run(*command: str, **options: Any) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)


def _deb(pool: Path, package: tuple[str, str, str, tuple[str, ...], dict[str, str]]) -> None:
    name, version, depends, files, scripts = package
    with tempfile.TemporaryDirectory() as temporary:
        tree = Path(temporary)
        (tree / "DEBIAN").mkdir()
        control = f"Package: {name}\nVersion: {version}\nArchitecture: amd64\n"
        control += f"Maintainer: Example Archive <{_KEY}>\nSection: misc\nPriority: optional\n"
        control += f"Depends: {depends}\n" if depends else ""
        (tree / "DEBIAN/control").write_text(f"{control}Description: {name}\n")
        wanted = {f"DEBIAN/{script}": text for script, text in scripts.items()}
        wanted |= {path.lstrip("/"): _SCRIPT for path in files}
        for path, text in wanted.items():
            target = tree / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
            target.chmod(0o755)
        pool.mkdir(parents=True, exist_ok=True)
        _run("dpkg-deb", "-Zxz", "--root-owner-group", "-b", str(tree),
             str(pool / f"{name}_{version}_amd64.deb"))  # fmt: skip


class _Keys:
    """The two signing keys, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        self.environment = {**os.environ, "GNUPGHOME": str(folder)}
        self._make(_KEY, "never")
        self._make(_OLD_KEY, "1y", "--faked-system-time", "20240101T000000")

    def _make(self, user: str, expiry: str, *options: str) -> None:
        self.gpg(*options, "--passphrase", "", "--quick-gen-key", f"Archive <{user}>",
                 "rsa3072", "sign", expiry)  # fmt: skip

    def gpg(self, *arguments: str) -> None:
        """Run gpg quietly."""
        _run("gpg", "--batch", "--yes", *arguments, env=self.environment, stderr=subprocess.DEVNULL)


def _day(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%a, %d %b %Y %H:%M:%S UTC")


def _repository(
    root: Path,
    keys: _Keys,
    packages: tuple[Any, ...] = _PACKAGES,
    date: str = "",
    valid_until: str = "",
    signer: str = _KEY,
) -> None:
    """Write packages, index, Release file and signature of one repository."""
    for package in packages:
        _deb(root / "pool/main", package)
    suite = root / "dists/stable"
    binary = suite / "main/binary-amd64"
    binary.mkdir(parents=True)
    command = ["apt-ftparchive", "packages", "pool/main"]
    index = subprocess.run(command, cwd=root, check=True, capture_output=True).stdout
    (binary / "Packages").write_bytes(index)
    (binary / "Packages.gz").write_bytes(gzip.compress(index))
    (binary / "Packages.xz").write_bytes(lzma.compress(index))
    prefix = "APT::FTPArchive::Release::"
    options = ("Suite=stable", "Codename=stable", "Architectures=amd64", "Components=main",
               "Origin=Example")  # fmt: skip
    settings = [word for option in options for word in ("-o", prefix + option)]
    command = ["apt-ftparchive", *settings, "release", "."]
    text = subprocess.run(command, cwd=suite, check=True, capture_output=True, text=True).stdout
    if date:
        text = re.sub(r"(?m)^Date:.*", f"Date: {date}", text)
    if valid_until:
        text = re.sub(r"(?m)^(Date:.*)", rf"\1\nValid-Until: {valid_until}", text)
    (suite / "Release").write_text(text)
    if signer:
        faked = ("--faked-system-time", "20240601T000000") if signer == _OLD_KEY else ()
        release = str(suite / "Release")
        keys.gpg(*faked, "-u", signer, "--clearsign", "-o", str(suite / "InRelease"), release)
        keys.gpg(*faked, "-u", signer, "-abs", "-o", f"{release}.gpg", release)


def _damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x11
    path.write_bytes(content)


def _lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n\n\n\n")


def build(root: Path) -> None:
    """Write all repositories below a folder; takes a few seconds."""
    with tempfile.TemporaryDirectory() as temporary:
        keys = _Keys(Path(temporary) / "keys")
        for user, name in ((_KEY, "key"), (_OLD_KEY, "old")):
            keys.gpg("--armor", "--export", "-o", str(root / f"{name}.asc"), user)
        for name in ("debian", "hashsum", "size", "debhash", "debsize", "stale", "badsig"):
            _repository(root / name, keys)
        _repository(root / "newer", keys, packages=_NEWER)
        _repository(root / "expired", keys, date=_day(-400), valid_until=_day(-393))
        _repository(root / "future", keys, date=_day(3))
        _repository(root / "unsigned", keys, signer="")
        _repository(root / "oldkey", keys, signer=_OLD_KEY)
    for name in ("Packages", "Packages.gz", "Packages.xz"):
        _damage(root / "hashsum/dists/stable/main/binary-amd64" / name)
        _lengthen(root / "size/dists/stable/main/binary-amd64" / name)
    tools = "pool/main/acme-tools_2.0_amd64.deb"
    _damage(root / "debhash" / tools)
    _lengthen(root / "debsize" / tools)
    (root / "stale" / tools).unlink()
    for name in ("InRelease", "Release"):
        path = root / "badsig/dists/stable" / name
        path.write_text(path.read_text().replace("Origin: Example", "Origin: Exampel"))
    _cran(root / "cran/src/contrib")
    _wheel(root / "flaky/simple/acmelib", "acmelib", "1.2.0")
    _wheel(root / "pypi/simple/six", "six", "1.16.1")


def _cran(folder: Path) -> None:
    folder.mkdir(parents=True)
    description = "Package: acmeone\nVersion: 1.0\nTitle: Example\nDescription: An example.\n"
    description += "License: MIT\nAuthor: A\nMaintainer: A <a@example.org>\nImports: notoncran\n"
    members = {"DESCRIPTION": description, "NAMESPACE": "export(f)\n", "R/f.R": "f <- function() 1"}
    with tarfile.open(folder / "acmeone_1.0.tar.gz", "w:gz") as archive:
        for name, text in members.items():
            info = tarfile.TarInfo(f"acmeone/{name}")
            info.size = len(text)
            archive.addfile(info, BytesIO(text.encode()))
    (folder / "PACKAGES").write_text(description)
    (folder / "PACKAGES.gz").write_bytes(gzip.compress(description.encode()))


def _wheel(folder: Path, name: str, version: str) -> None:
    folder.mkdir(parents=True)
    information = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}.py", f'__version__ = "{version}"\n')
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        wheel.writestr(f"{information}/METADATA", metadata)
        tags = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        wheel.writestr(f"{information}/WHEEL", tags)
        wheel.writestr(f"{information}/RECORD", f"{name}.py,,\n{information}/RECORD,,\n")


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "nginx"
    sys_version = ""
    broken = 0
    last = 0.0

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class names it so)
        """Log nothing."""

    def do_GET(self) -> None:
        """Serve a file, or fail as the path says."""
        status = re.match(r"/s(\d{3})/", self.path)
        if status is not None:
            self.send_error(int(status[1]))
        elif self.path.startswith("/flaky/") and self._breaks_off():
            self.close_connection = True
            self.connection.close()
        elif self.path.startswith("/portal/"):
            page = b"<!DOCTYPE html><html><title>Login</title><body>Sign in</body></html>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)
        else:
            super().do_GET()

    def _breaks_off(self) -> bool:
        """Tell whether this is one of the first two requests after three quiet seconds."""
        now = time.monotonic()
        _Handler.broken = 0 if now - _Handler.last > 3 else _Handler.broken
        _Handler.last = now
        _Handler.broken += 1
        return _Handler.broken <= 2


def serve(root: Path, address: tuple[str, int] = ADDRESS) -> ThreadingHTTPServer:
    """Return a server of the repositories below a folder; the caller runs and closes it."""
    return ThreadingHTTPServer(address, functools.partial(_Handler, directory=str(root)))


def main() -> None:
    """Build the repositories in a temporary folder and serve them until interrupted."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        root.chmod(0o755)
        build(root)
        with serve(root) as server:
            server.serve_forever()


if __name__ == "__main__":
    main()
