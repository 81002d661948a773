"""The collector of Okta: people, factors, policies, apps, groups, administrators, devices and the System Log, read-only."""

from __future__ import annotations

from collections.abc import Callable

from analyzer.collect import Collector, Operation, Option, Part, Session, Target

from .calls import address
from .people import collect_admins, collect_groups, collect_users
from .policies import collect_apps, collect_authenticators, collect_devices, collect_log, collect_policies
from .target import connect

PARTS = (
    Part(
        name="users", title="users and their factors", tables=("idp_users", "idp_factors"),
        calls=(
            "GET /api/v1/users", 'GET /api/v1/users?filter=status eq "DEPROVISIONED"',
            "GET /api/v1/users/{id}/factors for each user that is not deprovisioned",
        ),
        permission="the scope okta.users.read", lost="who has an account, since when it is closed, with which factors they sign in",
    ),
    Part(
        name="admins", title="administrators", tables=("app_accounts",),
        calls=(
            "GET /api/v1/iam/assignees/users", "GET /api/v1/groups", "GET /api/v1/groups/{id}/roles for each group",
            "GET /api/v1/groups/{id}/users for each group with roles",
            "GET /api/v1/users/{id}, /roles and /factors for each administrator",
        ),
        permission="the scopes okta.roles.read, okta.users.read and okta.groups.read", lost="who administers Okta",
    ),
    Part(
        name="policies", title="policies and their rules", tables=("idp_policies", "password_settings", "session_settings"),
        calls=(
            "GET /api/v1/policies?type=OKTA_SIGN_ON, PASSWORD, MFA_ENROLL, ACCESS_POLICY",
            "GET /api/v1/policies/{id}/rules for each policy", "GET /api/v1/groups/{id} for each group that a rule names",
        ),
        permission="the scopes okta.policies.read and okta.groups.read",
        lost="which sign-on rules ask for a second factor, what passwords have to be like, when sessions end",
    ),
    Part(
        name="authenticators", title="kinds of authenticator", tables=(), calls=("GET /api/v1/authenticators",),
        permission="the scope okta.authenticators.read", lost="which kinds of factor can be enrolled at all",
    ),
    Part(
        name="apps", title="apps and their assignments", tables=("app_accounts",),
        calls=("GET /api/v1/apps", "GET /api/v1/apps/{id}/users for each active app"),
        permission="the scope okta.apps.read", lost="who is assigned to which application, and how it signs them in",
    ),
    Part(
        name="groups", title="groups and their members", tables=(),
        calls=("GET /api/v1/groups", "GET /api/v1/groups/{id}/users for each group but Everyone"),
        permission="the scopes okta.groups.read and okta.users.read", lost="who is in which group",
    ),
    Part(
        name="devices", title="devices", tables=("devices",), calls=("GET /api/v1/devices?expand=user",),
        permission="the scope okta.devices.read", lost="which managed devices Okta knows, and whether their disks are encrypted",
    ),
    Part(
        name="log", title="System Log", tables=("auth_events", "account_events"), kind="events", lookback_days=89,
        calls=("GET /api/v1/logs from the end of the last run, or --since, to now",),
        permission="the scope okta.logs.read", lost="sign-ins, and when accounts and rights were given and taken",
    ),
)  # fmt: skip
OWN: dict[str, Callable[[Session, Target, Part], None]] = {
    "users": collect_users, "admins": collect_admins, "policies": collect_policies, "authenticators": collect_authenticators,
    "apps": collect_apps, "groups": collect_groups, "devices": collect_devices, "log": collect_log,
}  # fmt: skip
ID = r"[A-Za-z0-9]+"
PATHS = (
    r"/\.well-known/okta-organization", r"/api/v1/users", rf"/api/v1/users/{ID}(/factors|/roles)?",
    r"/api/v1/groups", rf"/api/v1/groups/{ID}(/users|/roles)?", r"/api/v1/apps", rf"/api/v1/apps/{ID}/(users|grants)",
    r"/api/v1/policies", rf"/api/v1/policies/{ID}/rules", r"/api/v1/authenticators", r"/api/v1/devices", r"/api/v1/logs",
    r"/api/v1/iam/assignees/users", rf"/api/v1/iam/roles/{ID}/permissions", rf"/api/v1/iam/resource-sets/{ID}/resources",
    rf"/oauth2/v1/clients/{ID}/roles",
)  # fmt: skip


def collect(session: Session, target: Target, part: Part) -> None:
    """Collect one part of an organisation."""
    OWN[part.name](session, target, part)


COLLECTOR = Collector(
    name="okta", title="Okta", parts=PARTS, connect=connect, collect=collect,
    hosts=lambda options: {"api": address(options), "token": address(options)},
    operations=(
        *(Operation(method="GET", path=path) for path in PATHS),
        Operation(method="POST", path=r"/oauth2/v1/token", api="token"),
    ),
    options=(
        Option(name="domain", help="the organisation, such as acme.okta.com", variable="OKTA_DOMAIN"),
        Option(name="client-id", help="an app with a private key, in place of an API token", variable="OKTA_CLIENT_ID"),
        Option(name="private-key-file", help="the file of its private key", variable="OKTA_PRIVATE_KEY_FILE"),
        Option(name="key-id", help="the id of that key, where the app has several", variable="OKTA_KEY_ID"),
        Option(name="endpoint", help="another server than Okta's"),
    ),
    redact=(
        "sharedSecret", "activationToken", "qrcode.href", "sessionToken", "stateToken", "client_secret", "clientSecret",
        "password.value", "password.hash", "recovery_question.answer",
    ),
    needs="goldenthread[okta]",
)  # fmt: skip
