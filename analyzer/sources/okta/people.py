"""People: who has an account, with which factors, in which groups, with which roles of an administrator."""

from __future__ import annotations

from typing import Any

from analyzer.collect import Denied, Part, Session, Target

from .target import Organisation

USERS, GROUPS = "/api/v1/users", "/api/v1/groups"
GONE = 'status eq "DEPROVISIONED"'
PAGE = 200
Record = dict[str, Any]


def collect_users(session: Session, target: Target, part: Part) -> None:
    """Every user, those that were deprovisioned too, which the list leaves out by itself; the factors of each that is not."""
    org: Organisation = target.handle
    with session.stream(target, part, call=f"GET {USERS}", source="okta/users", parameters={"limit": PAGE}) as users:
        org.say_limits(users, "users")
        for page in org.calls.pages(USERS, {"limit": PAGE}, resume=users):
            page.into(users)
    people = _kept(users)
    known = {user["id"] for user in people}
    with session.stream(
        target, part, call=f"GET {USERS}", label="deprovisioned", source="okta/users", records=True, after=users,
        parameters={"filter": GONE, "limit": PAGE},
    ) as gone:  # fmt: skip
        # who is deprovisioned between the two lists stands in both, and is the first list's
        if not gone.finished:
            left = [user for user in org.calls.all(USERS, {"filter": GONE, "limit": PAGE}) if user["id"] not in known]
            for user in gone.todo(left, key=lambda user: user["id"]):
                gone.record(user, key=user["id"])
    with session.stream(
        target, part, call=f"GET {USERS}/{{id}}/factors", label="factors", source="okta/factors", records=True, after=users
    ) as factors:  # fmt: skip

        def one(user: Record) -> None:
            answer = org.calls.get(f"{USERS}/{user['id']}/factors", accept=(404,))
            if answer.status == 404:
                factors.gap(
                    "the user was deleted while the factors were asked for", "Collect again", what=str(user["profile"].get("login"))
                )
                return
            factors.record({"user": user["id"], "login": user["profile"].get("login"), "factors": answer.json}, key=user["id"])

        session.map(one, factors.todo(people, key=lambda user: user["id"]))


def collect_groups(session: Session, target: Target, part: Part) -> None:
    """Every group, and who is in it; the group of everyone holds every user that is not deprovisioned."""
    org: Organisation = target.handle
    with session.stream(target, part, call=f"GET {GROUPS}", parameters={"limit": PAGE}) as groups:
        org.say_limits(groups, "groups")
        for page in org.calls.pages(GROUPS, {"limit": PAGE}, resume=groups):
            page.into(groups)
    with session.stream(
        target, part, call=f"GET {GROUPS}/{{id}}/users", label="members", records=True, after=groups,
        parameters={"limit": PAGE, "kept": "id, login and status of each member"},
    ) as members:  # fmt: skip

        def one(group: Record) -> None:
            found = org.calls.all(f"{GROUPS}/{group['id']}/users", {"limit": PAGE})
            people = [{"id": user["id"], "login": user["profile"].get("login"), "status": user.get("status")} for user in found]
            members.record({"group": {"id": group["id"], "name": group["profile"].get("name")}, "members": people}, key=group["id"])

        single = [group for group in _kept(groups) if group.get("type") != "BUILT_IN"]
        session.map(one, members.todo(single, key=lambda group: group["id"]))


def collect_admins(session: Session, target: Target, part: Part) -> None:
    """Whoever has a role of an administrator, by themselves or by a group: the user, the roles, the factors."""
    org: Organisation = target.handle
    rights = "the scope okta.roles.read"
    with session.stream(
        target, part, call=f"GET {USERS}/{{id}}/roles", label="roles", source="okta/administrators", records=True,
        parameters={"of": "GET /api/v1/iam/assignees/users, and members of each group with roles"},
    ) as stream:  # fmt: skip
        if stream.finished:
            return
        assigned = org.calls.linked("/api/v1/iam/assignees/users", {"limit": PAGE}, items="value", permission=rights)
        admins = {str(one["id"]) for one in assigned}
        for group, roles in zip(*_group_roles(session, org, rights), strict=True):
            if roles:
                admins |= {user["id"] for user in org.calls.all(f"{GROUPS}/{group}/users", {"limit": PAGE})}

        def one(user: str) -> None:
            roles = org.calls.get(f"{USERS}/{user}/roles", permission=rights).json
            whole = org.calls.get(f"{USERS}/{user}", permission="the scope okta.users.read").json
            factors = [] if whole.get("status") == "DEPROVISIONED" else org.calls.get(f"{USERS}/{user}/factors").json
            stream.record({"administrator": whole, "roles": roles, "factors": factors}, key=user)

        session.map(one, stream.todo(sorted(admins), key=str))


def _group_roles(session: Session, org: Organisation, rights: str) -> tuple[list[str], list[list[Record]]]:
    """Ids of the groups that can have roles, and the roles of each."""
    groups = [one["id"] for one in org.calls.all(GROUPS, {"limit": PAGE}) if one.get("type") != "BUILT_IN"]

    def roles(group: str) -> list[Record]:
        answer = org.calls.get(f"{GROUPS}/{group}/roles", permission=rights)
        if not isinstance(answer.json, list):
            raise Denied(f"GET {GROUPS}/{group}/roles: the answer is no list", f"Grant {rights}", rights)
        return answer.json

    return groups, session.map(roles, groups)


def _kept(stream: Any) -> list[Record]:
    """The records of a stream of pages, those from before an interrupt included."""
    return [record for page in stream.kept() for record in page]
