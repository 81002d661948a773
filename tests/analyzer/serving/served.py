"""A small company that is served: a policy, an export, and requests to the server as they go over the wire."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analyzer.catalog import Catalog
from analyzer.config import Config
from analyzer.decisions.file import with_decisions
from analyzer.model import Run
from analyzer.pipeline import review
from analyzer.serving import Desk, Server
from analyzer.serving.asked import Answer
from tests.analyzer.builders import PERIOD

POLICY = """# Policy

All company laptops use full-disk encryption.

Laptops lock their screen <script>alert(1)</script><img src=x onerror=alert(1)> after 15 minutes.
"""
DEVICES = (
    "Device ID,Serial Number,Email,Platform,Disk Encrypted,Last Check-in\n"
    "D-1,S-1,ana@northwind.example,macOS,true,2026-06-29\nD-2,S-2,bo@northwind.example,macOS,false,2026-06-28\n"
)
TODAY = date(2026, 6, 1)


def lay_out(folder: Path) -> Path:
    """The company's files; returns the decisions file, which is not there yet."""
    (folder / "documents").mkdir()
    (folder / "evidence").mkdir()
    (folder / "documents" / "policy.md").write_text(POLICY, encoding="utf-8")
    (folder / "evidence" / "devices.csv").write_text(DEVICES, encoding="utf-8")
    return folder / "decisions.toml"


def reviewed(path: Path, catalog: Catalog) -> Run:
    """The review with what is decided by now."""
    folder = path.parent
    config = with_decisions(Config(semantics=False, wordings=False), folder)
    return review([folder / "documents"], [folder / "evidence"], PERIOD, catalog, config)


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Client:
    """Whoever talks to the server."""

    address: str

    @property
    def host(self) -> str:
        """The server's own name."""
        return self.address.split("/")[2]

    @property
    def token(self) -> str:
        """The secret of the address."""
        return self.address.split("/")[3]

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str | None) -> Reply:
        """Send a request as it is; a header of None is left out, and none is added but Host."""
        host, port = self.host.split(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=30)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in ({"Host": self.host} | {name.replace("_", "-"): value for name, value in headers.items()}).items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        reply = Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        connection.close()
        return reply

    def get(self, path: str = "", **headers: str | None) -> Reply:
        """Ask as the page does."""
        return self.send("GET", f"/{self.token}/{path}", **headers)

    def post(self, path: str, value: Any, **headers: str | None) -> Reply:
        """Send as the page does, but for the headers given."""
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        given = {
            "Origin": f"http://{self.host}", "X-Goldenthread-Token": self.token, "Content-Type": "application/json",
            "Content-Length": str(len(body)),
        }  # fmt: skip
        named = given | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send("POST", f"/{self.token}/{path}", body, **named)

    def decide(self, **wanted: Any) -> Reply:
        """Send a decision on what the file says now."""
        return self.post("decisions", {"version": self.get("decisions").json["version"], "do": "decide"} | wanted)


@contextmanager
def serving(path: Path, catalog: Catalog) -> Iterator[Client]:
    """A server that runs; it ends with the block."""
    with answering(Desk(lambda: reviewed(path, catalog), catalog, path, lambda: TODAY).answer) as client:
        yield client


@contextmanager
def answering(answer: Callable[[str, str, Any], Answer]) -> Iterator[Client]:
    """A server that answers so; it ends with the block."""
    server = Server(answer)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield Client(server.address)
    finally:
        server.close()
        thread.join()
