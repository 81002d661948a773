"""The same question put to one engine in a process of its own: `python bench/big_engines.py JOB FOLDER [OPTIONS as JSON]`.

Prints JSON: the population, how much of it holds, a hash of what does not, and the seconds of each step.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
TOPICS = {"changes": "change_approval", "leavers": "deprovisioning"}
Result = dict[str, Any]


def digest(items: Iterable[str]) -> str:
    """A hash of items in any order."""
    return hashlib.sha256("\n".join(sorted(items)).encode()).hexdigest()[:12]


def answer(population: int, failing: Iterable[str], **seconds: float) -> Result:
    """What every engine answers."""
    items = list(failing)
    return {"population": population, "failing": len(items), "items": digest(items), "seconds": seconds}


def bare(folder: Path, options: dict[str, Any]) -> Result:
    """The check's own query, by hand: views over the files, nothing but the engine, and what fails with its reason.

    It is asked in one pass, without the sort, which nobody needs, and with a period that the files can be skipped by.
    """
    from analyzer.catalog import load_catalog
    from analyzer.evidence.casts import SQL_TYPES
    from analyzer.evidence.parts import period_sql
    from analyzer.evidence.tally import ORDERED_BY

    catalog = load_catalog()
    start, end = options["start"], options["end"]
    engine = duckdb.connect(
        config={"threads": "2", "memory_limit": options["memory"], "temp_directory": options["spill"]}
    )  # fmt: skip
    days = {"holidays": [], "first": date.fromisoformat(start), "last": date.fromisoformat(end)}
    for statement in (ROOT / "analyzer/evidence/calendar.sql").read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            engine.execute(statement, {name: value for name, value in days.items() if f"${name}" in statement})
    for table in catalog.tables.values():
        types = {name: SQL_TYPES[column.type] for name, column in table.columns.items()}
        path = folder / f"{table.id}.parquet"
        nothing = [f'cast(null as {kind}) as "{name}"' for name, kind in types.items()]
        if not path.exists():
            engine.execute(f'create table "{table.id}" as select {", ".join(nothing)} limit 0')
            continue
        there = {row[0] for row in engine.execute(f"describe select * from '{path}'").fetchall()}
        shown = [f'cast("{name}" as {kind}) as "{name}"' if name in there else nothing[at]
                 for at, (name, kind) in enumerate(types.items())]  # fmt: skip
        engine.execute(f"create view \"{table.id}\" as select {', '.join(shown)} from '{path}'")
    moments = {
        name for table in catalog.tables.values() for name, one in table.columns.items() if one.type in ("timestamp", "date")
    }
    sql = period_sql(ORDERED_BY.sub("", catalog.topics[TOPICS[folder.name]].sql or ""), frozenset(moments))
    known = {"period_start": start, "period_end": end, "as_of": end, "sla": "24_hours", "sla_hours": 24}
    given = {name: known.get(name) for name in set(re.findall(r"\$([a-z_][a-z0-9_]*)", sql))}
    begin = time.perf_counter()
    found = engine.execute(
        f"select count(*), list([item, observed, reason]) filter (where not holds) from (\n{sql}\n) as answer", given
    ).fetchall()[0]  # fmt: skip
    return answer(found[0], [one[0] for one in found[1] or []], query=time.perf_counter() - begin)


BY_HAND = {
    "changes": """
with merged as (
  select lower(repo) as repo, number, lower(author) as author, merged_at
  from '{folder}/pull_requests.parquet'
  where merged_at >= $start and merged_at < $after and lower(base) in ('main', 'master', 'production', 'prod', 'release')
),
reviews as (
  select m.repo, m.number, m.author, m.merged_at, lower(r.reviewer) as reviewer, upper(r.state) as state, r.submitted_at
  from '{folder}/pull_request_reviews.parquet' as r
  join merged as m on m.repo = lower(r.repo) and m.number = r.number
  where upper(r.state) in ('APPROVED', 'CHANGES_REQUESTED', 'DISMISSED')
),
taken_back as (
  select repo, number, reviewer, max(submitted_at) as at
  from reviews where state <> 'APPROVED' and submitted_at <= merged_at group by all
),
judged as (
  select r.repo, r.number, r.reviewer,
    case
      when r.reviewer = r.author then 'who wrote it'
      when t.at > r.submitted_at then 'withdrawn before the merge'
      when r.submitted_at > r.merged_at then 'given after the merge'
      when r.submitted_at is null then 'not dated'
    end as fault
  from reviews as r left join taken_back as t using (repo, number, reviewer)
  where r.state = 'APPROVED'
),
counted as (
  select repo, number, count(distinct reviewer) filter (where fault is null) as approvals,
    string_agg(reviewer || ' (' || fault || ')', ', ') filter (where fault is not null) as refused
  from judged group by repo, number
)
select count(*), list([
    m.repo || '#' || m.number, 'independent approvals before the merge: ' || coalesce(c.approvals, 0),
    coalesce('merged with refused approvals: ' || c.refused, 'merged without any approval')
  ]) filter (where coalesce(c.approvals, 0) < 1)
from merged as m left join counted as c using (repo, number)
""",
    "leavers": """
with leavers as (
  select lower(email) as email, max(end_date) as end_date
  from '{folder}/people.parquet' where end_date < $after group by lower(email)
),
newest as (select lower(system) as system, max(cast(as_of as date)) as day from '{folder}/app_accounts.parquet' group by 1),
closed as (
  select lower(a.email) as email, a.system, l.end_date, a.disabled_at,
    lower(a.status) in ('inactive', 'disabled', 'deactivated', 'suspended', 'deleted', 'removed') as is_off,
    cast(a.disabled_at as date) - cast(l.end_date as date) as days, cast($after as date) - 1 - cast(l.end_date as date) as until_now
  from '{folder}/app_accounts.parquet' as a
  join leavers as l on l.email = lower(a.email)
  join newest as n on n.system = lower(a.system) and n.day = cast(a.as_of as date)
),
judged as (
  select *, case when is_off then coalesce(days, 0) <= 1 else until_now <= 1 end as holds
  from closed
  where case when end_date >= $start then is_off or until_now > 1 else not is_off end
)
select count(*), list([
    email, system || case when is_off then ' closed' else ' open' end,
    case when is_off then 'removed ' || days || ' days after the last day' else 'still open ' || until_now || ' days after it' end
  ]) filter (where not holds)
from judged
""",
}


def by_hand(folder: Path, options: dict[str, Any]) -> Result:
    """The same question on the bare engine, written for these files alone, with the spellings that the check allows for."""
    engine = duckdb.connect(
        config={"threads": "2", "memory_limit": options["memory"], "temp_directory": options["spill"]}
    )  # fmt: skip
    days = {"start": date.fromisoformat(options["start"]), "after": date.fromisoformat(options["end"]) + timedelta(days=1)}
    begin = time.perf_counter()
    found = engine.execute(BY_HAND[folder.name].format(folder=folder), days).fetchall()[0]
    return answer(found[0], [one[0] for one in found[1] or []], query=time.perf_counter() - begin)


def with_pandas(folder: Path, options: dict[str, Any]) -> Result:
    """The same question in pandas, written for these files alone."""
    import pandas  # pyright: ignore[reportMissingImports]

    begin = time.perf_counter()
    start, end = pandas.Timestamp(options["start"]), pandas.Timestamp(options["end"]) + pandas.Timedelta(days=1)
    if folder.name == "changes":
        merged = pandas.read_parquet(folder / "pull_requests.parquet", columns=["repo", "number", "author", "merged_at", "base"])
        merged = merged[(merged.merged_at >= start) & (merged.merged_at < end) & (merged.base.str.lower() == "main")]
        reviews = pandas.read_parquet(folder / "pull_request_reviews.parquet")
        reviews = reviews[reviews.state.isin(["APPROVED", "CHANGES_REQUESTED", "DISMISSED"])].merge(merged, on=["repo", "number"])
        reviews["login"] = reviews.reviewer.str.lower()
        reviews = reviews[(reviews.submitted_at <= reviews.merged_at) & (reviews.login != reviews.author.str.lower())]
        key = ["repo", "number", "login"]
        taken = reviews[reviews.state != "APPROVED"].groupby(key).submitted_at.max().rename("taken_back").reset_index()
        given = reviews[reviews.state == "APPROVED"].merge(taken, on=key, how="left")
        given = given[~(given.taken_back > given.submitted_at)]
        approved = pandas.MultiIndex.from_frame(given[["repo", "number"]].drop_duplicates())
        failing = merged[~pandas.MultiIndex.from_frame(merged[["repo", "number"]]).isin(approved)]
        items = failing.repo + "#" + failing.number.astype(str)
        return answer(len(merged), items, query=time.perf_counter() - begin)
    people = pandas.read_parquet(folder / "people.parquet")
    left = people[(people.end_date >= start) & (people.end_date < end)]
    accounts = pandas.read_parquet(folder / "app_accounts.parquet").merge(left[["email", "end_date"]], on="email")
    days = (accounts.disabled_at.dt.normalize() - accounts.end_date.dt.normalize()).dt.days
    active, since = accounts.status == "active", (end - pandas.Timedelta(days=1) - accounts.end_date).dt.days
    shown = accounts[~active | (since > 1)]
    broken = shown[(active & (since > 1) | (days > 1)).loc[shown.index]]
    return answer(len(shown), broken.email, query=time.perf_counter() - begin)


CHANGES = """
with merged as (
  select repo, number, author, merged_at from pull_requests where merged_at >= :start and merged_at < :end and base = 'main'
),
approved as (
  select distinct m.repo, m.number from merged as m
  join pull_request_reviews as r on r.repo = m.repo and r.number = m.number
  where r.state = 'APPROVED' and r.submitted_at <= m.merged_at and lower(r.reviewer) <> lower(m.author)
    and not exists (
      select 1 from pull_request_reviews as t
      where t.repo = r.repo and t.number = r.number and lower(t.reviewer) = lower(r.reviewer)
        and t.state in ('CHANGES_REQUESTED', 'DISMISSED') and t.submitted_at > r.submitted_at and t.submitted_at <= m.merged_at))
select m.repo || '#' || m.number, a.repo is not null
from merged as m left join approved as a on a.repo = m.repo and a.number = m.number
"""
LEAVERS = """
select a.email, not (
    (a.status = 'active' and julianday(:end, '-1 day') - julianday(p.end_date) > 1)
    or (a.status <> 'active' and julianday(date(a.disabled_at)) - julianday(date(p.end_date)) > 1))
from people as p join app_accounts as a on a.email = p.email
where p.end_date >= :start and p.end_date < :end
  and (a.status <> 'active' or julianday(:end, '-1 day') - julianday(p.end_date) > 1)
"""
INDEXES = {
    "changes": "create index by_change on pull_request_reviews (repo, number)",
    "leavers": "create index by_email on app_accounts (email)",
}


def with_sqlite(folder: Path, options: dict[str, Any]) -> Result:
    """The same question in SQLite, with the index that helps it most; loading the files is counted apart."""
    path = Path(options["spill"]) / f"{folder.name}.sqlite"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    begin = time.perf_counter()
    database = sqlite3.connect(path)
    database.execute("pragma journal_mode = off")
    database.execute("pragma synchronous = off")
    database.execute("pragma cache_size = -1000000")
    for file in sorted(folder.glob("*.parquet")):
        columns = [row[:2] for row in duckdb.execute(f"describe select * from '{file}'").fetchall()]
        shown = ", ".join(f"cast({name} as varchar)" if kind == "TIMESTAMP" else name for name, kind in columns)
        database.execute(f"create table {file.stem} ({', '.join(name for name, _ in columns)})")
        cursor = duckdb.connect(config={"memory_limit": "1GB"}).execute(f"select {shown} from '{file}'")
        while rows := cursor.fetchmany(100_000):
            database.executemany(f"insert into {file.stem} values ({', '.join('?' * len(columns))})", rows)
    database.execute(INDEXES[folder.name])
    database.commit()
    loaded = time.perf_counter()
    after = duckdb.execute(f"select cast(date '{options['end']}' + 1 as date)").fetchall()[0][0].isoformat()
    population, failing = 0, []
    for item, holds in database.execute(
        CHANGES if folder.name == "changes" else LEAVERS, {"start": options["start"], "end": after}
    ):
        population += 1
        if not holds:
            failing.append(item)
    done = time.perf_counter()
    database.close()
    path.unlink()
    return answer(population, failing, query=done - loaded, load=loaded - begin)


def ingest(folder: Path, options: dict[str, Any]) -> Result:
    """An export into typed tables, faults and all."""
    from analyzer.catalog import load_catalog
    from analyzer.evidence.load import load_evidence
    from analyzer.model import Period

    catalog = load_catalog()
    end = date.fromisoformat(options["end"])
    period = Period(start=date.fromisoformat(options["start"]), end=end, as_of=end)
    begin = time.perf_counter()
    loaded = load_evidence([folder], catalog, period, memory=options["memory"])
    seconds = time.perf_counter() - begin
    return {"rows": sum(file.rows for file in loaded.files), "files": [str(file.tables) for file in loaded.files],
            "faults": [fault for file in loaded.files for fault in file.faults][:3], "seconds": {"load": seconds}}  # fmt: skip


JOBS: dict[str, Callable[[Path, dict[str, Any]], Result]] = {
    "bare": bare, "by hand": by_hand, "pandas": with_pandas, "sqlite": with_sqlite, "ingest": ingest,
}  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(JOBS[sys.argv[1]](Path(sys.argv[2]), json.loads(sys.argv[3]) if len(sys.argv) > 3 else {})))
