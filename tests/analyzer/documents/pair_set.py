"""The labelled pairs of sentences: which contradict each other, and which only look alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from analyzer.catalog import Catalog
from analyzer.documents import compare_documents
from analyzer.model import Conflict
from claims import read

HERE = Path(__file__).parent
DAY = date(2026, 6, 30)
TITLES = ("Security Policy", "Operations Policy")
SETS = ("pairs", "further_pairs")
SECTIONS = ("Rules", "Further rules")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two sentences, in one document or in two, and whether they contradict each other."""

    sentences: tuple[str, str]
    one_document: bool
    conflict: bool


def pairs(name: str) -> Iterator[Pair]:
    """All pairs of one of the `SETS`."""
    data = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    for label, conflict in (("conflicts", True), ("look_alikes", False)):
        for entry in data[label]:
            a, b = entry["same"] if isinstance(entry, dict) else entry
            yield Pair(sentences=(a, b), one_document=isinstance(entry, dict), conflict=conflict)


def found_in(texts: dict[str, str], catalog: Catalog, folder: Path, semantic: bool = False) -> tuple[Conflict, ...]:
    """The conflicts between Markdown documents, given by name."""
    documents = []
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
        documents.append(read(folder / name))
    reader = catalog.reader(None) if semantic else catalog.extractor
    claims = [claim for document in documents for claim in reader.claims(document)]
    return compare_documents(documents, claims, catalog, DAY, DAY).conflicts


def texts_of(pair: Pair) -> dict[str, str]:
    """A pair as documents."""
    if pair.one_document:
        body = "\n\n".join(f"## {title}\n\n{text}" for title, text in zip(SECTIONS, pair.sentences, strict=True))
        return {"security.md": f"# {TITLES[0]}\n\n{body}\n"}
    return {
        f"{title.split()[0].lower()}.md": f"# {title}\n\n## Rules\n\n{text}\n"
        for title, text in zip(TITLES, pair.sentences, strict=True)
    }
