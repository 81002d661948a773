"""Every phrase of the lexicon decides what it says it decides, shown by its own example."""

from __future__ import annotations

import re

import pytest

from claims.lexicon import Entry, frequency_phrases, lexicon, section_phrases, spelled_out
from claims.nlp.quantities import quantities
from claims.not_claims import is_metadata, never_a_claim, section_kind
from claims.properties import properties
from tests.claims.catalogue import block, claims_of, document, extractor

NAMES = ("modality", "quantifier", "party", "vague", "frequency", "duration")


def cases(name: str) -> list[Entry]:
    return list(lexicon(name).entries)


def ids(entry: Entry) -> str:
    return f"{entry.value}: {entry.example}"


EVERY = [(name, entry) for name in NAMES for entry in cases(name)]


@pytest.mark.parametrize(("name", "entry"), EVERY, ids=[f"{name}: {ids(entry)}" for name, entry in EVERY])
def test_every_entry_is_found_in_its_example(name: str, entry: Entry) -> None:
    assert entry in [found for found, _ in lexicon(name).find(entry.example)]


@pytest.mark.parametrize("entry", cases("modality"), ids=ids)
def test_modality(entry: Entry) -> None:
    decided = properties(entry.example, has_values=False)
    assert decided.modality == entry.value
    trigger = next(t for t in decided.triggers if t.field == "modality")
    assert re.fullmatch(entry.phrase, trigger.phrase, re.IGNORECASE)


@pytest.mark.parametrize("entry", cases("quantifier"), ids=ids)
def test_quantifier(entry: Entry) -> None:
    assert properties(entry.example, has_values=False).quantifier == entry.value


@pytest.mark.parametrize("entry", cases("party"), ids=ids)
def test_party(entry: Entry) -> None:
    assert properties(entry.example, has_values=False).party == entry.value


@pytest.mark.parametrize("entry", cases("frequency"), ids=ids)
def test_frequency(entry: Entry) -> None:
    assert entry.value in [q.value for q in quantities(entry.example) if q.kind == "frequency"]


@pytest.mark.parametrize("entry", cases("duration"), ids=ids)
def test_duration(entry: Entry) -> None:
    assert [entry.value] == [q.value for q in quantities(entry.example) if q.kind == "duration"]


@pytest.mark.parametrize("entry", [e for e in cases("vague") if e.value == "void"], ids=ids)
def test_words_that_leave_nothing_to_falsify(entry: Entry) -> None:
    assert not properties(entry.example, has_values=False).testable
    assert properties(entry.example, has_values=True).testable


@pytest.mark.parametrize("entry", [e for e in cases("vague") if e.value == "weak"], ids=ids)
def test_weak_words_in_a_short_sentence_without_a_value(entry: Entry) -> None:
    decided = properties(entry.example, has_values=False)
    assert not decided.testable and decided.untestable_because
    assert properties(entry.example, has_values=True).testable


@pytest.mark.parametrize("entry", [e for e in cases("vague") if e.value == "hedge"], ids=ids)
def test_hedges_qualify_and_do_not_void(entry: Entry) -> None:
    decided = properties(entry.example, has_values=True)
    assert decided.testable and decided.hedges


@pytest.mark.parametrize("entry", section_phrases("sections"), ids=ids)
def test_headings_under_which_nothing_is_a_claim(entry: Entry) -> None:
    assert section_kind(entry.example) == entry.value
    assert section_kind(f"4.2 {entry.example}") == entry.value


@pytest.mark.parametrize("entry", section_phrases("sentences"), ids=ids)
def test_sentences_that_are_no_claims(entry: Entry) -> None:
    assert never_a_claim(entry.example)
    assert claims_of(entry.example) == []


@pytest.mark.parametrize("entry", section_phrases("labels"), ids=ids)
def test_labels_of_metadata(entry: Entry) -> None:
    assert is_metadata(f"{entry.example}: Security team")
    line = document(block(f"{entry.example}: reviewed annually"))
    assert list(extractor().claims(line)) == []


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("modality", "Data is protected as required by law.", "in_force"),
        ("modality", "Users may not share passwords.", "optional"),
        ("modality", "Access can only be granted by managers.", "optional"),
        ("modality", "Backups are copied so that they can be restored.", "optional"),
        ("modality", "Findings that are not yet remediated are tracked.", "planned"),
        ("modality", "If a leak should occur, the key is rotated.", "recommended"),
        ("quantifier", "Access is reviewed every quarter.", "all"),
        ("quantifier", "Backups run each night.", "all"),
        ("quantifier", "Keys are rotated every 90 days.", "all"),
        ("quantifier", "Logs are read-only.", "all"),
        ("quantifier", "Access is revoked no later than one day after departure.", "all"),
        ("quantifier", "Reports list any exceptions.", "all"),
        ("party", "Customers will be notified of incidents.", "customer"),
        ("party", "AWS is used for hosting.", "subservice"),
        ("vague", "Keys are kept in a secure vault.", "weak"),
        ("vague", "The recovery time target is 4 hours.", "void"),
        ("vague", "The effective date is 1 May.", "weak"),
    ],
)
def test_phrases_that_only_look_alike_decide_nothing(name: str, text: str, value: str) -> None:
    assert value not in [entry.value for entry, _ in lexicon(name).find(text)]


@pytest.mark.parametrize("name", [n for n in NAMES if n != "frequency"])
def test_pseudo_phrases_block_only_their_own_words(name: str) -> None:
    for entry in cases(name):
        for pseudo in entry.pseudo:
            re.compile(pseudo)
        assert entry in [found for found, _ in lexicon(name).find(entry.example)]


def test_phrases_are_matched_as_whole_words() -> None:
    assert lexicon("quantifier").find("The wall is tall.") == []
    assert lexicon("modality").find("Mustard and cannery.") == []


def test_values_are_those_of_claims() -> None:
    assert {e.value for e in cases("modality")} == {"in_force", "recommended", "optional", "planned"}
    assert {e.value for e in cases("quantifier")} == {"all", "some"}
    assert {e.value for e in cases("party")} == {"customer", "subservice"}
    assert {e.value for e in cases("vague")} == {"void", "hedge", "weak"}
    assert len(frequency_phrases()) == len(cases("frequency"))


def test_a_name_in_braces_stands_for_all_words_of_its_group() -> None:
    found = re.compile(spelled_out(r"\baccounts? of leavers? (?:is|are) {removed}\b"))
    said = ["account of a leaver is blocked", "accounts of leavers are withdrawn", "accounts of leavers are switched off"]
    assert [found.search(text) is not None for text in said] == [False, True, True]


def test_counts_in_braces_stay_as_they_are() -> None:
    assert spelled_out(r"\bkeys?\b[^.;]{0,40}\brotat") == r"\bkeys?\b[^.;]{0,40}\brotat"


def test_an_unknown_group_of_words_is_told() -> None:
    with pytest.raises(ValueError, match="does not hold: unheard"):
        spelled_out(r"\b{unheard}\b")


@pytest.mark.parametrize(
    "sentence", ["Entry outside regular hours needs a permit.", "Routine changes are approved by the release manager."]
)
def test_a_name_of_a_class_is_not_vague(sentence: str) -> None:
    assert properties(sentence, has_values=False).testable
