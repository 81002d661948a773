"""The paginators: each yields the pages of a list, goes on where a stream was interrupted, and ends where the source says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .errors import Unavailable
from .http import Answer, Http, addresses
from .stream import Stream

MOST_PAGES = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a list.

    Attributes:
        body: the bytes as they came.
        json: the value in them.
        rows: the records on it.
        cursor: where the next page begins; None on the last one. Give it to `Stream.add`.
        answer: the whole answer, with its headers.
    """

    body: bytes
    json: Any
    rows: int
    cursor: str | None
    answer: Answer

    def into(self, stream: Stream) -> Page:
        """Keep the page in a stream."""
        stream.add(self.body, rows=self.rows, cursor=self.cursor)
        return self


def _start(resume: Stream | None) -> tuple[bool, str | None]:
    """Whether there is anything left to ask for, and from where."""
    if resume is None:
        return True, None
    return not (resume.finished or (resume.begun and resume.cursor is None)), resume.cursor


def at(value: Any, path: str) -> Any:
    """What stands at a dotted path of a value; the value itself for an empty path, None where there is nothing."""
    for key in path.split(".") if path else ():
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _rows(answer: Answer, items: str) -> int:
    found = at(answer.json, items)
    if not isinstance(found, list):
        raise Unavailable(f"GET {answer.url.partition('?')[0]}: the answer has no list {items or 'at its top'}")
    return len(found)


def link_pages(
    http: Http, path: str, params: Mapping[str, Any] | None = None, *, resume: Stream | None = None, items: str = "", **how: Any
) -> Iterator[Page]:
    """Pages behind `Link: <...>; rel="next"` (RFC 8288): GitHub, Okta.

    Args:
        items: dotted path to the list on the page; the page itself is the list when left out.
        how: `api`, `headers`, `accept`, `permission` of `Http.get`.
    """
    more, url = _start(resume)
    asked: set[str] = set()
    while more:
        answer = http.get(url or path, None if url else params, **how)
        url = next((address for relation, address in addresses(answer.headers.get("link", "")) if relation == "next"), None)
        yield Page(body=answer.body, json=answer.json, rows=_rows(answer, items), cursor=url, answer=answer)
        more = _goes_on(url, asked, path)


def odata_pages(
    http: Http, path: str, params: Mapping[str, Any] | None = None, *, resume: Stream | None = None, items: str = "value",
    **how: Any,
) -> Iterator[Page]:  # fmt: skip
    """Pages behind `@odata.nextLink`: Microsoft Graph. Arguments as in `link_pages`."""
    more, url = _start(resume)
    asked: set[str] = set()
    while more:
        answer = http.get(url or path, None if url else params, **how)
        url = at(answer.json, "") and answer.json.get("@odata.nextLink")
        yield Page(body=answer.body, json=answer.json, rows=_rows(answer, items), cursor=url or None, answer=answer)
        more = _goes_on(url, asked, path)


def token_pages(
    http: Http, path: str, params: Mapping[str, Any] | None = None, *, items: str, resume: Stream | None = None,
    token: str = "nextPageToken", parameter: str = "pageToken", **how: Any,
) -> Iterator[Page]:  # fmt: skip
    """Pages behind a token in the answer: Google.

    Args:
        items: dotted path to the list on the page; a page without it has no records, as Google writes empty lists.
        token: dotted path to the token.
        parameter: of the query that takes it.
    """
    more, cursor = _start(resume)
    asked: set[str] = set()
    while more:
        answer = http.get(path, {**(params or {}), **({parameter: cursor} if cursor else {})}, **how)
        found = at(answer.json, items)
        cursor = at(answer.json, token) or None
        rows = len(found) if isinstance(found, list) else 0
        yield Page(body=answer.body, json=answer.json, rows=rows, cursor=cursor, answer=answer)
        more = _goes_on(cursor, asked, path)


def offset_pages(
    http: Http, path: str, params: Mapping[str, Any] | None = None, *, size: int, items: str = "", resume: Stream | None = None,
    limit: str = "limit", offset: str = "offset", total: str = "", **how: Any,
) -> Iterator[Page]:  # fmt: skip
    """Pages by limit and offset; the last is the one that is not full, or where the source's total is reached.

    Args:
        size: records asked for on each page.
        limit: parameter of the query for the size.
        offset: parameter of the query for the number of records before the page.
        total: dotted path to the number of all records, where the answer has it.
    """
    more, start = _start(resume)
    first = int(start) if start else 0
    for _ in range(MOST_PAGES if more else 0):
        answer = http.get(path, {**(params or {}), limit: size, offset: first}, **how)
        rows = _rows(answer, items)
        first += rows
        whole = at(answer.json, total) if total else None
        more = rows > 0 and (first < whole if isinstance(whole, int) else rows >= size)
        yield Page(body=answer.body, json=answer.json, rows=rows, cursor=str(first) if more else None, answer=answer)
        if not more:
            return


def graphql_pages(
    http: Http, path: str, query: str, variables: Mapping[str, Any], *, connection: str, resume: Stream | None = None,
    cursor: str = "cursor", **how: Any,
) -> Iterator[Page]:  # fmt: skip
    """Pages of a GraphQL connection with `pageInfo { hasNextPage endCursor }` and `nodes`.

    Args:
        connection: dotted path to it below the answer: `data.organization.repositories`.
        cursor: name of the variable that takes the cursor.

    Raises:
        Denied, Unavailable: where the answer reports errors; part of an answer is none.
    """
    more, after = _start(resume)
    asked: set[str] = set()
    while more:
        answer = http.post(path, {"query": query, "variables": {**variables, cursor: after}}, **how)
        raise_errors(answer, path)
        found = at(answer.json, connection)
        if not isinstance(found, dict) or not isinstance(found.get("nodes"), list):
            raise Unavailable(f"POST {path}: the answer has no {connection}")
        info = found.get("pageInfo") or {}
        after = info.get("endCursor") if info.get("hasNextPage") else None
        yield Page(body=answer.body, json=answer.json, rows=len(found["nodes"]), cursor=after, answer=answer)
        more = _goes_on(after, asked, path)


def raise_errors(answer: Answer, path: str) -> None:
    """Raise what a GraphQL answer reports beside, or in place of, its data.

    Raises:
        Denied: if it says that something is forbidden.
        Unavailable: for every other error.
    """
    from .errors import Denied

    errors = at(answer.json, "errors")
    if isinstance(errors, list) and errors:
        first = errors[0] if isinstance(errors[0], dict) else {}
        kind, said = str(first.get("type", "")), str(first.get("message", "an error without words"))[:300]
        denied = kind.upper() in ("FORBIDDEN", "INSUFFICIENT_SCOPES", "NOT_FOUND") or "not accessible" in said
        raise (Denied if denied else Unavailable)(f"POST {path}: {said}")


def _goes_on(cursor: str | None, asked: set[str], path: str) -> bool:
    """Whether a page follows.

    Raises:
        Unavailable: if the source names a page that it named before, which would go on for ever.
    """
    if not cursor:
        return False
    if cursor in asked or len(asked) > MOST_PAGES:
        raise Unavailable(f"GET {path}: the source sends to a page that was fetched already")
    asked.add(cursor)
    return True
