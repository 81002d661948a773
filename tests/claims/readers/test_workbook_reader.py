"""Control matrices and questionnaires as workbooks and separated values: what is read from where, and what is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from claims import Block, Document, DocumentError, read
from claims.row_cells import is_statement_table
from claims.units import units_of
from tests.claims.readers.workbook_files import MATRIX, with_parts, workbook

SHEET = "xl/worksheets/sheet1.xml"


def texts(document: Document, kind: str = "cell") -> list[str]:
    return [block.text for block in document.blocks if block.kind == kind]


def block(document: Document, text: str) -> Block:
    return next(one for one in document.blocks if one.text == text)


def test_each_cell_with_its_sheet_and_place_its_row_and_the_headings_above_it(tmp_path: Path) -> None:
    document = read(workbook(tmp_path / "matrix.xlsx", Controls=MATRIX))
    cell = block(document, "Access of leavers is removed within 24 hours.")
    assert str(cell.place) == "matrix.xlsx, sheet Controls, cell B5"
    assert cell.heading_path == ("Controls", "Logical access")
    assert cell.row is not None
    assert cell.row.header[:3] == ("Control ID", "Control activity", "Criteria")
    assert cell.row.cells[:2] == ("AC-01", "Access of leavers is removed within 24 hours.")
    later = block(document, "High ones are fixed within 30 days.")
    assert later.heading_path[-1] == "Vulnerabilities"
    assert later.row is not None and later.row.header[1] == "Control activity"
    assert texts(document, "heading") == [
        "Controls",
        "Brightloom: controls, January to June 2026",
        "Logical access",
        "Vulnerabilities",
    ]


def test_the_numbers_and_dates_that_excel_shows(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", Sheet1=(("Name", "Due", "Share", "Count"), ("x", date(2026, 3, 31), 0.985, 12.0)))
    book = load_workbook(path)
    book["Sheet1"]["C2"].number_format = "0.0%"
    book["Sheet1"]["A2"].font = Font(bold=True)
    book.save(path)
    document = read(path)
    assert texts(document) == ["Name", "Due", "Share", "Count", "x", "2026-03-31", "98.5%", "12"]
    assert texts(document, "heading") == ["a"]


def test_what_the_workbook_hides_is_named_and_not_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", Controls=MATRIX, Notes=(("a", "b"), ("old", "text")))
    book = load_workbook(path)
    book["Notes"].sheet_state = "hidden"
    book["Controls"].row_dimensions[5].hidden = True
    book["Controls"].column_dimensions["F"].hidden = True
    book.save(path)
    document = read(path)
    assert "old" not in texts(document)
    assert "AC-01" not in texts(document)
    assert "Result" not in texts(document)
    assert [(one.what, one.why) for one in document.left_out] == [
        ("a.xlsx, sheet Controls", "2 rows and columns of it are hidden"),
        ("a.xlsx, sheet Notes", "the workbook hides it"),
    ]


def test_a_formula_is_its_saved_result_and_one_without_a_result_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", Controls=(("Control", "Owner"), ("x", "y")))
    rows = (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Control</t></is></c><c r="B1" t="inlineStr"><is><t>Owner</t></is></c></row>'
        b'<row r="2"><c r="A2" t="str"><f>HYPERLINK("http://x.example","y")</f><v>AC-01</v></c>'
        b'<c r="B2" t="inlineStr"><is><t>IT</t></is></c><c r="C2"><f>A1+1</f></c></row>'
    )
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + rows
    document = read(with_parts(path, {SHEET: sheet + b"</sheetData></worksheet>"}))
    assert texts(document) == ["Control", "Owner", "AC-01", "IT"]
    assert "formula without a saved result" in document.left_out[0].why


def test_shared_strings_in_runs_and_in_the_strict_format(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", C=(("Control", "Owner"), ("x", "y")))
    strict = b'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"'
    strings = (b"<si><t>Control</t></si><si><t>Owner</t></si>", b"<si><r><t>Ac</t></r><r><t>cess</t></r><rPh><t>no</t></rPh></si>")
    cells = b"".join(b'<row><c t="s"><v>%d</v></c><c t="s"><v>%d</v></c></row>' % pair for pair in ((0, 1), (2, 1), (9, 2)))
    kind = b'Type="http://purl.oclc.org/ooxml/officeDocument/relationships/'
    relations = (
        b"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        b'<Relationship Id="rId1" ' + kind + b'worksheet" Target="worksheets/sheet1.xml"/>'
        b'<Relationship Id="rId2" ' + kind + b'sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    parts = {
        SHEET: b"<worksheet " + strict + b"><sheetData>" + cells + b"</sheetData></worksheet>",
        "xl/sharedStrings.xml": b"<sst " + strict + b">" + b"".join(strings) + b"</sst>",
        "xl/_rels/workbook.xml.rels": relations,
    }
    assert [one.text for one in read(with_parts(path, parts)).blocks] == ["C", "Control", "Owner", "Access", "Owner", "Access"]


def test_a_merged_cell_speaks_for_each_row_below_it(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", C=(("Criteria", "Control"), ("CC6.1", "One is done."), (None, "Two is done.")))
    book = load_workbook(path)
    book["C"].merge_cells("A2:A3")
    book.save(path)
    second = block(read(path), "Two is done.")
    assert second.row is not None and second.row.cells == ("CC6.1", "Two is done.")


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({SHEET: b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'}, "declares a document type or entities"),
        ({"xl/styles.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><styleSheet/>"}, "declares a document type or entities"),
        ({SHEET: b"<worksheet"}, "not well-formed XML"),
        ({"xl/media/a.bin": bytes(60_000_000)}, "zip bombs"),
        ({SHEET: b"<worksheet/>"}, "no visible sheet"),
    ],
)
def test_hostile_and_broken_workbooks_are_refused_with_a_reason(tmp_path: Path, parts: dict[str, bytes], words: str) -> None:
    path = workbook(tmp_path / "a.xlsx", C=(("Control", "Owner"), ("x", "y")))
    with pytest.raises(DocumentError, match=words):
        read(with_parts(path, parts))


def test_cells_far_out_cost_nothing_and_those_that_excel_cannot_have_are_left_aside(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", C=(("Control", "Owner"), ("x", "y")))
    cells = b"".join(
        b'<row r="%d"><c r="%s%d" t="inlineStr"><is><t>far</t></is></c><c r="B%d" t="inlineStr"><is><t>near</t></is></c></row>'
        % (row, column, row, row)
        for row, column in ((1, b"XFD"), (1_048_576, b"ZZZ"))
    )
    merged = b'<mergeCells><mergeCell ref="B1:B9999999"/></mergeCells>'
    document = read(with_parts(path, {SHEET: b"<worksheet><sheetData>" + cells + b"</sheetData>" + merged + b"</worksheet>"}))
    assert [(one.text, one.place.cell) for one in document.blocks if one.place.cell] == [
        ("near", "sheet C, cell B1"), ("far", "sheet C, cell XFD1"), ("near", "sheet C, cell B1048576"),
    ]  # fmt: skip


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separated_values_by_the_sign_that_separates_them(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "answers.csv"
    rows = (("No.", "Question", "Answer"), ("1", '"Is access reviewed, and by whom?"', "Yes"), ("2", "Are logs kept?", "365 days"))
    path.write_text("\n".join(separator.join(row) for row in rows), encoding="utf-8")
    document = read(path)
    cell = block(document, "365 days")
    assert str(cell.place) == "answers.csv, row 3, column C"
    assert cell.row is not None and cell.row.header == ("No.", "Question", "Answer")


def test_a_field_that_never_ends_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n"' + "x" * 2_000_000, encoding="utf-8")
    with pytest.raises(DocumentError, match="cannot be taken apart into rows"):
        read(path)


def test_the_tests_of_the_auditor_are_no_statements_and_the_frequency_belongs_to_its_control(tmp_path: Path) -> None:
    document = read(workbook(tmp_path / "matrix.xlsx", Controls=MATRIX))
    assert [(unit.form, unit.text) for unit in units_of(document)] == [
        ("sentence", "Access of leavers is removed within 24 hours."),
        ("row", "System owners review access to production. | Quarterly"),
        ("sentence", "Critical vulnerabilities are fixed within 7 days."),
        ("sentence", "High ones are fixed within 30 days."),
    ]


@pytest.mark.parametrize("answer", ["N/A", "Not applicable", "Partially", "", "TBD", "-"])
def test_a_question_without_an_answer_states_nothing(tmp_path: Path, answer: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Ref,Question,Response,Comment\nQ1,Are laptops encrypted?,{answer},see policy\n", encoding="utf-8")
    assert list(units_of(read(path))) == []


def test_exports_of_systems_are_no_documents(tmp_path: Path) -> None:
    def written(text: str) -> Document:
        path = tmp_path / "a.csv"
        path.write_text(text, encoding="utf-8")
        return read(path)

    assert is_statement_table(written("No.,Question,Answer\n1,Are logs kept?,Yes\n"))
    assert is_statement_table(written("ID,Control description,Owner\n1,Access is reviewed by owners quarterly.,IT\n"))
    assert not is_statement_table(written("email,status,last_login\na@brightloom.example,ACTIVE,2026-01-01\n"))
    assert not is_statement_table(written("Control,Status,Tested at\nAC-01,passed,2026-01-01\nAC-02,passed,2026-01-01\n"))
