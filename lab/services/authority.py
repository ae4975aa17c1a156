"""A certificate authority of the lab, and the certificates that are wrong on purpose."""

from __future__ import annotations

import fcntl
import ssl
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Authority"]


class Authority:
    """Makes certificates for hosts below one folder, which is made when missing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.root = self._root("root", "Example Corp Root CA")

    def context(self, host: str, kind: str) -> ssl.SSLContext:
        """Return what a server for `host` needs to present a certificate of that kind."""
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            chain, key = self._leaf(host, kind)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain, key)
        return context

    def _openssl(self, *arguments: str) -> None:
        result = subprocess.run(
            ("openssl", *arguments), cwd=self.folder, capture_output=True, check=False, text=True
        )
        if result.returncode:
            raise RuntimeError(f"openssl {arguments[0]}: {result.stderr.strip()}")

    def _root(self, stem: str, name: str) -> Path:
        path = self.folder / f"{stem}.pem"
        if not path.exists():
            subject = ("-subj", f"/O=Example Corp/CN={name}")
            self._openssl(
                *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650"),
                *(*subject, "-keyout", f"{stem}.key", "-out", f"{stem}.pem"),
                *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
            )
        return path

    def _leaf(self, host: str, kind: str) -> tuple[Path, Path]:
        stem = f"{host}.{kind}"
        chain, key = self.folder / f"{stem}.chain", self.folder / f"{stem}.key"
        if chain.exists():
            return chain, key
        name = "internal.example.net" if kind == "wronghost" else host
        root = "root"
        if kind in {"untrusted", "lone"}:
            root = "inspection"
            self._root(root, "Example Corp TLS Inspection CA")
        extension = self.folder / f"{stem}.ext"
        extension.write_text(f"subjectAltName=DNS:{name}\nextendedKeyUsage=serverAuth\n")
        self._openssl(
            *("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}"),
            *("-keyout", f"{stem}.key", "-out", f"{stem}.csr"),
        )
        signed = ("-in", f"{stem}.csr", "-extfile", extension.name, "-out", f"{stem}.crt")
        sign = ("x509", "-req", "-days", "365")
        if kind == "self":
            self._openssl(*sign, "-key", f"{stem}.key", *signed)
        elif kind == "expired":
            self._expired(stem, extension.name)
        else:
            issuer = ("-CA", f"{root}.pem", "-CAkey", f"{root}.key", "-CAcreateserial")
            self._openssl(*sign, *issuer, *signed)
        text = (self.folder / f"{stem}.crt").read_text()
        if kind == "untrusted":
            text += (self.folder / f"{root}.pem").read_text()
        chain.write_text(text)
        return chain, key

    def _expired(self, stem: str, extension: str) -> None:
        """Sign with dates of the past, which `openssl x509` can't do before version 3.4."""
        configuration = self.folder / f"{stem}.cnf"
        (self.folder / f"{stem}.db").write_text("")
        (self.folder / f"{stem}.serial").write_text("1000\n")
        configuration.write_text(
            "[ca]\ndefault_ca=d\n[d]\n"
            f"database={stem}.db\nserial={stem}.serial\nnew_certs_dir=.\n"
            "default_md=sha256\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\n"
        )
        self._openssl(
            *("ca", "-batch", "-notext", "-config", configuration.name, "-cert", "root.pem"),
            *("-keyfile", "root.key", "-in", f"{stem}.csr", "-out", f"{stem}.crt"),
            *("-extfile", extension, "-startdate", "200101000000Z", "-enddate", "210101000000Z"),
        )
