"""Bad exports end in a message that names the file and the place, or in a reported omission; never in a traceback."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from analyzer.errors import EvidenceError
from tests.analyzer.evidence.loading import PEOPLE, column, load, write

GOOD = PEOPLE + "ana@northwind.example,Ana,2024-03-01,,active\n"


def left_out(folder: Path, *tables: str) -> str:
    """Load a folder of one bad export beside a good one; the reason why the bad one was left out."""
    write(folder, "good.csv", GOOD)
    loaded = load(folder, *(tables or ("people",)))
    assert [file.path for file in loaded.files] == ["good.csv"]
    (one,) = loaded.left_out
    return f"{one.what}: {one.why}. {one.advice}"


def test_wrong_delimiter(tmp_path: Path) -> None:
    write(tmp_path, "people.csv", GOOD.replace(",", "^"))
    assert "people.csv: only one column was found; the separators tried are comma, semicolon" in left_out(tmp_path)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_are_detected(tmp_path: Path, delimiter: str) -> None:
    write(tmp_path, "people.csv", GOOD.replace(",", delimiter).replace("Ana", "Lopez, Ana"))
    assert column(load(tmp_path), "people", "name") == ["Lopez, Ana"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    write(tmp_path, "people.csv", GOOD.replace("Ana", "Zoë Müller").encode(encoding))
    loaded = load(tmp_path)
    assert column(loaded, "people", "name") == ["Zoë Müller"]
    assert column(loaded, "people", "email") == ["ana@northwind.example"]


def test_ragged_rows_are_reported_by_number(tmp_path: Path) -> None:
    rows = "bo@northwind.example,Chen, Bo,2024-03-01,,active\ncy@northwind.example,Cy,2024-03-01\n"
    write(tmp_path, "people.csv", GOOD + rows + "di@northwind.example,Di,2024-03-01,,active\n")
    loaded = load(tmp_path)
    (file,) = loaded.files
    assert "row 3 has 6 cells where the header has 5; it was left out" in file.faults
    assert "row 4 has 3 cells where the header has 5; the others are read as empty" in file.faults
    assert file.incomplete == ("1 of its rows could not be read and were left out",)
    assert column(loaded, "people", "email") == [f"{who}@northwind.example" for who in ("ana", "cy", "di")]


def test_row_that_breaks_off_at_the_end(tmp_path: Path) -> None:
    write(tmp_path, "people.csv", GOOD + "bo@northwind.example,Bo,20")
    (file,) = load(tmp_path).files
    assert file.faults == ("row 3, the last one, breaks off; it was left out",)


def test_quotation_that_never_closes(tmp_path: Path) -> None:
    write(tmp_path, "people.csv", GOOD + 'bo@northwind.example,"Bo,2024-03-01,,active\n' + GOOD)
    assert "people.csv (row 3): a quotation mark opens and never closes" in left_out(tmp_path)


def test_title_rows_above_and_a_footer_below(tmp_path: Path) -> None:
    write(tmp_path, "people.csv", "Employee roster\n\n" + GOOD + "Total: 1\n")
    loaded = load(tmp_path)
    assert column(loaded, "people", "email") == ["ana@northwind.example"]
    assert column(loaded, "people", "evidence_row") == [4]
    assert loaded.files[0].faults == ()


def test_no_header_row(tmp_path: Path) -> None:
    write(tmp_path, "people.csv", GOOD.removeprefix(PEOPLE))
    assert "people.csv (row 1): there is no header row" in left_out(tmp_path)


def test_header_row_only(tmp_path: Path) -> None:
    write(tmp_path, "people.csv", PEOPLE)
    assert "people.csv: there is a header row and no row below it" in left_out(tmp_path)


def test_formulas_markup_and_escapes_stay_text(tmp_path: Path) -> None:
    cells = ['=HYPERLINK("http://x.example","Ana")', "+cmd|' /C calc'!A0", "<script>alert(1)</script>", "\x1b[31mred"]
    quoted = [cell.replace('"', '""') for cell in cells]
    rows = [f'p{number}@northwind.example,"{cell}",2024-03-01,,active\n' for number, cell in enumerate(quoted)]
    write(tmp_path, "people.csv", PEOPLE + "".join(rows))
    assert column(load(tmp_path), "people", "name") == cells


def test_messages_hold_no_escapes(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", "\x1b[31mred,second\x07\none,two\n")
    write(tmp_path, "b.csv", GOOD.replace("2024-03-01", "\x1b[31mnever"))
    loaded = load(tmp_path)
    (one,) = loaded.left_out
    (file,) = loaded.files
    assert "red" in one.why
    assert "never" in file.faults[0]
    assert not {"\x1b", "\x07"} & set(one.why + file.faults[0])


def test_names_hold_no_escapes(tmp_path: Path) -> None:
    write(tmp_path, "peo\x1b[31mple.csv", GOOD)
    (file,) = load(tmp_path).files
    assert "\x1b" not in file.path


def test_declared_delimiter(tmp_path: Path) -> None:
    write(tmp_path, "people.csv", "sep=^\n" + GOOD.replace(",", "^"))
    assert column(load(tmp_path), "people", "email") == ["ana@northwind.example"]


def test_nul_characters(tmp_path: Path) -> None:
    write(tmp_path, "people.csv", GOOD.replace("Ana", "A\0na"))
    assert column(load(tmp_path), "people", "name") == ["Ana"]


def test_duplicate_and_reserved_headers(tmp_path: Path) -> None:
    write(tmp_path, "people.csv", "Email,Start Date,Status,email,file,\nana@northwind.example,2024-03-01,on,x,y,z\n")
    assert column(load(tmp_path), "people", "email") == ["ana@northwind.example"]


def test_json_lines_in_place_of_json(tmp_path: Path) -> None:
    record = '{"email": "ana@northwind.example", "start_date": "2024-03-01", "status": "active"}\n'
    write(tmp_path, "people.json", record + record.replace("ana", "bo"))
    assert column(load(tmp_path), "people", "email") == ["ana@northwind.example", "bo@northwind.example"]


def test_json_lines_with_a_broken_line(tmp_path: Path) -> None:
    record = '{"email": "ana@northwind.example", "start_date": "2024-03-01", "status": "active"}\n'
    write(tmp_path, "people.jsonl", record + '{"email": "bo@\n' + record.replace("ana", "cy") + "[1]\n")
    loaded = load(tmp_path)
    assert column(loaded, "people", "email") == ["ana@northwind.example", "cy@northwind.example"]
    broken, no_object = loaded.files[0].faults
    assert broken.startswith("line 2 is not a JSON record")
    assert no_object == "line 4 is no JSON object; it was left out"
    assert loaded.files[0].incomplete


def test_json_documents_one_behind_the_other(tmp_path: Path) -> None:
    page = [{"email": "ana@northwind.example", "start_date": "2024-03-01", "status": "active"}]
    write(tmp_path, "people.json", json.dumps(page) + "\n" + json.dumps(page).replace("ana", "bo"))
    assert column(load(tmp_path), "people", "email") == ["ana@northwind.example", "bo@northwind.example"]


@pytest.mark.parametrize("cut", [30, 75])
def test_json_that_breaks_off_in_its_first_record(tmp_path: Path, cut: int) -> None:
    record = {"email": "ana@northwind.example", "start_date": "2024-03-01", "status": "active"}
    text = json.dumps([record, record], indent=1)
    write(tmp_path, "people.json", text[:cut])
    assert "people.json (line " in left_out(tmp_path)


def test_json_that_is_no_json(tmp_path: Path) -> None:
    write(tmp_path, "people.json", "[{'email': 1}]")
    assert "people.json (line 1, column 3): it is not valid JSON" in left_out(tmp_path)


def test_json_nested_too_deeply(tmp_path: Path) -> None:
    depth = sys.getrecursionlimit() * 100
    write(tmp_path, "people.json", "[" * depth + "]" * depth)
    assert "people.json: it is nested too deeply" in left_out(tmp_path)


def test_json_with_an_endless_number(tmp_path: Path) -> None:
    write(tmp_path, "people.json", '[{"email": ' + "9" * 10_000 + "}]")
    assert "people.json: it holds a number that cannot be read" in left_out(tmp_path)


def test_json_values_that_no_engine_holds(tmp_path: Path) -> None:
    odd = '"name": "\\ud800", "status": NaN, "x": 1e999'
    write(tmp_path, "people.json", f'[{{"email": "a\\u0000na@northwind.example", "start_date": "2024-03-01", {odd}}}]')
    assert column(load(tmp_path), "people", "email") == ["ana@northwind.example"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("people.csv", b"", "the file is empty"),
        ("people.csv", b" \n\n", "the file holds nothing but spaces"),
        ("people.csv", bytes(range(256)) * 20, "it is binary data and no text"),
        ("people.csv", b"<!DOCTYPE html><html><body>Sign in</body></html>", "it is a web page and no export"),
        ("people.csv", b"<?xml version='1.0'?><a/>", "it is XML and no export"),
        ("people.xlsx", b"PK\x03\x04" + b"\0" * 50, "it is an Office or ZIP file that is damaged"),
        ("people.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "it is an image"),
        ("people.pdf", b"%PDF-1.7\n", "it is a PDF"),
        ("people.csv", b"\x1f\x8b\x08" + b"\0" * 50, "it is a compressed file"),
        ("people.json", b"email,name\n", "it is called JSON but starts with neither { nor ["),
        ("people.json", b"[]", "it holds no records"),
        ("people.json", b"{}", "it holds no records"),
        ("people.json", b"[1, 2]", "it holds no records"),
        ("notes.txt", b"Nothing of note was found this quarter.\nSee the ticket.\n", "only one column was found"),
    ],
)
def test_files_that_are_no_exports(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    write(tmp_path, name, content)
    assert f"{name}" in (said := left_out(tmp_path))
    assert why in said


def test_csv_that_is_json(tmp_path: Path) -> None:
    write(tmp_path, "people.csv", [{"email": "ana@northwind.example", "start_date": "2024-03-01", "status": "active"}])
    assert column(load(tmp_path), "people", "email") == ["ana@northwind.example"]


def test_documents_and_system_files_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "people.csv", GOOD)
    for name in ("README.md", "policy.docx", ".DS_Store", "~$people.xlsx", ".git/config"):
        write(tmp_path, name, "x")
    assert load(tmp_path).left_out == ()


def test_path_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match=r"nowhere: there is no such file or folder. Check the path"):
        load(tmp_path / "nowhere")


def test_inputs_are_not_changed(tmp_path: Path) -> None:
    path = write(tmp_path, "people.csv", GOOD)
    before = path.read_bytes(), path.stat().st_mtime_ns
    load(tmp_path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.slow
def test_csv_of_200_megabytes_in_bounded_memory(tmp_path: Path) -> None:
    import resource
    import subprocess

    row = "VF-{n},host-{n}.northwind.example,production,high,7.5,2026-03-27 10:32:30,2026-03-31 10:22:59,resolved,"
    row += "x" * 100 + "\n"
    with (tmp_path / "findings.csv").open("w") as file:
        file.write("finding_id,asset,env,severity,cvss,first_seen_at,resolved_at,status,notes\n")
        rows = 0
        while file.tell() < 200_000_000:
            file.writelines(row.format(n=rows + n) for n in range(10_000))
            rows += 10_000
    script = (
        "import sys; from pathlib import Path; from tests.analyzer.evidence.loading import load;"
        " loaded = load(Path(sys.argv[1]), 'vuln_findings'); print(loaded.store.count('vuln_findings'))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    assert int(done.stdout) == rows
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 3_000_000
