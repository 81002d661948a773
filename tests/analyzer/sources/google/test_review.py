"""From the live domain to the verdict: collect, review, change one thing, collect, review again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.analyzer.collect.lockers import broken, verdicts
from tests.analyzer.collect.servers import Asked, Reply
from tests.analyzer.sources.google.company import NOW, login
from tests.analyzer.sources.google.conftest import Collect, Served
from tests.analyzer.sources.google.domain import error

TEXT = """# Security policy

Multi-factor authentication is required for all users.

Passwords must have at least 14 characters.

Employees must sign in to all applications through single sign-on.
"""


def test_who_loses_the_second_step_is_named_and_the_day_before_still_stands(served: Served, run: Collect, tmp_path: Path) -> None:
    run()
    served.domain.lists["directory.users.list"][7]["isEnrolledIn2Sv"] = False
    served.domain.lists["cloudidentity.policies.list"][0]["setting"]["value"]["minimumLength"] = 8
    later = NOW + timedelta(days=1)
    run(now=lambda: later)
    before, after = verdicts(tmp_path / "locker", TEXT, NOW.date()), verdicts(tmp_path / "locker", TEXT, later.date())
    assert [(one.status, one.why) for one in before["mfa_enforced"] if one.status != "supported"] == []
    assert [one.status for one in after["mfa_enforced"]] == ["contradicted"] and broken(after["mfa_enforced"]) == {login(7)}
    assert [one.status for one in before["password_policy"]] == ["supported"]
    assert [one.status for one in after["password_policy"]] == ["contradicted"]


def test_what_was_denied_supports_nothing(served: Served, run: Collect, tmp_path: Path) -> None:
    def deny(asked: Asked, reply: Reply) -> Reply:
        return error(403, "forbidden", "Not Authorized") if "pageToken" in asked.query and asked.path.endswith("/users") else reply

    served.change = deny
    run()
    assert "supported" not in {one.status for one in verdicts(tmp_path / "locker", TEXT, NOW.date())["mfa_enforced"]}


def test_who_administers_the_domain_says_nothing_of_how_people_sign_in_to_applications(run: Collect, tmp_path: Path) -> None:
    run()
    assert [one.status for one in verdicts(tmp_path / "locker", TEXT, NOW.date())["sso_enforced"]] == ["not_shown"]
