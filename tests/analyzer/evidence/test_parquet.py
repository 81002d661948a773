from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from analyzer.catalog import load_catalog
from analyzer.evidence.describe import describe
from analyzer.evidence.load import Loaded, load_evidence
from analyzer.evidence.parts import period_sql
from analyzer.evidence.store import QueryError

from .loading import PERIOD, catalog_of, column, load, write

PEOPLE = "'E1' as person_id, 'eva@northwind.example' as email, 'Eva Berg' as name"


def parquet(folder: Path, name: str, select: str) -> Path:
    """Write the rows of a query as a Parquet file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    engine = duckdb.connect()
    engine.execute("set TimeZone = 'UTC'")
    engine.execute(f"copy ({select}) to '{str(path).replace(chr(39), chr(39) * 2)}' (format parquet)")
    return path


def plan(loaded: Loaded, sql: str) -> str:
    """How the engine reads for a query, as it was run."""
    return str(loaded.store.connection.cursor().execute("explain analyze " + sql).fetchall())


def test_typed_columns_are_read_in_place_under_the_names_of_the_table(tmp_path: Path) -> None:
    parquet(tmp_path, "staff.parquet", f"""
        select {PEOPLE.replace("name", '"Full Name"')}, date '2024-02-01' as "Hire Date",
               timestamptz '2026-03-01 23:30:00-05' as "Termination Date", 'active' as status""")  # fmt: skip
    loaded = load(tmp_path)
    assert column(loaded, "people", "name") == ["Eva Berg"]
    assert column(loaded, "people", "start_date") == [datetime(2024, 2, 1)]
    assert column(loaded, "people", "end_date") == [datetime(2026, 3, 2, 4, 30)]
    assert column(loaded, "people", "evidence_row") == [1]
    (file,) = loaded.files
    assert (file.source, file.rows, file.tables, file.faults) == ("matched", 1, {"people": 1}, ())
    assert file.mapping["Full Name"] == "people.name"
    assert loaded.store.files("people") == ("staff.parquet",)
    assert "READ_PARQUET" in plan(loaded, "select name from people").upper()


def test_texts_are_cleaned_as_in_every_export(tmp_path: Path) -> None:
    parquet(tmp_path, "staff.parquet", f"""
        select {PEOPLE}, timestamp '2024-02-01' as start_date, 'N/A' as department, ' active ' as status
        union all select 'E2', 'kim@northwind.example', '', timestamp '2024-02-02', '-', 'left'""")  # fmt: skip
    loaded = load(tmp_path)
    assert column(loaded, "people", "department") == [None, None]
    assert column(loaded, "people", "status") == ["active", "left"]
    assert column(loaded, "people", "name") == ["Eva Berg", None]


def test_values_that_do_not_fit_are_named_with_their_rows(tmp_path: Path) -> None:
    parquet(tmp_path, "staff.parquet", f"""
        select {PEOPLE}, '2024-02-01' as start_date, 'active' as status
        union all select 'E2', 'kim@northwind.example', 'Kim', 'soon', 'active'""")  # fmt: skip
    loaded = load(tmp_path)
    assert column(loaded, "people", "start_date") == [datetime(2024, 2, 1), None]
    assert loaded.files[0].faults == ("row 2: 'soon' is not a people.start_date",)


def test_many_values_that_do_not_fit_are_counted(tmp_path: Path) -> None:
    parquet(tmp_path, "staff.parquet", f"select {PEOPLE}, 'x' || i as start_date, 'active' as status from range(500) as t(i)")
    faults = load(tmp_path).files[0].faults
    assert len(faults) == 21
    assert faults[-1].startswith("and ")


@pytest.mark.parametrize(("first", "second", "day"), [("03/04/2024", "25/04/2024", 3), ("03/04/2024", "04/25/2024", 4)])
def test_order_of_day_and_month_is_what_the_file_proves(tmp_path: Path, first: str, second: str, day: int) -> None:
    parquet(tmp_path, "staff.parquet", f"""
        select {PEOPLE}, '{first}' as start_date, 'active' as status
        union all select 'E2', 'kim@northwind.example', 'Kim', '{second}', 'active'""")  # fmt: skip
    loaded = load(tmp_path)
    assert column(loaded, "people", "start_date")[0] == datetime(2024, 7 - day, day)
    assert loaded.files[0].faults == ()


def test_a_folder_of_parts_is_one_table_beside_other_exports(tmp_path: Path) -> None:
    for number in range(3):
        parquet(tmp_path / "staff", f"part-{number}.parquet", f"""
            select 'E{number}' as person_id, 'p{number}@northwind.example' as email, date '2024-02-01' as start_date,
                   'active' as status""")  # fmt: skip
    write(tmp_path, "contractors.csv", "email,name,start_date,end_date,status\nleo@northwind.example,Leo,2024-01-01,,active\n")
    loaded = load(tmp_path)
    assert loaded.store.count("people") == 4
    names = ("contractors.csv", *(f"staff/part-{number}.parquet" for number in range(3)))
    assert loaded.store.files("people") == names
    _, rows = loaded.store.rows("select email, evidence_file from people order by email")
    assert rows == [("leo@northwind.example", names[0]), *((f"p{n}@northwind.example", names[n + 1]) for n in range(3))]


def test_fields_of_objects_are_columns_and_lists_are_lists(tmp_path: Path) -> None:
    parquet(tmp_path, "changes.parquet", """
        select 'acme/shop' as repo, 17::bigint as number, {'author': 'eva', 'id': 4} as pr, ['kim', 'leo'] as approvers,
               timestamp '2026-02-03 10:00:00' as merged_at, 'main' as base""")  # fmt: skip
    loaded = load(tmp_path, "pull_requests")
    assert column(loaded, "pull_requests", "number") == [17]
    assert column(loaded, "pull_requests", "approvers") == [["kim", "leo"]]


def test_a_number_with_letters_before_it_is_a_number(tmp_path: Path) -> None:
    parquet(tmp_path, "changes.parquet", """
        select 'acme/shop' as repo, '#17' as number, 'eva' as author, timestamp '2026-02-03 10:00:00' as merged_at""")  # fmt: skip
    assert column(load(tmp_path, "pull_requests"), "pull_requests", "number") == [17]


def test_an_export_that_a_source_knows_goes_through_its_load_sql(tmp_path: Path) -> None:
    catalog = load_catalog()
    source = catalog.sources["okta/users"]
    parquet(tmp_path, "users.parquet", """
        select '00u1' as id, 'ACTIVE' as status, '2024-01-01T00:00:00.000Z' as created, '2026-01-01T00:00:00.000Z' as "lastLogin",
               '2024-01-02T00:00:00.000Z' as activated, null::varchar as "statusChanged",
               {'login': 'eva@northwind.example', 'email': 'eva@northwind.example', 'firstName': 'Eva'} as profile""")  # fmt: skip
    loaded = load_evidence([tmp_path], catalog, PERIOD)
    assert [file.source for file in loaded.files] == [source.id]
    assert column(loaded, "idp_users", "email") == ["eva@northwind.example"]


def test_reviews_in_the_rows_of_requests_become_reviews(tmp_path: Path) -> None:
    parquet(tmp_path, "changes.parquet", """
        select 'acme/shop' as repo, 17 as number, 'eva' as author, timestamp '2026-02-03 10:00:00' as merged_at, 'kim' as reviewer,
               'approved' as approval_status""")  # fmt: skip
    loaded = load(tmp_path, "pull_requests", "pull_request_reviews")
    assert column(loaded, "pull_request_reviews", "reviewer") == ["kim"]
    assert column(loaded, "pull_requests", "merged_at") == [datetime(2026, 2, 3, 10)]


def test_the_period_of_a_check_reaches_the_scan(tmp_path: Path) -> None:
    path = tmp_path / "changes.parquet"
    duckdb.execute(f"""
        copy (select 'acme/shop' as repo, i as number, 'eva' as author,
                     timestamp '2025-01-01' + to_minutes(cast(i * 10 as integer)) as merged_at from range(100000) as t(i))
        to '{path}' (format parquet, row_group_size 10000)""")
    loaded = load(tmp_path, "pull_requests")
    query = "select count(*) from pull_requests as p where cast(p.merged_at as date) between $period_start and $period_end"
    given = {"period_start": date(2025, 2, 1), "period_end": date(2025, 2, 28)}
    assert loaded.store.rows(query, given)[1] == [(28 * 144,)]
    cursor = loaded.store.connection.cursor()
    shown = cursor.execute("explain analyze " + period_sql(query, frozenset({"merged_at"})), given).fetchall()
    assert "Row Groups Scanned: 1 / 10" in str(shown)


def test_bounds_stand_for_the_period_only_of_columns_that_are_moments_everywhere() -> None:
    sql = "select 1 from a where cast(a.day as date) between $period_start and $period_end and cast(x as date) between $a and $b"
    assert period_sql(sql, frozenset()) == sql
    assert period_sql(sql, frozenset({"day", "x"})) == (
        "select 1 from a where (a.day >= cast($period_start as date) and a.day < cast($period_end as date) + interval 1 day)"
        " and cast(x as date) between $a and $b"
    )


@pytest.mark.parametrize("content", [b"PAR1", b"PAR1 and then nothing that a reader could use", b"PAR1\0\0\0\0PAR1"])
def test_a_file_that_is_damaged_is_told(tmp_path: Path, content: bytes) -> None:
    write(tmp_path, "staff.parquet", content)
    (left_out,) = load(tmp_path).left_out
    assert (left_out.what, "damaged" in left_out.why) == ("staff.parquet", True)


def test_a_file_without_rows_is_told(tmp_path: Path) -> None:
    parquet(tmp_path, "staff.parquet", f"select {PEOPLE} where false")
    assert load(tmp_path).left_out[0].why == "the Parquet file has no row"


def test_unknown_columns_are_left_alone(tmp_path: Path) -> None:
    parquet(tmp_path, "prices.parquet", "select 1 as sku, 2.5 as price")
    assert load(tmp_path).left_out[0].why.startswith("not recognised: columns sku, price")


@pytest.mark.parametrize("name", ["it's [1] *?.parquet", "ä ö.parquet"])
def test_any_name_of_a_file_will_do(tmp_path: Path, name: str) -> None:
    path = parquet(tmp_path / "plain", "staff.parquet", f"select {PEOPLE}, date '2024-02-01' as start_date, 'active' as status")
    path.rename(tmp_path / name)
    loaded = load(tmp_path)
    assert column(loaded, "people", "email") == ["eva@northwind.example"]


def evil(path: Path) -> Sequence[str]:
    return (
        f"copy (select 1 as x) to '{path}' (format parquet)",
        f"with a as (select 1 as x) select x from a; copy (select 1) to '{path}'",
        f"explain analyze copy (select 1) to '{path}'",
        f"select * from read_text('{path.with_name('secret.txt')}')",
        f"select * from '{path.with_name('other.parquet')}'",
    )


def test_a_check_cannot_write_evidence_and_reads_no_other_file(tmp_path: Path) -> None:
    path = parquet(tmp_path / "given", "staff.parquet", f"select {PEOPLE}, date '2024-02-01' as start_date, 'active' as status")
    write(tmp_path / "given", "secret.txt", "x")
    before = path.read_bytes()
    loaded = load_evidence([path], catalog_of("people"), PERIOD)
    parquet(tmp_path / "given", "other.parquet", "select 1 as x")
    for sql in evil(path):
        with pytest.raises(QueryError):
            loaded.store.rows(sql)
    assert path.read_bytes() == before


def test_a_load_sql_cannot_write_evidence(tmp_path: Path) -> None:
    path = parquet(tmp_path, "staff.parquet", f"select {PEOPLE}, date '2024-02-01' as start_date, 'active' as status")
    before = path.read_bytes()
    loaded = load(tmp_path)
    with pytest.raises(QueryError):
        loaded.store.run_load(f"copy (select 1 as x) to '{path}' (format parquet)")
    assert path.read_bytes() == before


def test_a_locker_describes_it(tmp_path: Path) -> None:
    path = parquet(tmp_path, "staff.parquet", f"select {PEOPLE}, date '2024-02-01' as start_date, 'active' as status")
    described = describe(path, load_catalog())
    assert (described.rows, described.problem) == (1, "matched by its headers when it is read")
