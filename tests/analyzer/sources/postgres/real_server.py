"""A PostgreSQL server of this machine's own binaries, on a free port, with TLS, for the tests of a module."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ADMIN = "postgres"
ADMIN_PASSWORD = "canary-of-the-admin"
RULES = ("local all all trust", "hostssl all all 127.0.0.1/32 scram-sha-256")


def binaries() -> Path | None:
    """The folder of the server's programs: the one on the path, else the newest that Debian's packages put in place."""
    on_path = shutil.which("postgres")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: -int(one.parent.name))
    return next((one for one in found if (one / "initdb").is_file()), None)


@dataclass(kw_only=True)
class Server:
    """A running server.

    Attributes:
        bin: its programs.
        folder: everything of it.
        port: of 127.0.0.1.
    """

    bin: Path
    folder: Path
    port: int

    @property
    def data(self) -> Path:
        """Its data directory."""
        return self.folder / "data"

    @property
    def certificate(self) -> Path:
        """Its certificate, which is its own authority."""
        return self.folder / "server.crt"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its programs as its user; the server refuses to run as root."""
        user = _user()
        subprocess.run(
            [self.bin / program, *arguments], check=True, capture_output=True, cwd=self.folder, timeout=120,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC"},
            **({"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}),
        )  # fmt: skip

    def sql(self, *statements: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run statements as the administrator; the rows of the last."""
        place = {"host": str(self.folder), "port": self.port, "user": ADMIN, "dbname": database}
        with psycopg.connect(**place, autocommit=True) as connection:  # pyright: ignore[reportArgumentType]
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def rules(self, *lines: str) -> None:
        """Set the lines of pg_hba.conf."""
        (self.data / "pg_hba.conf").write_text("\n".join(lines) + "\n")
        self.sql("select pg_reload_conf()")

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.folder / "log"), "start")

    def stop(self) -> None:
        """Stop it at once."""
        self.run("pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "stop")


@contextmanager
def running(settings: Sequence[str] = (), rules: Sequence[str] = RULES) -> Iterator[Server]:
    """A new server with these lines of postgresql.conf and pg_hba.conf; stopped and removed behind the block."""
    programs = binaries()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = Server(bin=programs, folder=folder, port=_free_port())
    try:
        _certificate(folder)
        password = folder / "password"
        password.write_text(ADMIN_PASSWORD)
        _own(folder)
        server.run(
            "initdb",
            "-D",
            str(server.data),
            "-U",
            ADMIN,
            "-A",
            "scram-sha-256",
            "--pwfile",
            str(password),
            "-N",
            "-k",
            "-E",
            "UTF8",
        )
        lines = [
            "listen_addresses = '127.0.0.1'", f"port = {server.port}", f"unix_socket_directories = '{folder}'", "fsync = off",
            "ssl = on", f"ssl_cert_file = '{server.certificate}'", f"ssl_key_file = '{folder / 'server.key'}'", *settings,
        ]  # fmt: skip
        with (server.data / "postgresql.conf").open("a") as file:
            file.write("\n".join(lines) + "\n")
        (server.data / "pg_hba.conf").write_text("\n".join(rules) + "\n")
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> pwd.struct_passwd | None:
    if os.getuid() != 0:
        return None
    names = {one.pw_name: one for one in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _own(folder: Path) -> None:
    if user := _user():
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "server.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    path = folder / "server.key"
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    path.chmod(0o600)
