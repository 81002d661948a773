"""Less evidence never says more: taking rows, tables or values away makes no promise kept.

The properties are tried on the rows of every topic's own examples.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from analyzer.bind import bind
from analyzer.catalog import TopicEntry, load_catalog
from analyzer.judge import Evidence, judge
from analyzer.model import Binding, Period
from analyzer.testing import EXAMPLE_PERIOD, Example, example_store, load_examples, sentence

CATALOG = load_catalog()
CHECKED = [entry for entry in CATALOG.topics.values() if entry.check]
Rows = Mapping[str, Sequence[Mapping[str, Any]]]

# Columns in which no value is a statement of its own, and the statement. Names of things are not among them: a row
# without its name is about nothing.
EMPTY_SAYS = {
    "app_accounts.auth_via_sso": "the export of the system knows nothing of single sign-on",
    "app_accounts.as_of": "the list is the only one",
    "app_accounts.is_privileged": "the account carries no mark of privilege",
    "app_accounts.mfa_enabled": "the export of the system knows nothing of factors",
    "app_accounts.role": "the account has no role",
    "access_requests.approved_at": "the request was not approved yet",
    "access_review_items.decider": "the log of decisions does not name who decided",
    "account_events.event": "the line of the log says nothing",
    "account_events.ts": "the line of the log is not dated",
    "auth_events.factor_used": "the log does not tell factors",
    "auth_events.result": "the line of the log says nothing",
    "auth_events.ts": "the line of the log is not dated",
    "backups.encrypted": "the log of jobs knows nothing of encryption",
    "branch_rules.effective_from": "the rule has always been there",
    "branch_rules.effective_to": "the rule still stands",
    "devices.last_checkin_at": "the export knows no check-ins",
    "idp_policies.allowed_factors": "the rule does not restrict factors",
    "idp_policies.groups_excluded": "the rule leaves nobody out",
    "people.end_date": "the person still works here",
    "pull_requests.merged_at": "the pull request was not merged",
    "tls_endpoints.http_redirect": "there is no plain listener",
    "training.course": "the log is one of the security course alone",
    "vendor_reports.period_end": "the report is one of a point in time",
    "vendor_reports.period_start": "the report is one of a point in time",
    "vendor_reports.type": "the report is of no kind that counts",
}  # fmt: skip
NAMES = re.compile(r"(?:^|_)(?:id|number|name|email|repo|system|serial|key|sha|label|endpoint|approver|reviewer|data_type)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An example with its claims bound, so that only the rows have to change."""

    entry: TopicEntry
    example: Example
    period: Period
    bindings: tuple[Binding, ...]

    def statuses(self, rows: Rows) -> set[str]:
        """The verdicts on the example's sentence, given these rows."""
        store = example_store(self.entry, rows, self.period, CATALOG)
        evidence = Evidence(store=store, period=self.period, register=self.example.accepted)
        return {verdict.status for verdict in judge(self.bindings, CATALOG, evidence)}

    def is_supported(self, rows: Rows) -> bool:
        """Whether everything that the sentence says of the topic is supported."""
        return self.statuses(rows) == {"supported"}


@cache
def cases(topic: str) -> tuple[Case, ...]:
    """The examples of a topic."""
    entry = CATALOG.topics[topic]
    found = []
    for example in load_examples(entry):
        first, last = example.period or (EXAMPLE_PERIOD.start, EXAMPLE_PERIOD.end)
        period = Period(start=first, end=last, as_of=last)
        claims = [c for c in CATALOG.extractor.claims(sentence(example.claim, example.heading)) if c.topic == topic]
        bindings = tuple(bind(claim, CATALOG, period) for claim in claims)
        found.append(Case(entry=entry, example=example, period=period, bindings=bindings))
    return tuple(found)


def without_value(rows: Rows, table: str, number: int, column: str) -> Rows:
    """The same rows with one value less."""
    changed = [dict(row) for row in rows[table]]
    del changed[number][column]
    return {**rows, table: changed}


topics = pytest.mark.parametrize("topic", [entry.id for entry in CHECKED])
# Where taking a value away does make a promise kept: a blank of theirs is read as a statement, and nobody has yet told which.
BLANKS_SPEAK = frozenset({
    "dr_test", "data_disposal", "processing_integrity", "tenant_isolation", "uptime_commitment",
    "cuec_csoc", "antimalware", "named_technology", "control_monitoring", "incident_test",
    "customer_notification", "background_checks", "subservice_list", "vendor_review",
})  # fmt: skip
value_by_value = pytest.mark.parametrize(
    "topic",
    [
        pytest.param(entry.id, marks=pytest.mark.xfail(strict=True, reason="a blank of it is read as a statement"))
        if entry.id in BLANKS_SPEAK
        else entry.id
        for entry in CHECKED
    ],
)
LIMITED = settings(max_examples=6, deadline=None, derandomize=True)


@topics
def test_without_any_row_nothing_is_shown(topic: str) -> None:
    shown = {case.example.name: case.statuses({}) for case in cases(topic)}
    assert {name: found for name, found in shown.items() if found & {"supported", "partly_supported", "contradicted"}} == {}


@topics
def test_without_a_table_that_could_break_it_nothing_becomes_supported(topic: str) -> None:
    """Leaving out the export that contradicts a sentence leaves it partly shown at best."""
    supported = []
    for case in cases(topic):
        by_name = any("system" in binding.scope for binding in case.bindings)
        for one in case.entry.check.weighs if case.entry.check and not by_name else ():
            left = {table: rows for table, rows in case.example.given.items() if table not in one.split("|")}
            if "supported" in case.statuses(left):
                supported.append((case.example.name, one))
    assert supported == []


@topics
def test_without_a_table_that_it_needs_nothing_is_supported(topic: str) -> None:
    supported = []
    for case in cases(topic):
        for table in case.entry.check.needs if case.entry.check else ():
            left = {name: rows for name, rows in case.example.given.items() if name != table}
            others = any(part for binding in case.bindings for part in binding.parts)  # parts that may not need the table
            told = {"supported"} if others else {"supported", "partly_supported", "contradicted"}
            if table in case.example.given and case.statuses(left) & told:
                supported.append((case.example.name, table))
    assert supported == []


@pytest.mark.slow
@value_by_value
@LIMITED
@given(data=st.data())
def test_a_value_less_makes_no_promise_kept(topic: str, data: st.DataObject) -> None:
    open_cases = [c for c in cases(topic) if c.example.expect in ("contradicted", "not_shown")]
    places = [
        (case, table, number, column)
        for case in open_cases
        for table, rows in case.example.given.items()
        for number, row in enumerate(rows)
        for column in row
        if row[column] is not None and not NAMES.search(column) and f"{table}.{column}" not in EMPTY_SAYS
    ]
    if not places:
        return
    case, table, number, column = places[data.draw(st.integers(0, len(places) - 1))]
    note(f"{case.example.name}: {table}, row {number}, {column}")
    assert not case.is_supported(without_value(case.example.given, table, number, column))


@pytest.mark.slow
@topics
def test_a_row_of_which_nothing_is_known_keeps_and_breaks_no_promise(topic: str) -> None:
    wrong = []
    for expected in ("supported", "not_shown"):
        case = next((case for case in cases(topic) if case.example.expect == expected and case.example.given), None)
        if case is None:
            continue
        check, given_rows, before = case.entry.check, case.example.given, case.statuses(case.example.given)
        for table in check.tables if check else ():
            after = case.statuses({**given_rows, table: [*given_rows.get(table, []), {}]})
            if (after == {"supported"} != before) or "contradicted" in after - before:
                wrong.append((case.example.name, table, before, after))
    assert wrong == []


@pytest.mark.slow
@topics
def test_the_same_rows_in_any_order_say_the_same(topic: str) -> None:
    for case in cases(topic)[:4]:
        turned = {table: list(reversed(rows)) for table, rows in case.example.given.items()}
        assert case.statuses(turned) == case.statuses(case.example.given), case.example.name


@topics
def test_rows_of_tables_that_it_does_not_read_change_nothing(topic: str) -> None:
    case = cases(topic)[0]
    check = case.entry.check
    assert check is not None
    other = next(name for name in ("vendors", "devices", "kms_keys", "dr_tests") if name not in check.tables)
    assert case.statuses({**case.example.given, other: [{}]}) == case.statuses(case.example.given)


def test_what_an_empty_column_says_is_said_of_columns_that_there_are() -> None:
    for place in EMPTY_SAYS:
        table, column = place.split(".")
        assert column in CATALOG.tables[table].columns
