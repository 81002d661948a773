"""What a document gets wrong by itself: arithmetic, kinds of things, dates, and words that damage a claim."""

from __future__ import annotations

from datetime import date

import pytest

from analyzer.documents.lexicon import Entry, entries, found_in
from tests.analyzer.documents.conftest import Comparing

LISTS = ("category_errors", "puffery", "absolutes", "ambiguous")
ENTRIES = [(name, entry) for name in LISTS for entry in entries(name)]


@pytest.mark.parametrize(("name", "entry"), ENTRIES, ids=lambda one: one if isinstance(one, str) else one.example[:50])
def test_an_entry_matches_its_example_and_not_what_looks_alike(name: str, entry: Entry) -> None:
    assert entry in [found for found, _, _ in found_in(name, entry.example)]
    assert not list(found_in(name, entry.not_example))


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Access is removed within one (2) business days of termination.", "arithmetic"),
        ("Logs are kept for one hundred and eighty (90) days.", "arithmetic"),
        ("The platform is available 99.9% (12 hours of downtime per month).", "arithmetic"),
        ("Passwords are encrypted with bcrypt.", "category error"),
        ("Cloud providers hold a SOC 2 certification.", "category error"),
        ("Traffic is encrypted using SSL.", "category error"),
        ("Our Type 1 report covers the period from January 1 to June 30.", "category error"),
        ("We protect backups with bank-grade encryption.", "puffery"),
        ("Production systems are always monitored for intrusions.", "absolute word"),
        ("User access to all systems is reviewed bi-annually.", "ambiguous word"),
        ("Where possible, multi-factor authentication is required for all accounts.", "hedge"),
        ("We plan to require multi-factor authentication for all administrators.", "plan"),
        ("Full-disk encryption is not yet enabled on all laptops.", "plan"),
        ("Encryption of backups is on our roadmap.", "plan"),
    ],
)
def test_a_sentence_that_is_wrong_by_itself(comparing: Comparing, sentence: str, kind: str) -> None:
    assert kind in [one.kind for one in comparing(policy=f"# Security Policy\n\n{sentence}\n").language]


@pytest.mark.parametrize(
    "sentence",
    [
        "Access is removed within two (2) business days of termination.",
        "Logs are kept for one hundred and eighty (180) days.",
        "Access is removed within twenty-four (24) hours of termination.",
        "The platform is available 99.9% (43 minutes of downtime per month).",
        "Passwords are hashed with bcrypt.",
        "SSL and TLS versions before 1.2 are disabled.",
        "A SOC 2 Type 2 report is issued every year.",
        "Keys must never be stored beside the data.",
        "All production access requires multi-factor authentication.",
        "Changes will be reviewed by a second engineer.",
        "Exceptions from encryption: laptops not yet enrolled.",
        "The review of an incident says how incidents are detected sooner and how to prevent recurrence in the future.",
        "Access to the product roadmap is reviewed quarterly.",
    ],
)
def test_a_plain_sentence_is_left_alone(comparing: Comparing, sentence: str) -> None:
    assert comparing(policy=f"# Security Policy\n\n{sentence}\n").language == ()


def test_what_is_wrong_only_from_a_day_on_is_right_before(comparing: Comparing) -> None:
    text = "# Policy\n\nKeys are kept in FIPS 140-2 validated modules.\n"
    assert comparing(as_of=date(2026, 6, 30), policy=text).language == ()
    assert [one.kind for one in comparing(as_of=date(2026, 12, 31), policy=text).language] == ["category error"]


def test_one_person_cannot_be_there_around_the_clock(comparing: Comparing) -> None:
    text = "# Operations\n\nAlerts are answered 24/7.\n\n{} engineer is on call and monitors production.\n"
    assert len(comparing(operations=text.format("One")).conflicts) == 1
    assert comparing(operations=text.format("At any time one")).conflicts == ()


def test_replication_keeps_a_short_recovery_point(comparing: Comparing) -> None:
    text = "# Backup\n\nBackups are taken daily.\n\nThe RPO is 1 hour.\n"
    assert len(comparing(backup=text).conflicts) == 1
    assert comparing(backup=text + "\nData are replicated to a second region.\n").conflicts == ()


def test_a_review_older_than_its_own_interval(comparing: Comparing) -> None:
    text = "---\nlast_reviewed: {}\n---\n# Access Policy\n\nThis policy is reviewed annually.\n"
    late = comparing(policy=text.format("2024-03-01")).language
    assert [one.kind for one in late] == ["date"]
    assert "2024-03-01" in late[0].why
    assert comparing(policy=text.format("2026-03-01")).language == ()


def test_dates_that_have_not_come_yet(comparing: Comparing) -> None:
    assert [one.kind for one in comparing(policy="# Policy\n\nLast updated: 1 March 2027\n").language] == ["date"]
    assert [one.kind for one in comparing(policy="# Policy\n\nLast updated: 01.03.2027\n").language] == ["date"]
    assert [one.kind for one in comparing(policy="# Policy\n\nEffective date: 2026-08-01\n").language] == ["date"]
    assert [one.kind for one in comparing(policy="# Policy\n\nNext review: 2026-01-15\n").language] == ["date"]
    assert comparing(policy="# Policy\n\nEffective date: 2026-01-01\n\nNext review: 2027-01-01\n").language == ()


def test_only_the_latest_of_several_dates_for_the_next_review_counts(comparing: Comparing) -> None:
    text = (
        "# Policy\n\n## History\n\nNext review: 2026-01-15\n\n## Now\n\nNext review: {}\n\n## Before\n\nNext review: 2025-01-15\n"
    )
    assert comparing(policy=text.format("2027-01-15")).language == ()
    late = comparing(policy=text.format("2026-03-15")).language
    assert [one.quote for one in late] == ["Next review: 2026-03-15"]


def test_an_approver_who_is_on_no_roster(comparing: Comparing) -> None:
    text = "# Policy\n\nApproved by: Rosalind Farrow\n"
    assert [one.kind for one in comparing(people=frozenset({"jonas mbeki"}), policy=text).language] == ["approver"]
    assert comparing(people=frozenset({"rosalind k. farrow"}), policy=text).language == ()
    assert comparing(policy=text).language == ()
    board = "# Policy\n\nApproved by: Information Security Committee\n"
    assert comparing(people=frozenset({"jonas mbeki"}), policy=board).language == ()


def test_controls_on_one_side_only(comparing: Comparing) -> None:
    rows = "".join(f"| AC-{number:02} | Control number {number} |\n" for number in range(1, 6))
    matrix = f"# Controls\n\n| Control ID | Control |\n| --- | --- |\n{rows}"
    text = "# Description\n\nAccess is granted on request (AC-01), reviewed (AC-02), removed (AC-03), and logged (AC-04, AC-09).\n"
    found = {(one.kind, one.document, one.why.split("AC-")[1][:2]) for one in comparing(matrix=matrix, description=text).language}
    assert found == {("control without narrative", "matrix.md", "05"), ("control without matrix", "description.md", "09")}


def test_a_control_of_its_own_kind_is_one_when_the_narrative_states_it_by_its_id(comparing: Comparing) -> None:
    rows = "".join(f"| AC-{number:02} | Control number {number} |\n" for number in range(1, 4))
    matrix = f"# Controls\n\n| Control ID | Control |\n| --- | --- |\n{rows}"
    told = "Access is granted (AC-01), reviewed (AC-02) and removed (AC-03); see OPS-44.\n\nBK-01: Backups are taken.\n"
    text = f"# Description\n\n{told}"
    found = [one.why.split()[3].rstrip(",") for one in comparing(matrix=matrix, description=text).language if "matrix" in one.kind]
    assert found == ["BK-01"]


def test_a_narrative_that_names_no_controls_misses_none(comparing: Comparing) -> None:
    rows = "".join(f"| AC-{number:02} | Control number {number} |\n" for number in range(1, 6))
    matrix = f"# Controls\n\n| Control ID | Control |\n| --- | --- |\n{rows}"
    found = comparing(matrix=matrix, description="# Description\n\nAccess is granted on request.\n").language
    assert not [one for one in found if one.kind.startswith("control")]


def test_what_is_not_done_yet_is_no_plan_in_minutes(comparing: Comparing) -> None:
    text = "# Minutes of the security committee\n\nThe access review of the payroll system has not yet been scheduled.\n"
    assert "plan" not in [one.kind for one in comparing(committee_minutes=text).language]
