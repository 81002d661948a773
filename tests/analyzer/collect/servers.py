"""A real server on this machine for tests of collecting, and a small collector that asks it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from analyzer.collect import Collector, Operation, Option, Part, Session, Target, link_pages


@dataclass
class Asked:
    """A request as the server saw it."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass
class Reply:
    """What the server answers; `cut` announces more bytes than it sends, `hang` closes without an answer."""

    value: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    hang: bool = False


@dataclass
class Server:
    """A running server: its address and everything that it was asked."""

    url: str
    asked: list[Asked]


@contextmanager
def serving(answer: Callable[[Asked], Reply]) -> Iterator[Server]:
    """Serve answers over HTTP on a port of this machine."""
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _any(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            one = Asked(self.command, parts.path, query, {k.lower(): v for k, v in self.headers.items()}, body)
            asked.append(one)
            reply = answer(one)
            if reply.hang:
                self.close_connection = True
                return
            text = reply.value if isinstance(reply.value, bytes) else json.dumps(reply.value).encode()
            self.send_response_only(reply.status)
            for name, value in {"content-type": "application/json", "Date": self.date_time_string(), **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(text) + (50 if reply.cut else 0)))
            self.end_headers()
            self.wfile.write(text)
            self.close_connection = self.close_connection or reply.cut

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _any

        def log_message(self, format: str, *args: Any) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield Server(f"http://127.0.0.1:{server.server_port}", asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


PEOPLE = [{"id": f"u{n}", "login": f"person{n}@acme.example"} for n in range(25)]
USERS = Part(
    name="users", title="users and their factors", tables=("idp_users", "idp_factors"), calls=("GET /users",),
    permission="the scope users.read", lost="who has an account",
)  # fmt: skip
LOG = Part(name="log", title="log", tables=("auth_events",), kind="events", lookback_days=30, calls=("GET /log",))


def _connect(session: Session) -> list[Target]:
    token = session.secret("DIRECTORY_TOKEN", what="a token")
    session.http.authorise = lambda api: {"authorization": f"Bearer {token.reveal()}"}
    me = session.http.get("/me").json
    return [Target(account="acme.example", principal=me["login"], scopes=tuple(me.get("scopes", ())))]


def _collect(session: Session, target: Target, part: Part) -> None:
    if part.name == "log":
        with session.stream(target, part, call="GET /log") as log:
            window = log.window
            params = {"since": window.since.isoformat(), "until": window.until.isoformat()} if window else {}
            for page in link_pages(session.http, "/log", params, resume=log):
                page.into(log)
        return
    with session.stream(target, part, call="GET /users", parameters={"limit": 10}) as users:
        for page in link_pages(session.http, "/users", {"limit": 10}, resume=users):
            page.into(users)
    people = [user for page in users.kept() for user in page]
    with session.stream(target, part, call="GET /users/{id}/factors", label="factors", records=True, after=users) as factors:

        def one(user: dict[str, Any]) -> None:
            factors.record({"user": user["id"], "factors": session.http.get(f"/users/{user['id']}/factors").json}, key=user["id"])

        session.map(one, factors.todo(people, key=lambda user: user["id"]), threads=3)


DIRECTORY = Collector(
    name="directory", title="Directory", parts=(USERS, LOG), connect=_connect, collect=_collect,
    hosts=lambda options: {"api": options.one("endpoint") or "https://directory.example"},
    operations=(
        Operation(method="GET", path=r"/me|/log|/users(?:/[^/]+/factors)?"),
        Operation(method="POST", path="/graphql", graphql=True),
    ),
    options=(Option(name="endpoint", help="the address"),),
    redact=("activation.sharedSecret",),
)  # fmt: skip


def directory(url: Callable[[], str]) -> Callable[[Asked], Reply]:
    """The answers of the directory: 25 people on pages of ten, a factor each, an empty log."""

    def answer(asked: Asked) -> Reply:
        if asked.path == "/me":
            return Reply({"login": "reader@acme.example", "scopes": ["users.read"]})
        if asked.path == "/log":
            return Reply([{"id": f"e-{asked.query['since']}", "at": asked.query["since"]}])
        if asked.path == "/users":
            first = int(asked.query.get("after", 0))
            more = first + 10 < len(PEOPLE)
            link = {"link": f'<{url()}/users?limit=10&after={first + 10}>; rel="next"'} if more else {}
            return Reply(PEOPLE[first : first + 10], headers=link)
        secret = {"activation": {"sharedSecret": "JBSWY3DPEHPK3PXP"}}
        return Reply([{"id": f"f-{asked.path.split('/')[2]}", "factorType": "webauthn", "_embedded": secret}])

    return answer
