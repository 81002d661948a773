"""When a second factor is required: Conditional Access, with the names of whom it leaves out, and the security defaults."""

from __future__ import annotations

import re

from analyzer.collect import Part, Session, Target

from .calls import V1, Record, all_of
from .people import DEFINITIONS

POLICIES = f"{V1}/identity/conditionalAccess/policies"
DEFAULTS = f"{V1}/policies/identitySecurityDefaultsEnforcementPolicy"
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def collect_policies(session: Session, target: Target, part: Part) -> None:
    """Every policy of Conditional Access, and whether the security defaults are on."""
    rights = "the permission Policy.Read.All"
    with session.stream(
        target, part, call=f"GET {POLICIES}", source="entra/conditional_access_policies", records=True,
        parameters={"with": "names of the users, groups and roles that it names"},
    ) as stream:  # fmt: skip
        if not stream.finished:
            policies = all_of(session, POLICIES, permission=rights)
            names = _names(session, policies)
            for policy in stream.todo(policies, key=lambda policy: policy["id"]):
                ids = dict.fromkeys(one for kind in ("Users", "Groups", "Roles") for one in _named(policy, kind))
                known = [{"id": one, "name": names[one]} for one in ids if one in names]
                stream.record({"policy": policy, "names": known}, key=policy["id"])
    with session.stream(target, part, call=f"GET {DEFAULTS}", label="defaults", source="entra/security_defaults") as stream:
        if not stream.finished and not stream.begun:
            stream.add(session.http.get(DEFAULTS, permission=rights).body, rows=1)


def _named(policy: Record, kind: str) -> list[str]:
    """The ids of users, groups or roles that a policy names."""
    users: Record = (policy.get("conditions") or {}).get("users") or {}
    both = [*(users.get(f"include{kind}") or ()), *(users.get(f"exclude{kind}") or ())]
    return [one for one in both if isinstance(one, str) and GUID.fullmatch(one)]


def _names(session: Session, policies: list[Record]) -> dict[str, str]:
    """Names by ids, as far as they can be read; the id stands for itself where not, and no fact is missing then."""
    users = {one for policy in policies for one in _named(policy, "Users")}
    groups = {one for policy in policies for one in _named(policy, "Groups")}
    asked = [(f"{V1}/users/{one}", one, "userPrincipalName") for one in sorted(users)]
    asked += [(f"{V1}/groups/{one}", one, "displayName") for one in sorted(groups)]

    def name(what: tuple[str, str, str]) -> tuple[str, str | None]:
        path, one, field = what
        answer = session.http.get(path, {"$select": f"id,{field}"}, accept=(403, 404))
        return one, (answer.json or {}).get(field) if answer.status == 200 else None

    found = {one: text for one, text in session.map(name, asked) if text}
    if any(_named(policy, "Roles") for policy in policies):
        found |= _role_names(session)
    return found


def _role_names(session: Session) -> dict[str, str]:
    if session.http.get(DEFINITIONS, {"$top": 1}, accept=(403, 404)).status != 200:
        return {}
    roles = all_of(session, DEFINITIONS)
    return {str(role.get("templateId") or role["id"]): str(role.get("displayName")) for role in roles}
