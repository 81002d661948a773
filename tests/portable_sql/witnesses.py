"""Queries over rows of their own that show what allowed SQL answers here and on PostgreSQL."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from collections.abc import Iterable
from typing import Any

import duckdb
from sqlglot import transpile

ROWS = (
    "with t(k, s, n, b, d, m) as (values"
    " (1, 'Payroll DB/eu-west-1', 7, true, date '2026-01-31', timestamp '2026-01-31 10:30:00'),"
    " (2, 'qa, ci; dev', 2, false, date '2026-02-01', timestamp '2026-02-01 00:10:00'),"
    " (3, cast(null as varchar), cast(null as integer), cast(null as boolean), cast(null as date), cast(null as timestamp)))"
)
WITNESSES = (
    "select k, row_number() over (order by n desc nulls last, k), lag(k) over (order by k), rank() over (order by n, k) from t",
    "select k, count(*) over (order by k rows between 1 preceding and current row) from t",
    "select k from t qualify row_number() over (partition by n is null order by n desc nulls last) = 1",
    "select count(*) filter (where b), count(n), count(distinct n), sum(n), min(s), max(d), bool_and(b), bool_or(b) from t",
    "select k, m + interval 24 hour, m + interval '2 days', m + n * interval 1 day, m - m > interval '1 day' from t",
    "select k, cast(m as date) - d, cast((epoch(m) - epoch(cast(d as timestamp))) as bigint) from t",
    "select k, (d - date '1900-01-01') % 7, extract(year from d), extract(month from d), extract(hour from m) from t",
    "select k, date_trunc('quarter', m), date_trunc('week', m), strftime(m, '%Y-%m-%d %H:%M') from t",
    "select k from t where not exists (select 1 from t as o where o.n = t.n and o.k <> t.k and o.b)",
    "select string_agg(s, ', ' order by k), concat_ws('; ', min(s), null, max(s)) from t",
    "select k, split_part(s, '/', 1), split_part(s, '/', -1), lower(s), upper(s), trim(s, 'P'), substr(s, 1, 4), length(s) from t",
    "select k, strpos(s, 'eu') > 0, starts_with(s, 'qa'), replace(s, 'a', 'o'), left(s, 2), right(s, 2), s ilike '%DB%' from t",
    "select coalesce(n, 0), nullif(n, 2), greatest(n, 3), least(n, 3), abs(-n), n between 2 and 7, n // 2, n % 2, n / 2.0 from t",
    "select n is distinct from 2, n is not distinct from null, n in (2, 3), not b, case when b then 'yes' end from t",
    r"select k, regexp_matches(lower(s), '(^|\W)ci(\W|$)'), regexp_matches(s, '^[A-Z]\w+ DB'), regexp_matches(s, '\d$') from t",
    "select regexp_replace(s, '^.*/', ''), regexp_replace(s, '[^a-z]+', ' ', 'g'), regexp_replace(s, '[^A-Z].*$', '') from t",
    "select k, unnest(regexp_split_to_array(s, '[,;/] *')) as w from t",
    "select list_contains(['qa', 'ci'], left(s, 2)), array_to_string(['a', 'b'], '|'), coalesce(array_length(['a']), 0) from t",
    "select t.k, w.x from t, lateral (select lower(t.s) as x) as w",
    "select t.k, o.k from t left join t as o on o.n < t.n",
    "select coalesce(t.k, o.k), o.k is null from t full outer join (select k + 2 as k from t) as o on t.k = o.k",
    "select k from t except select k + 1 from t",
    "select distinct on (b) b, k from t order by b, k desc nulls last",
    "select k, cast(n as varchar) || ' days', cast(d as varchar), cast('12' as integer), cast('1.5' as double) from t",
    "select k, ceil(n / 2.0), floor(n / 2.0), round(n * 10 / 3.0) / 10.0 from t",
)


def answer_here(sql: str) -> list[str]:
    """What DuckDB answers, a text a row, sorted."""
    return sorted(map(_row, duckdb.connect().execute(f"{ROWS} {sql}").fetchall()))


def answer_there(sql: str, server: str) -> list[str]:
    """What PostgreSQL answers to the same, translated, a text a row, sorted.

    Args:
        server: how `psql` reaches it ("host=/run/postgresql user=postgres").
    """
    (there,) = transpile(f"{ROWS} {sql}", read="duckdb", write="postgres")
    command = [
        "psql",
        "-XAtq",
        "-v",
        "ON_ERROR_STOP=1",
        "-d",
        server,
        "-c",
        f"copy ({there}) to stdout with (format csv, null 'NULL')",
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return sorted(map(_row, csv.reader(io.StringIO(told))))


def _row(values: Iterable[Any]) -> str:
    return " | ".join(map(_plain, values))


def _plain(value: Any) -> str:
    """A value as both engines' drivers can tell it: numbers by their size, moments without a zero time of day."""
    if value is None or isinstance(value, bool):
        return {None: "NULL", True: "t", False: "f"}[value]
    said = str(value).removesuffix(" 00:00:00")
    return f"{float(said):.6f}" if re.fullmatch(r"-?\d+(\.\d+)?", said) else said
