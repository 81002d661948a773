"""Completeness and accuracy: tests of the evidence itself, run beside every check.

A test that fails turns a `supported` into a `not_shown`; a counter-example that was found stays one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import median

from ..catalog import Catalog, Table
from ..model import AssuranceResult, EvidenceFile, Period
from .reconcile import reconcile
from .store import Store

PAGES = (100, 250)
SHEET_LIMITS = (16_383, 16_384, 65_535, 65_536, 1_048_575, 1_048_576)
SHOWN = 5
DENSE_ROWS = 20
DENSE_MONTH = 10
QUIET_DAYS = 14
QUIET_GAPS = 10
STALE_DAYS = 31


def assure(
    store: Store, catalog: Catalog, files: Sequence[EvidenceFile], period: Period
) -> tuple[AssuranceResult, ...]:
    """Run all completeness-and-accuracy tests.

    Args:
        store: the finished tables.
        catalog: gives the keys and dates of the tables and the page sizes of the sources.
        files: the files that were read.
        period: the period of the review.

    Returns:
        A result for each failure and one for each test that found none; reconciliations that lack a side are in it with
        `passed` None.
    """
    tables = [table for table in catalog.tables.values() if table.id in store.tables and store.count(table.id)]
    return (
        *_page_sizes(files, catalog), *_counts(files), *_unreadable(files), *_duplicates(store, tables),
        *_ages(store, tables, files, period), *_months(store, tables, period), *reconcile(store, period),
    )  # fmt: skip


def _results(
    test: str, failures: Iterable[AssuranceResult], passed: str, tables: Iterable[str]
) -> list[AssuranceResult]:
    """The failures, or a single result that says what was found in order; nothing where nothing was tested."""
    found = list(failures)
    named = tuple(dict.fromkeys(tables))
    if found or not named:
        return found
    return [AssuranceResult(test=test, tables=named, passed=True, why=passed, guards="every")]


def _tables_of(files: Iterable[EvidenceFile]) -> list[str]:
    return [table for file in files for table in file.tables]


def _failure(test: str, tables: Iterable[str], why: str, items: Iterable[str] = ()) -> AssuranceResult:
    return AssuranceResult(test=test, tables=tuple(tables), passed=False, why=why, items=tuple(items), guards="every")


def _page_sizes(files: Sequence[EvidenceFile], catalog: Catalog) -> list[AssuranceResult]:
    """An export that ends exactly where a page ends was probably cut off there."""
    test, uncounted = "row_count_is_a_page_size", [file for file in files if file.source_count is None]
    failures = []
    for file in uncounted:
        sources = [catalog.sources[name] for name in (file.source or "").split(", ") if name in catalog.sources]
        sizes = {size for source in sources for size in source.spec.page_sizes}
        if file.rows and (any(file.rows % page == 0 for page in PAGES) or file.rows in (*sizes, *SHEET_LIMITS)):
            why = (
                f"{file.path} has exactly {file.rows:,} rows, where pages and limits of exports end; it may be cut off"
            )
            failures.append(_failure(test, file.tables, why, [file.path]))
    return _results(test, failures, f"none of {len(uncounted)} files ends at a page's end", _tables_of(uncounted))


def _counts(files: Sequence[EvidenceFile]) -> list[AssuranceResult]:
    """The rows that were read against the number that the source reports, and against its word that more follows."""
    test, failures = "source_count", []
    for file in files:
        more = [reason for reason in file.incomplete if not reason.endswith("left out")]
        if file.source_count is not None and file.source_count != file.rows:
            why = f"{file.path} holds {file.rows:,} rows and its source reports {file.source_count:,}"
            failures.append(_failure(test, file.tables, why, [file.path]))
        elif more:
            failures.append(
                _failure(test, file.tables, f"{file.path} is not the whole: {'; '.join(more)}", [file.path])
            )
    counted = [file for file in files if file.source_count is not None]
    return _results(test, failures, f"{len(counted)} files hold as many rows as reported", _tables_of(counted))


def _unreadable(files: Sequence[EvidenceFile]) -> list[AssuranceResult]:
    """Rows and values that could not be read are missing from what was tested."""
    test, failures = "unreadable_values", []
    for file in files:
        if file.faults:
            shown = "; ".join(file.faults[:3]) + (" and more" if len(file.faults) > 3 else "")
            failures.append(_failure(test, file.tables, f"{file.path} could not be read in full: {shown}", [file.path]))
    return _results(test, failures, f"every row and value of {len(files)} files could be read", _tables_of(files))


def _duplicates(store: Store, tables: Sequence[Table]) -> list[AssuranceResult]:
    """Rows with the same key: the same thing twice, or exports that overlap. Rows without a full key are left aside."""
    test, failures = "duplicate_keys", []
    for table in tables:
        parts = [_coalesced(entry) for entry in table.key]
        named = " || ' / ' || ".join(f"cast({part} as varchar)" for part in parts)
        _, rows = store.rows(
            f'select {named}, count(*) from "{table.id}" where {" and ".join(f"{part} is not null" for part in parts)}'
            f" group by 1 having count(*) > 1 order by 1"
        )
        if rows:
            keys = [str(row[0]) for row in rows]
            shown = ", ".join(keys[:SHOWN]) + (f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else "")
            rows_more = sum(int(row[1]) - 1 for row in rows)
            why = f"{table.title}: {rows_more} rows repeat another ({shown}); exports may overlap"
            failures.append(_failure(test, [table.id], why, keys))
    return _results(test, failures, f"no row of {len(tables)} tables repeats another", [table.id for table in tables])


def _coalesced(entry: str) -> str:
    names = [f'"{name}"' for name in entry.split("|")]
    return names[0] if len(names) == 1 else f"coalesce({', '.join(f'cast({name} as varchar)' for name in names)})"


def _ages(
    store: Store, tables: Sequence[Table], files: Sequence[EvidenceFile], period: Period
) -> list[AssuranceResult]:
    """Events that stop before the period ends, or begin after it began; snapshots from long before its end."""
    test, tested = "stale_evidence", [table for table in tables if table.events_at or table.fresh_by]
    failures = []
    for table in tested:
        problem = _event_window(store, table, period) if table.events_at else _snapshot_age(store, table, period)
        if problem:
            failures.append(_failure(test, [table.id], f"{table.title}: {problem}"))
    limit = period.as_of - timedelta(days=STALE_DAYS)
    for file in files:
        if file.extracted_at and date.fromisoformat(file.extracted_at[:10]) < limit:
            why = f"{file.path} was exported on {file.extracted_at[:10]}, long before {period.as_of}"
            failures.append(_failure(test, file.tables, why, [file.path]))
    return _results(test, failures, f"{len(tested)} tables reach to the end of the period", [t.id for t in tested])


def _event_window(store: Store, table: Table, period: Period) -> str | None:
    at = f'cast("{table.events_at}" as date)'
    end = min(period.end, period.as_of)
    _, rows = store.rows(
        f"select min({at}), max({at}), count(*), count(*) filter (where {at} >= $period_start and {at} <= $end),"
        f" min({at}) filter (where {at} >= $period_start and {at} <= $end),"
        f' max({at}) filter (where {at} >= $period_start and {at} <= $end) from "{table.id}" where {at} is not null',
        {"period_start": period.start, "end": end},
    )
    first_ever, last_ever, count_ever, count, first, last = rows[0]
    if not count_ever:
        return None
    problem = None
    quiet = max(QUIET_DAYS, QUIET_GAPS * (last - first).days / (count - 1)) if count >= DENSE_ROWS else None
    if last_ever < period.start:
        problem = f"the newest row is of {last_ever}, before the period begins on {period.start}"
    elif first_ever > end:
        problem = f"the oldest row is of {first_ever}, after the period ended on {end}"
    elif quiet and last_ever <= end and (end - last).days > quiet:
        problem = f"the newest of {count:,} rows is of {last}, {(end - last).days} days before the period ends"
    elif quiet and first_ever >= period.start and (first - period.start).days > quiet:
        problem = f"the oldest of {count:,} rows is of {first}, {(first - period.start).days} days into the period"
    return problem


def _snapshot_age(store: Store, table: Table, period: Period) -> str | None:
    _, rows = store.rows(f'select max(cast("{table.fresh_by}" as date)) from "{table.id}"')
    newest = rows[0][0]
    if newest is None or (period.as_of - newest).days <= STALE_DAYS:
        return None
    column = str(table.fresh_by).removesuffix("_at").replace("_", " ")
    return f"the newest {column} is of {newest}, {(period.as_of - newest).days} days before {period.as_of}"


def _months(store: Store, tables: Sequence[Table], period: Period) -> list[AssuranceResult]:
    """Whole months without a row in a table that has many in the others."""
    test, tested, failures = "missing_months", [], []
    for table in tables:
        if not table.events_at:
            continue
        _, rows = store.rows(
            f'select b.label, count(e."{table.events_at}") from buckets as b'
            f' left join "{table.id}" as e on cast(e."{table.events_at}" as date) between b.starts_on and b.ends_on'
            f" where b.unit = 'month' and b.whole and b.ends_on <= $as_of group by b.label order by b.label",
            {"as_of": period.as_of},
        )
        counts = {str(label): int(count) for label, count in rows}
        filled = [count for count in counts.values() if count]
        if not filled or median(filled) < DENSE_MONTH:
            continue
        tested.append(table.id)
        empty = [label for label, count in counts.items() if not count]
        if empty:
            why = f"{table.title}: no row in {', '.join(empty)}, and about {round(median(filled))} in each other month"
            failures.append(_failure(test, [table.id], why, empty))
    return _results(test, failures, f"{len(tested)} tables of events have rows in every month", tested)
