"""What the verdict is, given the claim, the rows and what is known of the evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from analyzer.bind import bind
from analyzer.catalog import load_catalog
from analyzer.config import RegisteredException
from analyzer.evidence import tally
from analyzer.judge import Evidence, judge
from analyzer.model import AssuranceResult, Binding, Verdict
from tests.analyzer.builders import PERIOD, claim, devices, store, trigger, verdict

NOT_WHOLE = AssuranceResult(
    test="source_count", tables=("devices",), passed=False, why="devices.csv holds 2 of 9 rows", guards="every"
)


def accepted(**fields: Any) -> RegisteredException:
    given: dict[str, Any] = {
        "item": "D-2", "topic": "disk_encryption", "reason": "a spare part is on its way", "approver": "Kim Osei",
        "from_": date(2026, 1, 1), "to": date(2026, 12, 31),
    }  # fmt: skip
    return RegisteredException(**(given | fields))


def test_every_item_keeps_the_promise() -> None:
    found = verdict(claim(), {"devices": devices(True, True)})
    assert (found.status, found.population, found.exceptions) == ("supported", 2, ())
    assert found.evidence == ("devices.csv",)


def test_an_item_that_breaks_the_promise_is_named_with_its_identifiers() -> None:
    found = verdict(claim(), {"devices": devices(True, False)})
    assert (found.status, found.population) == ("contradicted", 2)
    (broken,) = found.exceptions
    assert (broken.item, broken.row["serial"], broken.row["owner_email"]) == ("D-2", "S-2", "p2@northwind.example")
    assert "1 of 2 break it: D-2" in found.why


def test_many_items_are_counted_and_all_listed() -> None:
    found = verdict(claim(), {"devices": devices(*[False] * 9)})
    assert "and 6 more" in found.why
    assert len(found.exceptions) == 9


def test_a_population_is_listed_with_its_rows_unless_it_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    found = verdict(claim(), {"devices": devices(True, False, None, True)})
    assert [(one.item, one.row["owner_email"]) for one in found.holding] == [
        ("D-1", "p1@northwind.example"),
        ("D-4", "p4@northwind.example"),
    ]
    monkeypatch.setattr(tally, "MOST_WHOLE", 3)
    assert verdict(claim(), {"devices": devices(True, False, None, True)}).holding == ()


def test_an_empty_table_is_no_pass() -> None:
    found = verdict(claim(), {"people": [{"email": "ana@northwind.example"}]})
    assert (found.status, found.population) == ("not_shown", None)
    assert "nothing was given on devices (Jamf" in found.why


def test_no_item_in_scope_is_no_pass() -> None:
    found = verdict(claim(scope="Linux workstations"), {"devices": devices(True, True)})
    assert (found.status, found.population) == ("not_shown", 0)


def test_without_evidence_nothing_is_shown() -> None:
    assert verdict(claim(), None).status == "not_shown"


def test_what_ran_can_be_performed_again() -> None:
    query = verdict(claim(scope="macOS laptops"), {"devices": devices(True)}).query
    assert query is not None
    assert query.params["scope_platform"] == "macos"
    assert query.row_counts == {"devices": 1}
    assert list(query.files) == ["devices.csv"]
    assert "select" in query.sql


@pytest.mark.parametrize("unknown", [1, 2])
def test_items_that_cannot_be_decided_are_no_pass(unknown: int) -> None:
    found = verdict(claim(), {"devices": devices(True, *[None] * unknown)})
    assert found.status == "not_shown"
    assert len(found.unknown) == unknown


def test_a_few_items_that_cannot_be_decided_leave_it_partly_supported() -> None:
    found = verdict(claim(), {"devices": devices(True, True, True, None)})
    assert found.status == "partly_supported"
    assert "3 of 4 keep the promise; the evidence cannot tell for 1: D-4" in found.why


def test_an_item_that_breaks_the_promise_counts_more_than_unknown_ones() -> None:
    assert verdict(claim(), {"devices": devices(False, None, None)}).status == "contradicted"


class TestSome:
    def test_some_is_kept_by_one(self) -> None:
        found = verdict(claim(quantifier="some"), {"devices": devices(True, False)})
        assert found.status == "supported"
        assert found.why == "1 of 2 items in scope keep the promise."

    def test_some_is_kept_by_one_beside_unknown_ones(self) -> None:
        assert verdict(claim(quantifier="some"), {"devices": devices(True, None)}).status == "supported"

    def test_some_is_broken_by_none(self) -> None:
        assert verdict(claim(quantifier="some"), {"devices": devices(False, False)}).status == "contradicted"

    def test_some_is_not_shown_by_unknown_ones(self) -> None:
        assert verdict(claim(quantifier="some"), {"devices": devices(None, None)}).status == "not_shown"

    @pytest.mark.parametrize("other", [True, False, None])
    def test_an_untested_value_keeps_it_from_full_support(self, other: bool | None) -> None:
        one = claim(quantifier="some", params={"technology": ["filevault"]})
        assert verdict(one, {"devices": devices(True, other)}).status == "partly_supported"

    @pytest.mark.parametrize("other", [True, False, None])
    def test_incomplete_evidence_is_no_support(self, other: bool | None) -> None:
        found = verdict(claim(quantifier="some"), {"devices": devices(True, other)}, [NOT_WHOLE])
        assert found.status == "not_shown"


class TestAssurance:
    def test_incomplete_evidence_is_no_support(self) -> None:
        found = verdict(claim(), {"devices": devices(True, True)}, [NOT_WHOLE])
        assert (found.status, found.assurance) == ("not_shown", (NOT_WHOLE,))
        assert "devices.csv holds 2 of 9 rows" in found.why

    def test_a_counter_example_stays_one(self) -> None:
        assert verdict(claim(), {"devices": devices(True, False)}, [NOT_WHOLE]).status == "contradicted"

    @pytest.mark.parametrize("passed", [True, None])
    def test_what_passed_or_could_not_run_says_nothing(self, passed: bool | None) -> None:
        result = AssuranceResult(test="source_count", tables=("devices",), passed=passed, why="")
        assert verdict(claim(), {"devices": devices(True)}, [result]).status == "supported"

    def test_other_tables_say_nothing(self) -> None:
        result = AssuranceResult(test="source_count", tables=("vendors",), passed=False, why="")
        assert verdict(claim(), {"devices": devices(True)}, [result]).status == "supported"

    def test_reconciliations_that_the_check_names_guard_it(self) -> None:
        lacking = AssuranceResult(test="people_in_mdm", tables=("people", "devices"), passed=False, why="3 have none")
        other = AssuranceResult(test="keys_in_kms", tables=("kms_keys", "devices"), passed=False, why="")
        assert verdict(claim(), {"devices": devices(True)}, [lacking]).status == "not_shown"
        assert verdict(claim(), {"devices": devices(True)}, [other]).status == "supported"

    @pytest.mark.parametrize(
        ("guards", "tables", "status"),
        [
            ("every", ("devices", "vendors"), "not_shown"),
            ("together", ("devices", "vendors"), "supported"),
            ("together", ("devices",), "not_shown"),
            ("period", ("devices",), "supported"),
            ("named", ("devices",), "supported"),
        ],
    )
    def test_a_test_says_itself_which_checks_it_guards(self, guards: Any, tables: tuple[str, ...], status: str) -> None:
        failed = AssuranceResult(test="own", tables=tables, passed=False, why="", guards=guards)
        assert verdict(claim(), {"devices": devices(True)}, [failed]).status == status

    def test_a_test_may_name_the_checks_that_rest_on_it(self) -> None:
        failed = AssuranceResult(test="own", tables=("vendors",), passed=False, why="", checks=("disk_encryption",))
        assert verdict(claim(), {"devices": devices(True)}, [failed]).status == "not_shown"


class TestWording:
    def test_an_untested_value_is_named_and_keeps_it_from_full_support(self) -> None:
        found = verdict(claim(params={"technology": ["filevault"]}), {"devices": devices(True)})
        assert found.status == "partly_supported"
        assert "technology «['filevault']»" in found.why or "technology «filevault»" in found.why

    @pytest.mark.parametrize(("modality", "word"), [("recommended", "should"), ("optional", "may")])
    def test_a_recommendation_cannot_be_broken(self, modality: str, word: str) -> None:
        one = claim(modality=modality, triggers=trigger("modality", modality, word))
        found = verdict(one, {"devices": devices(True, False)})
        assert found.status == "not_testable"
        assert f"«{word}»" in found.why
        assert found.severity is None

    def test_a_recommendation_that_all_follow_is_supported(self) -> None:
        assert verdict(claim(modality="recommended"), {"devices": devices(True)}).status == "supported"

    @pytest.mark.parametrize("rows", [None, {"devices": devices(False)}, {"devices": devices(True)}])
    def test_a_plan_is_not_testable(self, rows: Any) -> None:
        one = claim(modality="planned", triggers=trigger("modality", "planned", "plans to"))
        found = verdict(one, rows)
        assert found.status == "not_testable"
        assert "«plans to»" in found.why

    @pytest.mark.parametrize("rows", [None, {"devices": devices(False)}, {"devices": devices(True)}])
    def test_vague_words_are_not_testable(self, rows: Any) -> None:
        found = verdict(claim(testable=False, untestable_because="periodically"), rows)
        assert found.status == "not_testable"
        assert "«periodically»" in found.why

    @pytest.mark.parametrize(("party", "word"), [("customer", "user entit"), ("subservice", "subservice organisation")])
    def test_what_others_have_to_do_is_out_of_scope(self, party: str, word: str) -> None:
        found = verdict(claim(party=party), {"devices": devices(False)})
        assert found.status == "out_of_scope"
        assert word in found.why

    def test_a_topic_without_a_check_is_not_shown(self) -> None:
        found = verdict(claim("placeholder_text", "[Describe the network here]"), {"devices": devices(True)})
        assert found.status == "not_shown"
        assert "there is no check" in found.why.lower()

    def test_a_scope_that_the_check_cannot_apply_is_not_shown(self) -> None:
        found = verdict(claim(scope="production laptops"), {"devices": devices(True, False)})
        assert found.status == "not_shown"
        assert "«production»" in found.why


class TestExceptions:
    def test_a_valid_one_excuses(self) -> None:
        found = verdict(claim(), {"devices": devices(True, False)}, register=[accepted()])
        assert found.status == "supported"
        (one,) = found.excused
        assert (one.item, found.exceptions) == ("D-2", ())
        assert one.why == "accepted by Kim Osei from 2026-01-01 to 2026-12-31: a spare part is on its way"
        assert found.why.startswith("1 of 2 items in scope keep the promise.")

    @pytest.mark.parametrize("item", ["d-2", " S-2 ", "P2@northwind.example"])
    def test_any_identifier_names_the_item(self, item: str) -> None:
        assert verdict(claim(), {"devices": devices(True, False)}, register=[accepted(item=item)]).excused

    @pytest.mark.parametrize("item", ["D", "D-22", "northwind.example", "macOS and others"])
    def test_part_of_an_identifier_names_nothing(self, item: str) -> None:
        found = verdict(claim(), {"devices": devices(True, False)}, register=[accepted(item=item)])
        assert found.status == "contradicted"

    @pytest.mark.parametrize("topic", [None, "disk_encryption"])
    def test_it_applies_to_its_topic_or_to_all(self, topic: str | None) -> None:
        assert verdict(claim(), {"devices": devices(True, False)}, register=[accepted(topic=topic)]).excused

    def test_one_for_another_topic_excuses_nothing(self) -> None:
        found = verdict(claim(), {"devices": devices(True, False)}, register=[accepted(topic="screen_lock")])
        assert found.status == "contradicted"

    def test_an_expired_one_excuses_nothing_and_is_named(self) -> None:
        late = accepted(to=date(2026, 6, 29))
        found = verdict(claim(), {"devices": devices(True, False)}, register=[late])
        assert found.status == "contradicted"
        assert "The exception for D-2 expired on 2026-06-29 and excuses nothing." in found.why

    def test_one_that_has_not_begun_excuses_nothing_and_is_named(self) -> None:
        early = accepted(from_=date(2026, 7, 1))
        found = verdict(claim(), {"devices": devices(True, False)}, register=[early])
        assert found.status == "contradicted"
        assert "begins on 2026-07-01" in found.why

    @pytest.mark.parametrize("days", [{"to": date(2026, 6, 30)}, {"from_": date(2026, 6, 30)}])
    def test_its_first_and_last_day_count(self, days: dict[str, date]) -> None:
        assert verdict(claim(), {"devices": devices(True, False)}, register=[accepted(**days)]).excused

    def test_it_excuses_only_its_own_item(self) -> None:
        found = verdict(claim(), {"devices": devices(True, False, False)}, register=[accepted()])
        assert (found.status, [e.item for e in found.exceptions]) == ("contradicted", ["D-3"])

    def test_where_all_are_excused_nothing_is_shown(self) -> None:
        found = verdict(claim(), {"devices": devices(False)}, register=[accepted(item="D-1")])
        assert (found.status, [e.item for e in found.excused]) == ("not_shown", ["D-1"])

    def test_an_unknown_state_is_not_excused_into_support(self) -> None:
        found = verdict(claim(), {"devices": devices(True, None)}, register=[accepted()])
        assert found.status == "not_shown"


@pytest.mark.parametrize(
    ("scope", "status", "population"),
    [("Atlas", "partly_supported", 1), ("Borealis", "contradicted", 1), ("Corvus", "contradicted", 2)],
)
def test_names_in_the_scope_pick_the_rows_that_carry_them(scope: str, status: str, population: int) -> None:
    rows = [
        {"system": system, "account_id": "ana", "email": "ana@northwind.example", "mfa_enabled": on}
        for system, on in (("Atlas", True), ("Borealis", False))
    ]
    one = claim("mfa_enforced", "Access requires multi-factor authentication.", scope=f"access to {scope}")
    found = verdict(one, {"app_accounts": rows})
    assert (found.status, found.population) == (status, population)


def test_verdicts_come_in_order_one_for_each_claim() -> None:
    bindings = [Binding(claim=claim(id=f"c{n}"), check=None, why=("nothing fits",)) for n in range(5)]
    found = judge(bindings, load_catalog(), Evidence(store=store({}), period=PERIOD))
    assert [v.claim.id for v in found] == ["c0", "c1", "c2", "c3", "c4"]


def test_claims_that_promise_the_same_ask_once_and_progress_is_told() -> None:
    bindings = [bind(claim(id=f"c{n}"), load_catalog(), PERIOD) for n in range(3)]
    told: list[tuple[int, int]] = []
    evidence = Evidence(store=store({"devices": devices(True)}), period=PERIOD)
    found = judge(bindings, load_catalog(), evidence, lambda done, of: told.append((done, of)))
    assert [v.status for v in found] == ["supported"] * 3
    assert told == [(1, 1)]


def test_a_check_that_cannot_run_is_no_pass() -> None:
    broken = Binding(claim=claim(), check="disk_encryption", params={})
    (found,) = judge([broken], load_catalog(), Evidence(store=store({"devices": devices(True)}), period=PERIOD))
    assert found.status == "not_shown"
    assert "could not run" in found.why


def test_a_time_that_nothing_tests_is_not_shown_by_items_that_keep_the_rest() -> None:
    found = verdict(
        claim(text="All laptops use full-disk encryption within 7 days of purchase"), {"devices": devices(True, True)}
    )
    assert found.status == "partly_supported"
    assert "All 2 items agree, but the evidence does not show «7 days»." in found.why


def test_one_item_is_said_in_the_singular() -> None:
    assert verdict(claim(), {"devices": devices(True)}).why == "The one item in scope keeps the promise."


def test_what_left_nothing_over_is_named() -> None:
    found = verdict(claim(scope="Linux workstations"), {"devices": devices(True, True)})
    assert "restrict it to platform = linux" in found.why


def test_a_named_system_that_no_item_speaks_of_is_not_shown_by_the_others() -> None:
    reviews = [
        {"review_id": f"{system} {quarter}", "system": system, "account_id": "ana", "decision": "keep", "decided_at": day}
        for system in ("Okta", "AWS")
        for quarter, day in (("Q1", "2026-03-10"), ("Q2", "2026-06-10"))
    ]
    tables = {"access_review_items": reviews}
    text = "Access to {} is reviewed quarterly."
    both = claim("access_review", text.format("Okta and AWS"), params={"frequency": "quarterly"})
    more = claim("access_review", text.format("Okta, AWS and GitHub"), params={"frequency": "quarterly"})
    assert "GitHub" not in verdict(both, tables).why
    found = verdict(more, tables)
    assert found.status == "partly_supported"
    assert "GitHub" in found.why


def test_a_class_that_the_scope_names_in_the_words_of_the_evidence_restricts_the_items() -> None:
    signed = {"Gold": "2026-01-05", "Silver": "2026-01-06", "Bronze": None}
    vendors = [
        {"vendor_id": f"V-{n}", "name": f"Firm {n}", "criticality": band, "dpa_signed_at": day, "status": "current"}
        for n, (band, day) in enumerate([*signed.items(), ("Silver", None)])
    ]
    text = "A data processing agreement is signed with every Gold and Silver supplier."
    given = claim("vendor_contracts", text, params={"dpa_required": True}, scope="every Gold and Silver supplier")
    found = verdict(given, {"vendors": vendors})
    assert (found.status, found.population, [one.item for one in found.exceptions]) == ("contradicted", 3, ["Firm 3"])


def test_one_gap_is_told_once_where_words_are_taken_for_two_claims() -> None:
    catalog = load_catalog()
    bindings = [bind(claim(id=topic, topic=topic), catalog, PERIOD) for topic in ("disk_encryption", "other")]
    evidence = Evidence(store=store({"devices": devices(True, True, False)}), period=PERIOD)
    given = judge(bindings, catalog, evidence, otherwise=lambda verdict, _: replace(verdict, status="contradicted"))
    assert [one.status for one in given] == ["contradicted", "not_shown"]
    alone = judge(bindings[1:], catalog, evidence, otherwise=lambda verdict, _: replace(verdict, status="contradicted"))
    assert [one.status for one in alone] == ["contradicted"]


def test_a_gap_that_is_none_of_what_the_sentence_means_hides_no_other() -> None:
    def meant(verdict: Verdict, _: Evidence) -> Verdict:
        return replace(verdict, status="not_shown" if verdict.status == "contradicted" else "contradicted")

    bindings = [bind(claim(id=topic, topic=topic), load_catalog(), PERIOD) for topic in ("disk_encryption", "other")]
    evidence = Evidence(store=store({"devices": devices(True, True, False)}), period=PERIOD)
    given = judge(bindings, load_catalog(), evidence, otherwise=meant)
    assert [one.status for one in given] == ["not_shown", "contradicted"]
