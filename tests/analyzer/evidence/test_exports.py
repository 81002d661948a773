"""Files as people, tickets and vendors make them are taken for the table that they are, and others are left alone.

Each line of the lists in `exports/` is a file: its name, and its headers with the column that each stands for.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from analyzer.catalog import load_catalog
from analyzer.evidence.match import NoMatch
from analyzer.evidence.neutral import NeutralLoad, neutral_load
from analyzer.evidence.records import Records

LISTS = Path(__file__).parent / "exports"
TABLES = load_catalog().tables


def read(name: str) -> Any:
    return yaml.safe_load((LISTS / name).read_text(encoding="utf-8"))


@cache
def files() -> list[tuple[str, str, str]]:
    """Every file with its table and its headers."""
    named = sorted(one.name for one in LISTS.iterdir() if one.name not in ("noise.yaml", "nested.yaml"))
    return [(table, file, headers) for name in named for table, listed in read(name).items() for file, headers in listed.items()]


def loading(file: str, headers: list[str]) -> NeutralLoad | NoMatch:
    return neutral_load(Records(kind="csv", columns=tuple(headers), sample=(), rows=lambda _: iter(())), TABLES, Path(file).stem)


@pytest.mark.parametrize("table", sorted({table for table, _, _ in files()}))
def test_files_are_known_by_their_names_and_headers(table: str) -> None:
    for _, file, said in (one for one in files() if one[0] == table):
        columns = {
            header or column: column if header else "" for header, _, column in (one.rpartition("=") for one in said.split(", "))
        }
        load = loading(file, list(columns))
        assert isinstance(load, NeutralLoad), f"{file}: {load.why}"
        assert load.tables[0] == table, file
        wanted = {header: f"{table}.{column}" for header, column in columns.items() if column}
        told = {header: load.mapping.get(header, "").partition(" ")[0] for header in wanted}
        assert told == wanted, file


@pytest.mark.parametrize(("file", "headers"), read("noise.yaml")["noise"].items())
def test_files_about_something_else_are_left_alone(file: str, headers: str) -> None:
    for name in (file, "export.csv"):
        assert isinstance(loading(name, headers.split(", ")), NoMatch)
