"""From the live tenant to the verdict: collect, review, change one thing, collect, review again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.analyzer.collect.lockers import broken, verdicts
from tests.analyzer.sources.entra.company import NOW, PASSWORD, PHONE, guid, login, registration
from tests.analyzer.sources.entra.conftest import Collect, Served

TEXT = """# Security policy

Multi-factor authentication is required for all users.

Employees must use hardware security keys for multi-factor authentication.

Laptops must have full disk encryption enabled.

Employees must sign in to all applications through single sign-on.
"""


def settle(served: Served) -> None:
    """Everybody has a key, and every device is encrypted."""
    for number in (3, 5):
        served.tenant.methods[guid(number)] = served.tenant.methods[guid(0)]
    report = "/reports/authenticationMethods/userRegistrationDetails"
    served.tenant.lists[report] = [registration(n, ["fido2SecurityKey"]) for n in range(24)]
    for device in served.tenant.lists["/deviceManagement/managedDevices"]:
        device["isEncrypted"] = True


def test_a_key_that_becomes_a_telephone_names_the_person_and_the_day_before_still_stands(
    served: Served, run: Collect, tmp_path: Path
) -> None:
    settle(served)
    run()
    served.tenant.methods[guid(7)] = [PASSWORD, PHONE]
    served.tenant.lists["/deviceManagement/managedDevices"][2]["isEncrypted"] = False
    later = NOW + timedelta(days=1)
    run(now=lambda: later)
    before, after = verdicts(tmp_path / "locker", TEXT, NOW.date()), verdicts(tmp_path / "locker", TEXT, later.date())
    assert [one.status for one in before["mfa_strength"]] == ["supported"]
    assert [one.status for one in after["mfa_strength"]] == ["contradicted"]
    assert broken(before["mfa_strength"]) == set() and broken(after["mfa_strength"]) == {login(7)}
    assert broken(before["disk_encryption"]) == set() and len(broken(after["disk_encryption"])) == 1


@pytest.mark.parametrize("missing", ["AuditLog.Read.All", "Policy.Read.All"])
def test_what_was_denied_supports_nothing(served: Served, run: Collect, tmp_path: Path, missing: str) -> None:
    settle(served)
    served.tenant.roles = tuple(one for one in served.tenant.roles if one != missing)
    run()
    assert "supported" not in {one.status for one in verdicts(tmp_path / "locker", TEXT, NOW.date())["mfa_enforced"]}


def test_who_administers_the_directory_says_nothing_of_how_people_sign_in_to_applications(run: Collect, tmp_path: Path) -> None:
    run()
    assert [one.status for one in verdicts(tmp_path / "locker", TEXT, NOW.date())["sso_enforced"]] == ["not_shown"]


@pytest.mark.parametrize(
    "narrow",
    [
        {"applications": {"includeApplications": [guid(70)]}}, {"users": {"includeRoles": [guid(71)]}},
        {"applications": {"includeApplications": ["All"], "excludeApplications": [guid(70)]}},
    ],
    ids=["one application", "one role", "all applications but one"],
)  # fmt: skip
def test_a_policy_for_a_part_of_the_sign_ins_does_not_support_a_promise_for_all(
    served: Served, run: Collect, tmp_path: Path, narrow: dict[str, Any]
) -> None:
    settle(served)
    for policy in served.tenant.lists["/identity/conditionalAccess/policies"]:
        policy["conditions"] = {**policy["conditions"], "users": {"includeUsers": ["All"]}}
    run()
    served.tenant.lists["/identity/conditionalAccess/policies"][0]["conditions"] |= narrow
    later = NOW + timedelta(days=1)
    run(now=lambda: later)
    before, after = (verdicts(tmp_path / "locker", TEXT, day.date(), days=14)["mfa_enforced"] for day in (NOW, later))
    assert {one.status for one in before} == {"supported"}
    assert [one.status for one in after if one.binding.claim.quote.startswith("Multi-factor")] == ["partly_supported"]
