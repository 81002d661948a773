"""Compensating controls of accepted exceptions: sentences like any other, and tested like them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from claims import Block, Document, Extractor, Place

from ..bind import bind
from ..catalog import Catalog
from ..exceptions.controls import doubted
from ..exceptions.shape import Records
from ..judge import Evidence, judge
from ..model import Verdict
from .accepting import as_acceptance, label
from .model import RegisteredException

NOWHERE = "the register of exceptions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """What was found of compensating controls, by the label of their entry.

    Attributes:
        doubts: what the evidence says against them; whoever relies on the exception has to read it.
        found: the same, and what became of the others.
    """

    doubts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    found: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def tested(
    entries: Sequence[RegisteredException], reader: Extractor, catalog: Catalog, evidence: Evidence,
    sets: Sequence[Records] = (), otherwise: Callable[[Verdict, Evidence], Verdict] = lambda verdict, evidence: verdict,
    own_words: Mapping[str, Mapping[str, str]] | None = None,
) -> Controls:  # fmt: skip
    """Test the compensating controls of entries against the evidence.

    Args:
        sets: the records of the evidence as they came; what they say of the item itself counts as well.
        otherwise: what is asked where no check has anything to ask.
        own_words: the company's own scope words from its configuration.
    """
    strict = replace(evidence, register=(), accepted=())  # no exception excuses from what is done in its place
    doubts: dict[str, tuple[str, ...]] = {}
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        if not entry.compensating_control:
            continue
        claims = list(reader.claims(_document(entry.compensating_control)))
        bindings = [bind(one, catalog, evidence.period, own_words) for one in claims]
        verdicts = judge(bindings, catalog, strict, otherwise=otherwise)
        told = [(one.status, _said(one, entry.compensating_control)) for one in verdicts if one.claim.topic != "other"]
        (as_it_stands,) = doubted([as_acceptance(entry)], sets, evidence.period)
        against = (*(why for status, why in told if status == "contradicted"), *as_it_stands.doubts)
        rest = [why for status, why in told if status != "contradicted"]
        if not told and not against:
            rest = [f"The compensating control «{entry.compensating_control}» says nothing that evidence could be asked for."]
        doubts[label(entry)] = against
        found[label(entry)] = (*against, *rest)
    return Controls(doubts=doubts, found=found)


def _said(verdict: Verdict, control: str) -> str:
    return f"The compensating control «{control}» is {verdict.status.replace('_', ' ')}: {verdict.why}"


def _document(text: str) -> Document:
    place = Place(document=NOWHERE, start=0, end=len(text))
    blocks = (Block(text=text, kind="paragraph", place=place),)
    return Document(path=NOWHERE, name=NOWHERE, kind="markdown", sha256="", blocks=blocks)
