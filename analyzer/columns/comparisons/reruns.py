"""What has to be tried again in time when it failed, where a log has one row for each try."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from ...judge import Evidence
from ...model import Observation
from ..cadence import OUTCOME
from ..candidate import Candidate, Row, Scope, observation
from ..claim import Asked
from ..joining import NAMES
from ..profile import Column, RecordSet
from ..values import number_of
from ..weigh import DAY, in_time
from ..words import says, tokens

FAILS = r"(?:fail\w*|abort\w*|interrupted|unsuccessful\w*|missed|incomplete|broken|not (?:finish\w*|complete\w*|succeed\w*))"
AGAIN = r"(?:repeated|re-?run|re-?tried|re-?started|re-?done|run again|tried again|started again|re-?launched|re-?executed)"
TRIED_AGAIN = re.compile(rf"\b{FAILS}\b[^.;]*\b{AGAIN}\b|\b{AGAIN}\b[^.;]*\b{FAILS}\b", re.IGNORECASE)
TRY = re.compile(rf"\b(?:{AGAIN}|retry|repeat|second (?:try|attempt|run))\b", re.IGNORECASE)
FEWEST = 3  # rows of a thing, in the mean; a log of fewer is no log of tries


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The log whose failed tries have to be followed by a good one of the same thing within the time that a claim states."""
    if asked.limit is None or not TRIED_AGAIN.search(asked.text):
        return
    outcomes = [c for c in records.columns if _tells_outcome(c)]
    short = (asked.limit.hours or DAY) < DAY
    begins = [c for c in records.columns if c.kind == "moment" and c.moments and not (short and c.only_days)]
    things = [c for c in records.columns if c.kind in NAMES and c not in outcomes and _often(c, records)]
    if len(outcomes) == 1 and begins and things:
        kinds = {c.header for c in records.columns if any(TRY.search(value) for value in c.values)}
        narrowed = {header: values for header, values in scope.items() if header != outcomes[0].header and header not in kinds}
        thing = max(things, key=lambda column: len(column.values))
        yield Candidate(
            kind="rerun", measured=True, test=tried_again, records=records, column=outcomes[0], start=begins[0], scope=narrowed,
            score=4.0, keys=(thing.header, thing.header),
        )  # fmt: skip


def _tells_outcome(column: Column) -> bool:
    return bool(OUTCOME.search(" ".join(tokens(column.header)))) and {"yes", "no"} <= {says(value) for value in column.values}


def _often(column: Column, records: RecordSet) -> bool:
    """Whether a column names a few things again and again, in every row; notes stand beside some rows only.

    One that says which tries were tried again, or by whom, names no things.
    """
    filled = sum(count for value, count in column.values.items() if value)
    figures = all(number_of(value) is not None for value in column.values if value)
    repeats = any(TRY.search(value) for value in column.values)
    acts = tokens(column.header)[-1:] in (["by"], ["By"], ["BY"])
    often = filled == len(records.rows) and FEWEST * len(column.values) <= len(records.rows)
    return often and not figures and not repeats and not acts


def tried_again(candidate: Candidate, rows: Sequence[Row], asked: Asked, evidence: Evidence) -> list[Observation]:
    """Whether each failed try of the period was followed by a good one in time."""
    if asked.limit is None or candidate.start is None or candidate.keys is None:
        return []
    tries: dict[str, list[tuple[datetime, Row]]] = defaultdict(list)
    for row in rows:
        if moment := candidate.records.moment(row, candidate.start):
            tries[(row.get(candidate.keys[0]) or "").strip()].append((moment, row))
    result: list[Observation] = []
    for found in tries.values():
        found.sort(key=lambda one: one[0])
        for at, (began, row) in enumerate(found):
            failed = says(row.get(candidate.column.header) or "") == "no"
            if not failed or not evidence.period.start <= began.date() <= evidence.period.as_of:
                continue
            good = next((when for when, one in found[at + 1 :] if says(one.get(candidate.column.header) or "") == "yes"), None)
            open_yet = good is None and in_time(began, datetime.combine(evidence.period.as_of, datetime.min.time()), asked.limit)
            told = re.search(AGAIN, row.get(candidate.column.header) or "", re.IGNORECASE)  # "Failed, restarted": not when
            holds = None if open_yet or told else good is not None and in_time(began, good, asked.limit)
            shown = f"again at {good.isoformat(sep=' ', timespec='minutes')}" if good else "not again"
            reason = f"failed at {began.isoformat(sep=' ', timespec='minutes')}, {shown}; promised {asked.limit.promised}"
            result.append(observation(candidate, row, (holds, shown, reason)))
    return result
