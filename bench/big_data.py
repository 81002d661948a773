"""Invented evidence of any size, made by the engine itself: the same numbers of rows give the same files.

Changes are merged over the year from 1 July 2025. One in two thousand was merged on the author's own approval, without any,
or on one given too late. People leave over the same year; of their accounts one in two thousand is still open or was
closed too late.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

START, END = "2025-07-01", "2026-06-30"
YEAR = 365 * 86_400
REPOS, DEVELOPERS, SYSTEMS = 400, 3_000, 10
CSV_ROW = 104  # bytes, about


def _chance(of: str, salt: int, sides: int) -> str:
    """A number from 0 below `sides` that looks like chance and is the same for the same `of`."""
    return f"(hash({of} * {2 * salt + 1} + {salt}) % {sides})"


def _write(select: str, path: Path, form: str) -> None:
    if not path.exists():
        engine = duckdb.connect(config={"threads": "2", "memory_limit": "2GB", "temp_directory": str(path.parent / "spill")})
        engine.execute(f"copy ({select}) to '{path}.part' ({form})")
        path.with_name(f"{path.name}.part").rename(path)


def _parquet(select: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(select, path, "format parquet, compression zstd, row_group_size 122880")


def changes(folder: Path, requests: int, reviews: int) -> None:
    """Pull requests and their reviews, in order of the day of merging."""
    at = f"timestamp '{START}' + to_seconds(cast({{}} * {YEAR}.0 / {requests} as bigint))"
    author = _chance("{}", 1, DEVELOPERS)
    _parquet(
        f"select 'acme/repo-' || (i % {REPOS}) as repo, cast(i // {REPOS} + 1 as bigint) as number, 'dev' || {author.format('i')}"
        f" as author, 'dev' || {_chance('i', 2, DEVELOPERS)} as merged_by, {at.format('i')} as merged_at, 'main' as base,"
        f" 'Change ' || i as title, {at.format('i')} - to_seconds(cast({_chance('i', 3, 200_000)} as bigint)) as created_at"
        f" from range({requests}) as t(i)",
        folder / "changes/pull_requests.parquet",
    )
    # The first review of each change approves it; further ones are spread over the changes and are mere comments.
    fault = _chance("p", 4, 2_000)
    other = f"(({author.format('p')} + 1 + {_chance('p', 5, DEVELOPERS - 1)}) % {DEVELOPERS})"
    _parquet(
        f"select 'acme/repo-' || (p % {REPOS}) as repo, cast(p // {REPOS} + 1 as bigint) as number,"
        f" case when i < {requests} and {fault} = 0 then 'Dev' || {author.format('p')} else 'Dev' || {other} end as reviewer,"
        f" case when i >= {requests} or {fault} = 1 then 'COMMENTED' else 'APPROVED' end as state,"
        f" {at.format('p')} - to_seconds(cast(60 + {_chance('i', 7, 100_000)} as bigint))"
        f" + case when i < {requests} and {fault} = 2 then interval 3 day else interval 0 day end as submitted_at"
        f" from (select i, i % {requests} as p from range({reviews}) as t(i)) as s",
        folder / "changes/pull_request_reviews.parquet",
    )


def leavers(folder: Path, people: int, accounts: int) -> None:
    """People, one in ten of whom has left, and their accounts."""
    left, day = f"{_chance('p', 2, 10)} = 0", f"timestamp '{START}' + to_days(cast({_chance('p', 3, 365)} as integer))"
    _parquet(
        f"select 'E' || p as person_id, 'p' || p || '@acme.example' as email, 'Person ' || p as name,"
        f" timestamp '2020-01-01' + to_days(cast({_chance('p', 1, 1_500)} as integer)) as start_date,"
        f" case when {left} then {day} end as end_date, case when {left} then 'terminated' else 'active' end as status"
        f" from range({people}) as t(p)",
        folder / "leavers/people.parquet",
    )
    fault = _chance("i", 8, 2_000)
    _parquet(
        f"select 'app' || (i // {people}) as system, 'p' || p || '@acme.example' as account_id,"
        f" 'p' || p || '@acme.example' as email,"
        f" case when {left} and {fault} <> 0 then 'disabled' else 'active' end as status,"
        f" case when {left} and {fault} <> 0 then {day} + to_hours(cast({_chance('i', 9, 30)} as bigint))"
        f" + case when {fault} = 1 then interval 5 day else interval 0 day end end as disabled_at, timestamp '{END}' as as_of"
        f" from (select i, i % {people} as p from range({accounts}) as t(i)) as s",
        folder / "leavers/app_accounts.parquet",
    )


def sign_ins(folder: Path, size: int) -> Path:
    """A CSV of about `size` bytes with sign-ins, as a directory exports them."""
    path = folder / "sign_ins/auth_events.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    at = f"timestamp '{START}' + to_seconds(cast({_chance('i', 1, YEAR)} as bigint))"
    _write(
        f"select strftime({at}, '%Y-%m-%dT%H:%M:%SZ') as ts, 'p' || {_chance('i', 2, 500_000)} || '@acme.example' as user_id,"
        f" 'app' || {_chance('i', 3, 40)} as app, case when {_chance('i', 4, 30)} = 0 then 'FAILURE' else 'SUCCESS' end as result,"
        f" 'push, \"phishing-resistant\"' as factor_used, '10.' || {_chance('i', 5, 250)}"
        f" || '.' || {_chance('i', 6, 250)} || '.7' as ip"
        f" from range({size // CSV_ROW}) as t(i)",
        path, "format csv, header true",
    )  # fmt: skip
    return path
