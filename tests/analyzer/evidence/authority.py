"""A time-stamp authority on this machine, made with openssl: its root and its answers."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

OPENSSL = shutil.which("openssl") or ""
needs_openssl = pytest.mark.skipif(not OPENSSL, reason="the authority of the tests is made with openssl")
POLICY, OTHER_POLICY = "1.2.3.4.1", "1.2.3.4.2"
CONFIG = """
[ tsa ]
default_tsa = one
[ one ]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
{certs}signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = {policy}
digests = sha256,sha384,sha512
accuracy = secs:1
ess_cert_id_alg = sha256
[ req ]
distinguished_name = dn
prompt = no
[ dn ]
CN = Invented authority
[ v3_tsa ]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
basicConstraints = CA:FALSE
[ v3_ca ]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
"""


@dataclass
class Authority:
    """An authority with its files in a folder.

    Attributes:
        folder: where they lie.
        valid: `openssl x509` words that say how long its certificate is valid.
        chain: whether it sends its root along, as which openssl writes no strict DER.
        asked: the requests that it answered.
    """

    folder: Path
    valid: tuple[str, ...] = ("-days", "3650")
    chain: bool = False
    asked: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self.configure()
        self.run("req", "-new", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3650",
                 "-subj", "/CN=Invented root", "-extensions", "v3_ca", "-keyout", "ca.key", "-out", "ca.pem")  # fmt: skip
        self.run("req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Invented authority", "-keyout", "tsa.key",
                 "-out", "tsa.csr")  # fmt: skip
        self.run("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", *self.valid,
                 "-extfile", "tsa.cnf", "-extensions", "v3_tsa", "-out", "tsa.pem", config=False)  # fmt: skip

    @property
    def root(self) -> Path:
        """The certificate that its own leads to."""
        return self.folder / "ca.pem"

    def configure(self) -> None:
        """Write its configuration."""
        certs = f"certs = {self.root}\n" if self.chain else ""
        text = CONFIG.format(folder=self.folder, certs=certs, policy=POLICY)
        (self.folder / "tsa.cnf").write_text(text)

    def run(self, *words: str, config: bool = True) -> None:
        """Run openssl in its folder."""
        command = [OPENSSL, *words, *(["-config", "tsa.cnf"] if config else [])]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)

    def reply(self, request: bytes) -> bytes:
        """Answer a request."""
        self.asked.append(request)
        (self.folder / "query").write_bytes(request)
        self.run("ts", "-reply", "-queryfile", "query", "-out", "reply")
        return (self.folder / "reply").read_bytes()
