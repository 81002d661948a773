"""Which edits of a sentence a decision on it survives, on the labelled edits that comparing is held against, and on some more."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.decisions.finding import Meant, meant, reads_of
from analyzer.decisions.model import ClaimDecision
from tests.analyzer.comparing.test_claims import AROUND, EDITS, claims_of

BEFORE = "All user access to production is reviewed by the CISO every quarter."
TURNED = [
    "All user access to production is never reviewed by the CISO every quarter.",
    "All user access to production is reviewed by the CISO every quarter, except on weekends.",
    "All user access to production and staging is reviewed by the CISO every quarter.",
    "All administrator access to production is reviewed by the CISO every quarter.",
    "Most user access to production is reviewed by the CISO every quarter.",
    "All user access to production will be reviewed by the CISO every quarter by next year.",
    "All user access to production is reviewed by the customer every quarter.",
    "All user access to production is reviewed by the CISO every 3 years.",
]


def decided(folder: Path, before: str, after: str) -> list[Meant]:
    """What becomes of a decision on each claim of a sentence that is edited while another one moves down."""
    old = claims_of(folder, "old", *AROUND[:4], before, *AROUND[4:])
    new = claims_of(folder, "new", *AROUND[1:4], after, AROUND[0], *AROUND[4:])
    entries = [
        ClaimDecision(claim=one.id, document="policy.md", quote=one.quote, reads=reads_of(one), note="decided")
        for one in old
        if one.sentence.strip() == before
    ]
    return meant(entries, new)


@pytest.mark.parametrize(
    "edit",
    [one for one in EDITS if one["before"] and isinstance(one["after"], str)],
    ids=lambda one: f"{one['kind']}: {one['after']}",
)
def test_it_survives_what_leaves_the_promise_the_same_and_nothing_else(tmp_path: Path, edit: dict[str, str]) -> None:
    told = decided(tmp_path, edit["before"], edit["after"])
    assert told
    assert all((one.found is not None) is (edit["kind"] in ("same", "reworded")) for one in told)


@pytest.mark.parametrize("after", TURNED)
def test_it_does_not_survive_a_word_that_turns_the_promise(tmp_path: Path, after: str) -> None:
    told = decided(tmp_path, BEFORE, after)
    assert told
    assert [one.found for one in told] == [None] * len(told)
