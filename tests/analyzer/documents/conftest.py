"""Documents of one test, held against each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.documents import Compared, compare_documents
from claims import read

DAY = date(2026, 6, 30)
Comparing = Callable[..., Compared]


@pytest.fixture
def comparing(tmp_path: Path) -> Comparing:
    """What documents, given as name and Markdown, say against each other and themselves; wording alone decides topics."""

    def compare(people: frozenset[str] | None = None, as_of: date = DAY, today: date = DAY, **texts: str) -> Compared:
        documents = []
        for name, text in texts.items():
            path = tmp_path / f"{name.replace('_', '-')}.md"
            path.write_text(text, encoding="utf-8")
            documents.append(read(path))
        catalog = load_catalog()
        claims = [claim for document in documents for claim in catalog.extractor.claims(document)]
        return compare_documents(documents, claims, catalog, as_of, today, people)

    return compare
