"""Which organisation is collected, who collects it, and what the credentials may do there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from analyzer.collect import CollectError, PartError, Session, Stream, Target

from .app import app_of
from .calls import Calls, lacks_feature

TOKEN_VARIABLES = ("OKTA_API_TOKEN", "OKTA_CLIENT_TOKEN")
READING_ROLES = ("READ_ONLY_ADMIN", "REPORT_ADMIN")
SEES_EVERYONE = ("SUPER_ADMIN", "ORG_ADMIN", "READ_ONLY_ADMIN")
READING_RIGHTS = (".read", ".readOnly")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation of Okta as the parts see it.

    Attributes:
        calls: of the run.
        has_devices: whether its engine knows devices at all.
        limited: why the credentials may not see everybody; empty where they do, or where that cannot be told.
    """

    calls: Calls
    has_devices: bool = True
    limited: str = ""

    def say_limits(self, stream: Stream, what: str) -> None:
        """Record that a list may leave out what the credentials do not reach."""
        if self.limited:
            stream.gap(self.limited, "Give whoever collects the role Read-only Administrator", what=f"{what} that are not seen")


@dataclass(slots=True)
class Rights:
    """What roles allow.

    Attributes:
        names: of the roles and their permissions.
        writing: those that can change something.
        sees_everyone: whether any of them reaches every user.
        unknown: why that could not be looked at.
    """

    names: list[str] = field(default_factory=list)
    writing: list[str] = field(default_factory=list)
    sees_everyone: bool = False
    unknown: str = ""


def connect(session: Session) -> list[Target]:
    """The organisation that the options name, and who the credentials of the environment are.

    Raises:
        CollectError: if no organisation is named, or the credentials are missing or refused.
    """
    session.http.lacks = lacks_feature
    calls = Calls(session)
    client_id = session.options.one("client-id")
    if client_id:
        account, pipeline, name = organisation_of(calls)
        target = _app(session, calls, client_id)
    else:
        what = "an API token, or an app named by --client-id (OKTA_CLIENT_ID) with its private key"
        token = session.secret(*TOKEN_VARIABLES, what=what)
        account, pipeline, name = organisation_of(calls)
        session.http.authorise = lambda api: {"authorization": f"SSWS {token.reveal()}"}
        target = _owner(calls)
    principal, scopes, rights = target
    limited = ""
    # without any role the calls are refused one by one, or, of an app of old, not at all
    if rights.names and not rights.unknown and not rights.sees_everyone:
        limited = f"the roles of {principal} ({', '.join(rights.names) or 'none'}) do not reach every user of the organisation"
    handle = Organisation(calls=calls, has_devices=pipeline != "v1", limited=limited)
    return [
        Target(
            account=account, principal=principal, name=name, scopes=(*scopes, *rights.names), write_access=tuple(rights.writing),
            unknown_access=rights.unknown, handle=handle,
        )
    ]  # fmt: skip


def organisation_of(calls: Calls) -> tuple[str, str, str]:
    """Id, engine (`idx`, or `v1` for the classic one) and name of the organisation, which everybody may ask for.

    Raises:
        CollectError: if no Okta answers at the address.
    """
    address = calls.session.http.hosts["api"]
    try:
        found = calls.get("/.well-known/okta-organization").json
    except PartError as error:
        raise CollectError(error.problem, f"Look at --domain: there seems to be no organisation of Okta at {address}") from error
    if not isinstance(found, dict) or not isinstance(found.get("id"), str):
        raise CollectError(f"{address} does not answer as an organisation of Okta does", "Look at --domain")
    return found["id"], str(found.get("pipeline") or ""), urlsplit(address).hostname or address


def _owner(calls: Calls) -> tuple[str, tuple[str, ...], Rights]:
    """Whoever made the API token: it may do whatever they may."""
    me = calls.get("/api/v1/users/me").json
    try:
        roles = calls.get(f"/api/v1/users/{me['id']}/roles", permission="the scope okta.roles.read").json
    except PartError as error:
        rights = Rights(unknown=error.problem)
    else:
        rights = rights_of(calls, roles)
    return str(me["profile"]["login"]), (), rights


def _app(session: Session, calls: Calls, client_id: str) -> tuple[str, tuple[str, ...], Rights]:
    """An app: it may do what its scopes and its roles both allow; scopes that it has and does not use are looked at too."""
    used = app_of(session, client_id).find_scopes()
    unknown: list[str] = []
    granted: set[str] = set(used)
    rights = Rights()
    try:
        granted |= {str(one.get("scopeId")) for one in calls.all(f"/api/v1/apps/{client_id}/grants")}
    except PartError as error:
        unknown.append(error.problem)
    try:
        rights = rights_of(calls, calls.get(f"/oauth2/v1/clients/{client_id}/roles").json)
    except PartError as error:
        unknown.append(error.problem)
    rights.unknown = "; ".join([*unknown, *([rights.unknown] if rights.unknown else [])])
    rights.writing += sorted(scope for scope in granted if not scope.endswith(READING_RIGHTS))
    return client_id, tuple(sorted(granted)), rights


def rights_of(calls: Calls, roles: Iterable[dict[str, Any]]) -> Rights:
    """What a list of role assignments allows; of roles of the organisation's own, each permission."""
    rights = Rights()
    for role in roles:
        kind, label = str(role.get("type")), str(role.get("label") or role.get("type"))
        if role.get("status") not in (None, "ACTIVE"):
            continue
        rights.names.append(label)
        rights.sees_everyone |= kind in SEES_EVERYONE
        if kind != "CUSTOM":
            if kind not in READING_ROLES:
                rights.writing.append(label)
            continue
        try:
            permissions = _permissions(calls, role)
            everyone = _reaches_everyone(calls, role)
        except PartError as error:
            rights.unknown = error.problem
            continue
        rights.names += permissions
        rights.writing += [f"{label}: {one}" for one in permissions if not one.endswith(READING_RIGHTS)]
        rights.sees_everyone |= everyone and any(one.startswith("okta.users.") for one in permissions)
    return rights


def _permissions(calls: Calls, role: dict[str, Any]) -> list[str]:
    answer = calls.get(f"/api/v1/iam/roles/{role.get('role')}/permissions", permission="the scope okta.roles.read").json
    return [str(one["label"]) for one in answer.get("permissions", [])]


def _reaches_everyone(calls: Calls, role: dict[str, Any]) -> bool:
    """Whether the resource set of an assignment holds all users: the list itself, not single users or groups."""
    path = f"/api/v1/iam/resource-sets/{role.get('resource-set')}/resources"
    resources = calls.linked(path, items="resources", permission="the scope okta.roles.read")
    links = [str(((one.get("_links") or {}).get("self") or {}).get("href", "")) for one in resources]
    names = [str(one.get("orn", "")) for one in resources]
    return any(urlsplit(link).path == "/api/v1/users" for link in links) or any(name.endswith(":users") for name in names)
