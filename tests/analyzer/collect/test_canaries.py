"""Credentials occur nowhere: every collector is given canaries the way its users give credentials, by servers that say back
whatever they were sent; then everything that was written is searched: locker, logs, terminal, messages, tracebacks."""

from __future__ import annotations

import importlib
import os
import re
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest

from analyzer.collect import run as running
from analyzer.collect import vendors
from tests.analyzer.collect.canaries import TOKEN, Canaries, run
from tests.analyzer.collect.servers import Asked, Reply, serving

TESTS = Path(__file__).parents[1] / "sources"
EXCHANGED = "canary-exchanged-4be1c07a"
KEPT = ("PATH", "PYTEST", "PYTHON", "COV", "LANG", "LC_", "TMP")  # variables that hold no credentials
SENT = re.compile(rb"(?:^|&)(?:client_assertion|client_secret|assertion|access_token|refresh_token)=([^&\s]+)")


def canaries_of(vendor: str) -> Canaries | None:
    """How the users of a collector give it credentials, as the file beside its tests says; None where there is no such file."""
    there = (TESTS / vendor / "canaries.py").is_file()
    return importlib.import_module(f"tests.analyzer.sources.{vendor}.canaries").CANARIES if there else None


FOUND = {vendor: found for vendor in vendors() if (found := canaries_of(vendor))}


def ways(speaks: str) -> list[tuple[str, str]]:
    """The collectors whose servers speak a protocol, with each way in which they are given credentials."""
    return [(vendor, how) for vendor, found in FOUND.items() if found.speaks == speaks for how in found.given]


def said_back(asked: Asked, says: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """Everything that was sent, in the places where a source says things, and a token in exchange."""
    text = " ".join((*asked.headers.values(), unquote_plus(asked.body.decode("utf-8", "replace"))))
    names = ("message", "error", "error_description", "detail", "id", "login", "name", "note")
    return {
        **dict.fromkeys(names, text), "errors": [{"message": text}], "access_token": EXCHANGED, "token": EXCHANGED,
        "token_type": "Bearer", "expires_in": 3600, "expires_at": "2199-01-01T00:00:00Z", **says(text),
    }  # fmt: skip


MODES: dict[str, Callable[[Asked, dict[str, Any]], Reply]] = {
    "says it back": lambda asked, said: Reply(said),
    "says a list back": lambda asked, said: Reply([said]),
    "denies": lambda asked, said: Reply(said, 403),
    "does not know them": lambda asked, said: Reply(said, 401),
    "fails": lambda asked, said: Reply(said, 500),
    "lets in, then denies": lambda asked, said: Reply(said, 200 if "token" in asked.path or "/me" in asked.path else 403),
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


@pytest.fixture(autouse=True)
def nothing_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No credentials of this machine, and no waiting."""
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    monkeypatch.setitem(running.collect.__kwdefaults__ or {}, "sleep", lambda seconds: None)
    for name in [name for name in os.environ if not name.startswith(KEPT)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))


def test_every_collector_is_given_canaries() -> None:
    missing = [vendor for vendor in vendors() if vendor not in FOUND or not FOUND[vendor].given]
    assert not missing, f"how users give credentials is missing: CANARIES in canaries.py beside the tests of {missing}"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("vendor", "how"), ways("http"))
def test_credentials_occur_nowhere(vendor: str, how: str, mode: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    found = FOUND[vendor]
    with serving(lambda asked: MODES[mode](asked, said_back(asked, found.says))) as server:
        case = found.given[how](tmp_path, server.url)
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


@pytest.mark.parametrize(("vendor", "how"), ways("postgres"))
def test_passwords_of_databases_occur_nowhere(vendor: str, how: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with quoting() as place:
        case = FOUND[vendor].given[how](tmp_path, place)
        written = run(vendor, case, tmp_path / "locker", caplog)
    assert "is wrong" in "".join(written.texts.values())
    assert not written.holds(TOKEN)
