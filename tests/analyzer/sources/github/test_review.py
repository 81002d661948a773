"""From the live organisation to the verdict: collect, review, change one thing, collect, review again."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from analyzer.catalog import load_catalog
from analyzer.model import Period, Verdict
from analyzer.pipeline import examine
from tests.analyzer.sources.github.conftest import NOW, Collect, pull
from tests.analyzer.sources.github.github_org import Org

TEXT = """# Security policy

All GitHub users must use multi-factor authentication.

Every pull request is approved by at least one person other than its author before it is merged.

Branch protection requires at least one approving review on all production repositories.
"""


def verdicts(tmp_path: Path, day: date) -> list[Verdict]:
    document = tmp_path / "policy.md"
    document.write_text(TEXT)
    period = Period(start=day - timedelta(days=30), end=day, as_of=day)
    return list(examine([document], [tmp_path / "locker"], period, load_catalog()).run.verdicts)


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
        found = verdicts(tmp_path, day)
        for check, item in named.items():
            own = [one for one in found if one.binding.check == check]
            items = {exception.item for one in own for exception in one.exceptions}
            said = [(one.status, one.why, sorted(items)[:3]) for one in own]
            assert own and (item in items) is broken, (day, check, said)
            assert {one.status for one in own} <= ({"contradicted"} if broken else {"supported"}), said


def test_what_was_not_collected_is_not_shown(run: Collect, tmp_path: Path) -> None:
    run(only=["teams"])
    assert {one.status for one in verdicts(tmp_path, NOW.date())} <= {"not_shown", "not_testable"}
