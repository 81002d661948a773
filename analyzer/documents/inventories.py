"""What the evidence lists of the technologies that documents name: databases, clouds, scanners, services of vendors.

Each kind of technology is a file of `technologies/`; nothing to register. A kind is known only where the evidence lists something
of it: a list of PostgreSQL databases can show that there is no MySQL, and says nothing of caches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from claims import Document

from ..evidence.store import Store
from ..model import EvidenceFile

HERE = Path(__file__).parent
# Where evidence of any kind names technologies; a name that stands in one of these exists.
ANYWHERE = (
    "vendors.name", "vendors.service", "vendors.subservice_organisations", "app_accounts.system", "cloud_accounts.provider",
    "cloud_resources.provider", "cloud_resources.resource_type", "data_stores.engine", "data_fields.engine", "log_sources.source",
    "log_sources.destination", "secrets.store", "secrets.system", "scan_runs.scanner", "vuln_findings.scanner",
    "training.platform", "protective_services.service", "change_tickets.system", "access_reviews.system",
)  # fmt: skip


class Names(BaseModel):
    """How a technology is called.

    Attributes:
        said: in documents, to the letter.
        also: what else may stand for it in evidence, in lower case.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    said: tuple[str, ...]
    also: tuple[str, ...] = ()


class Kind(BaseModel):
    """A kind of technology of which evidence lists all that there is.

    Attributes:
        kind: what they are called in the middle of a sentence.
        kept_in: where the evidence lists them, for people.
        columns: `table.column` in which it does.
        share, fewest: of the technologies that documents name, the share and the number that the evidence has to list before one
            that it does not list is missing. A register of vendors holds few of them by nature, a list of databases all.
        names: the technologies by the name that a finding gives them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: str
    kept_in: str
    columns: tuple[str, ...]
    share: float = 0.0
    fewest: int = 0
    names: dict[str, Names]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """What the evidence lists of a kind.

    Attributes:
        listed: the technologies of the kind that its own lists hold, by name; never empty.
        known: those, and the ones that any other evidence names.
    """

    kind: Kind
    listed: tuple[str, ...]
    known: frozenset[str]


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds, by the names of their files."""
    files = sorted((HERE / "technologies").glob("*.yaml"))
    return tuple(Kind.model_validate(yaml.safe_load(one.read_text(encoding="utf-8"))) for one in files)


def inventories_of(store: Store | None, files: Sequence[EvidenceFile], documents: Sequence[Document]) -> tuple[Inventory, ...]:
    """The kinds of which documents name something and the evidence lists something; nothing is asked of others.

    Args:
        files: the evidence; what a file is called, and the system that it was exported from, is in use.
    """
    text = "\n".join(block.text for document in documents for block in document.blocks)
    asked = [kind for kind in kinds() if any(said in text for names in kind.names.values() for said in names.said)]
    if store is None or not asked:
        return ()
    values = {column: _values(store, column) for column in {*ANYWHERE, *(one for kind in asked for one in kind.columns)}}
    anywhere = _plain([*(text for texts in values.values() for text in texts), *(f"{one.path} {one.source}" for one in files)])
    found: list[Inventory] = []
    for kind in asked:
        own = _plain(text for column in kind.columns for text in values[column])
        if listed := tuple(name for name, names in kind.names.items() if _is_in(names, own)):
            known = frozenset(name for name, names in kind.names.items() if name in listed or _is_in(names, anywhere))
            found.append(Inventory(kind=kind, listed=listed, known=known))
    return tuple(found)


def _values(store: Store, column: str) -> list[str]:
    table, name = column.split(".")
    if not store.count(table):
        return []
    _, rows = store.rows(f'select distinct "{name}" as item from {table} where "{name}" is not null')
    return [str(row[0]) for row in rows]


def _plain(texts: Iterable[str]) -> str:
    return re.sub(r"[^a-z0-9]+", " ", " | ".join(texts).lower())


def _is_in(names: Names, text: str) -> bool:
    """Whether a text names a technology; run together ("mongodbatlas") counts, so that doubt keeps silent."""
    return any(_plain([one]).strip() in text for one in (*names.said, *names.also))
