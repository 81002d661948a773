"""Requests to a real server on this machine: what is refused, waited for, repeated, and told in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from analyzer.collect import (
    CollectError,
    Denied,
    ExpiredCredentials,
    OperationRefused,
    Options,
    Session,
    Unavailable,
    graphql_pages,
    link_pages,
    odata_pages,
    offset_pages,
    token_pages,
)
from analyzer.collect.guard import graphql_refusal
from analyzer.collect.http import addresses
from analyzer.collect.state import Checkpoint
from tests.analyzer.collect.servers import DIRECTORY, Asked, Reply, Server, serving

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
Answer = Callable[[Asked], Reply]


class Client:
    """A session with the server, and what it waited."""

    def __init__(self, session: Session, server: Server, waits: list[float]) -> None:
        self.session, self.http, self.server, self.waits = session, session.http, server, waits


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Callable[[Answer], Any]]:
    @contextmanager
    def started(answer: Answer) -> Iterator[Client]:
        waits: list[float] = []
        with serving(answer) as server:
            session = Session(
                collector=DIRECTORY, locker=tmp_path, checkpoint=Checkpoint(tmp_path, "directory", "x", NOW),
                options=Options({"endpoint": (server.url,)}), environ={}, sleep=waits.append, now=lambda: NOW,
            )  # fmt: skip
            try:
                yield Client(session, server, waits)
            finally:
                session.close()
                session.checkpoint.close()

    yield started


def once(first: Reply, then: Reply | None = None) -> Answer:
    """The first answer once, then the other."""
    left = [first]
    return lambda asked: left.pop() if left else (then or Reply({"fine": True}))


@pytest.mark.parametrize(
    ("reply", "least", "most"),
    [
        (Reply({}, 429, {"Retry-After": "7"}), 7, 7),
        (Reply({}, 429, {"Retry-After": format_datetime(NOW + timedelta(seconds=90)), "Date": format_datetime(NOW)}), 60, 120),
        (Reply({}, 429), 0.7, 1.3),
        (Reply({}, 429, {"X-Rate-Limit-Reset": "30"}), 30, 32),
        (Reply({"message": "API rate limit exceeded"}, 403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "20"}), 20, 22),
        (Reply({"message": "You have exceeded a secondary rate limit"}, 403), 60, 60),
        (Reply({"message": "slow down"}, 403, {"Retry-After": "11"}), 11, 11),
        (Reply({"data": None, "errors": [{"type": "RATE_LIMITED", "message": "no"}]}), 0.7, 1.3),
    ],
)
def test_too_many_requests_are_waited_for_as_the_server_says(client: Any, reply: Reply, least: float, most: float) -> None:
    with client(once(reply)) as one:
        assert one.http.get("/me").json == {"fine": True}
    assert len(one.waits) == 1 and least <= one.waits[0] <= most
    assert one.session.stats.refused == 1 and one.session.stats.retries == 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply({}, 500), Reply({}, 502), Reply({}, 503), Reply({}, 504), Reply({"a": 1}, cut=True), Reply(b'{"a": [1, 2'),
        Reply(hang=True),
    ],
    ids=["500", "502", "503", "504", "cut", "half", "gone"],
)  # fmt: skip
def test_what_fails_on_the_way_is_repeated(client: Any, reply: Reply) -> None:
    with client(once(reply)) as one:
        assert one.http.get("/me").json == {"fine": True}
    assert len(one.server.asked) == 2


def test_a_server_that_stays_down_ends_the_part(client: Any) -> None:
    with client(lambda asked: Reply({}, 503)) as one, pytest.raises(Unavailable, match="503, 6 times"):
        one.http.get("/me")


def test_a_wait_of_hours_ends_the_part(client: Any) -> None:
    with client(lambda asked: Reply({}, 429, {"Retry-After": "7200"})) as one, pytest.raises(Unavailable, match="120 minutes"):
        one.http.get("/me")
    assert one.waits == []


def test_slow_answers_are_told(client: Any) -> None:
    def slow(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow", request=request)

    with client(lambda asked: Reply({})) as one:
        one.http.transport = httpx.MockTransport(slow)
        with pytest.raises(Unavailable, match="does not answer in time"):
            one.http.get("/me")


def test_an_untrusted_certificate_is_told_and_nothing_is_repeated(client: Any) -> None:
    def intercepted(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate in certificate chain", request=request)

    with client(lambda asked: Reply({})) as one:
        one.http.transport = httpx.MockTransport(intercepted)
        with pytest.raises(CollectError, match="SSL_CERT_FILE"):
            one.http.get("/me")
    assert one.waits == []


def test_missing_rights_and_dead_credentials_are_told(client: Any) -> None:
    with client(lambda asked: Reply({"errorSummary": "You do not have permission"}, 403)) as one:
        with pytest.raises(Denied, match="You do not have permission") as denied:
            one.http.get("/users", permission="users.read")
        assert denied.value.permission == "users.read" and "users.read" in denied.value.advice
    late = {"Date": format_datetime(NOW - timedelta(hours=2))}
    with client(lambda asked: Reply({"message": "bad"}, 401, late)) as one, pytest.raises(ExpiredCredentials, match="7200 seconds"):
        one.http.get("/users")


def test_a_token_is_renewed_once(client: Any) -> None:
    tokens = ["old"]

    def answer(asked: Asked) -> Reply:
        return Reply({"fine": True}) if asked.headers.get("authorization") == "new" else Reply({}, 401)

    def renew() -> bool:
        tokens[0] = "new"
        return True

    with client(answer) as one:
        one.http.authorise = lambda api: {"authorization": tokens[0]}
        one.http.reauthorise = renew
        assert one.http.get("/me").json == {"fine": True}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/users"), ("DELETE", "/users"), ("PUT", "/me"), ("PATCH", "/me"), ("GET", "/admin"), ("GET", "/users/u1/secrets"),
        ("GET", "/users/../admin"), ("GET", "/users/%2e%2e/admin"), ("GET", "/users/a%2Fb/factors"), ("GET", "//users"),
        ("get", "/users"),
    ],
)  # fmt: skip
def test_operations_that_are_not_listed_are_not_sent(client: Any, method: str, path: str) -> None:
    with client(lambda asked: Reply({})) as one:
        refused = True
        try:
            one.http.send(method, path)
            refused = False
        except OperationRefused:
            pass
    assert refused or (method == "get" and [asked.method for asked in one.server.asked] == ["GET"])
    assert not refused or one.server.asked == []


def test_other_servers_and_overridden_methods_are_not_asked(client: Any) -> None:
    with client(lambda asked: Reply({})) as one:
        with pytest.raises(OperationRefused, match="no server of this collector"):
            one.http.get("https://elsewhere.example/me")
        with pytest.raises(OperationRefused, match="makes another operation"):
            one.http.get("/me", headers={"X-HTTP-Method-Override": "DELETE"})
    assert one.server.asked == []


def test_a_redirect_to_another_server_is_not_followed_and_one_at_home_is_guarded(client: Any) -> None:
    elsewhere = Reply({}, 302, {"Location": "http://127.0.0.1:9/me"})
    with client(lambda asked: elsewhere) as one, pytest.raises(Unavailable, match="another server"):
        one.http.get("/me")
    with client(once(Reply({}, 301, {"Location": "/users"}))) as one:
        assert one.http.get("/me").json == {"fine": True}
    with client(once(Reply({}, 301, {"Location": "/admin"}))) as one, pytest.raises(OperationRefused):
        one.http.get("/me")


def test_plain_http_is_for_this_machine_alone(client: Any) -> None:
    with client(lambda asked: Reply({})) as one:
        one.http.hosts = {"api": "http://directory.example"}
        with pytest.raises(CollectError, match="not encrypted"):
            one.http.get("/me")


@pytest.mark.parametrize(
    ("body", "passes"),
    [
        ({"query": "query Q($c: String) { a(after: $c) { b } } fragment F on X { y }", "variables": {}}, True),
        ({"query": "{ mutation { a } }"}, True),
        ({"query": '# mutation\nquery { a(x: "} mutation {") }'}, True),
        ({"query": "mutation { deleteAll }"}, False),
        ({"query": "query A { a } mutation B { b }", "operationName": "B"}, False),
        ({"query": 'query { a(x: """ " """) } mutation M { b }'}, False),
        ({"query": "subscription { a }"}, False),
        ({"query": "query { a "}, False),
        ({"query": "query { a } }"}, False),
        ({"query": ""}, False),
        ({"extensions": {"persistedQuery": {"sha256Hash": "x"}}}, False),
        ([{"query": "{ a }"}], False),
    ],
)
def test_graphql_sends_queries_only(body: Any, passes: bool) -> None:
    assert (graphql_refusal(json.dumps(body).encode()) == "") is passes


def test_link_headers() -> None:
    first = '<https://a.example/x?a=1,2>; rel="self", <https://a.example/y>; title="a, b"; rel=next'
    assert list(addresses(f'{first}, <https://a.example/z>; rel="last end"')) == [
        ("self", "https://a.example/x?a=1,2"), ("next", "https://a.example/y"),
        ("last", "https://a.example/z"), ("end", "https://a.example/z"),
    ]  # fmt: skip


def test_the_paginators_bring_every_page_and_end(client: Any) -> None:
    place: list[str] = []

    def answer(asked: Asked) -> Reply:
        number = int(asked.query.get("page") or asked.query.get("pageToken") or int(asked.query.get("offset", 0)) // 2)
        items = [{"id": 2 * number}, {"id": 2 * number + 1}] if number < 2 else [{"id": 4}]
        last = number == 2
        if asked.path == "/graphql":
            after = int(json.loads(asked.body)["variables"]["cursor"] or 0)
            info = {"hasNextPage": after < 2, "endCursor": str(after + 1)}
            return Reply({"data": {"people": {"nodes": [{"id": after}], "pageInfo": info}}})
        if asked.headers.get("x-kind") == "odata":
            return Reply({"value": items, **({} if last else {"@odata.nextLink": f"{place[0]}/users?page={number + 1}"})})
        if asked.headers.get("x-kind") == "token":
            return Reply({"users": items, **({} if last else {"nextPageToken": str(number + 1)})})
        return Reply(items, headers={} if last else {"Link": f'<{place[0]}/users?page={number + 1}>; rel="next"'})

    with client(answer) as one:
        place.append(one.server.url)
        got = {
            "link": list(link_pages(one.http, "/users")),
            "odata": list(odata_pages(one.http, "/users", headers={"x-kind": "odata"})),
            "token": list(token_pages(one.http, "/users", items="users", headers={"x-kind": "token"})),
            "offset": list(offset_pages(one.http, "/users", size=2)),
        }
        people = list(graphql_pages(one.http, "/graphql", "query($cursor: String) { people }", {}, connection="data.people"))
    assert {name: [page.rows for page in pages] for name, pages in got.items()} == {name: [2, 2, 1] for name in got}
    assert [page.cursor for page in people] == ["1", "2", None]


def test_a_list_that_leads_back_to_itself_ends_the_part(client: Any) -> None:
    place: list[str] = []
    with client(lambda asked: Reply([], headers={"Link": f'<{place[0]}/users?page=1>; rel="next"'})) as one:
        place.append(one.server.url)
        with pytest.raises(Unavailable, match="fetched already"):
            list(link_pages(one.http, "/users"))


def test_part_of_a_graphql_answer_is_none(client: Any) -> None:
    body = {
        "data": {"people": {"nodes": []}},
        "errors": [{"type": "FORBIDDEN", "message": "Resource not accessible by integration"}],
    }
    with client(lambda asked: Reply(body)) as one, pytest.raises(Denied, match="not accessible"):
        list(graphql_pages(one.http, "/graphql", "{ people }", {}, connection="data.people"))


def test_a_401_that_means_a_missing_feature_is_a_gap_and_no_end_of_the_run(client: Any) -> None:
    with client(lambda asked: Reply({"errorSummary": "not to be had here"}, status=401)) as one:
        one.http.lacks = lambda response: b"not to be had" in response.content
        with pytest.raises(Denied, match="is denied"):
            one.http.get("/users")
        assert len(one.server.asked) == 1
