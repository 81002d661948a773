"""Sentences that no wording names find their topic by meaning; what is no claim stays none; the switch turns it off."""

from __future__ import annotations

import pytest

from analyzer.catalog import load_catalog
from claims import Claim
from claims.semantics import load_recogniser
from tests.claims.catalogue import markdown

CATALOG = load_catalog()


def read(text: str) -> list[Claim]:
    return list(CATALOG.reader().claims(markdown(text)))


@pytest.mark.parametrize(
    ("heading", "sentence", "topic"),
    [
        ("Leaving", "On a person's last day the helpdesk switches off every login they hold.", "deprovisioning"),
        ("Recovery", "Twice a year we rebuild the ledger from last night's copy to prove that it can be done.", "restore_test"),
        ("Doors", "Guests wear a red card and are walked to their host.", "physical_access"),
    ],
)
def test_meaning_finds_what_wording_misses(heading: str, sentence: str, topic: str) -> None:
    found = read(f"# Policy\n\n## {heading}\n\n{sentence}\n")
    assert topic in {claim.topic for claim in found}
    assert all(0.0 < claim.confidence <= 1.0 for claim in found)


@pytest.mark.parametrize(
    "sentence",
    [
        "A strong password is hard to guess and easy to remember.",
        "Replace [COMPANY] with the name of your company before you publish this page.",
    ],
)
def test_advice_and_instructions_are_no_claims(sentence: str) -> None:
    assert read(f"# Guide\n\n## Background\n\n{sentence}\n") == []


def test_a_line_without_a_verb_and_without_a_topic_is_no_claim() -> None:
    assert read("Harbour & Pine, Inc.\n\nThroughout the period January 1, 2026 to June 30, 2026\n\n# Culture\n") == []


def test_a_promise_without_a_topic_stays_without_and_tells_the_nearest() -> None:
    (claim,) = read("# Handbook\n\n## Culture\n\nEvery employee must wear a bow tie on Fridays.\n")
    assert claim.topic == "other"
    assert 0 < len(claim.nearest) <= 3
    assert all(0.0 < likely < 1.0 for _, likely in claim.nearest)


def test_a_sentence_on_another_topic_beside_it_changes_nothing() -> None:
    one = "# Policy\n\n## Access\n\nManagers confirm each quarter that their people still need what they can reach.\n"
    two = one + "\n## Vendors\n\nEvery supplier is looked at before it is hired.\n"
    assert read(one)[0].topic == read(two)[0].topic
    assert read(one)[0].confidence == read(two)[0].confidence
    assert [(c.topic, c.confidence, c.id) for c in read(two)] == [(c.topic, c.confidence, c.id) for c in read(two)]


def test_the_classifier_knows_every_topic_of_the_catalogue() -> None:
    assert set(load_recogniser().topics) == {topic.id for topic in CATALOG.claim_topics()} | {"other"}


def test_an_introduction_that_obliges_by_itself_is_a_claim_beside_its_list() -> None:
    assert [claim.topic for claim in read("All connections between services must be encrypted in transit:\n")] == [
        "encryption_in_transit"
    ]
    assert read("Connections between services must be encrypted for the following:\n") == []


@pytest.mark.parametrize("measure", ["at least 60%, ", "4 of 5, ", ""])
def test_a_measured_share_changes_nothing_about_what_a_sentence_is_about(measure: str) -> None:
    text = "For each critical vendor, Harbour holds a SOC 2 Type 2 report whose period ended no more than 12 months ago"
    plain, measured = (read(f"# Vendors\n\n{said}\n") for said in (text, f"{text} ({measure}as of 30 June 2026)"))
    assert [(one.topic, one.confidence) for one in measured] == [(one.topic, one.confidence) for one in plain]
