"""What a sentence denies: a denial in a part of it is none."""

from __future__ import annotations

import pytest

from analyzer.columns.grammar import grammar_of


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Private devices cannot join the network", "Private devices the network"),
        ("SMS is not accepted as a second factor", "SMS"),
        ("Shared badges are forbidden", "Shared badges"),
        ("Nobody opens a parcel alone", "Nobody a parcel"),
        ("No parcel leaves on a Sunday", "No parcel"),
        ("Staff must never use pagers", "Staff pagers"),
    ],
)
def test_what_a_denial_is_about(text: str, denied: str) -> None:
    found = grammar_of(text)
    assert found.denies
    assert " ".join(found.denied.split()) == denied


@pytest.mark.parametrize(
    "text",
    [
        "The events watched include but are not limited to logons",
        "Parcels that are not sealed go back to the depot",
        "Badges are returned no later than the last day",
        "Keys are rotated every year",
    ],
)
def test_what_denies_nothing(text: str) -> None:
    found = grammar_of(text)
    assert not found.denies
    assert found.denied == ""
