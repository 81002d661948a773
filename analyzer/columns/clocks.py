"""Times of day that stand beside a day in a column of its own ("2026-04-06", "01:10"): together they are a moment."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from .dates import read_dates

CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?\s*(?:h|Z|UTC|GMT|CES?T)?", re.IGNORECASE)
MOSTLY = 0.9  # of the cells that say something
EMPTY = frozenset({"", "-", "–", "—", "n/a", "none"})
OVERNIGHT = timedelta(hours=12)  # a time that lies further before the first of its row is of the next day


def dated(rows: Sequence[Mapping[str, str]], headers: Sequence[str]) -> list[dict[str, str]]:
    """The rows with the day before each time of day, where one column gives the days and others give times alone.

    Args:
        rows: the records, headers to cells.
        headers: in the order of the file, in which the day stands before the times.
    """
    given = [dict(row) for row in rows]
    cells = {header: [(row.get(header) or "").strip() for row in given] for header in headers}
    clocks = [header for header in headers if _mostly(cells[header], lambda cell: bool(CLOCK.fullmatch(cell)))]
    if not clocks:
        return given
    moments = {cell: moment for known in read_dates(cells).values() for cell, moment in known.items()}
    days = [header for header in headers[: headers.index(clocks[0])] if _mostly(cells[header], lambda cell: _is_day(moments, cell))]
    days = [header for header in days if sum(map(bool, cells[header])) >= MOSTLY * len(given)] if len(days) > 1 else days
    if len(days) != 1:
        return given
    for row in given:
        day = moments.get((row.get(days[0]) or "").strip())
        if day:
            _join(row, day, clocks)
    return given


def _is_day(moments: Mapping[str, datetime], cell: str) -> bool:
    return cell in moments and moments[cell].time() == datetime.min.time()


def _join(row: dict[str, str], day: datetime, clocks: Sequence[str]) -> None:
    first: datetime | None = None
    for header in clocks:
        if found := CLOCK.fullmatch((row.get(header) or "").strip()):
            moment = day.replace(hour=int(found[1]), minute=int(found[2]), second=int(found[3] or 0))
            first = first or moment
            moment += timedelta(days=1) if first - moment > OVERNIGHT else timedelta()
            row[header] = moment.strftime("%Y-%m-%d %H:%M" + (":%S" if found[3] else ""))


def _mostly(cells: Sequence[str], fits: Callable[[str], bool]) -> bool:
    filled = [cell for cell in cells if cell.lower() not in EMPTY]
    return len(filled) > 1 and sum(fits(cell) for cell in filled) >= MOSTLY * len(filled)
