"""Whom a document calls by name, and what that says of who acts."""

from __future__ import annotations

import pytest

from claims.definitions import definitions
from claims.names import Names, names_of
from tests.claims.catalogue import extractor, markdown, one_claim

INTRODUCED = (
    'Fenwick Freight Ltd. ("Fenwick", the "Company") runs a booking service. Machines stand at Hostwell GmbH ("Hostwell").\n\n'
)


def names(text: str, *configured: str) -> Names:
    read = markdown(text)
    return names_of(read, definitions(read), configured)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (INTRODUCED, ("Fenwick Freight Ltd.", "Fenwick Freight", "Fenwick")),
        ('Fenwick Freight Ltd. ("Fenwick", "we", "us") ships boxes.', ("Fenwick Freight Ltd.", "Fenwick Freight", "Fenwick")),
        ("---\ncompany: Fenwick Freight\n---\n\n# Policy\n\nText.\n", ("Fenwick Freight",)),
        ("# Fenwick Freight Ltd.\n\n## Purpose\n\nText.\n", ("Fenwick Freight Ltd.", "Fenwick Freight")),
        ("# Fenwick's Description of Its Booking System\n\nText.\n", ("Fenwick",)),
        ("# Security policy\n\nCompany: Fenwick Freight\n\nText.\n", ("Fenwick Freight",)),
    ],
)
def test_the_company_is_found(text: str, own: tuple[str, ...]) -> None:
    assert names(text).own == own


@pytest.mark.parametrize(
    "text",
    [
        "# Information Security Policy\n\nText.\n",
        "# Security policy\n\nCompany: [YOUR COMPANY]\n\nText.\n",
        "# Policy\n\nBoxes are stored by Hostwell GmbH (“Hostwell”).\n",
    ],
)
def test_without_an_introduction_nobody_is_named(text: str) -> None:
    assert names(text) == Names()


def test_another_company_is_told_apart() -> None:
    assert names(INTRODUCED).other == ("Hostwell GmbH", "Hostwell")


def test_what_is_configured_needs_no_introduction() -> None:
    found = names('Boxes are stored by Hostwell GmbH ("Hostwell").\n', "Fenwick")
    assert (found.own, found.other) == (("Fenwick",), ("Hostwell GmbH", "Hostwell"))


@pytest.mark.parametrize(
    ("sentence", "party"),
    [
        ("Fenwick encrypts all laptops with full disk encryption.", "own"),
        ("The Company encrypts all laptops with full disk encryption.", "own"),
        ("Hostwell encrypts all laptops with full disk encryption.", "subservice"),
        ("Hostwell GmbH is responsible for full disk encryption of laptops.", "subservice"),
        ("Fenwick requires full disk encryption of laptops at Hostwell.", "own"),
        ("All laptops at Hostwell are encrypted with full disk encryption.", "own"),
    ],
)
def test_the_subject_says_who_acts(sentence: str, party: str) -> None:
    assert one_claim(INTRODUCED + sentence, "disk_encryption").party == party


def test_a_company_that_has_a_cloud_providers_name_is_the_company() -> None:
    text = "Microsoft encrypts all laptops with full disk encryption.\n"
    assert [c.party for c in extractor().claims(markdown(text))] == ["subservice"]
    assert [c.party for c in extractor().claims(markdown(text), ["Microsoft"])] == ["own"]


@pytest.mark.parametrize(
    ("sentence", "party"),
    [
        ("The Subprocessor encrypts backups at rest.", "subservice"),
        ("Sub-processors must sign a data processing agreement.", "own"),
    ],
)
def test_subprocessors(sentence: str, party: str) -> None:
    assert {c.party for c in extractor().claims(markdown(sentence))} == {party}
