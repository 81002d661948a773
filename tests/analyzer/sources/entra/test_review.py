"""From the live tenant to the verdict: collect, review, change one thing, collect, review again."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.model import Period, Verdict
from analyzer.pipeline import examine
from tests.analyzer.sources.entra.company import NOW, PASSWORD, PHONE, guid, login, registration
from tests.analyzer.sources.entra.conftest import Collect, Served

TEXT = """# Security policy

Multi-factor authentication is required for all users.

Employees must use hardware security keys for multi-factor authentication.

Laptops must have full disk encryption enabled.

Employees must sign in to all applications through single sign-on.
"""


def verdicts(tmp_path: Path, day: date) -> dict[str, list[Verdict]]:
    """The verdicts of a review as of a day, by their checks."""
    document = tmp_path / "policy.md"
    document.write_text(TEXT)
    period = Period(start=day - timedelta(days=30), end=day, as_of=day)
    found: dict[str, list[Verdict]] = {}
    for one in examine([document], [tmp_path / "locker"], period, load_catalog()).run.verdicts:
        found.setdefault(str(one.binding.check), []).append(one)
    return found


def broken(found: list[Verdict]) -> set[str]:
    return {item.item for one in found for item in one.exceptions}


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
    before, after = verdicts(tmp_path, NOW.date()), verdicts(tmp_path, later.date())
    assert [one.status for one in before["mfa_strength"]] == ["supported"]
    assert [one.status for one in after["mfa_strength"]] == ["contradicted"]
    assert broken(before["mfa_strength"]) == set() and broken(after["mfa_strength"]) == {login(7)}
    assert broken(before["disk_encryption"]) == set() and len(broken(after["disk_encryption"])) == 1


@pytest.mark.parametrize("missing", ["AuditLog.Read.All", "Policy.Read.All"])
def test_what_was_denied_supports_nothing(served: Served, run: Collect, tmp_path: Path, missing: str) -> None:
    settle(served)
    served.tenant.roles = tuple(one for one in served.tenant.roles if one != missing)
    run()
    assert "supported" not in {one.status for one in verdicts(tmp_path, NOW.date())["mfa_enforced"]}


def test_who_administers_the_directory_says_nothing_of_how_people_sign_in_to_applications(run: Collect, tmp_path: Path) -> None:
    run()
    assert [one.status for one in verdicts(tmp_path, NOW.date())["sso_enforced"]] == ["not_shown"]
