"""Registers of exceptions among the evidence, whatever their layout, as entries that say the same things.

An entry is what a row of the table of exceptions says, with the further cells of the file that it was read from; a register that no
table knows is read from its own headers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from ..catalog import Catalog
from ..days import day_of, is_day_first
from ..evidence.store import Store
from .rules import NO_RULES, Rules
from .shape import Records, identifiers_of, is_register, roles_of
from .subject import NO_SUBJECT, Subject, subject_of
from .words import answer_of, finds, fits, is_nothing, joined, lexicon

TABLE = "exceptions"
NAMELESS = "an entry without id"
DATES = ("approved_on", "requested_on", "starts_on", "due_before", "extended_to", "ends_on", "stopped_on", "done_on")
A_YEAR = timedelta(days=300)  # with the 60 days by which a date without a year may lie ahead, nearly one
SIGNS = re.compile(r"^\w+(?: by| off)? ")
STATED = {"approved_on": "approved_at", "ends_on": "expires_at"}


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """An entry of a register of exceptions.

    Attributes:
        reference: its id.
        affected: what it says to be about, each header with its cell.
        text: its title, type, rule and description; besides them what it gives as `reason` and `notes`.
        rule: the words for the rule that it lifts, where a column is about nothing else.
        concerns: what it says to be about in words that name both a thing and what is allowed to it, without the reason.
        approver: who accepted it; empty where nobody did.
        requester: who asked for it.
        status: its state, in its own words.
        approved, requested, start: days, where it states them.
        end: the latest day that it states as its end, or that it was prolonged to.
        extended: whether `end` is a later day by which something had to be done.
        due: the day by which it had to be done without it.
        done: the day on which it says that it was done.
        unreadable: a date that it gives in a form that can be misread.
        subject: the topics that it is about.
        controls: the compensating controls that it names.
        doubts: what the evidence says against its compensating controls.
        fault: what the policy's own terms say against it; empty where nothing.
        beforehand: whether it had to be there before what it allows.
        capped: by which of the policy's terms its end is earlier than it says itself.
        rules: the claims that its rule is about, where the documents tell.
    """

    reference: str
    affected: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    rule: str = ""
    concerns: str = ""
    reason: str = ""
    notes: str = ""
    controls: str = ""
    approver: str = ""
    requester: str = ""
    status: str = ""
    approved: date | None = None
    requested: date | None = None
    start: date | None = None
    end: date | None = None
    extended: bool = False
    due: date | None = None
    done: date | None = None
    unreadable: str = ""
    subject: Subject = NO_SUBJECT
    doubts: tuple[str, ...] = ()
    fault: str = ""
    beforehand: bool = False
    capped: str = ""
    rules: Rules = NO_RULES

    @property
    def prose(self) -> str:
        """Everything that it says in words, besides who asked for it and who approved it."""
        return " | ".join(filter(None, (self.text, self.reason, self.notes, self.controls)))

    @cached_property
    def words(self) -> str:
        """Everything that it says of what it is about, in lower case."""
        return f"{self.prose} | {' | '.join(self.affected.values())}".lower()

    @property
    def named(self) -> str:
        """The sentence's name for it."""
        return self.reference if self.reference == NAMELESS else f"{'extension' if self.extended else 'exception'} {self.reference}"


def read_registers(store: Store, catalog: Catalog, sets: Iterable[Records] = ()) -> tuple[Acceptance, ...]:
    """The entries of all registers of exceptions among the evidence, in the order of files and rows.

    Args:
        sets: the records of the evidence as they came, for the cells that the tables do not keep.
    """
    every = list(sets)
    known = {cell for one in every if not is_register(one) for cell in identifiers_of(one.rows)}
    registers = [_Register.of(one, known) for one in every if is_register(one)]
    stated = _stated(store)
    found: list[Acceptance] = []
    table_read: set[str] = set()
    for file, rows in stated.items():
        given = {one.reference(cells): (one, cells) for one in registers if one.file == file for cells in one.rows}
        if given and not any((row["exception_id"] or "").strip() in given for row in rows):
            continue  # the table took another column for the id of an entry
        table_read.add(file)
        found += _succeeding([_of_table(row, given.get((row["exception_id"] or "").strip()), catalog) for row in rows])
    for one in registers:
        if one.file not in table_read:
            found += _succeeding([_entry(one, cells, {}, catalog) for cells in one.rows])
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class _Register:
    """A register, with what its headers mean.

    Attributes:
        day_first: how its dates in figures are meant, where they tell.
        last: the end of the period, for dates without a year.
    """

    file: str = ""
    rows: Sequence[Mapping[str, str]]
    roles: Mapping[str, str]
    day_first: bool | None = None
    last: date | None = None

    @classmethod
    def of(cls, records: Records, known: Collection[str] = frozenset()) -> _Register:
        """The register that records are."""
        roles = roles_of(records.rows, known)
        dated = [cell for row in records.rows for header, cell in row.items() if cell and roles.get(header) in DATES]
        return cls(file=records.file, rows=records.rows, roles=roles, day_first=is_day_first(dated), last=records.last)

    def reference(self, cells: Mapping[str, str]) -> str:
        """What a register calls an entry."""
        for role in ("reference", "number"):
            named = next((cell for header, cell in cells.items() if self.roles.get(header) == role and cell and cell.strip()), "")
            if named:
                return named.strip()
        return (next(iter(cells.values()), "") or "").strip()


def _stated(store: Store) -> dict[str, list[dict[str, Any]]]:
    """The rows of the table of exceptions by their file."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    if TABLE in store.tables and store.count(TABLE):
        names, rows = store.rows(f"select * from {TABLE} order by evidence_file, evidence_row")
        for values in rows:
            row = dict(zip(names, values, strict=True))
            found[row["evidence_file"]].append(row)
    return found


def _of_table(row: Mapping[str, Any], given: tuple[_Register, Mapping[str, str]] | None, catalog: Catalog) -> Acceptance:
    days = {role: value.date() for role, name in STATED.items() if isinstance(value := row[name], datetime)}
    left = {*STATED.values(), "evidence_file", "evidence_row"}
    own = {name: str(value) for name, value in row.items() if value and name not in left}
    register, cells = given or (_Register(rows=(own,), roles=roles_of((own,))), own)
    entry = _entry(register, cells, days, catalog)
    return replace(
        entry,
        reference=row["exception_id"] or entry.reference,
        approver=entry.approver or ("" if is_nothing(row["approved_by"] or "") else row["approved_by"]),
    )


def _entry(register: _Register, cells: Mapping[str, str], days: Mapping[str, date], catalog: Catalog) -> Acceptance:
    """An entry of the cells of a row.

    Args:
        days: dates that are known better than by the cells' own words.
    """
    said: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for header, cell in cells.items():
        text = (cell or "").strip()
        role = register.roles.get(header)
        if role and text:
            said["affected" if role == "concerns" and len(text.split()) == 1 else role].append((header, text))
    dates, unreadable = _days(register, said, days)
    approver = _first(said["approver"]) or _signed(said["signature"]) or _first(
        [(h, c) for h, c in cells.items() if c and fits(lexicon().approver_besides, joined(h))]
    )
    named = ("subject", "rule", "concerns", "description", "reason", "notes", "controls")
    parts = {role: " | ".join(text for _, text in said[role] if not is_nothing(text)) for role in named}
    title = " | ".join(filter(None, (parts["subject"], parts["rule"], parts["concerns"])))
    text = " | ".join(filter(None, (title, parts["description"])))
    ends = [day for day in (dates.get("extended_to"), dates.get("ends_on")) if day]
    if not ends and (found := finds(lexicon().until, title)) and (day := day_of(found["day"], register.last, register.day_first)):
        ends = [day]
    prolonged = [day for day in _prolonged(f"{parts['notes']} | {parts['description']}") if not ends or day > min(ends)]
    status = _status(said["status"]) or _taken_back(said["stopped_on"])
    return Acceptance(
        reference=register.reference(cells) or NAMELESS,
        affected={header: cell for header, cell in said["affected"] if not is_nothing(cell)},
        text=text, rule=parts["rule"], concerns=parts["concerns"], reason=parts["reason"], notes=parts["notes"],
        controls=parts["controls"], approver=approver,
        requester=_first(said["requester"]), status=status, approved=dates.get("approved_on"),
        requested=dates.get("requested_on"), start=dates.get("starts_on"), end=_end((*ends, *prolonged), dates.get("stopped_on")),
        extended="extended_to" in dates, due=dates.get("due_before"), done=dates.get("done_on"),
        unreadable=unreadable,
        subject=subject_of(title, parts["description"], " | ".join(parts.values()), catalog),
    )  # fmt: skip


def _signed(said: Sequence[tuple[str, str]]) -> str:
    """Who signed, where each has a column of yes and no ("Signed Head of IT"); nobody where one of them did not."""
    if not said or not all(answer_of(text) for _, text in said):
        return ""
    return ", ".join(SIGNS.sub("", " ".join(header.replace("_", " ").split())) for header, _ in said)


def _taken_back(said: Sequence[tuple[str, str]]) -> str:
    """The state of an entry that only says that it was taken back, and not when."""
    return next((joined(header) for header, text in said if answer_of(text)), "")


def _end(ends: Sequence[date], stopped: date | None) -> date | None:
    """The latest end that an entry states, or the day on which it was taken back before."""
    end = max(ends, default=None)
    return min(end, stopped) if end and stopped else end or stopped


def _first(said: Sequence[tuple[str, str]]) -> str:
    return next((text for _, text in said if not is_nothing(text)), "")


def _status(said: Sequence[tuple[str, str]]) -> str:
    """The first state that is said; one that has yet to be decided is a state, and a mark for nothing is none."""
    text = next((text for _, text in said), "")
    return "" if is_nothing(text) and not finds(lexicon().status.unsettled, text) else text


def _days(
    register: _Register, said: Mapping[str, Sequence[tuple[str, str]]], known: Mapping[str, date]
) -> tuple[dict[str, date], str]:  # fmt: skip
    """The dates of an entry, and the cell of one that decides and cannot be read.

    An end without a year is the first such day after the entry begins.
    """
    dates, unreadable = dict(known), ""
    for role in DATES:
        for header, text in said.get(role, ()):
            if role in dates or fits(lexicon().endless, text) or is_nothing(text):
                continue
            begins = dates.get("starts_on") or dates.get("approved_on") or dates.get("requested_on")
            ends = role in ("ends_on", "extended_to")
            day = day_of(text, begins + A_YEAR if begins and ends else register.last, register.day_first)
            if day:
                dates[role] = day
            elif ends:
                unreadable = f"{header} «{text[:40]}»"
    return dates, unreadable


def _prolonged(text: str) -> list[date]:
    pattern = re.compile(lexicon().prolonged, re.IGNORECASE)
    return [day for found in pattern.finditer(text) if (day := day_of(found["day"]))]


def _succeeding(entries: list[Acceptance]) -> list[Acceptance]:
    """Entries that go on where another one ended, with what that one is about; they often say no more than its id."""
    by_reference = {entry.reference: entry for entry in entries if entry.reference != NAMELESS}
    before: dict[str, str] = {}
    for entry in entries:
        for other in by_reference:
            mention = rf"{re.escape(other)}(?![\w-])"
            if other != entry.reference and finds(lexicon().succeeds + mention, entry.prose):
                before[entry.reference] = other
            if other != entry.reference and finds(lexicon().succeeded + mention, f"{entry.status} | {entry.prose}"):
                before[other] = entry.reference
    return [_with(entry, by_reference.get(before.get(entry.reference, ""))) for entry in entries]


def _with(entry: Acceptance, earlier: Acceptance | None) -> Acceptance:
    if earlier is None:
        return entry
    return replace(
        entry,
        affected=entry.affected or earlier.affected,
        text=f"{entry.text} | {earlier.text}",
        subject=entry.subject if entry.subject.topics else earlier.subject,
    )
