"""The invented company whose tenant is collected."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

TENANT, APP = "7a1d0c52-0000-4000-8000-00000000acfe", "5c6e7f80-0000-4000-8000-00000000a991"
NOW = datetime(2026, 6, 30, 8, tzinfo=UTC)
PEOPLE = 25
TYPE = "#microsoft.graph."
Record = dict[str, Any]


def guid(number: int) -> str:
    """An id."""
    return f"{number:08x}-0000-4000-8000-{number:012x}"


def login(number: int) -> str:
    """The name with which somebody signs in."""
    return f"person{number:02d}@acme.example"


def user(number: int, **other: Any) -> Record:
    """An account."""
    return {
        "id": guid(number), "userPrincipalName": login(number), "mail": login(number), "displayName": f"Person {number}",
        "accountEnabled": True, "userType": "Member", "createdDateTime": "2024-02-01T09:00:00Z", "creationType": None,
        "externalUserState": None, "onPremisesSyncEnabled": None, "lastPasswordChangeDateTime": "2025-02-01T09:00:00Z",
        "passwordPolicies": None, "employeeId": None, "employeeType": None, "department": "Engineering", "jobTitle": None,
        "signInActivity": {
            "lastSignInDateTime": "2026-06-28T08:00:00Z", "lastSignInRequestId": guid(900 + number),
            "lastSuccessfulSignInDateTime": "2026-06-28T08:00:00Z",
        },
        **other,
    }  # fmt: skip


USERS = [user(number, accountEnabled=number != 24) for number in range(PEOPLE)]
GLOBAL, READER = guid(500), guid(501)
SUPPORT, EMERGENCY = guid(510), guid(511)
KEY = {
    "@odata.type": f"{TYPE}fido2AuthenticationMethod", "displayName": "Key", "createdDateTime": "2025-03-04T10:00:00Z",
    "aaGuid": guid(700), "model": "YubiKey 5 Series", "attestationLevel": "attested", "passkeyType": "deviceBound",
}  # fmt: skip
PHONE = {
    "@odata.type": f"{TYPE}phoneAuthenticationMethod", "id": guid(701), "phoneType": "mobile", "phoneNumber": "+1 5550100199",
    "smsSignInState": "notEnabled",
}  # fmt: skip
PASSWORD = {"@odata.type": f"{TYPE}passwordAuthenticationMethod", "id": guid(702), "createdDateTime": "2024-02-01T09:00:00Z"}


def methods() -> dict[str, list[Record]]:
    """The methods of each enabled account: keys, but for person 3, who has a telephone, and person 5, who has nothing."""
    found = {one["id"]: [PASSWORD, {**KEY, "id": f"key-{one['id']}"}] for one in USERS if one["accountEnabled"]}
    return {**found, guid(3): [PASSWORD, PHONE], guid(5): [PASSWORD]}


def registration(number: int, kinds: list[str]) -> Record:
    """A line of the report on registered methods."""
    return {
        "id": guid(number), "userPrincipalName": login(number), "userDisplayName": f"Person {number}", "isAdmin": number < 2,
        "isMfaRegistered": bool(kinds), "isMfaCapable": bool(kinds), "isPasswordlessCapable": "fido2SecurityKey" in kinds,
        "methodsRegistered": kinds, "userType": "member", "lastUpdatedDateTime": "2026-06-29T01:00:00.6195833Z",
        "userPreferredMethodForSecondaryAuthentication": "none",
    }  # fmt: skip


def policy(number: int, name: str, **other: Any) -> Record:
    """A policy of Conditional Access for everyone but the emergency accounts."""
    return {
        "id": guid(number), "displayName": name, "state": "enabled", "createdDateTime": "2025-01-10T10:00:00Z",
        "modifiedDateTime": None,
        "conditions": {
            "clientAppTypes": ["all"], "userRiskLevels": [], "signInRiskLevels": [], "platforms": None, "locations": None,
            "applications": {"includeApplications": ["All"], "excludeApplications": [], "includeUserActions": []},
            "users": {
                "includeUsers": ["All"], "excludeUsers": [], "includeGroups": [], "excludeGroups": [EMERGENCY], "includeRoles": [],
                "excludeRoles": [],
            },
        },
        "grantControls": {
            "operator": "OR", "builtInControls": ["mfa"], "customAuthenticationFactors": [], "termsOfUse": [],
            "authenticationStrength": None,
        },
        "sessionControls": {
            "signInFrequency": {
                "value": 12, "type": "hours", "isEnabled": True, "authenticationType": "primaryAndSecondaryAuthentication",
                "frequencyInterval": "timeBased",
            },
        },
        **other,
    }  # fmt: skip


def role(id: str, name: str) -> Record:
    """A role that Microsoft made."""
    return {
        "id": id, "templateId": id, "displayName": name, "isBuiltIn": True, "isEnabled": True, "resourceScopes": ["/"],
        "rolePermissions": [{"allowedResourceActions": ["microsoft.directory/users/standard/read"], "condition": None}],
    }  # fmt: skip


def assignment(id: str, role_id: str, principal: Record) -> Record:
    """Somebody or something holds a role."""
    return {
        "id": id, "roleDefinitionId": role_id, "principalId": principal["id"], "directoryScopeId": "/", "principal": principal,
    }  # fmt: skip


def person(number: int) -> Record:
    """An account as it stands in lists of anything."""
    fields = ("id", "userPrincipalName", "mail", "displayName", "accountEnabled")
    return {"@odata.type": f"{TYPE}user", **{name: value for name, value in USERS[number].items() if name in fields}}


def sign_in(number: int, at: datetime, code: int = 0) -> Record:
    """A sign-in."""
    return {
        "id": guid(2000 + number), "createdDateTime": moment(at), "userDisplayName": "Person",
        "userPrincipalName": login(number % 20), "userId": guid(number % 20), "appId": guid(600), "appDisplayName": "Office 365",
        "ipAddress": "192.0.2.10",
        "clientAppUsed": "Browser", "conditionalAccessStatus": "success", "isInteractive": True, "riskLevelDuringSignIn": "none",
        "status": {"errorCode": code, "failureReason": "Other.", "additionalDetails": None},
        "location": {"city": "Lisbon", "state": "Lisbon", "countryOrRegion": "PT"},
    }  # fmt: skip


def audit(number: int, activity: str, category: str, at: datetime, **value: str) -> Record:
    """A change to an account."""
    changed = [{"displayName": "Role.DisplayName", "oldValue": None, "newValue": f'"{value["role"]}"'}] if "role" in value else []
    return {
        "id": f"Directory_{number}", "category": category, "correlationId": guid(number), "result": "success", "resultReason": "",
        "activityDisplayName": activity, "activityDateTime": moment(at), "loggedByService": "Core Directory",
        "operationType": "Update", "additionalDetails": [],
        "initiatedBy": {"app": None, "user": {"id": guid(0), "displayName": None, "userPrincipalName": login(0)}},
        "targetResources": [
            {"id": guid(24), "displayName": None, "type": "User", "userPrincipalName": login(24), "modifiedProperties": changed}
        ],
    }  # fmt: skip


def device(number: int, **other: Any) -> Record:
    """A managed device."""
    return {
        "id": guid(3000 + number), "deviceName": f"LAPTOP-{number}", "managedDeviceOwnerType": "company",
        "enrolledDateTime": "2025-01-10T10:00:00Z", "lastSyncDateTime": "2026-06-29T10:00:00Z", "operatingSystem": "Windows",
        "osVersion": "10.0.22631.3737", "complianceState": "compliant", "emailAddress": login(number),
        "serialNumber": f"SN{number}",
        "userPrincipalName": login(number), "isEncrypted": True, "activationLockBypassCode": "canary-lock-1",
        "remoteAssistanceSessionUrl": None, **other,
    }  # fmt: skip


def moment(at: datetime) -> str:
    """A moment as Graph writes it."""
    return at.isoformat().replace("+00:00", "Z")


def lists() -> dict[str, list[Record]]:
    """What stands behind each list."""
    kinds = {3: ["mobilePhone"], 5: []}
    group = {"@odata.type": f"{TYPE}group", "id": SUPPORT, "displayName": "Support"}
    app = {
        "@odata.type": f"{TYPE}servicePrincipal",
        "id": guid(520),
        "appId": guid(521),
        "displayName": "Sync",
        "accountEnabled": True,
    }
    hours = [NOW - timedelta(hours=n) for n in range(0, 30 * 24, 12)]
    gone = {
        **user(30, mail=None, userPrincipalName=f"{guid(30).replace('-', '')}{login(30)}"),
        "deletedDateTime": "2026-06-20T10:00:00Z",
    }
    del gone["signInActivity"]
    return {
        "/users": list(USERS),
        "/directory/deletedItems/microsoft.graph.user": [gone],
        "/reports/authenticationMethods/userRegistrationDetails": [
            registration(n, kinds.get(n, ["fido2SecurityKey"])) for n in range(PEOPLE) if n != 24
        ],
        "/identity/conditionalAccess/policies": [policy(800, "MFA for everyone"), policy(801, "Trial", state="disabled")],
        "/policies/identitySecurityDefaultsEnforcementPolicy": [
            {"id": guid(5), "displayName": "Security Defaults", "description": "Basic mechanisms", "isEnabled": False}
        ],
        "/roleManagement/directory/roleDefinitions": [role(GLOBAL, "Global Administrator"), role(READER, "Global Reader")],
        "/roleManagement/directory/roleAssignments": [
            assignment("a1", GLOBAL, person(0)), assignment("a2", GLOBAL, group), assignment("a3", READER, person(2)),
            assignment("a4", GLOBAL, app),
        ],
        "/groups": [
            {
                "id": one, "displayName": name, "groupTypes": [], "securityEnabled": True, "isAssignableToRole": name == "Support",
                "membershipRule": None, "onPremisesSyncEnabled": None,
            }
            for one, name in ((SUPPORT, "Support"), (EMERGENCY, "Emergency accounts"))
        ],
        "/auditLogs/signIns": [sign_in(n, at, code=50126 if n == 7 else 0) for n, at in enumerate(hours)],
        "/auditLogs/directoryAudits": [
            audit(1, "Add member to role", "RoleManagement", NOW - timedelta(days=9), role="Global Reader"),
            audit(2, "Disable account", "UserManagement", NOW - timedelta(days=2)),
            audit(3, "Update user", "UserManagement", NOW - timedelta(days=2)),
        ],
        "/deviceManagement/managedDevices": [device(n, isEncrypted=n != 4) for n in range(12)],
    }  # fmt: skip


def members() -> dict[str, list[Record]]:
    """Who is in which group."""
    return {SUPPORT: [person(1)], EMERGENCY: [person(20), person(21)]}
