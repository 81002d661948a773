"""Where records lie, of which a claim says that it is in a place or several: a country, a union, a city, a region of a cloud."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from ...model import Period
from ..candidate import Candidate, Judged, Scope, each, mostly_kept
from ..claim import Asked
from ..profile import RecordSet
from ..words import tokens

WORDS = Path(__file__).with_name("places.yaml")
LIES = re.compile(
    r"\b(?:stored|hosted|kept|held|located|resides?|processed|stays?|remains?|runs?|deployed|housed|placed|takes? place|happens?"
    r"|carried out|performed|occurs?)\b[^.;:]{0,40}"
    r"\b(?:in|within|inside)\b",
    re.IGNORECASE,
)
WHERE = re.compile(r"(?:region|location|place|country|site|datacenter|zone|city|jurisdiction|where)s?", re.IGNORECASE)
KNOWN = 0.6  # of the values of a column of places


class Place(BaseModel):
    """A place: the words of a sentence that name it, and what stands for it in a column."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    said: str
    stands: str


@cache
def places() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """The known places by name, each with the expressions of its words and of what stands for it."""
    read = TypeAdapter(dict[str, Place]).validate_python(yaml.safe_load(WORDS.read_text("utf-8")))
    return {
        name: (re.compile(one.said), re.compile(re.sub(r"\s+(?=\|)", "", one.stands), re.IGNORECASE)) for name, one in read.items()
    }


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column of places, where a claim says in which of them its records lie ("all ledgers are kept in Canada")."""
    found = LIES.search(asked.text)
    if not found or asked.denies or not _places_said(asked.text[found.end() :]):
        return
    for column in records.columns:
        values = [value for value in column.values if value]
        known = sum(any(stands.search(value) for _, stands in places().values()) for value in values)
        if not values or known < KNOWN * len(values) or not WHERE.fullmatch((tokens(column.header) or [""])[-1]):
            continue
        narrowed = {header: said for header, said in scope.items() if header != column.header}
        made = Candidate(kind="place", test=each(lies), records=records, column=column, scope=narrowed, score=3.5)
        if mostly_kept(lies, made, asked):
            yield made


def _places_said(text: str) -> list[str]:
    return [name for name, (said, _) in places().items() if said.search(text)]


def lies(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a record lies in one of the places that a claim names; not told of a place that nobody knows."""
    cell = (row.get(candidate.column.header) or "").strip()
    found = LIES.search(asked.text)
    wanted = _places_said(asked.text[found.end() :]) if found else []
    shown = f"{candidate.column.header} says «{cell}»; promised is {' or '.join(one.title() for one in wanted)}"
    if any(places()[name][1].search(cell) for name in wanted):
        return True, cell, shown
    elsewhere = any(stands.search(cell) for _, stands in places().values())
    return (False, cell, shown) if elsewhere else (None, cell or "nothing", "the evidence does not say where it lies")
