"""Lists of users of a directory that name the enrolled second factors in the same row, several in one cell or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..catalog import Table
from .casts import FALSE_WORDS, NULL_WORDS, TRUE_WORDS, word_list
from .headers import plain
from .match import Match, match_with

TABLE = "idp_factors"
USERS = "idp_users"
OF_USERS = ("last_login_at", "deactivated_at", "is_admin")
"""Columns that a list of factors has no use for."""
NO_FACTOR = ("not enrolled", "not registered", "nothing", "password", "password only", "single factor")
BETWEEN = r"\s*[|;,/+&]\s*"


def directory_of(match: Match, values: Mapping[str, Sequence[str]], tables: Mapping[str, Table]) -> Match:
    """The match of a list of users that was taken for one of factors, which it names too: each user once, some without any.

    Args:
        values: the first cells of each header.
    """
    factors = match.headers.get("factor_type")
    if match.table.id != TABLE or factors is None or USERS not in tables:
        return match
    users = match_with(tables[USERS], [header for header in values if header != factors])
    if users is None or not {"user_id", "status"} <= users.headers.keys():
        return match
    own = {users.headers[one] for one in OF_USERS if one in users.headers} - {match.headers.get("last_used_at")}
    people = [cell.strip().lower() for cell in values[users.headers["user_id"]]]
    return users if own and len(set(people)) == len(people) else match


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
