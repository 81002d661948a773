"""People: members with role and second factor, who they are in single sign-on, outside collaborators, rights, teams."""

from __future__ import annotations

from analyzer.collect import Part, PartError, Session, Stream, Target, Unavailable

from .calls import Calls, Record
from .queries import COLLABORATORS, IDENTITIES, MEMBERS, MORE_COLLABORATORS

OWNERS_ONLY = "Let an owner of the organisation make the token, or give the app the permission Members: read"
UNSEEN = "GitHub does not show these credentials who has a second factor"


def collect_members(session: Session, target: Target, part: Part) -> None:
    """Members with their role, whether they have a second factor and whether that is weak, and who they are in SAML."""
    calls: Calls = target.handle
    org = target.account
    with session.stream(
        target, part, call="organization.membersWithRole", source="github/members", records=True,
        parameters={"two_factor": "by the list with filter=2fa_insecure", "samlIdentity": "organization.samlIdentityProvider"},
    ) as members:  # fmt: skip
        if members.finished:
            return
        insecure = _listed(calls, members, f"/orgs/{org}/members", "2fa_insecure")
        identities = _identities(calls, org, members)
        known = True
        for page in calls.connection(MEMBERS, {"org": org}, "data.organization.membersWithRole"):
            members.source_count = page.value["totalCount"]
            for edge in members.todo(page.value["edges"], key=_login):
                has = edge["hasTwoFactorEnabled"]
                known = known and has is not None
                kind = _kind(has, None if insecure is None else _login(edge) in insecure)
                record = {"organization": org, **edge, "two_factor": kind, "samlIdentity": identities.get(_login(edge))}
                members.record(record, key=_login(edge))
        if not known:
            members.gap(UNSEEN, OWNERS_ONLY, what="two-factor authentication")


def _login(edge: Record) -> str:
    return edge["node"]["login"]


def _kind(has: bool | None, insecure: bool | None) -> str | None:
    """How good a second factor is: `disabled`, `insecure` (a code that comes by SMS), `secure`; None where that is not shown."""
    if not has:
        return None if has is None else "disabled"
    return None if insecure is None else "insecure" if insecure else "secure"


def _listed(calls: Calls, people: Stream, path: str, which: str) -> set[str] | None:
    """Those whom a filter of GitHub lists: `2fa_disabled` or `2fa_insecure`; None where it does not show them."""
    try:
        return {one["login"] for one in calls.all(path, {"filter": which})}
    except PartError as error:
        people.gap(f"{UNSEEN}: {error.problem}", OWNERS_ONLY, what=which)
        return None


def _identities(calls: Calls, org: str, people: Stream) -> dict[str, Record]:
    """Whom the identity provider takes each account for; an organisation without single sign-on knows nobody."""
    try:
        first = calls.query(IDENTITIES, {"org": org, "first": 1, "cursor": None}).json["data"]["organization"]
        if first["samlIdentityProvider"] is None:
            return {}
        pages = calls.connection(IDENTITIES, {"org": org}, "data.organization.samlIdentityProvider.externalIdentities")
        linked = [node for page in pages for node in page.value["nodes"] if node["user"] and node["samlIdentity"]]
    except PartError as error:
        people.gap(error.problem, error.advice or OWNERS_ONLY, what="single sign-on")
        return {}
    return {node["user"]["login"]: node["samlIdentity"] for node in linked}


def collect_collaborators(session: Session, target: Target, part: Part) -> None:
    """Outside collaborators with whether they have a second factor, and who has which right in which repository."""
    calls: Calls = target.handle
    path = f"/orgs/{target.account}/outside_collaborators"
    with session.stream(
        target, part, call=f"GET {path}", source="github/members", records=True,
        parameters={"two_factor_authentication": "by the lists with filter=2fa_disabled and filter=2fa_insecure"},
    ) as outside:  # fmt: skip
        if outside.finished:
            return
        people = calls.all(path)
        without, insecure = (_listed(calls, outside, path, which) for which in ("2fa_disabled", "2fa_insecure"))
        for one in outside.todo(people, key=lambda one: one["login"]):
            has = None if without is None else one["login"] not in without
            kind = _kind(has, None if insecure is None else one["login"] in insecure)
            record = {
                "organization": target.account, **one, "role": "outside collaborator", "two_factor_authentication": has,
                "two_factor": kind,
            }  # fmt: skip
            outside.record(record, key=one["login"])


def collect_rights(session: Session, target: Target, part: Part) -> None:
    """Who was given which right in which repository by name, outside of teams."""
    calls: Calls = target.handle
    with session.stream(
        target, part, call="organization.repositories.collaborators", parameters={"affiliation": "DIRECT"}, records=True
    ) as rights:  # fmt: skip
        if not rights.finished:
            for page in calls.connection(COLLABORATORS, {"org": target.account}, "data.organization.repositories"):
                for repository in rights.todo(page.value["nodes"], key=lambda one: one["nameWithOwner"]):
                    _rights(calls, rights, repository)


def _rights(calls: Calls, stream: Stream, repository: Record) -> None:
    name = repository["nameWithOwner"]
    found = repository.get("collaborators")
    if found is None:
        stream.gap("GitHub does not show these credentials who has rights in it", OWNERS_ONLY, what=name)
        return
    edges = list(found["edges"])
    info = found.get("pageInfo") or {}
    if info.get("hasNextPage"):
        variables = {"id": repository["id"]}
        for page in calls.connection(MORE_COLLABORATORS, variables, "data.node.collaborators", after=info["endCursor"]):
            edges += page.value["edges"]
    people = [{"login": edge["node"]["login"], "permission": edge["permission"]} for edge in edges]
    stream.record({"repository": name, "archived": repository["isArchived"], "direct_collaborators": people}, key=name)


def collect_teams(session: Session, target: Target, part: Part) -> None:
    """Teams, who is in them, and in which repositories they have which right."""
    calls: Calls = target.handle
    path = f"/orgs/{target.account}/teams"
    with session.stream(target, part, call=f"GET {path}", records=True) as teams:

        def one(team: Record) -> None:
            at = f"{path}/{team['slug']}"
            try:
                owners = {who["login"] for who in calls.all(f"{at}/members", {"role": "maintainer"})}
                people = calls.all(f"{at}/members")
                repositories = calls.all(f"{at}/repos")
            except Unavailable as error:
                teams.gap(error.problem, error.advice, what=str(team["slug"]))
                return
            members = [{"login": who["login"], "role": "maintainer" if who["login"] in owners else "member"} for who in people]
            rights = [{"repository": each["full_name"], "role_name": each.get("role_name")} for each in repositories]
            record = {"organization": target.account, "team": team, "members": members, "repositories": rights}
            teams.record(record, key=team["slug"])

        found = [] if teams.finished else calls.all(path)
        session.map(one, teams.todo(found, key=lambda team: team["slug"]))
