"""What a document defines, where, and which claims use it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims import read
from claims.definitions import Definitions, definitions, use_of
from tests.claims.catalogue import block, claims_of, document, markdown, one_claim
from tests.claims.splitting_set import Case, case_files

LISTED = ("Records policy", "2. Definitions")
CASES = [case for file in case_files() for case in file.cases if case.claims]


def defined(text: str) -> dict[str, str]:
    return {one.term: one.meaning for one in definitions(markdown(text)).terms}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Live" means the environment in account prod.', {"Live": "the environment in account prod."}),
        ("For the purposes of this policy, “Sealed Record” means a file of cards.", {"Sealed Record": "a file of cards."}),
        ("The term “Vault Host” refers to any machine that holds keys.", {"Vault Host": "any machine that holds keys."}),
        ("Vault Host shall mean any machine that holds keys.", {"Vault Host": "any machine that holds keys."}),
        ("Staging Area is defined as the pre-production cluster.", {"Staging Area": "the pre-production cluster."}),
        (
            'Fenwick Freight Ltd. ("Fenwick", the "Company") runs a booking service.',
            {"Fenwick": "Fenwick Freight Ltd.", "Company": "Fenwick Freight Ltd."},
        ),
        ("Keys are kept in the signing cluster (the “Core”).", {"Core": "signing cluster"}),
        ("Keys are kept in the signing cluster, hereinafter the “Core”.", {"Core": "signing cluster"}),
        ("We keep a Crisis Handling Plan (CHP).", {"CHP": "Crisis Handling Plan"}),
    ],
)
def test_a_sentence_defines(text: str, expected: dict[str, str]) -> None:
    assert defined(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "This means that the door stays shut.",
        "Encryption means that nobody else can read the file.",
        "Roles are defined as follows: clerk and warden.",
        "By all means, call the desk.",
        "Laptops are encrypted (see “Devices” below).",
        "The auditor (Mr Penrose) met the team (Tuesday).",
        "**Backups**: taken daily.",
        "Doors (OPEN) are watched.",
        'He said "never" and it meant much.',
    ],
)
def test_what_is_no_definition(text: str) -> None:
    assert defined(text) == {}


class TestSections:
    def test_labels_and_items(self) -> None:
        found = defined(
            "# Policy\n\n## 2. Definitions\n\n**Sealed record**: Card numbers.\n\n- **Vault Host** – A machine with keys.\n"
            '- Time to Return (TTR): How long a service is away.\n- "Crown File" refers to what ends the business.\n'
        )
        assert found == {
            "Sealed record": "Card numbers.", "Vault Host": "A machine with keys.", "Time to Return": "How long a service is away.",
            "TTR": "How long a service is away.", "Crown File": "what ends the business.",
        }  # fmt: skip

    def test_subheadings(self) -> None:
        found = defined("# Policy\n\n## Glossary\n\n### Vault Host\n\nA machine with keys.\n")
        assert found == {"Vault Host": "A machine with keys."}

    def test_a_table_says_in_its_header_that_it_defines(self) -> None:
        found = defined("# Policy\n\n| Term | Meaning |\n|---|---|\n| Live | What customers see |\n")
        assert found == {"Live": "What customers see"}

    @pytest.mark.parametrize("header", ["| Role | Description |", "| Term | Meaning | Owner |", "| Severity | Definition |"])
    def test_another_table_does_not(self, header: str) -> None:
        columns = header.count("|") - 1
        table = f"# Policy\n\n{header}\n{'|---' * columns}|\n{'| Warden ' * columns}|\n"
        assert defined(table) == {}

    def test_a_definition_list_of_a_web_page(self, tmp_path: Path) -> None:
        page = tmp_path / "terms.html"
        page.write_text(
            "<html><body><h1>Terms</h1><h2>Glossary</h2><dl><dt>Live</dt><dd>The environment in account prod.</dd>"
            "<dt>Vault Host</dt><dd>A machine with keys.</dd></dl></body></html>",
            encoding="utf-8",
        )
        found = {one.term: one.meaning for one in definitions(read(page)).terms}
        assert found == {"Live": "The environment in account prod.", "Vault Host": "A machine with keys."}

    def test_every_meaning_of_a_term_is_kept(self) -> None:
        found = definitions(document(*(block(f"Live: {what}", headings=LISTED) for what in ("One.", "Two.", "One.")))).terms
        assert [one.meaning for one in found] == ["One.", "Two."]

    def test_it_says_where(self) -> None:
        found = definitions(markdown('# Policy\n\nText.\n\n"Live" means what customers see.\n')).terms
        assert [str(one.place) for one in found] == ["policy.md:5:1"]


@pytest.mark.parametrize(
    ("term", "text", "used"),
    [
        ("Live", "Access to Live needs approval.", True),
        ("Live", "We live here.", False),
        ("Live", "Live-streams are recorded.", False),
        ("Vault Host", "All Vault Hosts are patched.", True),
        ("Vault Host", "all vault hosts are patched", True),
        ("Sealed Entry", "Sealed Entries are encrypted.", True),
        ("sealed entry", "Sealed entries are encrypted.", True),
        ("TTR", "The ttr is short.", False),
        ("C++ (core", "The C++ (core is old.", True),
    ],
)
def test_where_a_term_is_used(term: str, text: str, used: bool) -> None:
    assert (use_of(term).search(text) is not None) is used


def test_of_terms_within_a_term_the_longest_counts() -> None:
    found = definitions(markdown('"Host" means a machine.\n\n"Vault Host" means a machine with keys.\n'))
    assert [one.term for one in found.used_in("Every Vault Host is patched.")] == ["Vault Host"]
    assert [one.term for one in found.used_in("Every Vault Host and every Host is patched.")] == ["Host", "Vault Host"]


def test_no_terms() -> None:
    assert Definitions(()).used_in("Anything at all.") == ()


class TestClaims:
    def test_a_claim_carries_the_terms_of_its_words(self) -> None:
        text = '# Policy\n\n"Live" means what customers see.\n\n## 5. Access\n\nAll access to Live requires MFA.\n'
        found = one_claim(text, "mfa_enforced")
        assert [(one.term, one.meaning) for one in found.defined_terms] == [("Live", "what customers see.")]

    def test_other_claims_do_not(self) -> None:
        found = one_claim('"Live" means what customers see.\n\nAll access to the vault requires MFA.\n', "mfa_enforced")
        assert found.defined_terms == ()

    def test_a_definition_is_no_claim(self) -> None:
        assert claims_of("# Policy\n\n## Definitions\n\n- **Sealed record**: a record that is encrypted at rest.\n") == []


@settings(max_examples=25, deadline=None)
@given(case=st.sampled_from(CASES))
def test_without_definitions_and_with_terms_that_are_not_used_claims_are_the_same(case: Case) -> None:
    before = claims_of(case.markdown)
    after = claims_of(case.markdown + "\n# Glossary\n\n- **Zyzzyva Host**: a machine of the insect museum.\n")
    assert all(not one.defined_terms or all(term.kind == "name" for term in one.defined_terms) for one in before)
    assert after == before


@settings(max_examples=15, deadline=None)
@given(case=st.sampled_from([case for case in CASES if "ackups" in case.text]))
def test_a_definition_changes_nothing_but_the_terms(case: Case) -> None:
    before = claims_of(case.markdown)
    after = claims_of(case.markdown + "\n# Glossary\n\n- **Backups**: copies that are kept elsewhere.\n")
    assert [replace(one, defined_terms=()) for one in after] == [replace(one, defined_terms=()) for one in before]
