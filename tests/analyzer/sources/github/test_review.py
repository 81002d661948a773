"""From the live organisation to the verdict: collect, review, change one thing, collect, review again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.analyzer.collect import lockers
from tests.analyzer.sources.github.conftest import NOW, Collect, pull
from tests.analyzer.sources.github.github_org import Org

TEXT = """# Security policy

All GitHub users must use multi-factor authentication.

Every pull request is approved by at least one person other than its author before it is merged.

Branch protection requires at least one approving review on all production repositories.
"""


def test_a_person_without_a_second_factor_and_an_unapproved_change_are_named_and_the_day_before_still_stands(
    org: Org, run: Collect, tmp_path: Path
) -> None:
    parts = ["members", "repositories", "rules", "pull_requests", "commits"]
    for one in org.members:
        one["two_factor"] = "secure"
    org.in_force["acme/wiki"] = [900]
    run(only=parts)
    org.members[0]["two_factor"] = "disabled"
    who = org.members[0]["emails"][0]
    org.pulls["acme/ledger"].append(pull("acme/ledger", 999, NOW + timedelta(hours=20), reviews=[]))
    org.in_force["acme/wiki"] = []
    tomorrow = NOW + timedelta(days=1)
    run(only=parts, now=lambda: tomorrow)
    named = {"mfa_enforced": who, "change_approval": "acme/ledger#999", "branch_protection": "acme/wiki"}
    for day, broken in ((NOW.date(), False), (tomorrow.date(), True)):
        found = lockers.verdicts(tmp_path / "locker", TEXT, day)
        for check, item in named.items():
            own = found.get(check, [])
            items = lockers.broken(own)
            said = [(one.status, one.why, sorted(items)[:3]) for one in own]
            assert own and (item in items) is broken, (day, check, said)
            assert {one.status for one in own} <= ({"contradicted"} if broken else {"supported"}), said


def test_what_was_not_collected_is_not_shown(run: Collect, tmp_path: Path) -> None:
    run(only=["teams"])
    found = lockers.verdicts(tmp_path / "locker", TEXT, NOW.date())
    assert {one.status for own in found.values() for one in own} <= {"not_shown", "not_testable"}
