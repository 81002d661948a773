"""The rules that raise and lower a severity, each with its name and reason."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.catalog import TopicEntry, load_catalog
from analyzer.materiality import STATEMENTS, assess
from analyzer.model import Observation, Severity, SeverityAssessment
from claims import Claim
from tests.analyzer.builders import claim, devices, observation, trigger, verdict

SEVERITIES: tuple[Severity, ...] = ("minor", "significant", "material")


def entry(severity: Severity = "significant") -> TopicEntry:
    return replace(load_catalog().topics["disk_encryption"], severity=severity)


def assessed(
    one: Claim, *exceptions: Observation, severity: Severity = "significant", population: int = 100, excused: int = 0,
    contradicted: int = 1,
) -> SeverityAssessment:  # fmt: skip
    return assess(one, entry(severity), population, exceptions or (observation(),), excused, contradicted)


def rules(assessment: SeverityAssessment) -> list[tuple[str, str]]:
    return [(rule.direction, rule.rule) for rule in assessment.rules]


def test_without_a_rule_it_is_the_topics_own() -> None:
    for severity in SEVERITIES:
        found = assessed(claim(), severity=severity)
        assert (found.level, found.default, found.rules) == (severity, severity, ())
        assert entry().severity_reason in found.statement


ALL = {"quantifier": "all", "triggers": trigger("quantifier", "all", "every")}
RAISING: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], str]] = {
    # name of the rule: fields of the claim, columns of the exception, the figures, words of the reason
    "claim sits in DC 2, DC 4 or DC 9": (
        {"heading_path": ("Description", "Principal Service Commitments and System Requirements")}, {}, {},
        "stands under «Principal Service Commitments",
    ),
    "quantifier is all/never and failure rate > 10%": (ALL, {}, {"population": 9}, "«every» and 1 of 9 items break it"),
    "quantifier is all/never and customer data, production or privileged scope is touched": (
        ALL, {"env": "production"}, {}, "production, privileged access or customer data is touched",
    ),
    "control absent rather than deviating": ({}, {}, {"population": 2}, "not one of 2 items"),
    "condition exists at period end": ({}, {"open_at_end": True}, {}, "still stood at the end of the period"),
}  # fmt: skip


@pytest.mark.parametrize("rule", RAISING)
def test_each_rule_raises_by_one_level_and_says_why(rule: str) -> None:
    fields, columns, figures, words = RAISING[rule]
    broken = [observation(**columns)] * (2 if rule.startswith("control absent") else 1)
    found = assessed(claim(**fields), *broken, severity="minor", **figures)
    assert rules(found) == [("raise", rule)]
    assert found.level == "significant"
    assert words in found.statement
    assert words in found.rules[0].why


def test_several_contradictions_under_one_criterion_raise_what_is_minor() -> None:
    found = assessed(claim(), severity="minor", contradicted=3)
    assert rules(found) == [("raise", "several contradictions under one TSC criterion")]
    assert "3 topics under CC6.1" in found.statement
    assert assessed(claim(), severity="minor", contradicted=2).rules == ()
    assert assessed(claim(), severity="significant", contradicted=9).rules == ()


@pytest.mark.parametrize("heading", ["DC 4: Incidents", "System incidents", "Significant changes during the period", "DC9"])
def test_headings_of_principal_matters(heading: str) -> None:
    assert assessed(claim(heading_path=(heading,))).level == "material"


@pytest.mark.parametrize("heading", ["DC 3", "DC 25", "Commitments to diversity", "Encryption"])
def test_other_headings(heading: str) -> None:
    assert assessed(claim(heading_path=(heading,))).level == "significant"


def test_a_rate_of_ten_per_cent_is_not_more_than_ten_per_cent() -> None:
    assert assessed(claim(**ALL), population=10).rules == ()


def test_the_rate_counts_only_for_all() -> None:
    assert assessed(claim(), population=9).rules == ()


@pytest.mark.parametrize("scope", ["production servers", "stores of customer data", "privileged users"])
def test_a_sensitive_scope_counts_for_all(scope: str) -> None:
    assert assessed(claim(scope=scope, **ALL)).level == "material"
    assert assessed(claim(scope=scope)).level == "significant"


@pytest.mark.parametrize("harmless", ["non-admin", "non-production", "pre-prod", "producer", "reproduction", "rooted"])
def test_words_that_only_look_sensitive(harmless: str) -> None:
    assert assessed(claim(**ALL), observation(role=harmless)).rules == ()


@pytest.mark.parametrize(
    ("rule", "fields", "columns", "figures"),
    [
        ("security-equivalent alternative", {}, {"equivalent": True}, {}),
        ("single deviation, detected and fixed", {}, {"fixed_in_period": True}, {}),
        ("claim is hedged and the hedge is honoured", {"hedges": ("where possible",)}, {}, {"excused": 1}),
    ],
)
def test_each_rule_lowers_by_one_level_and_says_why(
    rule: str, fields: dict[str, Any], columns: dict[str, Any], figures: dict[str, Any]
) -> None:
    found = assessed(claim(**fields), observation(**columns), severity="material", **figures)
    ((direction, name),) = rules(found)
    assert direction == "lower"
    assert name.startswith(rule)
    assert found.level == "significant"
    assert found.rules[0].why in found.statement


def test_what_lowers_has_to_hold_for_all() -> None:
    assert assessed(claim(), observation(equivalent=True), observation("D-2")).rules == ()
    assert assessed(claim(), observation(fixed_in_period=True), observation("D-2", fixed_in_period=True)).rules == ()
    assert assessed(claim(hedges=("where possible",))).rules == ()
    assert assessed(claim(), excused=3).rules == ()


def test_raising_and_lowering_cancel_and_both_are_named() -> None:
    found = assessed(claim(), observation(open_at_end=True, equivalent=True))
    assert found.level == found.default
    assert {direction for direction, _ in rules(found)} == {"raise", "lower"}


OBSERVATIONS = st.lists(
    st.builds(
        observation,
        env=st.sampled_from(["production", "staging", None]),
        open_at_end=st.booleans(), equivalent=st.booleans(), fixed_in_period=st.booleans(),
    ), min_size=1, max_size=4,
)  # fmt: skip


@given(
    severity=st.sampled_from(SEVERITIES), exceptions=OBSERVATIONS, others=st.integers(0, 50), excused=st.integers(0, 2),
    contradicted=st.integers(1, 5), quantifier=st.sampled_from(["all", "some", "unstated"]),
    heading=st.sampled_from([(), ("System incidents",)]), hedges=st.sampled_from([(), ("where possible",)]),
)  # fmt: skip
def test_a_starting_point_never_a_conclusion_and_never_a_score(
    severity: Severity, exceptions: list[Observation], others: int, excused: int, contradicted: int, quantifier: str,
    heading: tuple[str, ...], hedges: tuple[str, ...],
) -> None:  # fmt: skip
    one = claim(quantifier=quantifier, heading_path=heading, hedges=hedges)
    found = assess(one, entry(severity), len(exceptions) + others, exceptions, excused, contradicted)
    assert found.statement.startswith(f"{STATEMENTS[found.level]}, because ")
    assert re.match(r"Potential (?:material )?misstatement\b", found.statement)
    assert not re.search(r"\b(?:is|are|was) material\b|\bscore\b|\d+ ?/ ?10\b|\bpoints?\b", found.statement)
    assert abs(SEVERITIES.index(found.level) - SEVERITIES.index(severity)) <= 1
    assert all(rule.why in found.statement for rule in found.rules)
    raised = any(rule.direction == "raise" for rule in found.rules)
    lowered = any(rule.direction == "lower" for rule in found.rules)
    if raised == lowered:
        assert found.level == severity


def test_only_contradictions_are_assessed() -> None:
    assert verdict(claim(), {"devices": devices(True, False)}).severity is not None
    for rows in ({"devices": devices(True)}, {"devices": devices(None)}, {}):
        assert verdict(claim(), rows).severity is None
