"""How text becomes a typed value: SQL expressions, and the words that exports use for nothing, yes and no."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

NULL_WORDS = (
    "", "n/a", "na", "none", "null", "-", "--", "no_information", "not_supported", "0000-00-00", "never",
    "never logged in", "pending", "tbd", "tba", "not yet", "not started", "outstanding", "not reviewed", "not completed",
    "not tested",
)  # fmt: skip
# In a column of text only what can be no name; an approver `N/A` is none, a factor `none` says something.
NULL_TEXTS = ("", "n/a", "#n/a", "-", "--", "–", "—", "null")
TRUE_WORDS = (
    "true", "t", "yes", "y", "1", "1.0", "enabled", "on", "✓", "✔", "x", "active", "required", "pass", "passed",
    "encrypted",
)  # fmt: skip
FALSE_WORDS = (
    "false", "f", "no", "n", "0", "0.0", "disabled", "off", "✗", "✘", "inactive", "fail", "failed", "unencrypted",
    "not encrypted",
)  # fmt: skip
DATE_FORMATS = (
    "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%Y/%m/%d", "%Y/%m/%d %H:%M:%S",
    "%d/%b/%y %I:%M %p", "%d/%b/%Y %H:%M",
)  # fmt: skip
# What a column of TLS versions says where connections are not encrypted at all; the version is then 0.0.
NO_TLS = (
    r"^(none|no|no (tls|ssl|encryption)|plain[ -]?text|clear[ -]?text|(plain )?http(/[\d.]+)?( only)?|unencrypted|not encrypted)"
    r"\s*(\(.*\))?$"
)
# A remark behind a date ("2026-01-05 (CAB)", "2026-01-05 by J. Doe"), and the remarks that say that it did not happen then.
REMARK = r"\s*(\(.*\)?|\[.*\]?|\s(by|via|per)\s.*)$"
NO_FACT = (
    r"\b(not?|never|plan\w*|expect\w*|schedul\w*|pending|tb[cda]|est|estimat\w*|due|target\w*|reject\w*|den(y|ied)|fail\w*|cancel\w*"
    r"|draft|tentative\w*|propos\w*|miss\w*|overdue|until|to|through|\d{4})\b"
)
SQL_TYPES = {
    "text": "VARCHAR", "number": "DOUBLE", "boolean": "BOOLEAN", "timestamp": "TIMESTAMP", "date": "DATE",
    "list": "VARCHAR[]", "tls_version": "VARCHAR",
}  # fmt: skip
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


def cast_sql(column: str, kind: str) -> str:
    """The SQL expression that reads the cleaned text column `column` as `kind`, a key of `SQL_TYPES`.

    It is NULL where the text is no such value.
    """
    if kind == "text":
        return column
    if kind == "number":
        return f"try_cast(regexp_replace({column}, '[,$%\\s]', '', 'g') as double)"
    if kind == "boolean":
        return (
            f"case when lower({column}) in {word_list(TRUE_WORDS)} then true"
            f" when lower({column}) in {word_list(FALSE_WORDS)} then false end"
        )
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


def _moment_sql(text: str) -> str:
    formats = "[" + ", ".join(quoted(f) for f in DATE_FORMATS) + "]"
    zoned = f"try_cast(regexp_replace({text}, '\\s*(UTC|GMT)$', 'Z') as timestamptz) at time zone 'UTC'"
    return f"coalesce({zoned}, try_strptime({text}, {formats}))"


def _without_remark_sql(column: str) -> str:
    """The date before a remark; NULL where the remark says that it is none, or names another date."""
    remark = f"lower(regexp_extract({column}, {quoted(REMARK)}))"
    return f"case when not regexp_matches({remark}, {quoted(NO_FACT)}) then regexp_replace({column}, {quoted(REMARK)}, '') end"


def reorder_sql(column: str, order: str) -> str:
    """The SQL expression that reads a numeric date whose day and month stand in the known `order`, "dmy" or "mdy"."""
    text = f"regexp_replace(regexp_replace(trim({column}), '[.-]', '/', 'g'), '[T,] *', ' ')"
    day_month = "%d/%m" if order == "dmy" else "%m/%d"
    formats = ", ".join(quoted(f"{day_month}/{year}{time}") for year in ("%y", "%Y") for time in TIMES)
    return f"cast(try_strptime({text}, [{formats}]) as varchar)"
