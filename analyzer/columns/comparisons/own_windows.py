"""Windows that each record names itself ("MW-2 (Sat 02-06)"), in which it has to lie."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from ...model import Period
from ..candidate import Candidate, Judged, Scope, each, mostly_kept
from ..claim import WEEKDAYS, Asked
from ..profile import Column, RecordSet
from ..weigh import unplanned
from ..words import tokens

WITHIN = re.compile(
    r"\b(?:with)?in (?:the |its |their |an? )?(?:\w+ ){0,2}?(?:designated|approved|agreed|planned|scheduled|defined|stated|assigned"
    r"|maintenance|change|service) (?:\w+ )?windows?\b|\bin (?:its|their) (?:\w+ )?windows?\b",
    re.IGNORECASE,
)
DAY = "|".join(f"{day[:3]}(?:{day[3:]})?" for day in WEEKDAYS)
HOUR = r"(?P<{0}>[01]?\d|2[0-4])(?:[:.](?P<{0}_minute>[0-5]\d))?"
STATED = re.compile(rf"\b(?P<day>{DAY})s?\b[ ,]*(?:{HOUR.format('first')}\s*(?:-|–|to)\s*{HOUR.format('last')})?", re.IGNORECASE)
NAMED = re.compile(r"\b(?:window|slot)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Window:
    """A day of the week, Monday is 0, and its hours where they are stated."""

    weekday: int
    first: time | None = None
    last: time | None = None

    def holds(self, began: datetime, over: datetime | None, *, timed: bool) -> bool:
        """Whether something lay in it; without a time of day, on its day."""
        if began.weekday() != self.weekday:
            return False
        if not timed or self.first is None or self.last is None:
            return True
        ends = over if over and over.date() == began.date() else began
        return self.first <= began.time() and ends.time() <= self.last


def window_of(cell: str) -> Window | None:
    """The window that a cell states; None where it states no day of the week, or several."""
    found = list(STATED.finditer(cell))
    if len(found) != 1:
        return None
    one = found[0]
    weekday = next(at for at, day in enumerate(WEEKDAYS) if day.startswith(one["day"].lower()[:3]))
    return Window(weekday, _time(one, "first"), _time(one, "last"))


def _time(found: re.Match[str], which: str) -> time | None:
    if not found[which]:
        return None
    return time(23, 59, 59) if found[which] == "24" else time(int(found[which]), int(found[f"{which}_minute"] or 0))


def offers(asked: Asked, records: RecordSet, scope: Scope) -> Iterator[Candidate]:
    """The column that names the window of each record, with when that began."""
    if not WITHIN.search(asked.text):
        return
    named = [c for c in records.columns if NAMED.search(" ".join(tokens(c.header))) and any(map(window_of, c.values))]
    days = [c for c in records.columns if c.kind == "moment"]
    timed = [c for c in days if not c.only_days]
    if len(named) != 1 or not days:
        return
    made = Candidate(
        kind="window",
        alone=True,
        test=each(in_own),
        records=records,
        column=named[0],
        start=(timed or days)[0],
        scope=scope,
        score=5.0,
    )
    if mostly_kept(in_own, made, asked):
        yield made


def in_own(candidate: Candidate, row: Mapping[str, str], asked: Asked, period: Period) -> Judged:
    """Whether a record lay in the window that it names."""
    cell = (row.get(candidate.column.header) or "").strip()
    window, began = window_of(cell), candidate.records.moment(row, candidate.start)
    if window is None or began is None or candidate.start is None or unplanned(row):
        return None, cell or "nothing", "the evidence does not give its window and its day"
    over = candidate.records.moment(row, _after(candidate.start, candidate.records))
    day = f"{WEEKDAYS[began.weekday()].title()} {began:%Y-%m-%d}"
    shown = day if candidate.start.only_days else f"{day} {began:%H:%M}{f' to {over:%H:%M}' if over else ''}"
    return window.holds(began, over, timed=not candidate.start.only_days), shown, f"it was on {shown}; its window is «{cell}»"


def _after(start: Column, records: RecordSet) -> Column | None:
    """The next column with a time of day, in which a record ends."""
    timed = [c for c in records.columns if c.kind == "moment" and not c.only_days]
    at = timed.index(start) if start in timed else -1
    return timed[at + 1] if 0 <= at < len(timed) - 1 else None
