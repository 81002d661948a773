"""Builders of the core's tests: claims as the language side hands them over, rows, and the verdict on both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from analyzer.bind import bind
from analyzer.catalog import Catalog, load_catalog
from analyzer.config import RegisteredException
from analyzer.evidence.store import Store
from analyzer.judge import Evidence, judge
from analyzer.model import AssuranceResult, Observation, Period, Verdict
from claims import Claim, Place, Trigger

PERIOD = Period(start=date(2026, 1, 1), end=date(2026, 6, 30), as_of=date(2026, 6, 30))
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def claim(topic: str = "disk_encryption", text: str = "Laptops are encrypted.", **fields: Any) -> Claim:
    """A claim in force, about the company itself, on the whole population; `fields` change what a test is about."""
    place = Place(document="policy.md", start=0, end=len(text), line=1, column=1)
    given: dict[str, Any] = {
        "id": "c1", "quote": text, "text": text, "sentence": text, "place": place, "topic": topic, "params": {},
        "quantifier": "unstated", "scope": None, "negated": False, "modality": "in_force", "party": "own",
        "testable": True,
    }  # fmt: skip
    return Claim(**(given | fields))


def trigger(field: str, value: str, phrase: str) -> tuple[Trigger, ...]:
    """One phrase that decided a property of a claim."""
    return (Trigger(field=field, value=value, phrase=phrase),)


def devices(*encrypted: bool | None) -> list[dict[str, Any]]:
    """Rows of the device manager: D-1, D-2, ... whose disks are encrypted, or not, or who knows."""
    return [
        {"device_id": f"D-{n}", "serial": f"S-{n}", "owner_email": f"p{n}@northwind.example", "platform": "macOS",
         "disk_encrypted": state}
        for n, state in enumerate(encrypted, start=1)
    ]  # fmt: skip


def store(rows: Rows, catalog: Catalog | None = None) -> Store:
    """A finished store with these rows; every other table is empty."""
    tables = (catalog or load_catalog()).tables
    filled = Store(tables, PERIOD)
    for table, given in rows.items():
        filled.add_rows(table, given, f"{table}.csv")
    filled.finish()
    return filled


def verdict(
    one: Claim, rows: Rows | None, assurance: Sequence[AssuranceResult] = (), register: Sequence[RegisteredException] = (),
    catalog: Catalog | None = None,
) -> Verdict:  # fmt: skip
    """The verdict on a claim; `rows` is None for a review without evidence."""
    known = catalog or load_catalog()
    evidence = Evidence(
        store=None if rows is None else store(rows, known), period=PERIOD, assurance=assurance, register=register
    )
    (given,) = judge([bind(one, known, PERIOD)], known, evidence)
    return given


def observation(item: str = "D-1", holds: bool | None = False, **row: Any) -> Observation:
    """One item of a population, with further columns of the query's row."""
    return Observation(item=item, holds=holds, observed="", reason="", row=row)


def write_topic(folder: Path, name: str, topic: str, query: str | None = None, examples: str | None = None) -> Path:
    """Write a topic's folder; returns its `topic.yaml`."""
    place = folder / "own" / name
    place.mkdir(parents=True)
    (place / "topic.yaml").write_text(topic, encoding="utf-8")
    for file, content in (("query.sql", query), ("examples.yaml", examples)):
        if content is not None:
            (place / file).write_text(content, encoding="utf-8")
    return place / "topic.yaml"


BADGE_TOPIC = """\
title: Name badges
criteria: [CC6.4]
severity: minor
severity_reason: a person without a badge may be anybody
claim:
  wording: ['name badges?']
  exemplars: [Every employee wears a name badge.]
check:
  needs: [people]
  promise: ['name badges?']
  population: [employee, badge]
  window: as_of
  logic: everybody in the roster has a name
"""
BADGE_QUERY = """\
select email as item, name is not null as holds, name as observed,
  case when name is null then 'no name is known' else 'a name is known' end as reason
from people
"""
BADGE_EXAMPLES = """\
- name: everybody has one
  claim: Every employee wears a name badge.
  given: {people: [{email: ana@northwind.example, name: Ana}]}
  expect: supported
- name: one has none
  claim: Every employee wears a name badge.
  given: {people: [{email: ana@northwind.example, name: Ana}, {email: bo@northwind.example}]}
  expect: contradicted
  exceptions: [bo@northwind.example]
"""
