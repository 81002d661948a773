"""The description criteria against the blocks of a description."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, RootModel

from claims import Block, Document, Place

from ..catalog import Loader
from ..model import Omission

TITLE = re.compile(
    r"\b(?:system description|description of (?:the|its|our) system|section (?:III|3)\b|management'?s description)", re.IGNORECASE
)
SHORT = 25  # characters; what is shorter under a heading states nothing
LEAST_BLOCKS = 3
# What only a description for a SOC 2 report speaks of; other documents call themselves descriptions of a system, too.
OF_SOC_2 = re.compile(
    r"\bSOC ?2\b|\btrust services?\b|\bservice organi[sz]ation\b|\bsub-?service\b|\buser entit|\bservice commitments?\b|\bDC ?\d\b",
    re.IGNORECASE,
)


class _Criterion(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str
    requires: str
    headings: str
    sentences: str
    states: str = ""
    near: str = ""
    instead: str = "what stands there states nothing of it"
    type_2_only: bool = False


class _Criteria(RootModel[dict[str, _Criterion]]):
    model_config = ConfigDict(frozen=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One description criterion and the description.

    Attributes:
        criterion: "DC 1" to "DC 9".
        state: present, only a slogan or an allusion, or missing.
        places: where it is spoken of, the first few.
        instead: what a slogan says in its place, as a clause.
    """

    criterion: str
    title: str
    requires: str
    state: Literal["present", "slogan", "missing"]
    places: tuple[Place, ...]
    instead: str


@cache
def _criteria() -> dict[str, _Criterion]:
    text = Path(__file__).with_name("criteria.yaml").read_text(encoding="utf-8")
    return _Criteria.model_validate(yaml.load(text, Loader)).root


def is_description(document: Document) -> bool:
    """Whether a document calls itself a description of a system, by name, title or first headings, and is one for SOC 2."""
    if not any(OF_SOC_2.search(block.text) for block in document.blocks):
        return False
    headings = [block.text for block in document.blocks if block.kind == "heading"][:3]
    called = [re.sub(r"[_-]+", " ", Path(document.name).stem), document.properties.get("title", ""), *headings]
    if any(TITLE.search(one) for one in called):
        return True
    return any(re.fullmatch(r"(?:.*\b)?description", one, re.IGNORECASE) for one in called[:1])


def coverage(documents: Sequence[Document], period: bool = True) -> list[Coverage]:
    """Each criterion and where the descriptions among the documents speak of it; nothing where none is a description.

    Args:
        period: whether the report covers a period (type 2); changes in the period are asked for only then.
    """
    blocks = [block for document in documents if is_description(document) for block in document.blocks]
    if len(blocks) < LEAST_BLOCKS:
        return []
    return [_covered(name, one, blocks) for name, one in _criteria().items() if period or not one.type_2_only]


def omissions(documents: Sequence[Document], period: bool = True) -> list[Omission]:
    """The criteria that the descriptions do not meet, or only with a slogan."""
    found = []
    for one in coverage(documents, period):
        if one.state == "missing":
            why = f"{one.criterion} asks for {one.requires}; no heading and no sentence of the description speaks of it"
        elif one.state == "slogan":
            why = f"{one.criterion} asks for {one.requires}; {one.instead}"
        else:
            continue
        found.append(Omission(what=one.title, why=why, criterion=one.criterion, place=one.places[0] if one.places else None))
    return found


def _covered(name: str, criterion: _Criterion, blocks: Sequence[Block]) -> Coverage:
    headed = re.compile(criterion.headings, re.IGNORECASE)
    said = re.compile(criterion.sentences, re.IGNORECASE)
    states = re.compile(criterion.states, re.IGNORECASE) if criterion.states else None
    body = [block for block in blocks if block.kind != "heading"]
    about = [block for block in body if said.search(block.text) or any(headed.search(title) for title in block.heading_path[1:])]
    stating = [block for block in about if len(block.text) >= SHORT and (states is None or states.search(block.text))]
    near = [block for block in body if criterion.near and re.search(criterion.near, block.text, re.IGNORECASE)]
    state = "present" if stating else "slogan" if about or near else "missing"
    return Coverage(
        criterion=name, title=criterion.title, requires=criterion.requires, state=state,
        places=tuple(block.place for block in (stating or about or near)[:3]), instead=criterion.instead,
    )  # fmt: skip


def headed_by(headings: Sequence[str]) -> tuple[str, ...]:
    """The criteria that the headings above a sentence of a description speak of, all that do, in the order of the criteria.

    Args:
        headings: from the title of the document down; the title itself names no criterion.
    """
    return tuple(
        name
        for name, one in _criteria().items()
        if any(re.search(one.headings, heading, re.IGNORECASE) for heading in headings[1:])
    )
