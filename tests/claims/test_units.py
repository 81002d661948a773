"""What of a document can carry claims: sentences, list items and table rows, and not what only introduces or defines."""

from __future__ import annotations

import pytest

from claims.not_claims import is_metadata, never_a_claim, section_kind
from claims.units import Unit, units_of
from tests.claims.catalogue import claims_of, markdown


def units(text: str) -> list[Unit]:
    return list(units_of(markdown(text)))


def texts(text: str) -> list[str]:
    return [unit.text for unit in units(text)]


def test_a_heading_is_no_unit_and_stands_above_those_below_it() -> None:
    (unit,) = units("# Security\n\n## Access\n\nAccess is reviewed.\n")
    assert unit.text == "Access is reviewed."
    assert unit.heading_path == ("Security", "Access")


def test_a_heading_that_states_something_is_one() -> None:
    assert texts("# Rules\n\n## 3.2 All doors must be locked at night.\n\n## 3.3 Doors.\n\n## Who must lock doors\n") == [
        "All doors must be locked at night."
    ]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Purpose", "purpose"),
        ("1. Purpose and Scope", "purpose"),
        ("2.1 Scope", "scope"),
        ("Section 3: Definitions", "definitions"),
        ("IV. References", "references"),
        ("A. Scope", "scope"),
        ("A.1 Scope", "scope"),
        ("4 - Revision History", "history"),
        ("Enforcement", "consequences"),
        ("PCI Scope of Controls", None),
        ("MFA scope", None),
        ("Key approvals", None),
        ("Access Control", None),
        ("Log review", None),
    ],
)
def test_headings(heading: str, kind: str | None) -> None:
    assert section_kind(heading) == kind


@pytest.mark.parametrize("heading", ["Definitions", "References", "Revision History", "Enforcement", "Instructions"])
def test_nothing_under_a_heading_of_explanations(heading: str) -> None:
    assert texts(f"# Policy\n\n## {heading}\n\nAll laptops are encrypted.\n\n### Deeper\n\nAccess is reviewed.\n") == []


def test_a_purpose_holds_claims_only_where_it_obliges_on_a_topic() -> None:
    under = "# Policy\n\n## Purpose\n\n{}\n"
    assert claims_of(under.format("Protecting access to systems is the aim of all we do.")) == []
    assert [c.topic for c in claims_of(under.format("All laptops must be encrypted with FileVault."))] == ["disk_encryption"]


def test_a_rule_on_what_its_heading_names_is_no_aim_of_the_document() -> None:
    found = units("# Policy\n\n## Objectives\n\nEach objective has an owner. Every employee is careful. We want to be liked.\n")
    assert [(u.text, u.guarded) for u in found if u.form != "row"][-3:] == [
        ("Each objective has an owner.", False),
        ("Every employee is careful.", True),
        ("We want to be liked.", True),
    ]


@pytest.mark.parametrize(
    ("line", "metadata"),
    [
        ("Owner: Security team", True),
        ("Version: 2.1", True),
        ("Effective Date: 1 May 2026", True),
        ("Last reviewed: 2026-01-31", True),
        ("Policy owner – Head of IT", True),
        ("Backups: taken daily", False),
        ("Owner: the owner of every system reviews all access to it in each quarter", False),
        ("All laptops are encrypted.", False),
    ],
)
def test_metadata_lines(line: str, metadata: bool) -> None:
    assert is_metadata(line) is metadata


@pytest.mark.parametrize(
    "sentence",
    [
        "This policy applies to all employees.",
        "The purpose of this policy is to protect data.",
        "Violations may lead to disciplinary action.",
        "For more information, see the incident response plan.",
        "Personal data means any information on a person.",
        "Who approves the change?",
    ],
)
def test_sentences_that_no_record_could_make_false(sentence: str) -> None:
    assert never_a_claim(sentence)
    assert texts(f"# Policy\n\n{sentence} Access is reviewed.\n") == ["Access is reviewed."]


@pytest.mark.parametrize(
    "sentence", ["All laptops are encrypted.", "This policy is reviewed annually.", "Access must be approved."]
)
def test_sentences_that_one_could(sentence: str) -> None:
    assert not never_a_claim(sentence)


def test_items_of_a_list_stand_under_their_lead_in() -> None:
    found = units("Management ensures that:\n\n- access is reviewed quarterly\n- logs are kept\n")
    assert [(u.text, u.form) for u in found] == [
        ("Management ensures that:", "sentence"),
        ("access is reviewed quarterly", "item"),
        ("logs are kept", "item"),
    ]
    assert [u.guarded for u in found] == [True, False, False]
    assert {u.lead_in for u in found[1:]} == {"Management ensures that:"}


def test_an_item_that_is_no_sentence_takes_its_lead_in_into_its_own_text() -> None:
    item = units("Reviewed every quarter:\n\n- Access to AWS\n")[-1]
    assert item.statement(0, len(item.text)) == "Reviewed every quarter: Access to AWS"


def test_an_item_that_is_a_sentence_stands_alone() -> None:
    item = units("The following applies:\n\n- All laptops are encrypted.\n")[-1]
    assert item.statement(0, len(item.text)) == "All laptops are encrypted"


TABLE = """## Backups

| System | Frequency | Retention |
|---|---|---|
| Customer database | Daily | 35 days |
| Logs | Weekly | 1 year |
"""


def test_a_row_is_one_unit_with_its_header_above() -> None:
    found = units(TABLE)
    assert [u.text for u in found] == ["Customer database | Daily | 35 days", "Logs | Weekly | 1 year"]
    assert {u.form for u in found} == {"row"}
    assert found[0].lead_in == "System | Frequency | Retention"
    assert found[0].row_label == "Customer database"


def test_a_row_speaks_with_the_words_of_its_header() -> None:
    row = units(TABLE)[0]
    assert row.statement(0, len(row.text)) == "System: Customer database; Frequency: Daily; Retention: 35 days"
    assert row.quote(0, len(row.text)) == "Customer database | Daily | 35 days"


def test_a_long_cell_is_read_as_sentences() -> None:
    cell = "All production access requires MFA. Access to it is reviewed quarterly by system owners."
    found = units(f"| ID | Control |\n|---|---|\n| C-1 | {cell} |\n")
    assert [(u.text, u.form) for u in found] == [
        ("All production access requires MFA.", "sentence"),
        ("Access to it is reviewed quarterly by system owners.", "sentence"),
    ]


def test_a_table_of_metadata_or_of_versions_carries_no_claims() -> None:
    assert texts("|  |  |\n|---|---|\n| Owner | Security team |\n| Version | 2.1 |\n") == []
    assert texts("## Revision History\n\n| Version | Change |\n|---|---|\n| 2.1 | Access is reviewed quarterly |\n") == []


def test_code_is_not_read() -> None:
    assert texts("```\nAll laptops are encrypted.\n```\n") == []


def test_the_quote_is_the_source_and_the_place_is_where_it_stands() -> None:
    text = "# Policy\n\nFirst line.\nAll **laptops** are `encrypted`.\n"
    unit = units(text)[-1]
    assert unit.text == "All laptops are encrypted."
    quote, place = unit.quote(0, len(unit.text)), unit.place(0, len(unit.text))
    assert quote == "All **laptops** are `encrypted`."
    assert text[place.start : place.end] == quote
    assert (place.line, place.column) == (4, 1)
