"""What is left out of a promise that nothing shows, for which systems it is said, and what lacks where no wording is true."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.model import AssuranceResult, Binding, Observation, Query, Status, Verdict
from analyzer.rewrite.lacks import SENTENCES, TRIED, lack_of, sentence_of
from analyzer.rewrite.wordings import exclusions, shares
from analyzer.rewrite.wordings.actors import without_actor
from analyzer.rewrite.wordings.values import loosened
from tests.analyzer.builders import claim
from tests.analyzer.rewrite.test_rewrites import findings, laptops, rewritten

NOT_WHOLE = AssuranceResult(
    test="source_count", tables=("vuln_findings",), passed=False, why="2 of 9 rows are there", guards="every"
)
QUERY = Query(sql="select 1", params={}, row_counts={}, files={})


@pytest.mark.parametrize(
    ("text", "passive"),
    [
        ("Managers approve access requests before access is granted", "Access requests are approved before access is granted"),
        ("The CISO must review each exception annually", "Each exception must be reviewed annually"),
        ("System owners review all accounts of their systems every quarter", "All accounts are reviewed every quarter"),
        ("Each owner certifies access to production systems quarterly", "Access to production systems is certified quarterly"),
        (
            "IT revokes the access of leavers (5 of 7, as of 30 June 2026)",
            "The access of leavers is revoked (5 of 7, as of 30 June 2026)",
        ),
    ],
)
def test_who_acts_is_left_out_in_the_passive_voice(text: str, passive: str) -> None:
    assert list(without_actor(text)) == [passive]


@pytest.mark.parametrize("text", ["User access is reviewed quarterly", "When somebody leaves, IT removes access", "Reviews matter"])
def test_other_sentences_have_no_actor_to_leave_out(text: str) -> None:
    assert list(without_actor(text)) == []


def settings(system: str, attempts: int | None) -> dict[str, Any]:
    return {"system": system, "policy": "all", "lockout_attempts": attempts, "min_length": 12}


def test_a_value_is_said_of_the_system_that_has_it_where_nothing_tells_of_another() -> None:
    given = {"password_settings": [settings("Okta", 10), settings("Jira", None)]}
    verdict, desk = rewritten("Accounts are locked after five failed attempts to sign in.", given)
    assert verdict.rewrite is not None
    assert (verdict.rewrite.way, verdict.rewrite.wording) == (
        "narrowed",
        "Accounts in Okta are locked after 10 failed attempts to sign in.",
    )
    stricter = desk.try_wording(verdict.claim, "Accounts in Okta are locked after 8 failed attempts to sign in")
    assert stricter is not None
    assert stricter.status == "contradicted"


def test_a_promise_is_said_of_the_systems_in_which_all_keep_it() -> None:
    given = {"password_settings": [settings("Okta", 5), settings("Slack", 5), settings("Jira", None)]}
    verdict, desk = rewritten("Accounts are locked after five failed attempts to sign in.", given)
    assert verdict.status == "partly_supported"
    assert verdict.rewrite is not None
    assert verdict.rewrite.wording == "Accounts in Okta and Slack are locked after five failed attempts to sign in."
    assert not desk.holds(verdict.claim, "Accounts in Okta, Slack and Jira are locked after five failed attempts to sign in")


def test_a_share_counts_a_plural_and_not_what_follows_a_preposition() -> None:
    verdict, _ = rewritten("All storage on laptops has full-disk encryption.", {"devices": laptops(*[True] * 9, False)})
    assert verdict.rewrite is not None
    assert verdict.rewrite.wording == "All storage on laptops has full-disk encryption (9 of 10, as of 30 June 2026)."


def test_a_prohibition_is_true_of_those_that_keep_it() -> None:
    factors = [{"user_id": f"u{n}", "factor_type": "sms" if n > 8 else "webauthn", "status": "active"} for n in range(10)]
    users = [{"user_id": f"u{n}", "email": f"u{n}@acme.example", "status": "active"} for n in range(10)]
    verdict, desk = rewritten("SMS must not be used as an authentication factor.", {"idp_users": users, "idp_factors": factors})
    text = next(shares.wordings(verdict, desk))
    assert text == "SMS must not be used as an authentication factor (true of 9 of 10, as of 30 June 2026)"
    tried = desk.try_wording(verdict.claim, text)
    assert tried is not None
    assert (tried.claim.share, tried.claim.negated) == (0.9, True)


def judged(kept: int, failing: int, unknown: int = 0, status: Status = "contradicted", **fields: Any) -> Verdict:
    """A verdict on a population of that many items."""
    given = {"query": QUERY, "why": ""} | fields
    return Verdict(
        binding=Binding(claim=claim(), check="disk_encryption"), status=status, population=kept + failing + unknown,
        exceptions=tuple(Observation(item=f"x{n}", holds=False, observed="", reason="") for n in range(failing)),
        unknown=tuple(Observation(item=f"u{n}", holds=None, observed="", reason="") for n in range(unknown)),
        **given,
    )  # fmt: skip


DOUBTED = judged(9, 0, status="not_shown", assurance=(AssuranceResult(test="t", tables=(), passed=False, why="one is missing"),))


@pytest.mark.parametrize(
    ("verdict", "tried", "lack"),
    [
        (judged(0, 4), None, "nothing holds"),
        (judged(0, 1, 5), None, "nothing holds"),
        (judged(1, 1), None, "few items"),
        (judged(2, 7), None, "few hold"),
        (judged(2, 2, 3), None, "unknown"),
        (judged(9, 1), None, "none"),
        (judged(9, 1, query=None), None, "columns alone"),
        (judged(9, 1), DOUBTED, "doubt"),
        (judged(9, 1), judged(9, 0, status="partly_supported", why="All agree, but nothing was given on users."), "not given"),
        (judged(9, 1), judged(9, 0, status="partly_supported", why="All agree, if «ID» is what it was taken for."), "unsure"),
        (judged(5, 0, 2, status="partly_supported"), None, "partly"),
    ],
)
def test_what_lacks_for_a_wording_is_told_apart(verdict: Verdict, tried: Verdict | None, lack: str) -> None:
    assert lack_of(verdict, tried) == lack
    assert lack in TRIED or lack in SENTENCES


def test_the_reason_tells_the_figures() -> None:
    assert "Only 2 of 9 are shown to keep it" in sentence_of(judged(2, 7), "few hold")
    assert "(1 of 10)" in sentence_of(judged(9, 1, query=None), "columns alone")


def test_a_promise_that_nothing_keeps_says_so() -> None:
    verdict, _ = rewritten("All laptops have full-disk encryption.", {"devices": laptops(*[False] * 4)})
    assert verdict.rewrite is not None
    assert (verdict.rewrite.wording, verdict.rewrite.lack) == (None, "nothing holds")
    assert "Nothing that the evidence shows keeps it" in verdict.rewrite.why


@pytest.mark.parametrize(("doubts", "values"), [((), ["within 14 days"]), ((NOT_WHOLE,), [])])
def test_no_other_value_is_looked_for_where_the_evidence_may_not_be_whole(
    doubts: tuple[AssuranceResult, ...], values: list[str]
) -> None:
    verdict, desk = rewritten(
        "Critical vulnerabilities are remediated within 7 days.", {"vuln_findings": findings(*[12] * 6)}, *doubts
    )
    assert verdict.status == "contradicted"
    assert [text for text, _ in loosened(verdict, desk)] == [f"Critical vulnerabilities are remediated {one}" for one in values]


@pytest.mark.parametrize("whole", [True, False])
def test_no_kind_is_left_out_where_the_evidence_may_not_be_whole(whole: bool) -> None:
    devices = [*laptops(*[True] * 8), *laptops(False, False, platform="Linux")]
    missing = AssuranceResult(test="source_count", tables=("devices",), passed=False, why="10 of 19 rows", guards="every")
    verdict, desk = rewritten("All laptops have full-disk encryption.", {"devices": devices}, *(() if whole else (missing,)))
    assert verdict.status == "contradicted"
    assert bool(list(exclusions.wordings(verdict, desk))) is whole
