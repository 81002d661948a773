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
from datetime import date
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

    It is asked in one pass and without the sort, which the engine cannot do within the limit.
    """
    from analyzer.catalog import load_catalog
    from analyzer.evidence.casts import SQL_TYPES

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
    sql = catalog.topics[TOPICS[folder.name]].sql or ""
    known = {"period_start": start, "period_end": end, "as_of": end, "sla": "24_hours", "sla_hours": 24}
    given = {name: known.get(name) for name in set(re.findall(r"\$([a-z_][a-z0-9_]*)", sql))}
    begin = time.perf_counter()
    found = engine.execute(
        f"select count(*), list([item, observed, reason]) filter (where not holds) from (\n{sql}\n) as answer", given
    ).fetchall()[0]  # fmt: skip
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
    "bare": bare, "pandas": with_pandas, "sqlite": with_sqlite, "ingest": ingest,
}  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(JOBS[sys.argv[1]](Path(sys.argv[2]), json.loads(sys.argv[3]) if len(sys.argv) > 3 else {})))
