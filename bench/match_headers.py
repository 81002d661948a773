"""How well exports are matched whose headers no table knows by name.

usage: python bench/match_headers.py GOLD

Every export under GOLD/packs that is matched by names is matched again by likeness, after all its own headers were taken
out of the synonyms of all columns (their own names stay); the match by names is held to be right.
"""

from __future__ import annotations

import sys
from pathlib import Path

from analyzer.catalog import Table, load_catalog
from analyzer.errors import EvidenceError
from analyzer.evidence.files import record_sets
from analyzer.evidence.headers import plain
from analyzer.evidence.likeness import Likeness
from analyzer.evidence.match import Match, match_table
from analyzer.evidence.neutral import values_of
from claims.semantics import Encoder

SUFFIXES = (".csv", ".tsv", ".json", ".xlsx", ".yaml")


def _without(tables: dict[str, Table], headers: list[str]) -> dict[str, Table]:
    """The tables without the synonyms that are the very headers of a file."""
    own = {plain(header) for header in headers}
    return {
        name: table.model_copy(update={"columns": {
            column: spec.model_copy(update={"synonyms": tuple(s for s in spec.synonyms if plain(s) not in own)})
            for column, spec in table.columns.items()
        }})
        for name, table in tables.items()
    }  # fmt: skip


def main() -> int:
    tables, encoder = load_catalog().tables, Encoder()
    files = taken = right = columns = same = 0
    for path in sorted(Path(sys.argv[1]).glob("packs/*/evidence/*")):
        if path.suffix not in SUFFIXES:
            continue
        try:
            sets = record_sets(path, path.name)
        except (EvidenceError, UnicodeError):
            continue
        for records in sets:
            values = values_of(records)
            known = match_table(values, tables)
            if not isinstance(known, Match):
                continue
            files += 1
            told = Likeness(_without(tables, list(values)), encoder).match(values, f"{path.stem} {records.name}")
            if told is None:
                continue
            taken += 1
            if told.match.table.id != known.table.id:
                print(f"{path.parent.parent.name}/{path.name}: {told.match.table.id} instead of {known.table.id}")
                continue
            right += 1
            columns += len(told.match.headers)
            same += sum(known.headers.get(column) == header for column, header in told.match.headers.items())
    print(f"{files} exports; {taken} taken for a table, {right} of them rightly; of {columns} columns {same} right")
    return 0


if __name__ == "__main__":
    sys.exit(main())
