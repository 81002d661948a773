"""Wording and meaning weighed: which facts stand, which are added, and what stays without a topic."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from claims.facts import OTHER, Fact
from claims.semantics import Judgement
from claims.weighing import BESIDE, IS_CLAIM, NO_TOPIC, SETTLED, STATED, weigh

KNOWN = frozenset({"backup_frequency", "backup_retention", "mfa_enforced", OTHER})


def by_meaning(topic: str) -> Sequence[Fact]:
    return [Fact(topic, 0, 40, 0.5)]


def topics(facts: Sequence[Fact]) -> list[str]:
    return [fact.topic for fact in facts]


def worded(topic: str, start: int = 0) -> Fact:
    return Fact(topic, start, start + 10, 0.75)


def test_what_wording_and_meaning_agree_on_stands_with_its_stretch() -> None:
    (fact,) = weigh([worded("mfa_enforced", 5)], Judgement(0.9, {"mfa_enforced": 0.8}), 40, KNOWN, by_meaning)
    assert (fact.start, fact.end, fact.sure, fact.by) == (5, 15, 0.8, "wording")


def test_what_is_hardly_a_claim_is_none() -> None:
    assert weigh([worded("mfa_enforced")], Judgement(IS_CLAIM - 0.1, {"mfa_enforced": 0.9}), 40, KNOWN, by_meaning) == []


def test_meaning_adds_a_fact_that_wording_missed() -> None:
    judged = Judgement(0.9, {"backup_frequency": 0.9, "backup_retention": 0.7})
    found = weigh([worded("backup_frequency")], judged, 40, KNOWN, by_meaning)
    assert sorted(topics(found)) == ["backup_frequency", "backup_retention"]
    assert {fact.by for fact in found if fact.topic == "backup_retention"} == {"meaning"}


def test_a_topic_that_meaning_speaks_against_falls() -> None:
    judged = Judgement(0.9, {"backup_frequency": 0.9, "mfa_enforced": 0.05})
    found = weigh([worded("backup_frequency"), worded("mfa_enforced")], judged, 40, KNOWN, by_meaning)
    assert topics(found) == ["backup_frequency"]


def test_two_facts_of_one_topic_both_stand() -> None:
    judged = Judgement(0.9, {"backup_frequency": 0.9})
    assert len(weigh([worded("backup_frequency"), worded("backup_frequency", 20)], judged, 40, KNOWN, by_meaning)) == 2


def test_a_claim_without_a_topic_tells_the_nearest() -> None:
    (fact,) = weigh([], Judgement(0.9, {"mfa_enforced": 0.1, "backup_frequency": 0.15}), 40, KNOWN, by_meaning)
    assert fact.topic == OTHER
    assert fact.nearest == (("backup_frequency", 0.15), ("mfa_enforced", 0.1))


def test_wording_alone_decides_on_a_topic_that_the_classifier_does_not_know() -> None:
    assert topics(weigh([worded("house_rules")], Judgement(0.1, {}), 40, KNOWN, by_meaning)) == ["house_rules"]


@given(
    st.floats(0, 1),
    st.dictionaries(st.sampled_from(sorted(KNOWN)), st.floats(0, 1)),
    st.lists(st.sampled_from(["mfa_enforced", "backup_frequency", "house_rules"]), max_size=3),
)
def test_no_topic_is_forced(claim: float, likely: dict[str, float], named: list[str]) -> None:
    found = weigh([worded(topic) for topic in named], Judgement(claim, likely), 40, KNOWN, by_meaning)
    assert all(fact.topic in named or likely.get(fact.topic, 0.0) > 0.0 or fact.topic == OTHER for fact in found)
    if claim >= NO_TOPIC:
        assert found
    if claim >= IS_CLAIM:
        best = max((p for t, p in likely.items() if t != OTHER), default=0.0)
        least = BESIDE if best >= SETTLED else STATED
        assert {t for t, p in likely.items() if t != OTHER and (p >= least or p == best >= STATED)} <= set(topics(found))
