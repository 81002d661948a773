"""From the live organisation to the verdict: the sample company's documents, reviewed against what Okta says of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analyzer.catalog import load_catalog
from analyzer.collect import Options, collect, find_collector
from analyzer.config import read_config
from analyzer.model import Period, Verdict
from analyzer.pipeline import examine
from tests.analyzer.sources.okta.okta_org import TOKEN, Org, factor, recorded, running

HOME = Path(__file__).parents[4] / "samples" / "northwind"
FIRST = datetime(2026, 7, 1, 7, 0, tzinfo=UTC)
SECOND = FIRST + timedelta(days=1)
WHO = "mdelacroix@northwind.example"
PROMISES = (
    "All production access requires a hardware security key",
    "Codes sent by text message are not permitted as a second factor for anybody",
    "Engineers sign in with a hardware security key",
    "SMS must not be used as an authentication factor",
)
ABOUT_FACTORS = ("description.docx", "policies/access-control-policy.md")
PLAN = "Northwind intends to extend hardware security keys to all personnel by December 2026"


def northwind(as_exported: bool = False) -> Org:
    """The sample company as Okta serves it; everybody who had text messages with a key in their place, unless as exported."""
    exports = HOME / "evidence"
    users, factors, password, sign_on = (
        json.loads((exports / f"okta_{name}.json").read_text(encoding="utf-8"))
        for name in ("users", "factors", "password_policies", "sign_on_policies")
    )
    org = Org(users=users, factors={user["id"]: [] for user in users})
    for one in factors:
        weak = one["factorType"] in ("sms", "call") and not as_exported
        held = factor("webauthn", one["id"], "YubiKey 5C NFC") if weak else one
        org.factors[one["userId"]].append(held)
    org.owner = users[0]["id"]
    org.roles = {org.owner: [recorded("role", label="Read-only Administrator", type="READ_ONLY_ADMIN")]}
    for policy in sign_on:
        org.rules[policy["id"]] = policy.pop("_embedded")["rules"]
        for group in policy["conditions"]["people"]["groups"]["include"]:
            org.groups.append(recorded("group", id=group, profile={"name": policy["name"], "description": None}))
            org.members[group] = []
    org.policies = {"PASSWORD": password, "OKTA_SIGN_ON": sign_on}
    return org


@pytest.fixture
def live() -> Iterator[Org]:
    org = northwind()
    with running(org):
        yield org


def collected(org: Org, locker: Path, now: datetime) -> None:
    org.clock = lambda: now
    done = collect(
        find_collector("okta"), locker, options=Options({"endpoint": (org.url,)}), environ={"OKTA_API_TOKEN": TOKEN},
        now=lambda: now, sleep=lambda seconds: None,
    )  # fmt: skip
    assert done.gaps == ()


def others(folder: Path) -> Path:
    """The exports of every other system."""
    to = folder / "exports"
    if not to.exists():
        shutil.copytree(HOME / "evidence", to, ignore=shutil.ignore_patterns("okta_*"))
    return to


def reviewed(evidence: list[Path], day: date, documents: Sequence[str] = ()) -> list[Verdict]:
    config = read_config(HOME / "goldenthread.toml")
    period = Period(start=date(2026, 1, 1), end=day, as_of=day)
    named = [HOME / name for name in documents or config.documents]
    return list(examine(named, evidence, period, load_catalog(), config).run.verdicts)


def strength(found: list[Verdict]) -> dict[str, tuple[str, set[str]]]:
    return {
        one.claim.text: (one.status, {item.item for item in one.exceptions}) for one in found if one.binding.check == "mfa_strength"
    }


@pytest.mark.slow
def test_a_key_changed_for_text_messages_names_that_person_and_the_day_before_still_stands(live: Org, tmp_path: Path) -> None:
    locker = tmp_path / "locker"
    collected(live, locker, FIRST)
    person = next(user["id"] for user in live.users if user["profile"]["login"] == WHO)
    kept: list[dict[str, Any]] = [one for one in live.factors[person] if one["factorType"] != "webauthn"]
    assert len(kept) < len(live.factors[person])
    live.factors[person] = [*kept, factor("sms", "new")]
    collected(live, locker, SECOND)
    before, after = (strength(reviewed([others(tmp_path), locker], moment.date(), ABOUT_FACTORS)) for moment in (FIRST, SECOND))
    assert set(before) == set(after) == {*PROMISES, PLAN}
    assert before.pop(PLAN) == after.pop(PLAN) == ("not_testable", set())
    assert before == {promise: ("supported", set()) for promise in PROMISES}
    assert after == {promise: ("contradicted", {WHO}) for promise in PROMISES}


@pytest.mark.slow
def test_the_live_state_says_of_every_claim_what_its_exports_say(tmp_path: Path) -> None:
    org = northwind(as_exported=True)
    with running(org):
        collected(org, tmp_path / "locker", datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    live, exported = (
        {
            (one.claim.place.document, one.claim.place.start, one.claim.text): (
                one.status,
                sorted(item.item for item in one.exceptions),
            )
            for one in reviewed(evidence, date(2026, 6, 30))
        }
        for evidence in ([others(tmp_path), tmp_path / "locker"], [HOME / "evidence"])
    )
    assert live == exported
