"""What the evidence holds and the description of the system does not name.

Each kind of thing is a file of `inventory/`; nothing to register. One finding a kind, with the things. Where a description names
few things of a kind by name it speaks of the kind in another way, and nothing is missing from it (`share`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from claims import Document

from ..evidence.store import Store
from ..model import Omission
from ..omissions import is_description

HERE = Path(__file__).parent
SHOWN = 12
LEGAL = re.compile(r"\b(?:inc|llc|ltd|limited|gmbh|corp(?:oration)?|plc|pty|co|company|b ?v|s ?a)\b")
DISTINCT = re.compile(r"[^\W\d_][-_./]\w|\d{6}")  # a name that is no plain word
SHORT = 5  # letters; a first word with fewer does not stand for a whole name


class Kind(BaseModel):
    """A kind of thing that a description has to name.

    Attributes:
        title: what is missing, for the list of omissions.
        criterion: the description criterion that asks for it.
        kept_in: where the evidence lists such things, for people.
        plural: what they are called in the middle of a sentence.
        table: the table without whose rows nothing is asked.
        query: yields the things, the column `item` first; further columns hold other names of a thing.
        share: of the things that the description has to name before those that it leaves out are missing.
        exact: a thing is named only where its name stands to the letter; names that are plain words say nothing either way.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str
    criterion: str
    kept_in: str
    plural: str
    table: str
    query: str
    share: float = 0.0
    exact: bool = False


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds, by the names of their files."""
    files = sorted((HERE / "inventory").glob("*.yaml"))
    return tuple(Kind.model_validate(yaml.safe_load(one.read_text(encoding="utf-8"))) for one in files)


@cache
def _aliases() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line) for line in yaml.safe_load((HERE / "names.yaml").read_text(encoding="utf-8")))


def undescribed(documents: Sequence[Document], store: Store | None, as_of: date) -> list[Omission]:
    """What the evidence holds in use and no description among the documents names; nothing without description or evidence.

    Args:
        as_of: the day on which things have to be in use.
    """
    blocks = [block.text for document in documents if is_description(document) for block in document.blocks]
    if store is None or not blocks:
        return []
    text = "\n".join(blocks)
    return [found for kind in kinds() if store.count(kind.table) and (found := _missing(kind, store, as_of, text))]


def _missing(kind: Kind, store: Store, as_of: date, text: str) -> Omission | None:
    _, rows = store.rows(kind.query, {"as_of": as_of})
    things = [[str(cell) for cell in row if cell is not None and str(cell).strip()] for row in rows if row[0] is not None]
    if kind.exact:
        things = [names for names in things if any(map(DISTINCT.search, names))]
    spoken_of = _is_written if kind.exact else _is_named
    missing = [names[0] for names in things if not any(spoken_of(name, text) for name in names)]
    named = len(things) - len(missing)
    if not missing or named < kind.share * len(things):
        return None
    listed = ", ".join(missing[:SHOWN]) + (f" and {len(missing) - SHOWN:,} more" if len(missing) > SHOWN else "")
    why = f"of {len(things):,} {kind.plural} in {kind.kept_in}, the description names {named:,} and not {listed}"
    return Omission(what=kind.title, why=why, criterion=kind.criterion)


def _is_written(name: str, text: str) -> bool:
    """Whether a text holds a name to the letter."""
    return re.search(rf"(?<![\w.-]){re.escape(name.lower())}(?![\w-])", text.lower()) is not None


def _is_named(name: str, text: str) -> bool:
    """Whether a text speaks of a thing by its name, a usual other one, or the first word of it."""
    spoken, whole = f" {_plain(text)} ", " ".join(LEGAL.sub(" ", _plain(name)).split()) or _plain(name)
    known = {whole}.union(*(line for line in _aliases() if whole in line))
    first, _, rest = whole.partition(" ")
    if rest and len(first) >= SHORT:
        known.add(first)
    return any(f" {one} " in spoken or f" {one}s " in spoken for one in known)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
