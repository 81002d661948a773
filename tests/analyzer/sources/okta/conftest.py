"""An organisation with people, and how it is collected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analyzer.collect import Collected, Options, collect, find_collector
from analyzer.evidence.load import Loaded
from tests.analyzer.collect import lockers
from tests.analyzer.sources.okta.okta_org import TOKEN, Org, factor, recorded, running

NOW = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
TODAY = NOW.date()
Collect = Callable[..., Collected]


def acme(people: int = 30) -> Org:
    """People with every kind of factor, the last three of whom left; roles, policies, apps, devices, a log."""
    org = Org(clock=lambda: NOW)
    org.user(0, "ACTIVE", factor("webauthn", "0", "YubiKey 5C NFC"), recorded("pending_totp"))
    org.user(1, "ACTIVE", factor("sms", "1"), factor("push", "1"))
    org.user(2, "ACTIVE", factor("token:software:totp", "2"), factor("question", "2"))
    org.user(3, "ACTIVE", factor("token:hardware", "3"))
    org.user(4, "ACTIVE", factor("webauthn", "4", "iCloud Keychain"), factor("signed_nonce", "4"))
    org.user(5, "ACTIVE", factor("webauthn", "5"))
    org.user(6, "STAGED")
    org.user(7, "SUSPENDED", factor("push", "7"))
    for number in range(8, people - 3):
        org.user(number, "ACTIVE", factor("push", str(number)))
    for number in range(people - 3, people):
        org.user(number, "DEPROVISIONED", statusChanged="2026-05-04T17:00:00.000Z")
    org.user("owner", "ACTIVE", factor("push", "owner"))
    everyone = org.group("Everyone", *(one["id"] for one in org.users if one["status"] != "DEPROVISIONED"), kind="BUILT_IN")
    engineers = org.group("Engineers", "00u0", "00u1")
    helpers = org.group("Helpers", "00u2")
    org.roles = {
        org.owner: [recorded("role", label="Read-only Administrator", type="READ_ONLY_ADMIN")],
        "00u0": [recorded("role", label="Super Administrator", type="SUPER_ADMIN")],
        "00u1": [recorded("role")],
        "00u7": [recorded("role", label="Help Desk Administrator", type="HELP_DESK_ADMIN")],
    }
    org.group_roles = {helpers["id"]: [recorded("role", label="Group Administrator", type="USER_ADMIN")]}
    sign_on = recorded("sign_on_policy", id="00psign", name="Staff", conditions=_for(engineers["id"]))
    default = recorded("sign_on_policy", id="00pdefault", name="Default Policy", conditions=_for(everyone["id"]))
    strong = recorded("sign_on_rule", id="0prstrong", name="Factor", actions=_signon(True))
    weak = recorded("sign_on_rule", id="0prweak", name="Default Rule", actions=_signon(False))
    org.policies = {
        "OKTA_SIGN_ON": [sign_on, default], "PASSWORD": [recorded("password_policy")],
        "ACCESS_POLICY": [recorded("access_policy", id="rstany")], "MFA_ENROLL": [recorded("mfa_enroll_policy", id="00penrol")],
    }  # fmt: skip
    org.rules = {"00psign": [strong], "00pdefault": [weak], "rstany": [recorded("access_rule", id="rulany")]}
    ledger = recorded("bookmark", id="0oaledger", name="ledger", label="Ledger", signOnMode="SAML_2_0")
    wiki = recorded("bookmark", id="0oawiki", name="wiki", label="Wiki", signOnMode="BROWSER_PLUGIN")
    org.apps = [recorded("app", id="0oaadmin"), ledger, wiki, recorded("bookmark", id="0oaold", label="Old", status="INACTIVE")]
    names = [{"userName": f"person{number}@acme.example"} for number in range(2)]
    org.assigned = {
        "0oaledger": [recorded("app_user", id=f"00u{n}", credentials=name) for n, name in enumerate(names)],
        "0oawiki": [recorded("app_user", id="00u0", credentials=names[0])],
    }
    org.devices = [_device("guo1", "MACOS", "ALL_INTERNAL_VOLUMES", "MANAGED", 0), _device("guo2", "WINDOWS", "NONE", "MANAGED", 1)]
    org.devices.append(_device("guo3", "IOS", "USER", "NOT_MANAGED", 2))
    org.events = [event(number, NOW - timedelta(days=60) + timedelta(hours=number)) for number in range(1200)]
    org.events.append(
        event(
            5000, NOW - timedelta(days=57), eventType="user.lifecycle.deactivate",
            target=[{**recorded("event")["target"][0], "type": "User", "alternateId": "person27@acme.example"}],
        )
    )  # fmt: skip
    return org


def _for(group: str) -> dict[str, Any]:
    return {"people": {"groups": {"include": [group]}}}


def _signon(factor: bool) -> dict[str, Any]:
    actions = recorded("sign_on_rule")["actions"]
    actions["signon"]["requireFactor"] = factor
    return actions


def _device(number: str, platform: str, disk: str, managed: str, person: int) -> dict[str, Any]:
    one = recorded("device", id=number)
    one["profile"].update(platform=platform, diskEncryptionType=disk, serialNumber=f"SERIAL-{number}")
    (held,) = one["_embedded"]["users"]
    held["managementStatus"] = managed
    held["user"]["profile"].update(login=f"person{person}@acme.example", email=f"person{person}@acme.example")
    return one


def event(number: int, at: datetime, **changes: Any) -> dict[str, Any]:
    """An event of the log."""
    published = at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return recorded("event", uuid=f"event-{number}", published=published, **changes)


MANY = pytest.mark.parametrize("org", [250], indirect=True, ids=["250 people"])  # more than one page of them


@pytest.fixture
def org(request: pytest.FixtureRequest) -> Iterator[Org]:
    """The organisation, served."""
    one = acme(getattr(request, "param", 30))
    with running(one):
        yield one


@pytest.fixture
def run(org: Org, tmp_path: Path) -> Collect:
    """Collects it into a locker, and waits for nothing."""

    def collecting(**how: Any) -> Collected:
        options = {"endpoint": (org.url,), **how.pop("options", {})}
        how = {"environ": {"OKTA_API_TOKEN": TOKEN}, "sleep": lambda seconds: None, "now": lambda: NOW, **how}
        return collect(find_collector("okta"), tmp_path / "locker", options=Options(options), **how)

    return collecting


@pytest.fixture
def loaded(tmp_path: Path) -> Callable[..., Loaded]:
    """The tables as a review fills them from the locker."""

    def loading(day: date = TODAY) -> Loaded:
        return lockers.loaded(tmp_path / "locker", day)

    return loading
