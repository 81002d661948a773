"""The collector of Microsoft Entra ID: which parts there are, what each calls, and who is asking."""

from __future__ import annotations

from collections.abc import Callable

from analyzer.collect import Collector, Operation, Option, Options, Part, Session, Target

from .access import sign_in
from .devices import collect_devices
from .logs import SIGN_IN_DAYS, collect_audits, collect_sign_ins
from .people import collect_groups, collect_methods, collect_roles, collect_users
from .policies import collect_policies

GRAPH, LOGIN = "https://graph.microsoft.com", "https://login.microsoftonline.com"
ID = r"[0-9A-Za-z._@%\-]+"

USERS = Part(
    name="users", title="users", tables=("idp_users",),
    calls=("GET /v1.0/users", "GET /v1.0/directory/deletedItems/microsoft.graph.user"),
    permission="the permissions User.Read.All and AuditLog.Read.All", lost="who has an account, and who signed in when",
)  # fmt: skip
METHODS = Part(
    name="methods", title="registered authentication methods", tables=("idp_factors",),
    calls=(
        "GET /v1.0/reports/authenticationMethods/userRegistrationDetails",
        "GET /v1.0/users/{id}/authentication/methods for each enabled user",
    ),
    permission="the permissions AuditLog.Read.All and UserAuthenticationMethod.Read.All",
    lost="which factors each person has",
)  # fmt: skip
POLICIES = Part(
    name="policies", title="Conditional Access and security defaults", tables=("idp_policies", "session_settings"),
    calls=(
        "GET /v1.0/identity/conditionalAccess/policies", "GET /v1.0/policies/identitySecurityDefaultsEnforcementPolicy",
        "GET /v1.0/groups/{id}, /v1.0/users/{id} for each that a policy names",
    ),
    permission="the permissions Policy.Read.All, Group.Read.All and User.Read.All", lost="when a second factor is required",
)  # fmt: skip
ROLES = Part(
    name="roles", title="directory roles and who holds them", tables=("app_accounts",),
    calls=(
        "GET /v1.0/roleManagement/directory/roleDefinitions", "GET /v1.0/roleManagement/directory/roleAssignments",
        "GET /v1.0/groups/{id}/transitiveMembers for each group that holds a role",
    ),
    permission="the permissions RoleManagement.Read.Directory, User.Read.All and Group.Read.All",
    lost="who administers the directory",
)  # fmt: skip
GROUPS = Part(
    name="groups", title="groups and their members", tables=(),
    calls=("GET /v1.0/groups", "GET /v1.0/groups/{id}/members for each group"),
    permission="the permissions Group.Read.All and User.Read.All", lost="who is in which group",
)  # fmt: skip
SIGN_INS = Part(
    name="sign_ins", title="sign-ins", tables=("auth_events",), kind="events", lookback_days=SIGN_IN_DAYS,
    calls=("GET /v1.0/auditLogs/signIns",), permission="the permission AuditLog.Read.All, in a tenant with Entra ID P1 or P2",
    lost="who signed in to what",
)  # fmt: skip
AUDITS = Part(
    name="audits", title="directory audit log", tables=("account_events",), kind="events", lookback_days=SIGN_IN_DAYS,
    calls=("GET /v1.0/auditLogs/directoryAudits",), permission="the permission AuditLog.Read.All",
    lost="when accounts and roles were granted and taken away",
)  # fmt: skip
DEVICES = Part(
    name="devices", title="devices managed by Intune", tables=("devices",),
    calls=("GET /v1.0/deviceManagement/managedDevices",),
    permission="the permission DeviceManagementManagedDevices.Read.All (or leave this part out with --only)",
    lost="which devices are encrypted and report in",
)  # fmt: skip

RUNS: dict[str, Callable[[Session, Target, Part], None]] = {
    "users": collect_users, "methods": collect_methods, "policies": collect_policies, "roles": collect_roles,
    "groups": collect_groups, "sign_ins": collect_sign_ins, "audits": collect_audits, "devices": collect_devices,
}  # fmt: skip


def connect(session: Session) -> list[Target]:
    """Sign in; the token says which tenant it is for, who signed in, and what that one may do."""
    access = sign_in(session)
    unknown = "" if access.permissions is not None else "the access token does not say which permissions it has"
    return [
        Target(
            account=access.tenant, principal=access.principal, scopes=access.permissions or (), write_access=access.write_access,
            unknown_access=unknown,
        )
    ]  # fmt: skip


def collect(session: Session, target: Target, part: Part) -> None:
    """Collect a part of a tenant."""
    RUNS[part.name](session, target, part)


def hosts(options: Options) -> dict[str, str]:
    """The servers: of Graph, and of the tokens."""
    return {"api": options.one("endpoint") or GRAPH, "login": options.one("login") or LOGIN}


COLLECTOR = Collector(
    name="entra", title="Microsoft Entra ID", connect=connect, collect=collect, hosts=hosts,
    parts=(USERS, METHODS, POLICIES, ROLES, GROUPS, SIGN_INS, AUDITS, DEVICES),
    operations=(
        Operation(method="POST", path=rf"/{ID}/oauth2/v2\.0/token", api="login"),
        Operation(method="GET", path=rf"/v1\.0/users(/\$count|/{ID}(/authentication/methods)?)?"),
        Operation(method="GET", path=r"/v1\.0/directory/deletedItems/microsoft\.graph\.user"),
        Operation(method="GET", path=r"/v1\.0/reports/authenticationMethods/userRegistrationDetails"),
        Operation(method="GET", path=r"/v1\.0/identity/conditionalAccess/policies"),
        Operation(method="GET", path=r"/v1\.0/policies/identitySecurityDefaultsEnforcementPolicy"),
        Operation(method="GET", path=r"/v1\.0/roleManagement/directory/role(Definitions|Assignments)"),
        Operation(method="GET", path=rf"/v1\.0/groups(/{ID}(/members|/transitiveMembers/microsoft\.graph\.user)?)?"),
        Operation(method="GET", path=r"/v1\.0/auditLogs/(signIns|directoryAudits)"),
        Operation(method="GET", path=r"/v1\.0/deviceManagement/managedDevices"),
    ),
    options=(
        Option(name="tenant", help="id of the tenant; a token from the environment says it itself", variable="AZURE_TENANT_ID"),
        Option(name="endpoint", help=f"the server of Graph, where it is another cloud's; {GRAPH} when left out"),
        Option(name="login", help=f"the server of the tokens, where it is another cloud's; {LOGIN} when left out"),
    ),
    redact=("activationLockBypassCode", "temporaryAccessPass", "secretKey", "phoneNumber", "remoteAssistanceSessionUrl"),
)  # fmt: skip
