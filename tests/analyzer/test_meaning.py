"""A document's own meaning of the words of a scope."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.bind import bind
from analyzer.catalog import load_catalog
from analyzer.config import Config
from analyzer.model import Binding
from analyzer.pipeline import extract_claims
from claims import DefinedTerm, Place
from tests.analyzer.builders import PERIOD, claim
from tests.claims.catalogue import markdown

PLACE = Place(document="policy.md", start=0, end=1, line=3, column=1)


def bound(scope: str, *terms: tuple[str, str], own: dict[str, dict[str, str]] | None = None, **fields: Any) -> Binding:
    defined = tuple(DefinedTerm(term=term, meaning=meaning, place=PLACE, **fields) for term, meaning in terms)
    text = f"{scope} requires MFA."
    one = claim("mfa_enforced", text, scope=scope, params={"enforcement": "required"}, defined_terms=defined)
    return bind(one, load_catalog(), PERIOD, own)


@pytest.mark.parametrize(
    ("term", "meaning", "restriction"),
    [
        ("Live", "the production environment", {"environment": "production"}),
        ("Live", "the customer-facing environment in account prod.", {"environment": "production"}),
        ("Production", "the environment that customers use.", {"environment": "production"}),
        ("Production", "the staging environment, which customers see.", {"environment": "staging"}),
        ("Key Holders", "privileged users", {"privileged": "true"}),
        ("Workforce", "all employees and contractors", {}),
        ("Employees", "persons on the payroll, including contractors.", {}),
        ("Contractors", "persons who are not on the payroll", {"worker_type": "contractor"}),
    ],
)
def test_a_meaning_restricts(term: str, meaning: str, restriction: dict[str, str]) -> None:
    found = bound(f"All access of {term}", (term, meaning))
    assert (found.scope, found.unresolved) == (restriction, ())


@pytest.mark.parametrize(
    ("term", "meaning"),
    [
        ("Crown Jewels", "machines whose loss would end the business"),
        ("Live", "production databases that hold card numbers"),
        ("Live", "everything other than the staging environment"),
        ("Live", "the production and staging environments"),
        ("Production", "the machines in AWS account 4411-2098-77"),
        ("Production", "all environments except staging"),
        ("Production", "the production environment including staging"),
        ("Inner Circle", "persons who hold the master key"),
    ],
)
def test_what_no_evidence_tells_stays_unresolved(term: str, meaning: str) -> None:
    found = bound(f"All access to {term}", (term, meaning))
    assert (found.scope, found.unresolved) == ({}, (term,))
    assert f"«{term}» is defined as «{meaning}» (policy.md:3:1)" in found.why


@pytest.mark.parametrize(
    ("scope", "term", "meaning"),
    [
        ("All access to the Platform", "Platform", "the booking service that Fenwick runs"),
        ("All Users", "User", "anyone with a login name"),
        ("All Company Personnel", "Personnel", "those who work at Fenwick"),
        ("Multi-factor authentication", "Multi-factor authentication", "a sign-in with two proofs"),
        ("All access to the harbour", "Crown Jewels", "machines whose loss would end the business"),
    ],
)
def test_words_of_the_whole_restrict_nothing(scope: str, term: str, meaning: str) -> None:
    found = bound(scope, (term, meaning))
    assert (found.scope, found.unresolved) == ({}, ())


def test_a_mere_name_restricts_nothing() -> None:
    found = bound("All access to the Core", ("Core", "signing cluster"), kind="name")
    assert (found.scope, found.unresolved) == ({}, ())


def test_a_name_of_something_known_restricts() -> None:
    found = bound("All access to the Core", ("Core", "production environment"), kind="name")
    assert found.scope == {"environment": "production"}


def test_two_meanings_that_differ_are_not_chosen_between() -> None:
    found = bound("All access to Live", ("Live", "the production environment"), ("Live", "the staging environment"))
    assert (found.scope, found.unresolved) == ({}, ("Live",))


def test_the_configuration_comes_first() -> None:
    found = bound("All access to Live", ("Live", "what customers see"), own={"live": {"environment": "production"}})
    assert (found.scope, found.unresolved) == ({"environment": "production"}, ())


def test_a_definition_of_one_section_scopes_the_sentences_of_another() -> None:
    defining = '# Policy\n\n## 2. Terms used\n\n"Live" means the customer-facing environment in account prod.\n\n'
    read = markdown(defining + "## 5. Access\n\nAll access to Live requires MFA.\n")
    found = extract_claims([read], load_catalog(), config=Config(semantics=False))
    scopes = [bind(one, load_catalog(), PERIOD).scope for one in found if one.topic == "mfa_enforced"]
    assert scopes == [{"environment": "production"}]


def test_references_of_several_documents_are_resolved() -> None:
    first = markdown("# Description\n\nAll access requires MFA, as described in the Door Opening Policy.\n", "a.md")
    second = markdown("# Fenwick Door Opening Policy\n\nDoors are kept shut.\n", "b.md")
    found = extract_claims([first, second], load_catalog(), config=Config(semantics=False, organisation="Fenwick"))
    assert {one.document for claim in found for one in claim.references} == {"b.md"}
