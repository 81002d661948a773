"""The collector of Google Workspace: which parts there are, what each calls, and who is asking."""

from __future__ import annotations

from collections.abc import Callable

from analyzer.collect import Collector, Operation, Option, Options, Part, Session, Target, Unavailable

from .access import SUBJECT, sign_in
from .calls import ACTIVITIES, ASSIGNMENTS, CHROME, CUSTOMER, GROUPS, MOBILE, ORG_UNITS, POLICIES, ROLES, USERS
from .devices import collect_chrome, collect_mobile
from .logs import LOG_DAYS, collect_admin, collect_logins
from .people import collect_groups, collect_org_units, collect_roles, collect_users
from .policies import collect_policies

API, IDENTITY, LOGIN = "https://admin.googleapis.com", "https://cloudidentity.googleapis.com", "https://oauth2.googleapis.com"

PARTS = (
    Part(
        name="users", title="users and 2-Step Verification", tables=("idp_users", "idp_factors", "idp_policies"),
        calls=(f"GET {USERS}", f"GET {USERS} with showDeleted"), permission="the scope admin.directory.user.readonly",
        lost="who has an account, who administers, and who has a second factor",
    ),
    Part(
        name="roles", title="roles of administrators and who holds them", tables=("app_accounts",),
        calls=(
            f"GET {ROLES}", f"GET {ASSIGNMENTS}", f"GET {USERS}",
            f"GET {GROUPS}/{{id}}/members for each group that holds a role",
        ),
        permission=(
            "the scopes admin.directory.rolemanagement.readonly, admin.directory.user.readonly and"
            " admin.directory.group.readonly"
        ),
        lost="who administers the domain, and with which rights",
    ),
    Part(
        name="policies", title="policies of security", tables=("password_settings", "session_settings"),
        calls=(f"GET {POLICIES}", f"GET {ORG_UNITS}"),
        permission="the scopes cloud-identity.policies.readonly and admin.directory.orgunit.readonly",
        lost="which passwords and sessions are accepted",
    ),
    Part(
        name="org_units", title="organisational units", tables=(), calls=(f"GET {ORG_UNITS}",),
        permission="the scope admin.directory.orgunit.readonly", lost="which units there are",
    ),
    Part(
        name="groups", title="groups and their members", tables=(),
        calls=(f"GET {GROUPS}", f"GET {GROUPS}/{{id}}/members for each group"),
        permission="the scope admin.directory.group.readonly", lost="who is in which group",
    ),
    Part(
        name="logins", title="sign-ins", tables=("auth_events",), kind="events", lookback_days=LOG_DAYS,
        calls=(f"GET {ACTIVITIES}/login",), permission="the scope admin.reports.audit.readonly", lost="who signed in, and how",
    ),
    Part(
        name="admin", title="log of administrators", tables=("account_events", "config_history"), kind="events",
        lookback_days=LOG_DAYS, calls=(f"GET {ACTIVITIES}/admin",), permission="the scope admin.reports.audit.readonly",
        lost="when accounts, roles and settings were changed",
    ),
    Part(
        name="mobile_devices", title="mobile devices", tables=("devices",), calls=(f"GET {MOBILE}",),
        permission="the scope admin.directory.device.mobile.readonly (or leave this part out with --only)",
        lost="which mobile devices are encrypted and report in",
    ),
    Part(
        name="chromeos_devices", title="devices with ChromeOS", tables=("devices",), calls=(f"GET {CHROME}",),
        permission="the scope admin.directory.device.chromeos.readonly (or leave this part out with --only)",
        lost="which devices with ChromeOS report in",
    ),
)  # fmt: skip

RUNS: dict[str, Callable[[Session, Target, Part], None]] = {
    "users": collect_users, "roles": collect_roles, "policies": collect_policies, "org_units": collect_org_units,
    "groups": collect_groups, "logins": collect_logins, "admin": collect_admin, "mobile_devices": collect_mobile,
    "chromeos_devices": collect_chrome,
}  # fmt: skip


def connect(session: Session) -> list[Target]:
    """Sign in, and ask which customer of Google this is."""
    access = sign_in(session)
    account = session.options.one("customer")
    if account is None:
        params = {"customer": CUSTOMER, "maxResults": 1, "fields": "users(customerId)"}
        answer = session.http.get(USERS, params, permission="the scope admin.directory.user.readonly, or give --customer")
        users = answer.json.get("users") or [{}]
        account = users[0].get("customerId")
    if not account:
        raise Unavailable(f"GET {USERS}: the answer does not say which customer this is", "Give --customer")
    return [
        Target(
            account=account, principal=access.principal, scopes=access.scopes, write_access=access.write_access,
            unknown_access=access.unknown,
        )
    ]  # fmt: skip


def collect(session: Session, target: Target, part: Part) -> None:
    """Collect a part of a customer."""
    RUNS[part.name](session, target, part)


def hosts(options: Options) -> dict[str, str]:
    """The servers: of the Admin SDK, of Cloud Identity, and of the tokens."""
    one = options.one("endpoint")
    return {"api": one or API, "identity": one or IDENTITY, "login": one or LOGIN}


COLLECTOR = Collector(
    name="google", title="Google Workspace", connect=connect, collect=collect, hosts=hosts, parts=PARTS,
    operations=(
        Operation(method="POST", path="/token(info)?", api="login"),
        Operation(method="GET", path=USERS),
        Operation(method="GET", path=rf"{GROUPS}(/[0-9A-Za-z._@%\-]+/members)?"),
        *(Operation(method="GET", path=path) for path in (ORG_UNITS, ROLES, ASSIGNMENTS, MOBILE, CHROME)),
        Operation(method="GET", path=rf"{ACTIVITIES}/(login|admin)"),
        Operation(method="GET", path=POLICIES, api="identity"),
    ),
    options=(
        Option(name="subject", help="e-mail of the administrator that the service account stands in for", variable=SUBJECT),
        Option(name="customer", help="id of the customer; asked for when left out"),
        Option(name="endpoint", help="another server in place of Google's"),
    ),
    redact=("recoveryEmail", "recoveryPhone", "imei", "meid", "wifiMacAddress"),
)  # fmt: skip
