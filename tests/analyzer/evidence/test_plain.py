from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import EvidenceError
from analyzer.evidence import plain
from analyzer.evidence.delimited import read_delimited
from analyzer.evidence.files import examine
from analyzer.evidence.load import Loaded
from analyzer.evidence.store import Store
from analyzer.model import EvidenceFile

from .loading import PERIOD, column, load, write

HEADER = "email,name,start_date,end_date,status"
ROWS = (
    "eva@northwind.example,Eva Berg,2024-02-01,,active",
    'kim@northwind.example,"Kim ""K"" Lund, Jr.",02/13/2024,2026-03-31,left',
    'leo@northwind.example,"Leo\nHart",01/02/2024,soon,N/A',
    ",,,,",
    "ada@northwind.example,Ada,2024-02-03,, active ",
)


def read(folder: Path, text: bytes, in_place: bool, patch: pytest.MonkeyPatch) -> Loaded:
    """Load an export, by the engine or row by row."""
    write(folder, "staff.csv", text)
    patch.setattr(plain, "LARGE_FILE", 0 if in_place else 1 << 40)
    return load(folder)


def is_plain(folder: Path, text: bytes, patch: pytest.MonkeyPatch) -> bool:
    """Whether the engine takes the export upon itself."""
    path = write(folder, "alone/staff.csv", text)
    patch.setattr(plain, "LARGE_FILE", 0)
    store = Store({}, PERIOD, files=[path])
    encoding = examine(path, "staff.csv").encoding
    try:
        return plain.plain_records(store, path, "staff.csv", read_delimited(path, "staff.csv", encoding), encoding) is not None
    except EvidenceError:
        return False
    finally:
        path.unlink()


def facts(loaded: Loaded) -> tuple[list[EvidenceFile], list[tuple[object, ...]]]:
    rows = loaded.store.rows("select * from people order by evidence_row")[1]
    return list(loaded.files), rows


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_both_readers_find_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str, mark: bytes, delimiter: str) -> None:
    lines = [line if "," in line and '"' in line else line.replace(",", delimiter) for line in (HEADER, *ROWS)]
    if delimiter != ",":
        lines = [line for line in lines if '"' not in line]
    text = mark + (end.join(lines) + end).encode()
    assert is_plain(tmp_path, text, monkeypatch)
    one = facts(read(tmp_path / "a", text, True, monkeypatch))
    other = facts(read(tmp_path / "b", text, False, monkeypatch))
    assert [file.faults for file in one[0]] == [file.faults for file in other[0]]
    assert [(file.rows, file.tables, file.mapping) for file in one[0]] == [(f.rows, f.tables, f.mapping) for f in other[0]]
    assert one[1] == other[1]


@pytest.mark.parametrize("odd", [
    "short@northwind.example,Short", "a@northwind.example,A,2024-01-01,,active,more", "",
    '"a@northwind.example" ,A,2024-01-01,,active', "Total,,5,,", "note: end of list,,,,", HEADER,
    '"never closed,A,2024-01-01,,active', "a@northwind.example,A\0B,2024-01-01,,active",
])  # fmt: skip
def test_what_is_not_plain_is_read_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: str) -> None:
    text = "\n".join([HEADER, *ROWS, odd, ROWS[0].replace("eva", "zoe")]).encode()
    assert not is_plain(tmp_path, text, monkeypatch)
    one, other = (read(tmp_path / str(place), text, place, monkeypatch) for place in (True, False))
    assert facts(one)[1] == facts(other)[1]
    assert [(file.faults, file.incomplete) for file in one.files] == [(file.faults, file.incomplete) for file in other.files]
    assert [left.why for left in one.left_out] == [left.why for left in other.left_out]


def test_stretches_of_the_file_that_are_read_at_once_may_end_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f'p{number}@northwind.example,"P, ""{number}""",2024-02-01,,active' for number in range(40)]
    text = "\n".join([HEADER, *rows]).encode()
    for size in range(100, 160):
        monkeypatch.setattr(plain, "CHUNK", size)
        assert is_plain(tmp_path, text, monkeypatch)
    assert not is_plain(tmp_path, text.replace(b"active\np39", b"active\n\np39"), monkeypatch)


def test_titles_above_the_header_are_no_matter_for_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(["People report,,,,", HEADER, *ROWS]).encode()
    assert len(column(read(tmp_path, text, True, monkeypatch), "people", "email")) == 4
