"""Exports that no source describes: matched to a vendor-neutral table by their headers, or left alone.

A header names a column when it equals the column's name or one of its synonyms, case, spaces and punctuation aside. A
table is taken only when the file has all columns by which the table is recognised, and more of its columns than of any
other table that qualifies. Nothing is guessed from values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from ..catalog import Table


@dataclass(frozen=True, slots=True)
class Match:
    """A table and the header that stands for each of its columns."""

    table: Table
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Why a file was left alone, for people."""

    why: str


def match_table(headers: Iterable[str], tables: Mapping[str, Table]) -> Match | NoMatch:
    """The table that a file's headers clearly mean.

    Args:
        headers: the headers of a delimited file, or the keys of JSON records.
        tables: the tables to choose from.
    """
    known: dict[str, str] = {}
    for header in headers:
        known.setdefault(_plain(header), header)
    found = {table.id: _headers_of(table, known) for table in tables.values() if table.recognise}
    complete = {name: headers for name, headers in found.items() if not _lacking(tables[name], headers)}
    if not complete:
        return NoMatch(_nearest(known, found, tables))
    ranked = sorted(complete, key=lambda name: (-len(complete[name]), name))
    if len(ranked) > 1 and len(complete[ranked[0]]) == len(complete[ranked[1]]):
        return NoMatch(f"its columns fit the tables {ranked[0]} and {ranked[1]} equally well")
    return Match(tables[ranked[0]], complete[ranked[0]])


@cache
def _plain(header: str) -> str:
    """A header without case, punctuation and remarks in square brackets: `Last Sign In [READ ONLY]` is `lastsignin`.

    What stands in round brackets stays, because it is often the unit.
    """
    return re.sub(r"[\W_]+", "", re.sub(r"\[.*?\]", "", header).replace("#", "number")).lower() or header.lower()


def _headers_of(table: Table, known: Mapping[str, str]) -> dict[str, str]:
    """The header of each column that the file has; a column's own name goes before its synonyms, each header once."""
    chosen: dict[str, str] = {}
    for column in table.columns:
        if header := known.get(_plain(column)):
            chosen[column] = header
    for column, spec in table.columns.items():
        for synonym in spec.synonyms if column not in chosen else ():
            header = known.get(_plain(synonym))
            if header and header not in chosen.values():
                chosen[column] = header
                break
    return chosen


def _lacking(table: Table, headers: Mapping[str, str]) -> list[str]:
    return [entry for entry in table.recognise if not any(column in headers for column in entry.split("|"))]


def _nearest(known: Mapping[str, str], found: Mapping[str, dict[str, str]], tables: Mapping[str, Table]) -> str:
    columns = list(known.values())
    shown = ", ".join(columns[:12]) + (f" and {len(columns) - 12} more" if len(columns) > 12 else "")
    nearest = max(found, key=lambda name: (len(found[name]), -len(_lacking(tables[name], found[name]))), default=None)
    why = f"not recognised: columns {shown}"
    if nearest and found[nearest]:
        lacking = " and ".join(entry.replace("|", " or ") for entry in _lacking(tables[nearest], found[nearest]))
        why += f"; nearest table {nearest} lacks {lacking}"
    return why
