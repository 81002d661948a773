"""People: who has an account, with which registered methods, in which groups, with which roles of the directory."""

from __future__ import annotations

from analyzer.collect import Denied, Part, Session, Target, odata_pages

from .calls import V1, Record, all_of, kept

USERS, GROUPS = f"{V1}/users", f"{V1}/groups"
DELETED = f"{V1}/directory/deletedItems/microsoft.graph.user"
REGISTRATIONS = f"{V1}/reports/authenticationMethods/userRegistrationDetails"
DEFINITIONS, ASSIGNMENTS = f"{V1}/roleManagement/directory/roleDefinitions", f"{V1}/roleManagement/directory/roleAssignments"
FIELDS = (
    "id", "userPrincipalName", "mail", "displayName", "accountEnabled", "userType", "createdDateTime", "creationType",
    "externalUserState", "onPremisesSyncEnabled", "lastPasswordChangeDateTime", "passwordPolicies", "employeeId", "employeeType",
    "department", "jobTitle",
)  # fmt: skip
ACTIVITY = "signInActivity"
GROUP = "id,displayName,groupTypes,securityEnabled,isAssignableToRole,membershipRule,onPremisesSyncEnabled"
MEMBER = "id,userPrincipalName,mail,displayName,accountEnabled"
PAGE, PAGE_WITH_ACTIVITY = 999, 500
NO_LICENCE = "premium"


def collect_users(session: Session, target: Target, part: Part) -> None:
    """Every user, those that were deleted in the last 30 days too, which the list leaves out."""
    activity, why = _activity(session, target, part)
    params = {"$select": ",".join((*FIELDS, ACTIVITY) if activity else FIELDS), "$top": PAGE_WITH_ACTIVITY if activity else PAGE}
    with session.stream(
        target, part, call=f"GET {USERS}", source="entra/users", parameters={**params, **({"without": why} if why else {})}
    ) as users:  # fmt: skip
        if not users.finished:
            users.source_count = _count(session)
        for page in odata_pages(session.http, USERS, params, resume=users):
            page.into(users)
    with session.stream(
        target, part, call=f"GET {DELETED}", label="deleted", source="entra/deleted_users",
        parameters={"$select": ",".join((*FIELDS, "deletedDateTime"))},
    ) as deleted:  # fmt: skip
        for page in odata_pages(session.http, DELETED, deleted.parameters, resume=deleted):
            page.into(deleted)


def _activity(session: Session, target: Target, part: Part) -> tuple[bool, str]:
    """Whether the tenant tells when somebody last signed in, and why not where its licence leaves that out."""
    try:
        session.http.get(USERS, {"$select": f"id,{ACTIVITY}", "$top": 1}, permission="the permission AuditLog.Read.All")
    except Denied as error:
        if NO_LICENCE in error.problem.lower():
            return False, f"{ACTIVITY}: the tenant has no licence of Entra ID P1 or P2"
        session.gap(target, part, f"GET {USERS}: {ACTIVITY}", error.problem, error.advice)
        return False, f"{ACTIVITY}: it is denied"
    return True, ""


def _count(session: Session) -> int | None:
    """How many users the directory says that it has."""
    answer = session.http.get(f"{USERS}/$count", headers={"consistencylevel": "eventual"}, accept=(400, 403, 404))
    text = answer.body.decode("utf-8-sig", "replace").strip()
    return int(text) if answer.status == 200 and text.isdecimal() else None


def collect_methods(session: Session, target: Target, part: Part) -> None:
    """What each user registered: by the report for all, and by each user's own list, which knows keys and their models.

    The report goes into the locker behind the lists, so that it speaks only for users of whom there is no list.
    """
    with session.stream(
        target, part, call=f"GET {REGISTRATIONS}", source="entra/user_registration_details"
    ) as registrations:  # fmt: skip
        for page in odata_pages(session.http, REGISTRATIONS, resume=registrations, permission="the permission AuditLog.Read.All"):
            page.into(registrations)
        with session.stream(
            target, part, call=f"GET {USERS}/{{id}}/authentication/methods", label="of_users", records=True,
            source="entra/authentication_methods",
        ) as methods:  # fmt: skip

            def one(user: Record) -> None:
                answer = session.http.get(
                    f"{USERS}/{user['id']}/authentication/methods", accept=(404,),
                    permission="the permission UserAuthenticationMethod.Read.All",
                )  # fmt: skip
                if answer.status == 404:
                    methods.gap("the user was deleted meanwhile", "Collect again", what=str(user.get("userPrincipalName")))
                    return
                record = {"id": user["id"], "userPrincipalName": user.get("userPrincipalName"), "methods": answer.json["value"]}
                methods.record(record, key=user["id"])

            session.map(one, methods.todo(kept(registrations), key=lambda user: user["id"]))


def collect_roles(session: Session, target: Target, part: Part) -> None:
    """Every assignment of a role of the directory, with the role and, where a group holds it, the people in the group."""
    with session.stream(
        target, part, call=f"GET {ASSIGNMENTS}", source="entra/role_assignments", records=True,
        parameters={"$expand": "principal", "with": "roleDefinitions, transitiveMembers of groups"},
    ) as stream:  # fmt: skip
        if stream.finished:
            return
        rights = "the permission RoleManagement.Read.Directory"
        roles = {role["id"]: role for role in all_of(session, DEFINITIONS, permission=rights)}
        assignments = all_of(session, ASSIGNMENTS, {"$expand": "principal"}, permission=rights)

        def one(assignment: Record) -> None:
            record = {"assignment": assignment, "role": roles.get(assignment.get("roleDefinitionId") or "")}
            if (assignment.get("principal") or {}).get("@odata.type") == "#microsoft.graph.group":
                path = f"{GROUPS}/{assignment['principalId']}/transitiveMembers/microsoft.graph.user"
                record["members"] = all_of(session, path, {"$select": MEMBER}, permission="the permission Group.Read.All")
            stream.record(record, key=assignment["id"])

        session.map(one, stream.todo(assignments, key=lambda assignment: assignment["id"]))


def collect_groups(session: Session, target: Target, part: Part) -> None:
    """Every group, and who is in it."""
    params = {"$select": GROUP, "$top": PAGE}
    with session.stream(target, part, call=f"GET {GROUPS}", parameters=params) as groups:
        for page in odata_pages(session.http, GROUPS, params, resume=groups):
            page.into(groups)
    with session.stream(
        target, part, call=f"GET {GROUPS}/{{id}}/members", label="members", records=True, after=groups,
        parameters={"$select": MEMBER},
    ) as members:  # fmt: skip

        def one(group: Record) -> None:
            try:
                found = all_of(session, f"{GROUPS}/{group['id']}/members", {"$select": MEMBER, "$top": PAGE})
            except Denied as error:  # of this group only, such as one that hides its members
                members.gap(error.problem, "Grant the permission Member.Read.Hidden", what=str(group.get("displayName")))
                return
            members.record({"group": {"id": group["id"], "name": group.get("displayName")}, "members": found}, key=group["id"])

        session.map(one, members.todo(kept(groups), key=lambda group: group["id"]))
