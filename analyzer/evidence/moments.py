"""Days and times that stand in columns of their own: `date` and `start_time` are one moment."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..catalog import Table
from .casts import DATE_FORMATS, NULL_WORDS, quoted, word_list
from .headers import plain, stem_of

TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?(?: ?(?:utc|gmt|z))?", re.IGNORECASE)
DAY = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{1,2}[- ][a-z]{3,9}[- ]\d{4}|[a-z]{3,9} \d{1,2}, \d{4}",
    re.IGNORECASE,
)
DAYS = ("date", "day", "dateutc")
RUN_DAY = re.compile(
    r"^(?!.*(?:expir|due|next|until|end|valid|birth|review|retention|delet|target|planned|approv|creat|hire|issue|request))(?:date.+|.+(?:date|day))$"
)
CLOCKS = "['%I:%M %p', '%I:%M:%S %p', '%I:%M%p', '%I:%M:%S%p']"


@dataclass(frozen=True, slots=True)
class Clock:
    """A column of times and the column of the days that they belong to, by their headers."""

    time: str
    day: str


def clocks(values: Mapping[str, Sequence[str]]) -> dict[str, Clock]:
    """The columns that hold nothing but times of day, where it is clear which column holds their days.

    That is the one about the same thing (`alert_date`, `alert_time`), the one called date, or the only one called a date
    of something that is no deadline and no approval (`run_date`).

    Args:
        values: the first values of each column, by header.
    """
    times = [header for header, given in values.items() if _all_are(TIME, given)]
    days = [header for header, given in values.items() if _all_are(DAY, given)]
    found = {time: _day_of(time, days) for time in times}
    return {time: Clock(time, day) for time, day in found.items() if day}


def _all_are(pattern: re.Pattern[str], given: Sequence[str]) -> bool:
    texts = [text for value in given if (text := value.strip()).lower() not in NULL_WORDS]
    return bool(texts) and all(pattern.fullmatch(text) for text in texts)


def _day_of(time: str, days: Sequence[str]) -> str | None:
    for fitting in (
        [day for day in days if stem_of(day) and stem_of(day) == stem_of(time)],
        [day for day in days if plain(day) in DAYS],
        [day for day in days if RUN_DAY.match(plain(day))],
    ):
        if len(fitting) == 1:
            return fitting[0]
    return None


def moment_sql(column: str, table: Table, headers: Mapping[str, str], known: Mapping[str, Clock], values: Mapping[str, str]) -> str:
    """The SQL expression of a column whose times stand apart from their days.

    A time before that of the table's first such column (an end before its start) is one of the next day. Where only the
    time is missing, the day stands alone in the column that dates the table's rows, and there is nothing in others.

    Args:
        column: a column of `table` whose header is in `known`.
        headers: the header of each column that the file has.
        known: the columns of times.
        values: the SQL expression of each header.
    """
    clock = known[headers[column]]
    first = next(name for name in table.columns if (one := known.get(headers.get(name, ""))) and one.day == clock.day)
    raw, day = f"trim({values[clock.time]})", f"trim({values[clock.day]})"
    formats = "[" + ", ".join(quoted(f) for f in DATE_FORMATS) + "]"
    as_date = f"coalesce(try_cast({day} as date), cast(try_strptime({day}, {formats}) as date))"
    alone = day if column == table.events_at else "null"
    own, start = _clock_sql(raw), _clock_sql(f"trim({values[known[headers[first]].time]})")
    return (
        f"case when {raw} is null or lower({raw}) in {word_list(NULL_WORDS)} then {alone}"
        f" when {own} is null or ({own} < {start} and {as_date} is null) then {raw}"
        f" when {own} < {start} then cast({as_date} + 1 as varchar) || ' ' || cast({own} as varchar)"
        f" else coalesce(cast({as_date} as varchar), {day}) || ' ' || cast({own} as varchar) end"
    )


def _clock_sql(text: str) -> str:
    bare = f"regexp_replace({text}, '\\s*(UTC|GMT|Z)$', '', 'i')"
    return f"coalesce(try_cast({bare} as time), cast(try_strptime(upper({bare}), {CLOCKS}) as time))"
