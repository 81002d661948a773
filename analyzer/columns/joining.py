"""Records of one file with what another file says of what they name: the tier of a system, the first day of a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from .profile import Column, RecordSet
from .words import says

SHARED = 0.7  # of the different values of a column; below it two columns do not name the same things
MOST_ROWS = 20_000  # of a set; larger ones are left to the checks of the catalogue
MOST_TOGETHER = 200_000  # rows that are brought together in a review
FEWEST = 3  # values that both columns hold; fewer may agree by chance
SHORTEST = 3  # letters of a value, in the mean; shorter ones are numbers of lists and classes
NAMES = ("identifier", "text", "category", "presence")


@dataclass(frozen=True)
class Entries:
    """The rows of a record set by the thing that a column of it names, in lower case."""

    column: Column
    groups: Mapping[str, Sequence[Mapping[str, str]]]

    @property
    def once(self) -> bool:
        """Whether each thing has one row."""
        return all(len(rows) == 1 for rows in self.groups.values())

    def said(self, headers: Iterable[str]) -> dict[str, dict[str, str]]:
        """What of some columns is said of each thing: of those that never say two things of one of them."""
        others = (header for header in headers if header != self.column.header)
        constant = [h for h in others if all(len({row.get(h, "") for row in rows}) == 1 for rows in self.groups.values())]
        return {name: {header: rows[0].get(header, "") for header in constant} for name, rows in self.groups.items()}


def joined(sets: Sequence[RecordSet]) -> list[RecordSet]:
    """The records of each set with what the other files say of what they name, where both name nearly the same things.

    A record that the other file does not know is left out: what nobody wrote down there is no exception here.
    """
    sets = [one for one in sets if len(one.rows) <= MOST_ROWS]
    entries = {id(one): [found for column in one.columns if (found := entries_of(one, column))] for one in sets}
    result: list[RecordSet] = []
    for at, records in enumerate(sets):
        for other_at, other in enumerate(sets):
            if other.file == records.file:
                continue
            link = _link(records, entries[id(other)])
            if not link:
                continue
            alike = link[1].once and _each_once(records, link[0]) and _link(other, entries[id(records)]) is not None
            if not (alike and other_at < at) and sum(len(one.rows) for one in result) < MOST_TOGETHER:
                result += _extended(records, other, *link)
    return result


def entries_of(records: RecordSet, column: Column, fewest: int = FEWEST) -> Entries | None:
    """What a set says of each thing that a column names; None for a column that names nothing, or fewer things."""
    if column.kind not in NAMES:
        return None
    groups: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in records.rows:
        if name := name_of(row, column.header):
            groups[name].append(row)
    if len(groups) < fewest or sum(map(len, groups)) < SHORTEST * len(groups):
        return None
    return Entries(column, groups)


def _link(records: RecordSet, entries: Sequence[Entries]) -> tuple[Column, Entries] | None:
    """The column of a set that names what another file has entries of, and those entries."""
    best: tuple[float, Column, Entries] | None = None
    for column in records.columns:
        names = {name for row in records.rows if (name := name_of(row, column.header))}
        if column.kind not in NAMES or len(names) < FEWEST:
            continue
        for one in entries:
            shared = len(names & one.groups.keys())
            if shared >= max(FEWEST, SHARED * len(names)) and (best is None or shared * (1 + one.once) > best[0]):
                best = (shared * (1 + one.once), column, one)
    return best[1:] if best else None


def joining_columns(register: RecordSet, records: RecordSet) -> tuple[str, str] | None:
    """The headers by which records name what a register holds one row each of: the register's, and theirs."""
    named = [found for column in register.columns if (found := entries_of(register, column)) and found.once]
    link = _link(records, named)
    return (link[1].column.header, link[0].header) if link else None


def _each_once(records: RecordSet, column: Column) -> bool:
    names = [name for row in records.rows if (name := name_of(row, column.header))]
    return len(set(names)) == len(names)


def _extended(records: RecordSet, other: RecordSet, column: Column, entries: Entries) -> list[RecordSet]:
    said = entries.said([header for header in other.headers if header not in records.headers])
    headers = next(iter(said.values())).keys()
    if not headers:
        return []
    rows = [{**row, **said[name]} for row in records.rows if (name := name_of(row, column.header)) in said]
    made = replace(
        records,
        rows=rows,
        headers=(*records.headers, *(header for header in other.headers if header in headers)),
        other=other,
        foreign=frozenset(headers),
    )
    return [made]


def name_of(row: Mapping[str, str], header: str) -> str:
    """What a cell names, in lower case; empty where it names nothing."""
    cell = (row.get(header) or "").strip().lower().lstrip("#!")
    return cell if says(cell) == "something" else ""
