"""The labelled set under `splitting/`: sentences, where they end, and the claims that they hold; and how a result is judged."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from claims import Claim
from claims.nlp.sentences import sentence_spans
from claims.parameters import VALUE_KINDS
from tests.claims.catalogue import claims_of, markdown, topics

FOLDER = Path(__file__).parent / "splitting"
MEASURED = (*VALUE_KINDS, "severity_map")
# In a description a product's name is a claim of its own; how a sentence is split does not hang on it.
NAMES = ("named_technology", "subservice_list")


class Case(BaseModel):
    """A block of Markdown and what it holds.

    Attributes:
        heading: the heading that it stands under.
        sentences: where its sentences end; the whole text where nothing is said.
        claims: topic, values, and the words that carry the claim; None where nothing is said about claims.
        also: claims that may be found besides.
        shared: the claims share words of the sentence, so that the quote of one may cover another.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str
    heading: str | None = None
    sentences: tuple[str, ...] = ()
    claims: tuple[tuple[str, dict[str, Any], str], ...] | None = None
    also: tuple[tuple[str, dict[str, Any], str], ...] = ()
    shared: bool = False

    @property
    def markdown(self) -> str:
        """The document that holds nothing but this case."""
        return f"# {self.heading}\n\n{self.text}\n" if self.heading else f"{self.text}\n"


class CaseFile(BaseModel):
    """Cases of one kind."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: str
    cases: tuple[Case, ...]


@cache
def case_files() -> tuple[CaseFile, ...]:
    """All labelled cases by kind."""
    return tuple(
        CaseFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.yaml"))
    )


def _words(text: str) -> str:
    return " " + " ".join(re.findall(r"[\w.+%-]*[\w+%]", text.lower())) + " "


def sentences_of(case: Case) -> tuple[str, ...]:
    """The sentences, items and rows that the product sees."""
    found: list[str] = []
    blocks = [b for b in markdown(case.markdown).blocks if b.kind != "heading"]
    for key, group in groupby(blocks, key=lambda b: (b.row.table, b.row.index) if b.row else None):
        if key is not None:
            found.append(" | ".join(b.text for b in group))
            continue
        found += [b.text[start:end] for b in group for start, end in sentence_spans(b.text)]
    return tuple(found)


def _values(topic: str, params: dict[str, Any]) -> dict[str, Any]:
    parameters = next((t.parameters for t in topics() if t.id == topic), {})
    return {n: v for n, v in params.items() if n not in parameters or parameters[n].type in MEASURED}


def _same(claim: Claim, label: tuple[str, dict[str, Any], str]) -> bool:
    topic, params, part = label
    rest = {n: v for n, v in params.items() if n not in _values(topic, params)}
    return (
        claim.topic == topic
        and _values(topic, claim.params) == _values(topic, params)
        and all(claim.params.get(n) == v for n, v in rest.items())
        and _words(part) in _words(claim.quote)
    )


def faults(case: Case) -> list[str]:
    """What is wrong with the product's reading of a case; nothing where it is right."""
    wrong: list[str] = []
    expected = case.sentences or (case.text.strip(),)
    if (found := sentences_of(case)) != expected:
        wrong.append(f"sentences {list(found)}")
    if case.claims is None:
        return wrong
    left = [c for c in claims_of(case.markdown) if c.topic not in NAMES or any(c.topic == label[0] for label in case.claims)]
    for label in case.claims:
        claim = next((c for c in left if _same(c, label)), None)
        if claim is None:
            wrong.append(f"missing {label[0]} {label[1]} {label[2]!r}")
            continue
        left.remove(claim)
        covered = [o[2] for o in case.claims if o is not label and _words(o[2]) not in _words(label[2])]
        if not case.shared and (over := [part for part in covered if _words(part) in _words(claim.quote)]):
            wrong.append(f"{label[0]} covers {over[0]!r} in {claim.quote!r}")
    for claim in left:
        if not any(_same(claim, label) for label in case.also):
            wrong.append(f"false {claim.topic} {claim.params} {claim.quote!r}")
    return wrong


def shares() -> dict[str, tuple[int, int]]:
    """For each kind how many cases are right, and how many there are."""
    counts: dict[str, Counter[bool]] = {f.kind: Counter(not faults(c) for c in f.cases) for f in case_files()}
    return {kind: (count[True], count.total()) for kind, count in counts.items()}
