"""What the test of canaries and the `canaries.py` beside each collector's tests share: credentials, how they are given, a run.

Each `tests/analyzer/sources/<vendor>/canaries.py` has a `CANARIES`: every way in which the users of that collector give it
credentials. The test finds it by the collector's name.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from typer.testing import CliRunner

from analyzer.cli import app

TOKEN = "canary-token-7f3a9c51d2"
SESSION = "canary/session+token==9d2e"
PEM = generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
LINES = tuple(line for line in PEM.splitlines() if not line.startswith("-"))


@dataclass(kw_only=True)
class Case:
    """How a user gives credentials to a collector.

    Attributes:
        environ: variables of the environment.
        words: of the command line.
        secrets: what must occur nowhere.
    """

    environ: dict[str, str]
    words: tuple[str, ...] = ()
    secrets: tuple[str, ...] = (TOKEN,)


Given = Callable[[Path, str], Case]


@dataclass(frozen=True, kw_only=True)
class Canaries:
    """All ways in which a collector is given credentials.

    Attributes:
        given: each way by its name: makes a case of a folder for files and the address of a server.
        speaks: what the server has to speak.
        says: what this source answers besides `said_back` of the test, by the text that was sent.
    """

    given: Mapping[str, Given]
    speaks: Literal["http", "postgres"] = "http"
    says: Callable[[str], dict[str, Any]] = field(default=lambda text: {})


def key_file(folder: Path) -> str:
    """The path of a file with the private key."""
    (folder / "key.pem").write_text(PEM)
    return str(folder / "key.pem")


def password_in(variable: str) -> Canaries:
    """A collector that signs in to a server that speaks as PostgreSQL does, its password in a variable of the environment."""

    def given(folder: Path, url: str) -> Case:
        return Case(environ={variable: TOKEN}, words=("--server", url, "--user", "reader", "--sslmode", "disable"))

    return Canaries(given={"password": given}, speaks="postgres")


@dataclass
class Written:
    """Everything that a run wrote anywhere."""

    folder: Path
    texts: dict[str, str] = field(default_factory=dict)

    def holds(self, secret: str) -> list[str]:
        """Where a secret occurs, as it is or as JSON writes it."""
        forms = {secret, json.dumps(secret)[1:-1]}
        files = {str(path): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        return [
            where
            for where, content in {**files, **{name: text.encode() for name, text in self.texts.items()}}.items()
            if any(form.encode() in content for form in forms) or any(form in where for form in forms)
        ]


def run(vendor: str, case: Case, locker: Path, caplog: pytest.LogCaptureFixture) -> Written:
    """Collect by the command line, and keep all that it says."""
    with caplog.at_level(logging.INFO):
        words = ["collect", vendor, "--into", str(locker), *case.words]
        done = CliRunner().invoke(app, words, env={**case.environ})
    trace = "".join(traceback.format_exception(done.exception)) if done.exception else ""
    return Written(locker, {"terminal": done.output, "traceback": trace, "log": caplog.text})
