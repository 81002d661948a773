"""What stands around a unit speaks for its topic, and only where its own words leave room for it."""

from __future__ import annotations

from claims.semantics.neighbours import with_neighbours
from claims.semantics.recogniser import Judgement
from claims.units import Unit, units_of
from tests.claims.catalogue import markdown

TABLE = """# Rules

## Colours

| Colour | First look | Closed |
|---|---|---|
| Red | 1 hour | 2 days |
| Blue | 2 hours | 4 days |
"""
SURE = Judgement(claim=0.9, topics={"incident_response": 0.9, "other": 0.05})
OPEN = Judgement(claim=0.9, topics={"incident_response": 0.2, "capacity": 0.25, "other": 0.4})


def units(text: str) -> list[Unit]:
    return list(units_of(markdown(text)))


def test_a_unit_alone_is_judged_by_its_words() -> None:
    assert with_neighbours(units("# Rules\n\nEvery door is locked.\n"), [OPEN]) == [OPEN]


def test_the_rows_of_a_table_speak_for_each_other() -> None:
    first, second = with_neighbours(units(TABLE), [SURE, OPEN])
    assert second.topics["incident_response"] > second.topics["capacity"] > OPEN.topics["capacity"] - 0.001
    assert second.topics["other"] < OPEN.topics["other"]
    assert first.topics["incident_response"] == SURE.topics["incident_response"]


def test_a_topic_that_its_words_rule_out_gains_nothing() -> None:
    ruled_out = Judgement(claim=0.9, topics={"capacity": 0.25, "other": 0.4})
    assert "incident_response" not in with_neighbours(units(TABLE), [SURE, ruled_out])[1].topics


def test_what_is_no_claim_speaks_for_nothing() -> None:
    no_claim = Judgement(claim=0.1, topics={"incident_response": 0.9})
    assert with_neighbours(units(TABLE), [no_claim, OPEN])[1] == OPEN
