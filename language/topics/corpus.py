"""The labelled corpus: Markdown documents whose lines end in the topics they are claims on.

A line `Backups run nightly and are kept for 30 days. => backup_frequency backup_retention` is one sentence, list item
or table row; `=> -` says that it is no claim. Headings, header rows and separators have no label.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

from claims.readers.markdown import read_markdown
from claims.units import Unit, units_of

CORPUS = Path(__file__).parent / "documents"
LABELLED = re.compile(r"^(?P<text>.*\S)\s*=>\s*(?P<label>-|[a-z0-9_]+(?:[ ,]+[a-z0-9_]+)*)\s*$")
UNLABELLED = re.compile(r"^\s*(?:#{1,6}\s.*|\|?[\s:|-]+\|?|)$")
NO_CLAIM, OTHER = "-", "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A unit of a corpus document and the topics it is a claim on; none when it is no claim."""

    file: str
    line: int
    unit: Unit
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A line of the corpus that cannot be used, and why."""

    file: str
    line: int
    what: str


def read_labelled(path: Path, topics: Set[str]) -> list[Labelled | Problem]:
    """The labelled units of one file, in its order.

    Args:
        path: the file.
        topics: the ids that a label may hold beside `other`.

    Returns:
        A unit for each labelled line that the product would look at, and a problem for each line that it would not
        read as its writer meant. A line without claims that the product leaves out on its own is neither.
    """
    labels: dict[int, tuple[str, ...]] = {}
    found: list[Labelled | Problem] = []
    lines = path.read_text(encoding="utf-8").splitlines()
    bare: list[str] = []
    for number, line in enumerate(lines, start=1):
        match = LABELLED.match(line)
        if match is None:
            bare.append(line)
            table_header = line.lstrip().startswith("|") and number < len(lines) and UNLABELLED.match(lines[number])
            if not UNLABELLED.match(line) and not table_header:
                found.append(Problem(file=path.name, line=number, what="no label"))
            continue
        bare.append(match["text"])
        named = () if match["label"] == NO_CLAIM else tuple(re.split(r"[ ,]+", match["label"]))
        unknown = sorted(set(named) - topics - {OTHER})
        if unknown:
            found.append(Problem(file=path.name, line=number, what=f"no such topic: {', '.join(unknown)}"))
            continue
        labels[number] = named
    document = read_markdown("\n".join(bare).encode(), str(path), path.name, "")
    seen: set[int] = set()
    for unit in units_of(document):
        number = unit.place(0, len(unit.text)).line or 0
        if number in seen:
            found.append(Problem(file=path.name, line=number, what="more than one sentence on the line"))
            continue
        seen.add(number)
        if number in labels:
            found.append(Labelled(file=path.name, line=number, unit=unit, topics=labels[number]))
    for number, named in labels.items():
        if named and number not in seen:
            found.append(Problem(file=path.name, line=number, what="the product does not look at this line"))
    return sorted(found, key=lambda one: one.line)
