"""Lists of users of a directory that name the enrolled second factors in the same row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..catalog import Table
from .casts import FALSE_WORDS, NULL_WORDS, TRUE_WORDS, word_list
from .headers import plain

TABLE = "idp_factors"
NO_FACTOR = ("not enrolled", "not registered", "nothing", "password", "password only", "single factor")
BETWEEN = r"\s*[|;,/+&]\s*"


def factor_column(table: Table, headers: Iterable[str], taken: Iterable[str]) -> str | None:
    """The header of a list of users under which their factors stand; None where there is none.

    Args:
        table: that of the factors, which knows what such a header is called.
    """
    free = {plain(header): header for header in headers if header not in set(taken)}
    return next((free[name] for name in map(plain, ("factor_type", *table.columns["factor_type"].synonyms)) if name in free), None)


def factors_sql(factors: str, user: Mapping[str, str]) -> str:
    """The SQL that makes a row of `idp_factors` of each factor of each user.

    Args:
        factors: the SQL expression of the column with the factors, several of which stand in one cell.
        user: the SQL expressions of `user_id` and `email`, as far as there are any.
    """
    person = user.get("user_id") or user["email"]
    none = word_list(tuple(word for word in (*NULL_WORDS, *FALSE_WORDS, *TRUE_WORDS, *NO_FACTOR) if word))
    return (
        f"insert into {TABLE} (user_id, factor_type, evidence_file, evidence_row)"
        f" select person, factor, file, row_number from (select {person} as person, file, row_number,"
        f" trim(unnest(string_split_regex(regexp_replace(coalesce({factors}, ''), '[\\[\\]\"]', '', 'g'), '{BETWEEN}'))) as factor"
        f" from raw) as enrolled where factor <> '' and lower(factor) not in {none}"
    )
