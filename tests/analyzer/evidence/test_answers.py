"""Columns of yes and no in which exports name the thing instead."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from analyzer.catalog import load_catalog
from analyzer.evidence.answers import answer_words
from tests.analyzer.evidence.loading import load, write

DEVICES = "Device ID,User,Last Seen,Encryption,EDR Agent\n"


def read(folder: Path, table: str, column: str) -> list[object]:
    return [row[0] for row in load(folder, table).store.rows(f'select {column} from "{table}" order by evidence_row')[1]]


@pytest.mark.parametrize(
    ("cell", "encrypted"),
    [
        ("FileVault 2", True), ("BitLocker (XTS-AES 256)", True), ("LUKS2", True), ("Yes", True), ("enabled", True),
        ("None", False), ("Not encrypted", False), ("BitLocker Off", False), ("FileVault: disabled", False), ("No", False),
        ("BitLocker (pending)", None), ("BitLocker suspended", None), ("FileVault available", None),
        ("Encrypting with BitLocker", None), ("soon", None), ("", None),
    ],
)  # fmt: skip
def test_what_a_cell_says_in_a_column_that_names_things(tmp_path: Path, cell: str, encrypted: bool | None) -> None:
    first = "LT-1,a@x.example,2026-06-01,FileVault 2,Falcon 7"
    write(tmp_path, "devices.csv", f"{DEVICES}{first}\nLT-2,b@x.example,2026-06-01,{cell},Falcon 7\n")
    assert read(tmp_path, "devices", "disk_encrypted") == [True, encrypted]


def test_none_says_nothing_in_a_column_that_names_nothing(tmp_path: Path) -> None:
    write(tmp_path, "devices.csv", f"{DEVICES}LT-1,a@x.example,2026-06-01,Yes,yes\nLT-2,b@x.example,2026-06-01,None,None\n")
    assert read(tmp_path, "devices", "disk_encrypted") == [True, None]


def test_an_unknown_product_is_a_fault_and_no_answer(tmp_path: Path) -> None:
    first = "LT-1,a@x.example,2026-06-01,FileVault,Falcon 7"
    write(tmp_path, "devices.csv", f"{DEVICES}{first}\nLT-2,b@x.example,2026-06-01,FileVault,Zorg\n")
    loaded = load(tmp_path, "devices")
    assert "'Zorg' is not a devices.edr_installed" in " ".join(fault for file in loaded.files for fault in file.faults)
    assert read(tmp_path, "devices", "edr_installed") == [True, None]


def test_a_header_whose_cells_answer_nothing_is_left_alone(tmp_path: Path) -> None:
    words = ("token", "cookie", "token")
    rows = "".join(f"GitHub,u{at},u{at}@x.example,Member,active,2026-06-01,{word}\n" for at, word in enumerate(words))
    write(tmp_path, "app_accounts.csv", f"System,Account ID,Email,Role,Status,Last Login,Auth Type\n{rows}")
    loaded = load(tmp_path, "app_accounts")
    assert loaded.store.count("app_accounts") == 3
    assert read(tmp_path, "app_accounts", "auth_via_sso") == [None] * 3
    assert not [fault for file in loaded.files for fault in file.faults]


def test_parquet_is_read_by_the_same_words(tmp_path: Path) -> None:
    first = "('LT-1', 'a@x.example', '2026-06-01', 'FileVault', 'Not installed')"
    second = "('LT-2', 'b@x.example', '2026-06-02', 'None', 'CrowdStrike')"
    rows = f"(values {first}, {second}) as t(\"Device ID\", \"User\", \"Last Seen\", \"Encryption\", \"EDR Agent\")"
    duckdb.sql(f"copy (select * from {rows}) to '{tmp_path / 'devices.parquet'}' (format parquet)")
    store = load(tmp_path, "devices").store
    assert store.rows("select disk_encrypted, edr_installed from devices order by device_id")[1] == [(True, False), (False, True)]


def test_every_word_list_is_used_by_a_column_of_yes_and_no() -> None:
    columns = [column for table in load_catalog().tables.values() for column in table.columns.values() if column.answers]
    assert {column.type for column in columns} == {"boolean"}
    assert {column.answers for column in columns} == set(answer_words())
