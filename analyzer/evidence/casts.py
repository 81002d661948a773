"""How text becomes a typed value: SQL expressions, and the words that exports use for nothing, yes and no."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from .figures import number_sql, plain_number_sql

Order = Literal["dmy", "mdy"]

NULL_WORDS = (
    "", "n/a", "na", "none", "null", "-", "--", "no_information", "not_supported", "0000-00-00", "never",
    "never logged in", "pending", "tbd", "tba", "not yet", "not started", "outstanding", "not reviewed", "not completed",
    "not tested",
)  # fmt: skip
# In a column of text only what can be no name; an approver `N/A` is none, a factor `none` says something.
NULL_TEXTS = ("", "n/a", "#n/a", "-", "--", "–", "—", "null")
TRUE_WORDS = (
    "true", "t", "yes", "y", "1", "1.0", "enabled", "on", "✓", "✔", "✅", "☑", "x", "active", "required", "pass", "passed",
    "encrypted",
)  # fmt: skip
FALSE_WORDS = (
    "false", "f", "no", "n", "0", "0.0", "disabled", "off", "✗", "✘", "❌", "☐", "inactive", "fail", "failed", "unencrypted",
    "not encrypted",
)  # fmt: skip
DATE_FORMATS = (
    "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%Y/%m/%d", "%Y/%m/%d %H:%M:%S", "%d/%b/%Y %H:%M",
)  # fmt: skip
# For text without a figure of four digits: `%Y` would take `26` for the year 26.
SHORT_FORMATS = ("%d/%b/%y %I:%M %p", "%d-%b-%y", "%d %b %y", "%b %d, %y")
# Those without commas, full stops and the like, each also with a time behind it.
SHORT_DAYS = ("%d %b %y", "%b %d %y")
WORDED_DAYS = ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y", "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y %b %d")
# What a column of TLS versions says where connections are not encrypted at all; the version is then 0.0.
NO_TLS = (
    r"^(none|no|no (tls|ssl|encryption)|plain[ -]?text|clear[ -]?text|(plain )?http(/[\d.]+)?( only)?|unencrypted|not encrypted)"
    r"\s*(\(.*\))?$"
)
# A remark behind a date ("2026-01-05 (CAB)", "2026-01-05 by J. Doe"), and the remarks that say that it did not happen then.
REMARK = r"\s*(\(.*\)?|\[.*\]?|\s(by|via|per)\s.*|\s[-–—]\s.*|[,;]\s*[A-Za-z].*)$"
NO_FACT = (
    r"\b(not?|never|plan\w*|expect\w*|schedul\w*|pending|tb[cda]|est|estimat\w*|due|target\w*|reject\w*|den(y|ied)|fail\w*|cancel\w*"
    r"|draft|tentative\w*|propos\w*|miss\w*|overdue|until|to|through|\d{4})\b"
)
SQL_TYPES = {
    "text": "VARCHAR", "number": "DOUBLE", "boolean": "BOOLEAN", "timestamp": "TIMESTAMP", "date": "DATE",
    "list": "VARCHAR[]", "tls_version": "VARCHAR",
}  # fmt: skip
# A remark behind yes or no ("Yes (Terraform)", "No - pending"), and the remarks that leave open which of the two it is.
ANSWER_REMARK = r"^({})\s*(\(|\[|:|;|,|\s-|\s?[–—]|-\s).*$"
HALF_YES = (
    r"\b(not?|never|partial\w*|plan\w*|pending|except\w*|some|most\w*|only|unless|until|in progress|expired?|schedul\w*|will|due"
    r"|exempt\w*|n/?a|waiv\w*|tb[cda]|but|however|previous\w*|former\w*|was|disabled|target\w*|incomplete|fail\w*|missing|limited"
    r"|overdue|draft|propos\w*|unknown|unverified)\b"
)
HALF_NO = (
    r"\b(not (required|applicable|needed)|n/?a|exempt\w*|waiv\w*|no longer|except\w*|replaced|retired|decommission\w*|partial\w*"
    r"|unknown|unverified)\b"
)
PLAIN = ("timestamp", "date", "number")  # most columns of these kinds hold nothing but values in one usual form
NUMERIC_DATE = r"^\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})([ T,].*)?$"
TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")


@dataclass(frozen=True, slots=True)
class CastFault:
    """A value that its column cannot hold."""

    table: str
    column: str
    file: str
    row: int
    value: str

    def __str__(self) -> str:
        text = f"{self.file}, row {self.row}: {self.value!r} is not a {self.table}.{self.column}"
        if re.match(NUMERIC_DATE, self.value):
            text += " (day and month cannot be told apart in this file; export dates as YYYY-MM-DD)"
        return text


def word_list(words: Iterable[str]) -> str:
    """Words as the right side of an SQL `in`."""
    return "(" + ", ".join(quoted(word) for word in words) + ")"


def quoted(text: str) -> str:
    """Text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def clean_sql(column: str, kind: str) -> str:
    """The SQL expression that trims text column `column` and makes NULL of the words that stand for nothing."""
    if kind == "text":
        return f"case when lower(trim({column})) not in {word_list(NULL_TEXTS)} then trim({column}) end"
    if kind == "tls_version":
        nothing = tuple(word for word in NULL_WORDS if not re.match(NO_TLS, word))
        return f"case when lower(trim({column})) not in {word_list(nothing)} then trim({column}) end"
    return f"case when lower(trim({column})) not in {word_list(NULL_WORDS)} then trim({column}) end"


def cast_sql(column: str, kind: str, plain: bool = False) -> str:
    """The SQL expression that reads the cleaned text column `column` as `kind`, a key of `SQL_TYPES`.

    It is NULL where the text is no such value.

    Args:
        plain: of a kind in `PLAIN`, read only what most exports write, which the engine plans in a fraction of the time.
    """
    if kind == "text":
        return column
    if plain:
        return plain_number_sql(column) if kind == "number" else f"cast({_plain_moment_sql(column)} as {SQL_TYPES[kind]})"
    if kind == "number":
        return number_sql(column)
    if kind == "boolean":
        return _boolean_sql(column)
    if kind in ("timestamp", "date"):
        moment = f"coalesce({_moment_sql(column)}, {_moment_sql(_without_remark_sql(column))})"
        return f"cast({moment} as date)" if kind == "date" else moment
    if kind == "list":
        as_json = f"case when json_valid({column}) then from_json({column}, '[\"VARCHAR\"]') end"
        return f"case when {column} like '[%' then {as_json} else string_split_regex({column}, '\\s*[;,|]\\s*') end"
    if kind == "tls_version":
        return (
            f"case when regexp_matches(lower({column}), {quoted(NO_TLS)}) then '0.0'"
            f" when {column} ilike '%ssl%3%' then '0.3'"
            f" when lower({column}) in ('tls1', 'tlsv1', 'tls 1') then '1.0'"
            f" when regexp_matches({column}, '1[._-]?[0-3]')"
            f" then '1.' || regexp_extract({column}, '1[._-]?([0-3])', 1) end"
        )
    raise ValueError(f"no column type is called {kind}")


def _boolean_sql(column: str) -> str:
    text = f"replace(lower(trim({column})), '\ufe0f', '')"
    yes, no = (
        ANSWER_REMARK.format("|".join(re.escape(word) for word in words if word not in ("t", "f", "x")))
        for words in (TRUE_WORDS, FALSE_WORDS)
    )
    return (
        f"case when {text} in {word_list(TRUE_WORDS)} then true when {text} in {word_list(FALSE_WORDS)} then false"
        f" when regexp_matches({text}, {quoted(yes)}) and not regexp_matches({text}, {quoted(HALF_YES)}) then true"
        f" when regexp_matches({text}, {quoted(no)}) and not regexp_matches({text}, {quoted(HALF_NO)}) then false end"
    )


def _plain_moment_sql(text: str) -> str:
    """Moments as most exports write them: year, month, day, and a time with or without a zone."""
    return f"try_cast(regexp_replace({text}, '\\s*(UTC|GMT)$', 'Z') as timestamptz) at time zone 'UTC'"


def _moment_sql(text: str) -> str:
    read = _strptime_sql(text, DATE_FORMATS, SHORT_FORMATS)
    return f"coalesce({_plain_moment_sql(text)}, {read}, {_counted_moment_sql(text)}, {_worded_moment_sql(text)})"


def _counted_moment_sql(text: str) -> str:
    """Dates as figures alone: `20260105`, seconds and milliseconds since 1970, days as Excel counts them."""
    figure = f"try_cast({text} as double)"
    return (
        f"case when regexp_full_match({text}, '(19|20)\\d{{6}}') then try_strptime({text}, '%Y%m%d')"
        f" when regexp_full_match({text}, '1\\d{{9}}') then epoch_ms(try_cast({text} as bigint) * 1000)"
        f" when regexp_full_match({text}, '1\\d{{12}}') then epoch_ms(try_cast({text} as bigint))"
        f" when regexp_matches({text}, '\\d:\\d\\d(:\\S+)?\\s*[+-]\\d{{4}}$')"
        f" then try_cast(regexp_replace({text}, '\\s*([+-]\\d\\d)(\\d\\d)$', '\\1:\\2') as timestamptz) at time zone 'UTC'"
        f" when regexp_full_match({text}, '[3-5]\\d{{4}}(\\.\\d+)?')"
        f" then timestamp '1899-12-30' + to_seconds(cast(round({figure} * 86400) as bigint)) end"
    )


def _worded_moment_sql(text: str) -> str:
    """Dates with the name of a weekday, `2nd`, `Jan.`, `Sept`, or a time behind a date in words; the time is UTC."""
    plain = f"regexp_replace({text}, '^(mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]*\\s+', '', 'i')"
    for pattern, by in (
        ("(\\d)(st|nd|rd|th)\\b", "\\1"), ("\\bsept\\b", "Sep"), ("([a-z]{3,})\\.", "\\1"), ("\\s*\\b(utc|gmt|z)$", ""),
        ("([+-]00:?00)$", ""), ("\\bat\\b", " "), ("(\\d)-([a-z]{3,9})-(\\d)", "\\1 \\2 \\3"), ("(\\d)([ap]m)$", "\\1 \\2"),
        (",", " "), ("\\s+", " "),
    ):  # fmt: skip
        plain = f"regexp_replace({plain}, {quoted(pattern)}, {quoted(by)}, 'gi')"
    long, short = ([day + time for day in days for time in TIMES] for days in (WORDED_DAYS, SHORT_DAYS))
    return f"case when regexp_matches({text}, '[A-Za-z]|\\d{{4}}[./-]\\d') then {_strptime_sql(f'trim({plain})', long, short)} end"


def _strptime_sql(text: str, formats: Sequence[str], short: Sequence[str]) -> str:
    long_read, short_read = (f"try_strptime({text}, [{', '.join(map(quoted, names))}])" for names in (formats, short))
    return f"case when regexp_matches({text}, '\\d{{4}}') then {long_read} else {short_read} end"


def _without_remark_sql(column: str) -> str:
    """The date before a remark; NULL where the remark says that it is none, or names another date."""
    remark = f"lower(regexp_extract({column}, {quoted(REMARK)}))"
    return f"case when not regexp_matches({remark}, {quoted(NO_FACT)}) then regexp_replace({column}, {quoted(REMARK)}, '') end"


def reorder_sql(column: str, order: str) -> str:
    """The SQL expression that reads a numeric date whose day and month stand in the known `order`, "dmy" or "mdy".

    A remark behind it is left off as behind any other date; NULL where the text is no such date.
    """
    bare = f"regexp_replace(coalesce({_without_remark_sql(f'trim({column})')}, {column}), '\\s*(UTC|GMT)$', '')"
    text = f"regexp_replace(regexp_replace(trim({bare}), '[.-]', '/', 'g'), '[T,] *', ' ')"
    day_month = "%d/%m" if order == "dmy" else "%m/%d"
    formats = ", ".join(quoted(f"{day_month}/{year}{time}") for year in ("%y", "%Y") for time in TIMES)
    return f"cast(try_strptime({text}, [{formats}]) as varchar)"


def column_orders(highest: Mapping[tuple[str, str, str], tuple[int, int]]) -> dict[tuple[str, str, str], Order]:
    """The order of day and month in columns of numeric dates, where it can be told.

    A column tells its own, by a first or second part above 12. One that does not has the order of the other columns of its
    file, where they agree; one that holds both, or both parts above 12, has none.

    Args:
        highest: the highest first and second part of the dates of each column, by file, table and column.
    """
    told: dict[tuple[str, str, str], Order] = {}
    of_file: dict[str, set[Order | None]] = {}
    for key, (first, second) in highest.items():
        order: Order | None = "dmy" if first > 12 >= second else "mdy" if second > 12 >= first else None
        if order:
            told[key] = order
        if max(first, second) > 12:
            of_file.setdefault(key[0], set()).add(order)
    for key, (first, second) in highest.items():
        agreed = of_file.get(key[0], set())
        if max(first, second) <= 12 and len(agreed) == 1 and (only := next(iter(agreed))):
            told[key] = only
    return told
