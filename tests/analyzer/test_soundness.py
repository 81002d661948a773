"""Less evidence never says more: taking rows, tables or values away makes no promise kept.

The properties are tried on the rows of every topic's own examples, every row and every cell of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from analyzer.model import Observation
from tests.analyzer.alterable import CATALOG, Case, cases_of, told

TOPICS = [entry.id for entry in CATALOG.topics.values() if entry.check]
OPEN = ("contradicted", "not_shown")
TELLING = {"supported", "partly_supported", "contradicted"}

# Columns of which a single blank is a statement of its own, whatever stands in the other rows, and the statement.
BLANK_SAYS = {
    "access_reviews.completed_at": "the review is not completed",
    "account_events.event": "the line of the log says nothing",
    "account_events.ts": "the line of the log is not dated",
    "app_accounts.as_of": "the row belongs to the list of the day of the others",
    "app_accounts.is_privileged": "the account carries no mark of privilege",
    "app_accounts.account_type": "the account carries no mark of a service or a contractor",
    "backups.completed_at": "the job did not end",
    "backups.expires_at": "the recovery point has no end",
    "baseline_results.drift_detected_at": "no drift was detected",
    "branch_rules.effective_from": "the rule has always been there",
    "branch_rules.effective_to": "the rule still stands",
    "change_tickets.implemented_at": "the change was not made yet",
    "database_grants.account_type": "the grant carries no mark of a service",
    "database_grants.department": "the grant carries no mark of a department",
    "deletion_requests.deleted_at": "it was not deleted yet",
    "facility_entries.at": "the line of the log is not dated",
    "network_segments.peer_env": "the network is joined to no other",
    "people.end_date": "the person still works here",
    "pull_requests.merged_at": "the pull request was not merged",
    "role_changes.granted_at": "no new access was given",
    "tls_endpoints.http_redirect": "there is no plain listener",
    "training.completed_at": "the course was not completed",
    "vendor_reports.period_end": "the report is one of a point in time",
    "vendor_reports.period_start": "the report is one of a point in time",
    "vendor_reports.type": "the report is of no kind that counts",
}
# Columns that say something where they are blank throughout, because the export does not have them.
ABSENT_SAYS = {
    "access_requests.approved_at": "the request was not approved yet",
    "access_review_items.decider": "the log of decisions does not name who decided",
    "app_accounts.auth_via_sso": "the export of the system knows nothing of single sign-on",
    "app_accounts.mfa_enabled": "the export of the system knows nothing of factors",
    "app_accounts.role": "the account has no role",
    "auth_events.factor_used": "the log does not tell factors",
    "auth_events.result": "the line of the log says nothing",
    "auth_events.ts": "the line of the log is not dated",
    "backups.encrypted": "the log of jobs knows nothing of encryption",
    "devices.edr_last_seen_at": "the export knows no reports of the protection",
    "devices.last_checkin_at": "the export knows no check-ins",
    "exercises.scenario": "the list is one of exercises of incident response",
    "exercises.status": "the list is one of exercises that took place",
    "idp_policies.allowed_factors": "the rule does not restrict factors",
    "idp_policies.groups_excluded": "the rule leaves nobody out",
    "vendors.status": "the register holds only vendors in use",
}
# Marks: a blank says no where the export never says no otherwise.
UNMARKED_SAYS = {"vendors.subservice": "the register marks the subservice organisations alone"}
# Blanks that say nothing and that a check takes for a row it need not look at: limits of these checks.
UNNOTICED_BLANKS = {
    ("alerting", "alert_rules.enabled"), ("backup_retention", "data_stores.backup_retention_days"),
    ("firewall", "network_rules.source"), ("incident_response", "incidents.severity"),
    ("sso_enforced", "app_accounts.auth_via_sso"), ("confidentiality_agreements", "people.start_date"),
    ("log_retention", "log_sources.enabled_from"), ("log_retention", "log_sources.oldest_event_at"),
    ("policy_ack", "policy_acks.access_granted_at"), ("security_training", "training.access_granted_at"),
    ("security_training", "training.course"), ("service_accounts", "secrets.last_rotated_at"),
    ("vuln_remediation", "vuln_findings.status"), ("vuln_scanning", "scan_runs.status"),
}  # fmt: skip
# Lists without which a check concludes from the others alone that a promise is kept: limits of these checks.
UNNOTICED_FILES = {
    ("access_review", "access_reviews"), ("backup_retention", "data_stores"), ("encryption_at_rest", "backups"),
    ("performance_reviews", "people"),
    ("physical_access", "people"), ("security_training", "people"),
}  # fmt: skip
# A number or a share of a population moves with each of its rows, and names none of them.
FIGURES = {"org_roles", "security_training"}
# Where the same rows do say more in a later review, and why.
LATER_SAYS = {
    "backup_retention": "what is older was kept for longer",
    "log_retention": "what is older was kept for longer",
    "branch_protection": "a rule that was switched off once stands in a later time",
}
# A row without its name is about nothing: what it says is not found again, whatever is promised.
NAMES = re.compile(
    r"(?:^|_)(?:id|number|name|email|repo|system|serial|key|sha|label|endpoint|approver|reviewer|data_type"
    r"|host|asset|store|grantee)$"
)


@pytest.fixture(scope="module", params=TOPICS)
def cases(request: pytest.FixtureRequest) -> Iterator[tuple[Case, ...]]:
    """The examples of one topic, loaded once for all properties."""
    found = cases_of(request.param)
    yield found
    for case in found:
        case.close()


def test_without_any_row_nothing_is_shown(cases: tuple[Case, ...]) -> None:
    shown = {}
    for case in cases:
        with case.store.emptied(*case.rows):
            shown[case.example.name] = case.statuses() & TELLING
    assert {name: found for name, found in shown.items() if found} == {}


def test_without_a_table_that_could_break_it_nothing_becomes_supported(cases: tuple[Case, ...]) -> None:
    """Leaving out the export that contradicts a sentence leaves it partly shown at best."""
    supported = []
    for case in cases:
        by_name = any("system" in binding.scope for binding in case.bindings)
        for one in weighed(case) if not by_name else ():
            with case.store.emptied(*one.split("|")):
                if "supported" in case.statuses():
                    supported.append((case.example.name, one))
    assert supported == []


def weighed(case: Case) -> list[str]:
    """The tables that can break the claims of a case beside those that their checks read."""
    check = case.entry.check
    if check is None:
        return []
    parts = [part for binding in case.bindings for name, part in check.parts.items() if name in binding.parts]
    said = [one for part in parts for one, words in part.weighs.items() if re.search(words, case.example.claim, re.IGNORECASE)]
    return [*check.weighs, *said]


def test_without_a_table_that_it_needs_nothing_is_supported(cases: tuple[Case, ...]) -> None:
    supported = []
    for case in cases:
        for table in case.entry.check.needs if case.entry.check else ():
            others = any(part for binding in case.bindings for part in binding.parts)  # parts that may not need the table
            with case.store.emptied(table):
                if table in case.rows and case.statuses() & ({"supported"} if others else TELLING):
                    supported.append((case.example.name, table))
    assert supported == []


def test_a_file_less_makes_no_promise_kept(cases: tuple[Case, ...]) -> None:
    supported = set()
    for case in cases:
        for table in case.rows if case.example.expect in OPEN else ():
            with case.store.emptied(table):
                if case.is_supported():
                    supported.add((case.entry.id, table))
    assert supported == {one for one in UNNOTICED_FILES if one[0] == cases[0].entry.id}


@pytest.mark.slow
def test_a_row_less_makes_no_promise_kept_but_that_of_its_own_item(cases: tuple[Case, ...]) -> None:
    """Nothing can tell that a row was left out but another list; every other item says what it said before."""
    supported = []
    for case in cases:
        if case.example.expect not in OPEN or case.entry.id in FIGURES:
            continue
        open_items = [one for verdict in case.before for one in (*verdict.exceptions, *verdict.unknown)]
        named = [str(value) for one in open_items for value in (one.item, *one.row.values())]
        for table, rows in case.rows.items():
            for number, row in enumerate(rows, start=1):
                if any(len(str(v)) > 2 and str(v) in one for v in row.values() for one in named):
                    continue
                with case.store.without_row(table, number):
                    if case.is_supported():
                        supported.append((case.example.name, table, number))
    assert supported == []


@pytest.mark.slow
def test_a_value_less_makes_no_promise_kept(cases: tuple[Case, ...]) -> None:
    supported = set()
    for case in cases:
        if case.example.expect not in OPEN:
            continue
        for table, number, column in case.cells():
            if NAMES.search(column) or speaks(case, table, number, column):
                continue
            with case.store.without_value(table, number, column):
                if case.is_supported():
                    supported.add((case.entry.id, f"{table}.{column}"))
    assert supported == {one for one in UNNOTICED_BLANKS if one[0] == cases[0].entry.id}


def speaks(case: Case, table: str, number: int, column: str) -> bool:
    """Whether a blank there is a statement, next to the other rows."""
    others = [row.get(column) for at, row in enumerate(case.rows[table], start=1) if at != number]
    filled = [value for value in others if value not in (None, "")]
    place = f"{table}.{column}"
    if place in UNMARKED_SAYS:
        return all(value in (True, "Yes") for value in filled)
    return place in BLANK_SAYS or (place in ABSENT_SAYS and not filled)


@pytest.mark.slow
def test_a_row_twice_makes_no_promise_kept(cases: tuple[Case, ...]) -> None:
    supported = []
    for case in cases:
        for table in case.rows if case.example.expect in OPEN else ():
            with case.store.doubled(table):
                if case.is_supported():
                    supported.append((case.example.name, table))
    assert supported == []


@pytest.mark.slow
def test_a_row_of_which_nothing_is_known_keeps_and_breaks_no_promise(cases: tuple[Case, ...]) -> None:
    wrong = []
    for expected in ("supported", "not_shown"):
        case = next((case for case in cases if case.example.expect == expected and case.rows), None)
        if case is None:
            continue
        before = {verdict.status for verdict in case.before}
        for table in case.tables:
            with case.store.with_blank_row(table):
                after = case.statuses()
            if (after == {"supported"} != before) or "contradicted" in after - before:
                wrong.append((case.example.name, table, before, after))
    assert wrong == []


@pytest.mark.slow
def test_the_same_rows_in_any_order_say_the_same(cases: tuple[Case, ...]) -> None:
    for case in cases:
        with case.store.turned(*case.rows):
            assert told(case.verdicts()) == told(case.before), case.example.name


def test_an_exception_excuses_no_other_item(cases: tuple[Case, ...]) -> None:
    for case in cases:
        for verdict in case.before:
            items = {one.item for one in verdict.exceptions}
            for item in sorted(items)[:2]:
                after = next(v for v in case.verdicts(accepted=(item,)) if v.claim.id == verdict.claim.id)
                assert {one.item for one in after.exceptions} >= {o.item for o in verdict.exceptions if not about(item, o)}


def about(item: str, found: Observation) -> bool:
    """Whether an identifier is one of those of what was found."""
    return item.lower() in (found.item.lower(), *(v.lower() for v in found.row.values() if isinstance(v, str)))


@pytest.mark.slow
def test_evidence_of_long_ago_makes_no_promise_kept(cases: tuple[Case, ...]) -> None:
    """The same rows under a review of later years are no better than under their own."""
    open_cases = [case for case in cases if case.example.expect in OPEN and case.entry.id not in LATER_SAYS]
    assert [case.example.name for case in open_cases if case.later(years=6) == {"supported"}] == []


def test_every_statement_of_a_blank_is_one_of_a_column_that_there_is() -> None:
    for place in (*BLANK_SAYS, *ABSENT_SAYS, *UNMARKED_SAYS):
        table, column = place.split(".")
        assert column in CATALOG.tables[table].columns
