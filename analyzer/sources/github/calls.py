"""Requests to GitHub: paced below its secondary limits, GraphQL on pages as large as it manages, refusals in its own words."""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from analyzer.collect import Answer, Denied, Page, Session, Stream, Unavailable, link_pages
from analyzer.collect.pages import at, raise_errors

GRAPHQL = "/graphql"
LARGEST, SMALLEST = 100, 10
TIMED_OUT = (502, 504)
SPAN_SECONDS = 60.0
IN_A_SPAN = 850
ATTEMPTS = 6
LIMITED = re.compile(r"rate limit", re.IGNORECASE)
VERSION = {"accept": "application/vnd.github+json", "x-github-api-version": "2022-11-28"}
MOST_PAGES = 100_000
Record = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A page of a connection of GraphQL.

    Attributes:
        value: the connection: its `nodes` or `edges`, and what else was asked for.
        answer: the whole answer.
        cursor: where the next page begins; None on the last one.
    """

    value: Record
    answer: Answer
    cursor: str | None


@dataclass(kw_only=True)
class Calls:
    """Calls of one run; threads may share it.

    Attributes:
        session: of the run.
    """

    session: Session = field(repr=False)
    _sent: deque[float] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _here: threading.local = field(default_factory=threading.local)

    def __post_init__(self) -> None:
        """Look at every request and at every refusal."""
        self.session.http.client.event_hooks = {"request": [self._pace], "response": [self._learn]}

    def get(self, path: str, params: Mapping[str, Any] | None = None, **how: Any) -> Answer:
        """GET a path; see `Http.get`."""
        with self._explained():
            return self.session.http.get(path, params, headers=VERSION, **how)

    def pages(self, path: str, params: Mapping[str, Any] | None = None, *, resume: Stream | None = None) -> Iterator[Page]:
        """The pages of a list; see `link_pages`."""
        with self._explained():
            yield from link_pages(self.session.http, path, {"per_page": LARGEST, **(params or {})}, resume=resume, headers=VERSION)

    def all(self, path: str, params: Mapping[str, Any] | None = None) -> list[Record]:
        """The records of all pages of a list."""
        return [record for page in self.pages(path, params) for record in page.json]

    def query(self, query: str, variables: Mapping[str, Any]) -> Answer:
        """The answer to a query of GraphQL that reports no error."""
        with self._explained():
            answer = self._post(query, variables)
            raise_errors(answer, GRAPHQL)
            return answer

    def _post(self, query: str, variables: Mapping[str, Any], accept: tuple[int, ...] = ()) -> Answer:
        """The answer to a query, waiting where it says beside a status of 200 that there were too many."""
        body = {"query": query, "variables": dict(variables)}
        for _ in range(ATTEMPTS):
            answer = self.session.http.post(GRAPHQL, body, api="graphql", accept=accept)
            if not LIMITED.search(said_by(answer)):
                return answer
            wait = answer.headers.get("retry-after", "")
            seconds = float(wait) if wait.isdecimal() else SPAN_SECONDS
            self.session.stats.count(refused=1, waited=seconds)
            self.session.sleep(seconds)
        raise Unavailable(f"POST {GRAPHQL}: it refuses requests for too many of them, {ATTEMPTS} times", "Run it again later")

    def connection(
        self, query: str, variables: Mapping[str, Any], place: str, *, after: str | None = None, largest: int = LARGEST
    ) -> Iterator[Connection]:  # fmt: skip
        """The pages of a connection; a page that GitHub does not finish in time is asked for again in halves.

        Args:
            query: takes `$first` and `$cursor`, and asks for the `pageInfo { hasNextPage endCursor }` of the connection.
            place: dotted path to the connection: `data.organization.repositories`.
            after: where to begin.

        Raises:
            Denied, Unavailable: where the answer reports errors; part of an answer is none.
        """
        size, asked = largest, {after}
        for _ in range(MOST_PAGES):
            answer = self._page(query, {**variables, "first": size, "cursor": after}, size)
            if answer is None:
                size = max(SMALLEST, size // 2)
                continue
            found = at(answer.json, place)
            if not isinstance(found, dict):
                raise Denied(f"POST {GRAPHQL}: there is no {place.partition('.')[2]} for these credentials")
            info = found.get("pageInfo") or {}
            after = info.get("endCursor") if info.get("hasNextPage") else None
            yield Connection(value=found, answer=answer, cursor=after)
            if after is None:
                return
            if after in asked:
                break
            asked.add(after)
            size = min(largest, size * 2)
        raise Unavailable(f"POST {GRAPHQL}: it sends to a page that was fetched already")

    def _page(self, query: str, variables: Mapping[str, Any], size: int) -> Answer | None:
        """An answer without errors; None where a smaller page may be answered."""
        divisible = size > SMALLEST
        with self._explained():
            answer = self._post(query, variables, TIMED_OUT if divisible else ())
            if answer.status in TIMED_OUT:
                return None
            try:
                raise_errors(answer, GRAPHQL)
            except Unavailable:
                if divisible:
                    return None
                raise
            return answer

    def _pace(self, request: httpx.Request) -> None:
        """Stay below the requests that GitHub takes in a minute."""
        with self._lock:
            now = time.monotonic()
            while self._sent and now - self._sent[0] >= SPAN_SECONDS:
                self._sent.popleft()
            if len(self._sent) >= IN_A_SPAN:
                seconds = SPAN_SECONDS - (now - self._sent.popleft())
                self.session.stats.count(waited=seconds)
                self.session.sleep(seconds)
            self._sent.append(time.monotonic())

    def _learn(self, response: httpx.Response) -> None:
        """Keep what a refusal says of the permissions that would do."""
        self._here.accepted = dict(response.headers) if response.status_code in (403, 404) else {}

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Say of a refusal what GitHub itself says of it."""
        try:
            yield
        except Denied as error:
            raise Denied(error.problem, advice_of(getattr(self._here, "accepted", {})), error.permission) from error


def said_by(answer: Answer) -> str:
    """What an answer of GraphQL reports as errors."""
    errors = at(answer.json, "errors")
    found = errors if isinstance(errors, list) else []
    return " ".join(str(one.get("message", "")) for one in found if isinstance(one, dict))


def advice_of(headers: Mapping[str, str]) -> str:
    """What the headers of a refusal advise; empty where they do not."""
    sso = headers.get("x-github-sso", "")
    if sso.startswith("required"):
        address = sso.partition("url=")[2] or "the settings of the token"
        return f"Authorise the token for the single sign-on of the organisation: {address}"
    if permissions := headers.get("x-accepted-github-permissions"):
        return "Grant " + permissions.replace("; ", ";").replace(";", " or ").replace(",", " and ").replace("=", ": ")
    if scopes := headers.get("x-accepted-oauth-scopes"):
        return f"Give the token one of the scopes {scopes}; some lists are shown to owners of the organisation only"
    return ""
