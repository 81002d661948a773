"""Tables in reports (Markdown and web pages) as raw records, each named by the heading above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from claims import Block, Document, DocumentError, read

from ..errors import EvidenceError
from .grid import filled, records_of
from .records import LONGEST_ROW, SAMPLE, Problems, Records, Tables, printable, unique_names

MARKDOWN = frozenset({".md", ".markdown"})
PAGES = frozenset({".html", ".htm", ".xhtml"})
# A document that prescribes is no report of what is: its own tables would prove what it promises.
RULES = re.compile(
    r"\b(?:polic(?:y|ies)|standards?|procedures?|guidelines?|charter|(?:hand|play|run)-?book|manual|code of conduct|plan)\b",
    re.IGNORECASE,
)
FACTS = re.compile(
    r"\b(?:reports?|results?|logs?|registers?|minutes|reviews?|summary|dashboard|inventory|list|exports?|tests?|metrics|tracker|status"
    r"|evidence|audit|assessments?|schedule|post-?mortems?)\b",
    re.IGNORECASE,
)
PRESCRIBES = re.compile(r"\b(?:must|shall|(?:is|are) (?:required|prohibited|forbidden|responsible)|may not)\b", re.IGNORECASE)
FEW, OFTEN = 3, 0.1


def read_report(path: Path, name: str) -> Tables:
    """Read the tables of a report; every table with a header row and records below it is one.

    Args:
        path: the file.
        name: the file as messages call it.

    Returns:
        The records of each table, named `table 2: Findings`; nothing where the document has no tables. Where it has, but
        lays down rules, why they are left out.

    Raises:
        EvidenceError: if it cannot be read as a document.
    """
    try:
        document = read(path, name)
    except DocumentError as error:
        raise EvidenceError(name, error.problem, error.advice, error.place) from error
    except RecursionError as error:
        raise EvidenceError(name, "it is nested too deeply to be a report", "Export the data behind it as CSV or JSON") from error
    tables = _tables(document)
    if tables and prescribes(document):
        problem = "it lays down rules, so what its tables say is what shall be and not what is"
        return Tables(found=(), left_out=(EvidenceError(name, problem, "Give it as a document of the review"),))
    return Tables(found=tuple(_records(at, *table) for at, table in enumerate(tables, start=1)), in_prose=True)


def prescribes(document: Document) -> bool:
    """Whether a document lays down rules (a policy, a standard), by its title, its name and its sentences."""
    title = next((block.text for block in document.blocks if block.kind == "heading"), "")
    called = f"{title} {re.sub(r'[_-]+', ' ', Path(document.name).stem)}"
    if RULES.search(called) and not FACTS.search(called):
        return True
    texts = [block.text for block in document.blocks if block.kind not in ("heading", "cell")]
    rules = sum(1 for text in texts if PRESCRIBES.search(text))
    return rules >= FEW and rules >= OFTEN * len(texts)


def _tables(document: Document) -> list[tuple[str, list[str], list[tuple[int, list[str]]]]]:
    """Heading, header and rows of each table that has all three; rows count from 1, the header's own."""
    first: dict[int, Block] = {}
    rows: dict[int, dict[int, list[str]]] = {}
    for block in document.blocks:
        if block.row is not None:
            first.setdefault(block.row.table, block)
            rows.setdefault(block.row.table, {})[block.row.index] = list(block.row.cells)
    tables = []
    for number, block in first.items():
        header = list(block.row.header) if block.row else []
        below = [(at + 1, cells) for at, cells in sorted(rows[number].items())]
        while below and _names(below[0][1], header):
            below = below[1:]
        records = records_of(below, header)
        kept = [(at, [*cells, *[""] * len(header)][: len(header)]) for at, cells in records]
        if len(filled(header)) > 1 and kept:
            tables.append((block.heading_path[-1] if block.heading_path else "", header, kept))
    return tables


def _names(cells: list[str], header: list[str]) -> bool:
    """Whether a row is one of those that the header was joined from."""
    said = [(cell, name) for cell, name in zip(cells, header, strict=False) if cell]
    return bool(said) and all(name.startswith(cell) or name.endswith(cell) for cell, name in said)


def _records(at: int, heading: str, header: list[str], rows: list[tuple[int, list[str]]]) -> Records:
    columns = unique_names(header)

    def kept(problems: Problems) -> Iterator[tuple[int, list[str] | str]]:
        for number, cells in rows:
            if sum(map(len, cells)) > LONGEST_ROW:
                problems.add(f"row {number} has over {LONGEST_ROW:,} characters; it was left out", left_out=True)
            else:
                yield number, cells

    return Records(
        kind="csv", columns=columns, sample=tuple(dict(zip(columns, cells, strict=True)) for _, cells in rows[:SAMPLE]),
        rows=kept, name=f"table {at}" + (f": {printable(heading)}" if heading else ""),
    )  # fmt: skip
