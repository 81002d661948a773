"""What happened to the code: pull requests as they were merged, with commits and reviews; commits; deployments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from analyzer.collect import Part, PartError, Session, Stream, Target, Window, stamp

from .calls import Calls, Record
from .queries import ACTIVE, COMMITS, DEPLOYMENTS, MORE_AUTHORS, MORE_COMMITS, MORE_REVIEWS, PULL_REQUESTS, PUSHED
from .repositories import written

LATE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A connection of a repository that is read from its newest record back.

    Attributes:
        name: of the connection.
        query: asks for a page of it.
        ordered_by: the time by which it is ordered, the latest first.
        happened: the time that the window is about.
        complete: fetches the rest of what a record holds.
    """

    name: str
    query: str
    ordered_by: str
    happened: str
    complete: Callable[[Calls, Stream, Record], None] = lambda calls, stream, node: None


def collect_pull_requests(session: Session, target: Target, part: Part) -> None:
    """Pull requests that were merged in the window, of every repository."""
    with session.stream(
        target, part, call="repository.pullRequests(states: MERGED)", source="github/pull_requests",
        parameters={"mergedAt": str(session.window(target, part))},
    ) as stream:  # fmt: skip
        _collect(session, target, stream, PULLS)


def collect_deployments(session: Session, target: Target, part: Part) -> None:
    """Deployments that were made in the window, of every repository."""
    with session.stream(
        target, part, call="repository.deployments", source="github/deployments",
        parameters={"createdAt": str(session.window(target, part))},
    ) as stream:  # fmt: skip
        _collect(session, target, stream, DEPLOYED)


def collect_commits(session: Session, target: Target, part: Part) -> None:
    """Commits of the window on the default branch of every repository, with the pull requests that brought them in."""
    calls: Calls = target.handle
    window = session.window(target, part)
    with session.stream(
        target, part, call="repository.defaultBranchRef.target.history", source="github/commits",
        parameters={"committedDate": str(window)},
    ) as stream:  # fmt: skip
        if stream.finished:
            return
        seen = {(node["repository"]["nameWithOwner"], node["oid"]) for page in stream.kept() for node in page}

        def one(name: str) -> None:
            try:
                _history(calls, stream, window, name, {oid for repository, oid in seen if repository == name})
            except PartError as error:
                stream.gap(error.problem, error.advice, what=name)

        pages = calls.connection(PUSHED, {"org": target.account}, "data.organization.repositories")
        pushed = [node for page in pages for node in page.value["nodes"] if node["defaultBranchRef"] and node["pushedAt"]]
        active = sorted(node["nameWithOwner"] for node in pushed if moment(node["pushedAt"]) >= window.since)
        session.map(one, stream.todo(active, key=str))


def _history(calls: Calls, stream: Stream, window: Window, name: str, seen: set[str]) -> None:
    """Add the commits of one repository; the last page is known by its name."""
    owner, _, repository = name.partition("/")
    variables = {"owner": owner, "name": repository, "since": stamp(window.since), "until": stamp(window.until)}
    place = "data.repository.defaultBranchRef.target.history"
    for number, page in enumerate(calls.connection(COMMITS, variables, place)):
        fresh = [node for node in page.value["nodes"] if node["oid"] not in seen and moment(node["committedDate"]) < window.until]
        seen.update(node["oid"] for node in fresh)
        stream.add(written(fresh), rows=len(fresh), key=name if page.cursor is None else f"{name} {number}")


def _collect(session: Session, target: Target, stream: Stream, kind: Kind) -> None:
    window = stream.window
    if stream.finished or window is None:
        return
    calls: Calls = target.handle
    seen: dict[str, set[str]] = {}
    reached: dict[str, str] = {}
    for page in stream.kept():
        for node in page:
            name = node["repository"]["nameWithOwner"]
            seen.setdefault(name, set()).add(node["id"])
            reached[name] = node["cursor"]

    def one(name: str) -> None:
        walk = _Walk(calls, stream, kind, window, name, seen.get(name, set()))
        try:
            walk.back(reached.get(name))
        except PartError as error:
            stream.gap(error.problem, error.advice, what=name)

    session.map(one, stream.todo(_active(calls, target.account, kind, window), key=str))


def _active(calls: Calls, org: str, kind: Kind, window: Window) -> list[str]:
    """The repositories in which something may have happened in the window."""
    found = []
    for page in calls.connection(ACTIVE, {"org": org}, "data.organization.repositories"):
        for repository in page.value["nodes"]:
            newest = [moment(node[kind.ordered_by]) for node in repository[kind.name]["nodes"]]
            if newest and newest[0] >= window.since:
                found.append(repository["nameWithOwner"])
    return sorted(found)


class _Walk:
    """One repository, from its newest record back to the begin of the window."""

    def __init__(self, calls: Calls, stream: Stream, kind: Kind, window: Window, name: str, seen: set[str]) -> None:
        self.calls, self.stream, self.kind, self.window, self.name, self.seen = calls, stream, kind, window, name, seen

    def back(self, after: str | None) -> None:
        """Add what is in the window and not there yet; the last page is known by the name of the repository.

        What changes while pages are turned moves to the front of the list, past the reader: the front is read again.
        """
        page: list[Record] = []
        turned = self._pages(after, self.window.since)
        pages = 0
        for found in turned:
            if page:
                self.stream.add(written(page), rows=len(page), key=f"{self.name} before {page[-1]['cursor']}")
            page, pages = found, pages + 1
        moved: list[Record] = []
        if pages > 1 or after:
            moved = [node for found in self._pages(None, self.stream.started_at - LATE) for node in found]
        self.stream.add(written(page + moved), rows=len(page) + len(moved), key=self.name)

    def _pages(self, after: str | None, since: datetime) -> Any:
        owner, _, name = self.name.partition("/")
        kind = self.kind
        place = f"data.repository.{kind.name}"
        for page in self.calls.connection(kind.query, {"owner": owner, "name": name}, place, after=after):
            edges = page.value["edges"]
            yield [node for edge in edges if (node := self._wanted(edge)) is not None]
            if edges and moment(edges[-1]["node"][kind.ordered_by]) < since:
                return

    def _wanted(self, edge: Record) -> Record | None:
        node = {**edge["node"], "cursor": edge["cursor"]}
        if node["id"] in self.seen or not self.window.since <= moment(node[self.kind.happened]) < self.window.until:
            return None
        self.seen.add(node["id"])
        self.kind.complete(self.calls, self.stream, node)
        return node


def _complete(calls: Calls, stream: Stream, node: Record) -> None:
    """Fetch the reviews, commits and co-authors of a pull request that its page had no room for."""
    try:
        _rest(calls, node, "reviews", MORE_REVIEWS)
        _rest(calls, node, "commits", MORE_COMMITS)
        for one in node["commits"]["nodes"]:
            _rest(calls, one["commit"], "authors", MORE_AUTHORS)
    except PartError as error:
        what = f"{node['repository']['nameWithOwner']}#{node['number']}"
        stream.gap(error.problem, error.advice, what=what)


def _rest(calls: Calls, node: Record, name: str, query: str) -> None:
    """Add to a connection what is on its later pages."""
    info = node[name]["pageInfo"]
    if info["hasNextPage"]:
        for page in calls.connection(query, {"id": node["id"]}, f"data.node.{name}", after=info["endCursor"]):
            node[name]["nodes"] += page.value["nodes"]
        node[name]["pageInfo"] = {"hasNextPage": False, "endCursor": None}


def moment(text: str) -> datetime:
    """A time as GitHub writes it."""
    return datetime.fromisoformat(text)


PULLS = Kind(name="pullRequests", query=PULL_REQUESTS, ordered_by="updatedAt", happened="mergedAt", complete=_complete)
DEPLOYED = Kind(name="deployments", query=DEPLOYMENTS, ordered_by="createdAt", happened="createdAt")
