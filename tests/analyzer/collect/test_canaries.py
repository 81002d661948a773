"""Credentials occur nowhere: every collector is given canaries the way its users give credentials, by servers that say back
whatever they were sent; then everything that was written is searched: locker, logs, terminal, messages, tracebacks."""

from __future__ import annotations

import json
import logging
import os
import re
import socketserver
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from typer.testing import CliRunner

from analyzer.cli import app
from analyzer.collect import run as running
from analyzer.collect import vendors
from tests.analyzer.collect.servers import Asked, Reply, serving

TOKEN = "canary-token-7f3a9c51d2"
EXCHANGED = "canary-exchanged-4be1c07a"
SESSION = "canary/session+token==9d2e"
PEM = generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
LINES = tuple(line for line in PEM.splitlines() if not line.startswith("-"))
SENT = re.compile(rb"(?:^|&)(?:client_assertion|client_secret|assertion|access_token|refresh_token)=([^&\s]+)")


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


def key_file(folder: Path) -> str:
    (folder / "key.pem").write_text(PEM)
    return str(folder / "key.pem")


def google_key(folder: Path, url: str) -> Case:
    content = {"type": "service_account", "client_email": "reader@acme.example", "private_key_id": "k1", "private_key": PEM}
    (folder / "google.json").write_text(json.dumps(content))
    where = {"GOOGLE_APPLICATION_CREDENTIALS": str(folder / "google.json"), "GOOGLE_WORKSPACE_ADMIN": "admin@acme.example"}
    return Case(environ=where, words=("--endpoint", url), secrets=LINES)


def aws_profile(folder: Path, url: str) -> Case:
    file = folder / "credentials"
    keys = f"aws_access_key_id = AKIAINVENTEDINVENTED\naws_secret_access_key = {TOKEN}\naws_session_token = {SESSION}\n"
    file.write_text(f"[auditor]\n{keys}")
    return Case(environ={"AWS_SHARED_CREDENTIALS_FILE": str(file)}, words=("--endpoint", url, "--profile", "auditor"),
                secrets=(TOKEN, SESSION))  # fmt: skip


def postgres(password: str) -> Given:
    def given(folder: Path, url: str) -> Case:
        place = url.removeprefix("http://")
        return Case(environ={password: TOKEN}, words=("--server", place, "--user", "reader", "--sslmode", "disable"))

    return given


AWS_KEYS = {"AWS_ACCESS_KEY_ID": "AKIAINVENTEDINVENTED", "AWS_SECRET_ACCESS_KEY": TOKEN, "AWS_SESSION_TOKEN": SESSION}
ENTRA = {"AZURE_TENANT_ID": "0f1e2d3c-0000-4000-8000-000000000001", "AZURE_CLIENT_ID": "0f1e2d3c-0000-4000-8000-000000000002"}
GIVEN: dict[str, dict[str, Given]] = {
    "aws": {
        "keys": lambda folder, url: Case(environ=AWS_KEYS, words=("--endpoint", url), secrets=(TOKEN, SESSION)),
        "profile": aws_profile,
    },
    "okta": {
        "token": lambda folder, url: Case(environ={"OKTA_API_TOKEN": TOKEN}, words=("--endpoint", url)),
        "app": lambda folder, url: Case(
            environ={"OKTA_CLIENT_ID": "0oa1"}, words=("--endpoint", url, "--private-key-file", key_file(folder)), secrets=LINES
        ),
        "app, key in the environment": lambda folder, url: Case(
            environ={"OKTA_CLIENT_ID": "0oa1", "OKTA_PRIVATE_KEY": PEM}, words=("--endpoint", url), secrets=LINES
        ),
    },
    "github": {
        "token": lambda folder, url: Case(environ={"GITHUB_TOKEN": TOKEN}, words=("--endpoint", url, "--org", "acme")),
        "app": lambda folder, url: Case(
            environ={}, secrets=LINES,
            words=("--endpoint", url, "--org", "acme", "--app-id", "1", "--private-key-file", key_file(folder)),
        ),
    },
    "google": {
        "token": lambda folder, url: Case(environ={"GOOGLE_OAUTH_ACCESS_TOKEN": TOKEN}, words=("--endpoint", url)),
        "service account": google_key,
    },
    "entra": {
        "token": lambda folder, url: Case(
            environ={**ENTRA, "ENTRA_ACCESS_TOKEN": TOKEN}, words=("--endpoint", url, "--login", url)
        ),
        "secret": lambda folder, url: Case(
            environ={**ENTRA, "AZURE_CLIENT_SECRET": TOKEN}, words=("--endpoint", url, "--login", url)
        ),
    },
    "postgres": {"password": postgres("PGPASSWORD")},
    "steampipe": {"password": postgres("STEAMPIPE_DATABASE_PASSWORD")},
    "cloudquery": {"password": postgres("PGPASSWORD")},
}  # fmt: skip
TALKS_POSTGRES = ("postgres", "steampipe", "cloudquery")


def said_back(asked: Asked) -> dict[str, object]:
    """Everything that was sent, in the places where a source says things, and a token in exchange."""
    text = " ".join(
        (asked.headers.get("authorization", ""), *asked.headers.values(), unquote_plus(asked.body.decode("utf-8", "replace")))
    )
    names = ("message", "errorSummary", "error_description", "detail", "id", "login", "name", "note")
    return {
        **dict.fromkeys(names, text), "access_token": EXCHANGED, "token": EXCHANGED, "token_type": "Bearer", "expires_in": 3600,
        "expires_at": "2199-01-01T00:00:00Z", "permissions": {"members": "read"}, "account": {"login": "acme"},
        "value": [{"note": text}],
        "profile": {"login": text}, "data": {"viewer": {"login": text}}, "error": text, "errors": [{"message": text}],
    }  # fmt: skip


MODES: dict[str, Callable[[Asked], Reply]] = {
    "says it back": lambda asked: Reply(said_back(asked)),
    "says a list back": lambda asked: Reply([said_back(asked)]),
    "denies": lambda asked: Reply(said_back(asked), 403),
    "does not know them": lambda asked: Reply(said_back(asked), 401),
    "fails": lambda asked: Reply(said_back(asked), 500),
    "lets in, then denies": lambda asked: Reply(said_back(asked), 200 if "token" in asked.path or "/me" in asked.path else 403),
}


class SaysBack(socketserver.StreamRequestHandler):
    """A server that talks as PostgreSQL does up to the password, and quotes it in its refusal."""

    def handle(self) -> None:
        """Ask for the password in plain text, and refuse it."""
        self.rfile.read(int.from_bytes(self.rfile.read(4), "big") - 4)
        self.wfile.write(b"R" + (8).to_bytes(4, "big") + (3).to_bytes(4, "big"))
        if self.rfile.read(1) == b"p":
            password = self.rfile.read(int.from_bytes(self.rfile.read(4), "big") - 4).rstrip(b"\0")
            fields = b"SFATAL\0VFATAL\0C28P01\0Mthe password " + password + b" is wrong\0\0"
            self.wfile.write(b"E" + (len(fields) + 4).to_bytes(4, "big") + fields)


@contextmanager
def quoting() -> Iterator[str]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), SaysBack) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


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
    with caplog.at_level(logging.INFO):
        words = ["collect", vendor, "--into", str(locker), *case.words]
        done = CliRunner().invoke(app, words, env={**case.environ})
    trace = "".join(traceback.format_exception(done.exception)) if done.exception else ""
    return Written(locker, {"terminal": done.output, "traceback": trace, "log": caplog.text})


@pytest.fixture(autouse=True)
def nothing_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No credentials of this machine, and no waiting."""
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    monkeypatch.setitem(running.collect.__kwdefaults__ or {}, "sleep", lambda seconds: None)
    for name in [name for name in os.environ if name.startswith(("AWS_", "OKTA_", "GITHUB_", "GH_", "GOOGLE_", "AZURE_", "PG"))]:
        monkeypatch.delenv(name)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv("HOME", str(tmp_path))


def test_every_collector_is_given_canaries() -> None:
    assert set(vendors()) <= set(GIVEN), "a new collector needs an entry in GIVEN: how its users give it credentials"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("vendor", "how"), [(vendor, how) for vendor in vendors() for how in GIVEN.get(vendor, {}) if vendor not in TALKS_POSTGRES]
)
def test_credentials_occur_nowhere(vendor: str, how: str, mode: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with serving(MODES[mode]) as server:
        case = GIVEN[vendor][how](tmp_path, server.url)
        written = run(vendor, case, tmp_path / "locker", caplog)
    assert server.asked, written.texts
    sent = {unquote_plus(one.decode()) for asked in server.asked for one in SENT.findall(asked.body)}
    tokens = {
        value.split()[-1]
        for asked in server.asked
        for value in [asked.headers.get("authorization", "")]
        if " " in value and "AWS4" not in value
    }
    for secret in {*case.secrets, *sent, *tokens}:
        assert not written.holds(secret)


@pytest.mark.parametrize(
    ("vendor", "how"), [(vendor, how) for vendor in vendors() for how in GIVEN.get(vendor, {}) if vendor in TALKS_POSTGRES]
)
def test_passwords_of_databases_occur_nowhere(vendor: str, how: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with quoting() as place:
        case = GIVEN[vendor][how](tmp_path, place)
        written = run(vendor, case, tmp_path / "locker", caplog)
    assert "is wrong" in "".join(written.texts.values())
    assert not written.holds(TOKEN)
