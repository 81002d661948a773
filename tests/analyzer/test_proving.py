"""A fact or a promise is changed, and the verdict has to notice."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.bind import bind
from analyzer.catalog import load_catalog
from analyzer.evidence.altered import Change, altered, rows_of
from analyzer.evidence.store import QueryError
from analyzer.judge import Evidence
from analyzer.model import Period
from analyzer.proving import Proof, prove_bindings
from analyzer.shape import Flip
from analyzer.testing import EXAMPLE_PERIOD, example_store, judge_example, load_examples, sentence
from tests.analyzer.builders import PERIOD, claim, devices, store

CATALOG = load_catalog()


def proof_of(given: dict[str, Any], text: Any = None) -> Proof:
    tables = store(given)
    said = text or claim()
    return prove_bindings([bind(said, CATALOG, PERIOD)], CATALOG, Evidence(store=tables, period=PERIOD), tables)


def test_a_fact_that_breaks_the_promise_is_noticed() -> None:
    proof = proof_of({"devices": devices(True, True)})
    assert {(m.kind, m.item, m.before, m.after, m.killed) for m in proof.mutants} == {
        ("fact", item, "supported", after, True)
        for item in ("D-1", "D-2") for after in ("contradicted", "not_shown")
    }  # fmt: skip
    assert {m.flipped.split(" (")[0] for m in proof.mutants} == {
        "devices: disk_encrypted made false", "devices: disk_encrypted made null",
    }  # fmt: skip


def test_an_exception_disappears_when_its_fact_is_repaired() -> None:
    proof = proof_of({"devices": devices(True, False)})
    repaired = [m for m in proof.mutants if m.kind == "repair"]
    assert [(m.item, m.before, m.after, m.killed) for m in repaired] == [("D-2", "contradicted", "supported", True)]


def test_an_exception_that_no_cell_repairs_disappears_with_what_it_rests_on() -> None:
    given = {
        "people": [{"person_id": "P-1", "email": "ana@northwind.example", "status": "active", "start_date": "2025-02-01"}],
        "devices": devices(True),
    }
    said = next(
        c
        for c in CATALOG.extractor.claims(sentence("All company laptops are enrolled in mobile device management."))
        if c.topic == "mdm_enrollment"
    )
    repaired = [m for m in proof_of(given, said).mutants if m.kind == "repair"]
    assert [(m.item, m.before, m.killed) for m in repaired] == [("ana@northwind.example", "contradicted", True)]


def test_a_laxer_promise_that_makes_no_difference_on_the_evidence_is_no_mutant() -> None:
    given = {"data_stores": [{"resource_id": "stage-db", "env": "staging", "contains_customer_data": False}]}
    text = "Customer data is never used in staging environments."
    said = next(c for c in CATALOG.extractor.claims(sentence(text)) if c.topic == "no_prod_data_in_test")
    proof = proof_of(given, said)
    assert ("allowed" in said.params, {m.kind for m in proof.mutants}, proof.survivors) == (True, {"fact"}, ())


def test_the_same_seed_changes_the_same_items() -> None:
    given = {"devices": devices(*[True] * 9)}
    assert [m.item for m in proof_of(given).mutants] == [m.item for m in proof_of(given).mutants]
    assert len({m.item for m in proof_of(given).mutants}) == 3


def test_a_claim_that_asks_the_same_is_proven_once() -> None:
    tables = store({"devices": devices(True)})
    same = [bind(claim(id="a"), CATALOG, PERIOD), bind(claim(id="b"), CATALOG, PERIOD)]
    proof = prove_bindings(same, CATALOG, Evidence(store=tables, period=PERIOD), tables)
    assert (len({m.item for m in proof.mutants}), proof.same) == (1, {"b": "a"})


def test_the_tables_are_as_before_even_after_a_failure() -> None:
    tables = store({"devices": devices(True, True)})
    before = rows_of(tables, "devices")
    change = Change(table="devices", rows=(("devices.csv", 1),), to="delete")
    with pytest.raises(RuntimeError), altered(tables, change):
        assert len(rows_of(tables, "devices")) == 1
        raise RuntimeError
    assert rows_of(tables, "devices") == before


def test_a_cell_that_cannot_hold_the_value_is_refused() -> None:
    tables = store({"devices": devices(True)})
    change = Change(table="devices", rows=(("devices.csv", 1),), column="disk_encrypted", to="none-such")
    with pytest.raises(QueryError), altered(tables, change):
        rows_of(tables, "devices")


def proof_of_example(topic: str) -> Proof:
    """The mutants of the supported examples of a topic."""
    entry, mutants = CATALOG.topics[topic], []
    for example in load_examples(entry):
        if example.expect != "supported" or example.accepted or judge_example(entry, example, CATALOG) is None:
            continue
        days = Period(start=example.period[0], end=example.period[1], as_of=example.period[1]) if example.period else EXAMPLE_PERIOD
        tables = example_store(entry, example.given, days, CATALOG)
        found = [c for c in CATALOG.extractor.claims(sentence(example.claim, example.heading)) if c.topic == topic]
        bindings = [bind(one, CATALOG, days) for one in found]
        mutants += prove_bindings(bindings, CATALOG, Evidence(store=tables, period=days), tables).mutants
        if len(mutants) > 6:
            break
    return Proof(mutants=tuple(mutants))


FLIPS = [
    (entry.id, flip, part.tables if part else (*entry.check.needs, *entry.check.uses))
    for entry in CATALOG.topics.values() if entry.check
    for part in (None, *entry.check.parts.values()) for flip in (part.flips if part else entry.check.flips)
]  # fmt: skip


@pytest.mark.parametrize(("topic", "flip", "tables"), FLIPS)
def test_a_declared_flip_names_what_the_check_reads(topic: str, flip: Flip, tables: tuple[str, ...]) -> None:
    assert flip.table in tables
    assert flip.to == "delete" or flip.column in CATALOG.tables[flip.table].columns
    assert not flip.when or flip.when in CATALOG.topics[topic].topic.parameters


JUDGED = sorted(entry.id for entry in CATALOG.topics.values() if entry.check)


@pytest.mark.slow
@pytest.mark.parametrize("topic", JUDGED)
def test_a_fact_breaks_the_supported_examples_of_a_topic_and_so_does_all_that_it_declares(topic: str) -> None:
    facts = [one for one in proof_of_example(topic).mutants if one.kind == "fact"]
    assert any(one.killed for one in facts)
    assert [f"{one.item}: {one.flipped}" for one in facts if "a fault of the check" in one.why] == []
