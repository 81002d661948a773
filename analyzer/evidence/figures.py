"""How text becomes a number: separators of thousands, decimal commas, and units behind a figure.

A column whose name says its unit (`containment_hours`, `retention_days`) reads `90 minutes` and `1 year` in that unit. A bare
figure is taken as it stands. What cannot be told is no number: `<1 hour`, `1 month`, `5 business days`, `12 of 14`.
"""

from __future__ import annotations

import re

FIGURE = r"[-+]?\d[\d.,]*"
BEGINS = r"^\s*[-+]?\s*[$€£]?\s*[.]?[0-9]"
SECONDS = {
    "years": (r"y|yrs?|years?", 365 * 86400), "weeks": (r"w|wks?|weeks?", 7 * 86400),
    "days": (r"d|days?|calendar days?", 86400), "hours": (r"h|hrs?|hours?", 3600), "minutes": (r"mins?|minutes?", 60),
    "seconds": (r"s|secs?|seconds?", 1),
}  # fmt: skip
BYTES = {
    "b|bytes?": 1, "k|kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12, "pb": 10**15,
    "kib": 2**10, "mib": 2**20, "gib": 2**30, "tib": 2**40,
}  # fmt: skip
# Things that a plain number counts.
COUNTED = (
    r"char(?:acter)?s?|attempts?|passwords?|log-?ins?|failures?|users?|accounts?|records?|rows?|items?|members?|findings?|hosts?"
    r"|assets?|devices?|systems?|rules?|pages?|points?|people|persons?|approvals?|approvers?|reviewers?|times|tries|retries"
)
UNSURE = r"\b(?:not|n/?a|est|estimat\w*|target\w*|plan\w*|pending|ongoing|open|so far|expected|partial\w*)\b"
OF_COLUMN = re.compile(r'(?:^|_)"?(seconds|minutes|hours|days|bytes|gb|size)"?$')


def number_sql(column: str) -> str:
    """The SQL expression that reads text column `column` as a number; NULL where it is none or its unit is another."""
    last = OF_COLUMN.search(column.replace('"', ""))
    unit = last[1] if last else ""
    text = f"regexp_replace(lower(trim({column})), '\\s*\\(.*\\)$', '')"
    if unit in SECONDS:
        read = _duration_sql(text, SECONDS[unit][1])
    elif unit:
        read = _size_sql(text, 10**9 if unit == "gb" else 1)
    else:
        read = _counted_sql(text)
    whole = f"regexp_matches({column}, '{BEGINS}')"
    sure = f"not regexp_matches(lower({column}), '\\(.*{UNSURE}')"
    plain = f"try_cast({column} as double), {_plain_sql(column)}"
    return f"case when {whole} then coalesce({plain}, case when {sure} then {read} end) end"


def plain_number_sql(column: str) -> str:
    """The SQL expression that reads a number as most exports write it: no separators, no currency, no unit."""
    return f"case when regexp_matches({column}, '{BEGINS}') then try_cast({column} as double) end"


def _plain_sql(text: str) -> str:
    """A figure with separators, currency or percent: `1,234.5`, `1.234,5`, `1 234`, `7,5`, `98%`."""
    bare = f"regexp_replace({text}, '[$€£%\\s'']', '', 'g')"
    return (
        f"case when regexp_full_match({bare}, '[-+]?\\d{{1,3}}(,\\d{{2,3}})*,\\d{{3}}(\\.\\d+)?')"
        f" then try_cast(replace({bare}, ',', '') as double)"
        f" when regexp_full_match({bare}, '[-+]?\\d{{1,3}}(\\.\\d{{3}})+,\\d+')"
        f" then try_cast(replace(replace({bare}, '.', ''), ',', '.') as double)"
        f" when regexp_full_match({bare}, '[-+]?\\d+,\\d{{1,2}}') then try_cast(replace({bare}, ',', '.') as double)"
        f" when {bare} not like '%,%' then try_cast({bare} as double) end"
    )


def _in_unit_sql(text: str, words: str) -> str:
    """The figure before one of the words; NULL where there is none."""
    return _plain_sql(f"nullif(regexp_extract({text}, '({FIGURE})\\s*({words})\\b', 1), '')")


def _duration_sql(text: str, seconds: int) -> str:
    """`1 day 4 hours`, `1h 30m`, `02:30:00`, `12 months` in units of so many seconds."""
    words = "|".join(words for words, _ in SECONDS.values())
    spelled = f"regexp_replace({text}, '(\\d\\s*h\\w*\\s*\\d+)\\s*m$', '\\1 min')"
    parts = " + ".join(f"coalesce({_in_unit_sql(spelled, one)}, 0) * {factor}" for one, factor in SECONDS.values())
    clock = " + ".join(f"try_cast(split_part({text}, ':', {at}) as double) * {60 ** (3 - at)}" for at in (1, 2, 3))
    months = f"try_cast(regexp_extract({text}, '^(12|24|36|48|60|72|84|96|108|120) months?$', 1) as double)"
    return (
        f"case when regexp_full_match({spelled}, '({FIGURE}\\s*({words})[, ]*(and )?)+') then ({parts}) / {seconds}"
        f" when regexp_full_match({text}, '\\d+:[0-5]\\d:[0-5]\\d') then ({clock}) / {seconds}"
        f" else {months} / 12 * {365 * 86400} / {seconds} end"
    )


def _size_sql(text: str, size: int) -> str:
    cases = " ".join(
        f"when regexp_full_match({text}, '{FIGURE}\\s*({words})') then {_in_unit_sql(text, words)} * {factor} / {size}"
        for words, factor in BYTES.items()
    )
    return f"case {cases} end"


def _counted_sql(text: str) -> str:
    return f"case when regexp_full_match({text}, '{FIGURE}\\s+({COUNTED})') then {_in_unit_sql(text, COUNTED)} end"
