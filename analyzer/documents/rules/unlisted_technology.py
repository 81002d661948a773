"""A technology that documents say is in use and that no evidence shows, where the evidence lists others of its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model import Conflict, Language
from ..inventories import Inventory
from ..material import Material, Sentence

SHOWN = 4
USED = re.compile(
    r"\b(?:host(?:s|ed)?|runs?|running|stor(?:e|es|ed)|kept|keeps?|deployed|built|manag(?:e|es|ed)|uses?|using|used|backed|scan(?:s|ned)?"
    r"|sen(?:t|ds?)|forward(?:s|ed)?|ship(?:s|ped)|collect(?:s|ed)?|aggregat(?:es?|ed)|centrali[sz](?:es?|ed)|maintain(?:s|ed)"
    r"|provid(?:es?|ed)|consists?|includes?|comprises?|relies|rely|operat(?:es?|ed)|monitor(?:s|ed)?|track(?:s|ed)?|resides?"
    r"|deliver(?:s|ed)?|via|through)\b",
    re.IGNORECASE,
)
# What a customer has, what a product connects to, what was, will be or may be: none of it says that something is in use.
UNSURE = re.compile(
    r"\b(?:such as|for (?:example|instance)|e\.g|like|may|might|can|could|or|optional\w*|previous\w*|former\w*|migrat\w*|no longer"
    r"|not|never|without|instead|plan(?:s|ned)?|will|integrat\w+|connect\w*|compatib\w+|competit\w*|imports?|exports?|supports?|supported"
    r"|customer(?:s'|'s)?[- ](?:own|managed|owned|accounts?)|their own|certifi\w+|attestation|reports?)\b",
    re.IGNORECASE,
)


def find(material: Material) -> Iterator[Conflict | Language]:
    """One finding for each technology, at the first sentence that names it."""
    for inventory in material.inventories:
        named = _named(material, inventory)
        listed = [name for name in named if name in inventory.listed]
        if len(listed) < max(inventory.kind.fewest, inventory.kind.share * len(named)):
            continue
        for name, sentence in named.items():
            if name not in inventory.known:
                yield sentence.finding("not in the evidence", _why(name, inventory), _claim(material, sentence))


def _named(material: Material, inventory: Inventory) -> dict[str, Sentence]:
    """The technologies of a kind that sentences say are in use, each with the first such sentence."""
    patterns = {
        name: re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, names.said))})(?![\w-]|\.\w| [A-Z])")
        for name, names in inventory.kind.names.items()
    }
    found: dict[str, Sentence] = {}
    for sentence in material.sentences:
        for name, pattern in patterns.items():
            if name not in found and pattern.search(sentence.text) and _is_in_use(material, sentence):
                found[name] = sentence
    return found


def _is_in_use(material: Material, sentence: Sentence) -> bool:
    claim = material.claim_at(sentence)
    if claim is not None and (claim.modality != "in_force" or claim.party != "own" or claim.negated):
        return False
    said = USED.search(sentence.text) is not None or sentence.block.row is not None
    return said and UNSURE.search(sentence.text) is None


def _claim(material: Material, sentence: Sentence) -> str | None:
    claim = material.claim_at(sentence)
    return claim.id if claim else None


def _why(name: str, inventory: Inventory) -> str:
    others = ", ".join(inventory.listed[:SHOWN]) + (" and others" if len(inventory.listed) > SHOWN else "")
    return (
        f"{name} is said to be in use, and no evidence names it: of {inventory.kind.kind}, {inventory.kind.kept_in} holds {others}."
        " Correct the text, or give the export that shows it."
    )
