"""What the organisation answers to queries of GraphQL."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.analyzer.sources.github.github_org import Org, Record


def root(org: Org) -> Record:
    """The root of queries."""
    return {
        "organization": lambda info, login: _organization(org) if login.lower() == "acme" else None,
        "repository": lambda info, owner, name: _repository(org, f"{owner}/{name}"),
        "node": lambda info, id: _node(org, id),
        "rateLimit": {"cost": 1, "limit": 5000, "remaining": org.left["graphql"], "resetAt": "2026-07-01T09:00:00Z"},
    }


def listed(records: Sequence[Any], key: Callable[[Any], str], edge: Callable[[Any], Record] | None = None, **more: Any) -> Any:
    """A connection; a cursor is the place of a record in the order, so that it stays where others move.

    Args:
        records: in order: falling by `key`, or rising where `rising` is given.
        edge: what an edge holds; just the node when left out.
    """
    rising = bool(more.get("rising"))

    def resolve(info: Any, first: int | None = None, last: int | None = None, after: str | None = None, **given: Any) -> Record:
        chosen = list(records)
        if after:
            reached = base64.b64decode(after).decode()
            chosen = [one for one in chosen if (key(one) > reached if rising else key(one) < reached)]
        page = chosen[-last:] if last else chosen[: first or 100]
        ends = [base64.b64encode(key(one).encode()).decode() for one in page]
        edges = [{**(edge(one) if edge else {"node": one}), "cursor": end} for one, end in zip(page, ends, strict=True)]
        info_of = {"hasNextPage": not last and len(page) < len(chosen), "endCursor": ends[-1] if ends else None}
        return {"totalCount": len(records), "pageInfo": info_of, "nodes": [one["node"] for one in edges], "edges": edges}

    return resolve


def numbered(records: Sequence[Any]) -> Any:
    """A connection in the order of a list."""
    pairs = list(enumerate(records))
    return listed(pairs, lambda pair: f"{pair[0]:06}", lambda pair: {"node": pair[1]}, rising=True)


def person(login: str | None) -> Record | None:
    """Whoever acts: a person, an app, or nobody any more."""
    if login is None:
        return None
    return {"__typename": "Bot" if login.endswith("[bot]") else "User", "login": login.removesuffix("[bot]"), "id": f"U_{login}"}


def _organization(org: Org) -> Record:
    def member(one: Record) -> Record:
        shown = None if not org.is_owner else one["two_factor"] != "disabled"
        node = {
            "login": one["login"], "databaseId": 1, "name": None, "email": "", "createdAt": "2020-01-02T03:04:05Z",
            "organizationVerifiedDomainEmails": one.get("emails", []), "organization": {"login": "acme"},
        }  # fmt: skip
        return {"role": one["role"], "hasTwoFactorEnabled": shown, "node": node}

    identities = [{"guid": f"g{n}", "user": person(login), "samlIdentity": {"nameId": name}, "scimIdentity": None}
                  for n, (login, name) in enumerate((org.saml or {}).items())]  # fmt: skip
    return {
        "login": "acme",
        "membersWithRole": listed(org.members, lambda one: one["login"], member, rising=True),
        "repositories": listed([_repository(org, name) for name in sorted(org.repositories)], lambda one: one["nameWithOwner"],
                               rising=True),
        "samlIdentityProvider": None if org.saml is None else {"ssoUrl": None, "externalIdentities": numbered(identities)},
    }  # fmt: skip


def _repository(org: Org, name: str) -> Record | None:
    one = org.repositories.get(name)
    if one is None:
        return None
    direct = [{"permission": right, "node": person(login)} for login, right in org.direct.get(name, [])]
    pulls = sorted(org.pulls.get(name, []), key=_updated, reverse=True)
    deployments = sorted(org.deployments.get(name, []), key=_created, reverse=True)
    return {
        "__typename": "Repository", "id": f"R_{name}", "nameWithOwner": name, "isArchived": one["archived"],
        "hasVulnerabilityAlertsEnabled": name not in org.alerts_off,
        "collaborators": listed(list(enumerate(direct)), lambda pair: f"{pair[0]:06}", lambda pair: pair[1], rising=True)
        if org.is_owner else None,
        "pushedAt": one["pushed_at"],
        "defaultBranchRef": {"name": one["default_branch"], "target": {"__typename": "Commit", "history": _history(org, name)}},
        "pullRequests": listed(pulls, _updated, lambda pull: {"node": _pull(name, pull)}),
        "deployments": listed(deployments, _created, lambda made: {"node": {**made, "repository": {"nameWithOwner": name}}}),
    }  # fmt: skip


def _history(org: Org, name: str) -> Any:
    """The default branch: a commit for each merged pull request, and those that nobody proposed."""
    made = [(pull["mergedAt"], pull["sha"], pull["author"], [pull]) for pull in org.pulls.get(name, [])]
    made += [(at, oid, who, []) for at, oid, who in org.pushed.get(name, [])]

    def commit(one: tuple[str, str, str, list[Record]]) -> Record:
        when, oid, who, pulls = one
        author = {"email": f"{who}@acme.example", "user": person(who)}
        brought = [
            {"number": pull["number"], "mergedAt": pull["mergedAt"], "baseRefName": "main", "repository": {"nameWithOwner": name}}
            for pull in pulls
        ]
        return {
            "oid": oid, "committedDate": when, "messageHeadline": "Change", "author": author, "committer": author,
            "signature": {"__typename": "GpgSignature", "isValid": True} if pulls else None,
            "repository": {"nameWithOwner": name}, "associatedPullRequests": {"nodes": brought},
        }  # fmt: skip

    def resolve(info: Any, since: str, until: str, **paging: Any) -> Record:
        chosen = sorted((one for one in made if since <= one[0] <= until), reverse=True, key=lambda one: one[:2])
        return listed(chosen, lambda one: f"{one[0]} {one[1]}", lambda one: {"node": commit(one)})(info, **paging)

    return resolve


def _updated(pull: Record) -> str:
    return f"{pull['updatedAt']} {pull['number']:08}"


def _created(made: Record) -> str:
    return f"{made['createdAt']} {made['databaseId']:08}"


def _pull(name: str, pull: Record) -> Record:
    last = pull["commits"][-1] if pull["commits"] else None

    def commits(info: Any, first: int | None = None, last: int | None = None, after: str | None = None) -> Record:
        return numbered([{"commit": _commit(one)} for one in pull["commits"]])(info, first, last, after)

    forced = [
        {"__typename": "HeadRefForcePushedEvent", "createdAt": at, "actor": person(who)} for at, who in pull.get("forced", [])
    ]
    return {
        "__typename": "PullRequest", "id": f"PR_{name}_{pull['number']}", "headRefOid": last["oid"] if last else "0" * 40,
        "url": f"https://github.example/{name}/pull/{pull['number']}", "changedFiles": 3, "additions": 20, "deletions": 4,
        "reviewDecision": "APPROVED", "baseRefName": "main", "repository": {"nameWithOwner": name},
        **{key: pull[key] for key in ("number", "title", "createdAt", "updatedAt", "mergedAt")},
        "author": person(pull["author"]), "mergedBy": person(pull["mergedBy"]), "mergeCommit": {"oid": pull["sha"]},
        "reviews": numbered([{**one, "author": person(one["author"]), "commit": {"oid": one["oid"]}} for one in pull["reviews"]]),
        "commits": commits, "timelineItems": lambda info, itemTypes, last: {"nodes": forced[-last:]},
    }  # fmt: skip


def _commit(one: Record) -> Record:
    authors = [{"email": f"{login}@acme.example", "user": person(login)} for login in one["authors"]]
    return {
        "__typename": "Commit", "id": f"C_{one['oid']}", "oid": one["oid"], "committedDate": one["at"], "author": authors[0],
        "committer": authors[0], "authors": numbered(authors), "statusCheckRollup": {"state": "SUCCESS"},
    }  # fmt: skip


def _node(org: Org, number: str) -> Record | None:
    for name, pulls in org.pulls.items():
        for pull in pulls:
            if number == f"PR_{name}_{pull['number']}":
                return _pull(name, pull)
            for one in pull["commits"]:
                if number == f"C_{one['oid']}":
                    return _commit(one)
    return _repository(org, number.removeprefix("R_"))
