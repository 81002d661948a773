"""The invented company whose domain is collected."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

CUSTOMER, ADMIN, READER = "C0acme00", "auditor@acme.example", "goldenthread@reader.example"
NOW = datetime(2026, 6, 30, 8, tzinfo=UTC)
PEOPLE = 25
SUPPORT, STAFF = "g-support", "g-staff"
Record = dict[str, Any]


def login(number: int) -> str:
    """The address with which somebody signs in."""
    return f"person{number:02d}@acme.example"


def user(number: int, **other: Any) -> Record:
    """An account, with what is not asked for too."""
    return {
        "kind": "admin#directory#user", "id": str(10**20 + number), "etag": f'"{number}"', "primaryEmail": login(number),
        "name": {"givenName": "Person", "familyName": str(number), "fullName": f"Person {number}"}, "isAdmin": number == 0,
        "isDelegatedAdmin": False, "isEnrolledIn2Sv": True, "isEnforcedIn2Sv": True, "suspended": False, "archived": False,
        "lastLoginTime": "2026-06-28T08:00:00.000Z", "creationTime": "2024-02-01T09:00:00.000Z", "orgUnitPath": "/",
        "customerId": CUSTOMER, "agreedToTerms": True, "changePasswordAtNextLogin": False, "isMailboxSetup": True,
        "recoveryEmail": "canary-home@elsewhere.example", "recoveryPhone": "+15550100199", **other,
    }  # fmt: skip


def users() -> list[Record]:
    """All accounts: person 24 is suspended."""
    return [user(number, suspended=number == 24, isEnrolledIn2Sv=number != 24) for number in range(PEOPLE)]


def role(id: str, name: str, *privileges: str, top: bool = False) -> Record:
    """A role of administrators."""
    return {
        "kind": "admin#directory#role", "roleId": id, "roleName": name, "isSystemRole": top, "isSuperAdminRole": top,
        "rolePrivileges": [{"privilegeName": one, "serviceId": "00haapch16h1ysv"} for one in privileges],
    }  # fmt: skip


def assignment(id: str, role_id: str, to: str, kind: str = "user") -> Record:
    """Somebody holds a role."""
    return {"roleAssignmentId": id, "roleId": role_id, "assignedTo": to, "assigneeType": kind, "scopeType": "CUSTOMER"}


def member(number: int) -> Record:
    """Somebody in a group."""
    return {"id": str(10**20 + number), "email": login(number), "role": "MEMBER", "type": "USER", "status": "ACTIVE"}


def activity(number: int, application: str, at: datetime, kind: str, name: str, **parameters: Any) -> Record:
    """An entry of a log."""
    listed = [
        {"name": key, **({"multiValue": value} if isinstance(value, list) else {"value": value})}
        for key, value in parameters.items()
    ]
    return {
        "kind": "admin#reports#activity", "etag": f'"{number}"',
        "id": {
            "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"), "uniqueQualifier": str(number),
            "applicationName": application, "customerId": CUSTOMER,
        },
        "actor": {"callerType": "USER", "email": login(number % 20), "profileId": str(10**20 + number % 20)},
        "ipAddress": "192.0.2.10", "events": [{"type": kind, "name": name, "parameters": listed}],
    }  # fmt: skip


def sign_ins() -> list[Record]:
    """Two sign-ins a day over a month, the newest first; one failed."""
    moments = [NOW - timedelta(hours=n) for n in range(0, 30 * 24, 12)]
    return [
        activity(
            n, "login", at, "login", "login_failure" if n == 7 else "login_success", login_type="google_password",
            login_challenge_method=["password", "security_key"],
        )
        for n, at in enumerate(moments)
    ]  # fmt: skip


def policy(name: str, kind: str, **value: Any) -> Record:
    """A policy for the top of the units."""
    query = {"orgUnit": "orgUnits/03aaa", "query": "entity.org_units.exists(unit, true)", "sortOrder": 1.0}
    setting = {"type": f"settings/{kind}", "value": value}
    return {
        "name": f"policies/{name}",
        "customer": f"customers/{CUSTOMER}",
        "type": "ADMIN",
        "policyQuery": query,
        "setting": setting,
    }


def mobile(number: int, **other: Any) -> Record:
    """A telephone."""
    return {
        "kind": "admin#directory#mobiledevice", "resourceId": f"r{number}", "deviceId": f"d{number}", "serialNumber": f"SN{number}",
        "name": [f"Person {number}"], "email": [login(number)], "model": "Pixel 9", "os": "Android 15", "type": "ANDROID",
        "status": "APPROVED", "encryptionStatus": "Encrypted", "devicePasswordStatus": "On", "imei": "canary-imei-1",
        "firstSync": "2025-01-10T10:00:00.000Z", "lastSync": "2026-06-29T10:00:00.000Z", **other,
    }  # fmt: skip


def chrome(number: int, **other: Any) -> Record:
    """A device with ChromeOS."""
    return {
        "deviceId": f"c{number}", "serialNumber": f"CR{number}", "status": "ACTIVE", "lastSync": "2026-06-29T10:00:00.000Z",
        "annotatedUser": login(number), "osVersion": "126.0.6478.222", "model": "Chromebook", "orgUnitPath": "/",
        "lastEnrollmentTime": "2025-01-10T10:00:00.000Z", **other,
    }  # fmt: skip


def lists() -> dict[str, list[Record]]:
    """What stands behind each list."""
    gone = user(30, deletionTime="2026-06-20T10:00:00.000Z", suspended=True)
    top = {"orgUnitId": "id:03aaa", "orgUnitPath": "/", "name": "Acme"}
    return {
        "directory.users.list": users(),
        "directory.users.list deleted": [gone],
        "directory.orgunits.list": [
            top, {"orgUnitId": "id:03bbb", "orgUnitPath": "/Staff", "name": "Staff", "parentOrgUnitPath": "/"},
        ],
        "directory.groups.list": [
            {"id": one, "email": f"{name}@acme.example", "name": name, "adminCreated": True, "directMembersCount": "2"}
            for one, name in ((SUPPORT, "support"), (STAFF, "staff"))
        ],
        "directory.roles.list": [
            role("1", "_SEED_ADMIN_ROLE", "SUPER_ADMIN", top=True),
            role("2", "Help desk", "USERS_RETRIEVE", "USERS_RESET_PASSWORD"),
            role("3", "Auditors", "USERS_RETRIEVE", "ADMIN_REPORTING_ACCESS"),
        ],
        "directory.roleAssignments.list": [
            assignment("91", "1", str(10**20)), assignment("92", "2", SUPPORT, "group"), assignment("93", "3", str(10**20 + 2)),
        ],
        "directory.mobiledevices.list": [mobile(n, encryptionStatus="Not encrypted" if n == 4 else "Encrypted") for n in range(12)],
        "directory.chromeosdevices.list": [chrome(1), chrome(2, status="DEPROVISIONED")],
        "reports.activities.list login": sign_ins(),
        "reports.activities.list admin": [
            activity(1, "admin", NOW - timedelta(days=2), "USER_SETTINGS", "SUSPEND_USER", USER_EMAIL=login(24)),
            activity(
                2, "admin", NOW - timedelta(days=9), "DELEGATED_ADMIN_SETTINGS", "ASSIGN_ROLE", USER_EMAIL=login(1),
                ROLE_NAME="Help desk",
            ),
            activity(
                3, "admin", NOW - timedelta(days=40), "SECURITY_SETTINGS", "ENFORCE_STRONG_AUTHENTICATION", NEW_VALUE="ENFORCE",
                OLD_VALUE="OPTIONAL", ORG_UNIT_NAME="Acme",
            ),
        ],
        "cloudidentity.policies.list": [
            policy("p1", "security.password", minimumLength=14, expirationDuration="0s", allowedStrength="STRONG"),
            policy("p2", "security.session_controls", webSessionDuration="43200s"),
            policy("p3", "gmail.confidential_mode", enableConfidentialMode=True),
        ],
    }  # fmt: skip


def members() -> dict[str, list[Record]]:
    """Who is in which group."""
    return {SUPPORT: [member(1)], STAFF: [member(number) for number in range(20)]}
