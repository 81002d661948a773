"""What has to happen to each of several things every week, month, quarter or the like, where a log has one row each time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ..judge import Evidence
from ..model import Observation
from .cadence import BUCKETS, LEAST_SHARE, failed, happening, when_columns
from .candidate import Candidate, Row, observation
from .claim import Asked
from .joining import NAMES, entries_of, joining_columns, name_of
from .profile import Column, RecordSet
from .scoping import rows_meant
from .words import container_stems, stem, stems, tokens

EACH = re.compile(r"\b(?:each|every|all|any)\b|^[A-Z]\w+s\b", re.IGNORECASE)
AGAIN = 5  # letters from which a word that begins with "re" may say that something is done again
FEWEST = 2  # things that a log has rows of
AGAIN_AND_AGAIN = 2  # rows of a thing, in the mean; a log of fewer tells nothing of what recurs
SINCE = re.compile(
    r"\b(?:since|start\w*|began|begin\w*|creat\w*|join\w*|onboard\w*|hired?|commission\w*|contract|added|opened|live)\b",
    re.IGNORECASE,
)


def recurrences(asked: Asked, sets: Sequence[RecordSet], together: Sequence[RecordSet]) -> Iterator[Candidate]:
    """The logs in which each of the things that a claim speaks of has to have a row in every bucket of the calendar.

    Args:
        asked: the claim, or a cell of it.
        sets: the records of each file.
        together: records with what other files say of what they name.
    """
    if asked.bucket is None or (asked.cell is None and not EACH.search(asked.text)):
        return
    for log in sets:
        days = when_columns(log) or _said_on(asked, log)
        named = _named(log.subject, happening(asked) | (asked.around if asked.cell else frozenset()))
        if len(days) != 1 or not named - container_stems():
            continue
        for things, keys in _things(log, sets, together):
            scope = rows_meant(asked, things)
            if not scope and (asked.cell or not _of_each(asked, things)):
                continue
            yield Candidate(
                kind="recurrence", test=kept_up, records=things, column=days[0], scope=scope,
                score=2.5 + len(named) + bool(scope), by=log, keys=keys,
            )  # fmt: skip


def _said_on(asked: Asked, log: RecordSet) -> list[Column]:
    """The one day that the rows of a log have, where a claim says what was done on it ("reviewed_on")."""
    moments = [c for c in log.columns if c.kind == "moment"]
    return [c for c in moments if c.about and frozenset(c.about) <= asked.words and c.moments] if len(moments) == 1 else []


def _named(subject: frozenset[str], said: frozenset[str]) -> frozenset[str]:
    """What a log is about that a text says, with or without the "re" of what is done again ("recheck": "checked again")."""
    return frozenset(one for one in subject if one in said or (len(one) > AGAIN and stem(one.removeprefix("re")) in said))


def _things(
    log: RecordSet, sets: Sequence[RecordSet], together: Sequence[RecordSet]
) -> Iterator[tuple[RecordSet, tuple[str, str]]]:
    """The things that rows of a log are about: those of a register whose key the log names, or those that it names itself."""
    registers = False
    for one in sets:
        if one.file != log.file and (keys := joining_columns(one, log)):
            registers = True
            yield one, keys
    if registers:
        return
    with_more = [one for one in together if one.file == log.file and one.name == log.name]
    for column in (c for c in log.columns if c.kind in NAMES and c is not log.key):
        if made := _distinct(with_more[0] if with_more else log, column):
            yield made, (column.header, column.header)


def _distinct(log: RecordSet, column: Column) -> RecordSet | None:
    """The things that a column of a log names again and again, with what the log says of each of them alike."""
    entries = entries_of(log, column, FEWEST)
    if entries is None or AGAIN_AND_AGAIN * len(entries.groups) > len(log.rows):
        return None
    rows = [{column.header: entries.groups[name][0][column.header], **said} for name, said in entries.said(log.headers).items()]
    return RecordSet(file=log.file, name=log.name, rows=rows, headers=tuple(rows[0]), last=log.last)


def _of_each(asked: Asked, things: RecordSet) -> bool:
    """Whether a claim speaks of each of the things, by the words that name them."""
    about = frozenset(things.key.about) if things.key else things.subject
    return bool((about | things.subject) & stems(asked.claim.scope or "") or (about & asked.words))


def kept_up(candidate: Candidate, rows: Sequence[Row], asked: Asked, evidence: Evidence) -> list[Observation]:
    """Whether each thing has a row in every bucket that lies wholly in the period and in the time since the thing is there."""
    if evidence.store is None or candidate.by is None or candidate.keys is None:
        return []
    own, other = candidate.keys
    _, found = evidence.store.rows(BUCKETS, {"unit": asked.bucket, "as_of": evidence.period.as_of})
    buckets = [(str(label), first, last) for label, first, last in found]
    days = _days(candidate.by, other, candidate.column)
    result: list[Observation] = []
    for row in rows:
        since = _since(candidate.records, row)
        due = [one for one in buckets if since is None or one[1] > since]
        on = days.get(name_of(row, own), [])
        missing = [label for label, first, last in due if not any(first <= day <= last for day in on)]
        if due:
            told = f"{candidate.by.file} has no record of it in {', '.join(missing[:3])}{' and others' if len(missing) > 3 else ''}"
            judged = (not missing, ", ".join(missing) or "on record", told if missing else "on record in each")
            result.append(observation(candidate, row, judged))
    return result if sum(bool(one.holds) for one in result) >= LEAST_SHARE * len(result) else []


def _days(log: RecordSet, header: str, when: Column) -> Mapping[str, list[date]]:
    """The days of the rows of each thing; a row that says that it failed is none."""
    days: dict[str, list[date]] = defaultdict(list)
    for row in log.rows:
        moment = log.moment(row, when)
        if moment and not failed(log, row):
            days[name_of(row, header)].append(moment.date())
    return days


def _since(things: RecordSet, row: Row) -> date | None:
    """The day since which a thing is there, where its register says it."""
    said = [
        moment for c in things.columns if c.kind == "moment" and SINCE.search(" ".join(tokens(c.header)))
        and (moment := things.moment(row, c))
    ]  # fmt: skip
    return max(said).date() if said else None
