"""People: who has an account, in which unit and groups, with which second factor, with which roles of an administrator."""

from __future__ import annotations

from analyzer.collect import Denied, Part, Session, Stream, Target, token_pages

from .calls import ASSIGNMENTS, CUSTOMER, GROUPS, ORG_UNITS, ROLES, USERS, Record, all_of, pages_of

FIELDS = (
    "id,primaryEmail,name/fullName,isAdmin,isDelegatedAdmin,isEnrolledIn2Sv,isEnforcedIn2Sv,suspended,suspensionReason,archived,"
    "lastLoginTime,creationTime,deletionTime,orgUnitPath,changePasswordAtNextLogin,agreedToTerms,isMailboxSetup,customerId"
)
MEMBER = "nextPageToken,members(id,email,role,type,status)"


def collect_users(session: Session, target: Target, part: Part) -> None:
    """Every user, those that were deleted in the last 20 days too, which the list leaves out."""
    params = {"customer": CUSTOMER, "orderBy": "email", "fields": f"nextPageToken,users({FIELDS})"}
    with session.stream(target, part, call=f"GET {USERS}", source="google/users", parameters=params) as users:
        for page in token_pages(session.http, USERS, {**params, **pages_of(500)}, items="users", resume=users):
            page.into(users)
    params = {**params, "showDeleted": "true"}
    with session.stream(
        target, part, call=f"GET {USERS}", label="deleted", source="google/deleted_users", parameters=params
    ) as deleted:  # fmt: skip
        for page in token_pages(session.http, USERS, {**params, **pages_of(500)}, items="users", resume=deleted):
            page.into(deleted)


def collect_org_units(session: Session, target: Target, part: Part) -> None:
    """The tree of organisational units; the API has no pages for it."""
    params = {"type": "allIncludingParent"}
    with session.stream(target, part, call=f"GET {ORG_UNITS}", parameters=params) as units:
        if not units.finished and not units.begun:
            answer = session.http.get(ORG_UNITS, params)
            units.add(answer.body, rows=len(answer.json.get("organizationUnits") or ()))


def collect_roles(session: Session, target: Target, part: Part) -> None:
    """Every assignment of a role of an administrator: with the role, and the people who hold it."""
    with session.stream(
        target, part, call=f"GET {ASSIGNMENTS}", source="google/role_assignments", records=True,
        parameters={"with": "roles, users, members of groups"},
    ) as stream:  # fmt: skip
        if stream.finished:
            return
        rights = "the scope admin.directory.rolemanagement.readonly"
        roles = {role["roleId"]: role for role in all_of(session, ROLES, pages_of(100), "items", permission=rights)}
        assignments = all_of(session, ASSIGNMENTS, pages_of(200), "items", permission=rights)
        fields = "nextPageToken,users(id,primaryEmail,suspended,archived,creationTime,lastLoginTime)"
        people = {
            user["id"]: user for user in all_of(
                session, USERS, {"customer": CUSTOMER, "orderBy": "email", "fields": fields, **pages_of(500)}, "users",
                permission="the scope admin.directory.user.readonly",
            )
        }  # fmt: skip

        def one(assignment: Record) -> None:
            holders = [people.get(assignment["assignedTo"], {"id": assignment["assignedTo"]})]
            if str(assignment.get("assigneeType", "")).lower() == "group":
                found = all_of(
                    session, f"{GROUPS}/{assignment['assignedTo']}/members",
                    {"includeDerivedMembership": "true", "fields": MEMBER, **pages_of(200)}, "members",
                    permission="the scope admin.directory.group.readonly",
                )  # fmt: skip
                holders = [people.get(member["id"], member) for member in found if member.get("type") != "GROUP"]
            record = {"assignment": assignment, "role": roles.get(assignment["roleId"]), "holders": holders}
            stream.record(record, key=assignment["roleAssignmentId"])

        session.map(one, stream.todo(assignments, key=lambda assignment: assignment["roleAssignmentId"]))


def collect_groups(session: Session, target: Target, part: Part) -> None:
    """Every group, and who is in it."""
    fields = "nextPageToken,groups(id,email,name,description,adminCreated,directMembersCount)"
    params = {"customer": CUSTOMER, "fields": fields}
    with session.stream(target, part, call=f"GET {GROUPS}", parameters=params) as groups:
        for page in token_pages(session.http, GROUPS, {**params, **pages_of(200)}, items="groups", resume=groups):
            page.into(groups)
    with session.stream(
        target, part, call=f"GET {GROUPS}/{{id}}/members", label="members", records=True, after=groups,
        parameters={"fields": MEMBER},
    ) as members:  # fmt: skip

        def one(group: Record) -> None:
            try:
                found = all_of(session, f"{GROUPS}/{group['id']}/members", {"fields": MEMBER, **pages_of(200)}, "members")
            except Denied as error:  # of this group only; the list of groups needs the same scope
                members.gap(error.problem, what=group["email"])
                return
            members.record({"group": {"id": group["id"], "email": group["email"]}, "members": found}, key=group["id"])

        session.map(one, members.todo(_kept(groups, "groups"), key=lambda group: group["id"]))


def _kept(stream: Stream, items: str) -> list[Record]:
    """The records of a stream of pages, those from before an interrupt included."""
    return [record for page in stream.kept() for record in page.get(items) or ()]
