"""What a reader of a Word document sees is what its blocks say."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from claims import Block, read
from tests.claims.readers.word_files import (
    NAMESPACES,
    cell,
    numbered,
    numbering,
    paragraph,
    rewrite,
    row,
    run,
    table,
    word_file,
)

NOTES = f"<w:footnotes {NAMESPACES}>{{}}</w:footnotes>"


def texts(path: Path) -> list[str]:
    return [block.text for block in read(path).blocks]


def kinds(path: Path) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read(path).blocks]


def only(path: Path, text: str) -> Block:
    found = [block for block in read(path).blocks if block.text == text]
    assert len(found) == 1, [block.text for block in read(path).blocks]
    return found[0]


def test_headings_structure_the_document(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("System description", 0)
    document.add_heading("Access", 1)
    document.add_heading("Reviews", 2)
    document.add_paragraph("Access is reviewed quarterly.")
    document.add_heading("Backups", 1)
    document.add_paragraph("Backups are taken daily.")
    path = tmp_path / "a.docx"
    document.save(str(path))
    blocks = read(path).blocks
    assert [(b.kind, b.level) for b in blocks[:3]] == [("heading", 1), ("heading", 1), ("heading", 2)]
    assert blocks[2].heading_path == ("System description", "Access")
    assert blocks[3].heading_path == ("System description", "Access", "Reviews")
    assert blocks[5].heading_path == ("System description", "Backups")


@pytest.mark.parametrize(
    "style",
    [
        '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>',
        '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="House"/><w:basedOn w:val="Heading2"/></w:style>',
        '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="House"/>'
        '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>',
    ],
)
def test_localised_and_custom_heading_styles(tmp_path: Path, style: str) -> None:
    path = word_file(tmp_path, paragraph("Access", '<w:pStyle w:val="berschrift2"/>'), styles=style)
    block = read(path).blocks[0]
    assert (block.kind, block.level) == ("heading", 2)


def test_outline_level_of_the_paragraph_and_provisions_set_as_headings(tmp_path: Path) -> None:
    heading = '<w:pStyle w:val="Heading2"/>'
    path = word_file(
        tmp_path,
        paragraph("Access", '<w:outlineLvl w:val="0"/>'),
        paragraph("All laptops that hold customer data are encrypted with AES-256.", heading),
    )
    assert [kind for kind, _ in kinds(path)] == ["heading", "paragraph"]


def test_style_that_is_based_on_itself(tmp_path: Path) -> None:
    style = '<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>'
    path = word_file(tmp_path, paragraph("Text.", '<w:pStyle w:val="Loop"/>'), styles=style)
    assert kinds(path) == [("paragraph", "Text.")]


def test_multi_level_numbers_are_given_as_printed(tmp_path: Path) -> None:
    xml = numbering(("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"), ("upperRoman", "%4."))
    path = word_file(
        tmp_path,
        numbered("One", 1), numbered("One one", 1, 1), numbered("One two", 1, 1), numbered("a", 1, 2),
        numbered("b", 1, 2), numbered("i", 1, 3), numbered("Two", 1), numbered("Two one", 1, 1),
        numbering_xml=xml,
    )  # fmt: skip
    labels = [block.label for block in read(path).blocks]
    assert labels == ["1.", "1.1", "1.2", "(a)", "(b)", "I.", "2.", "2.1"]
    assert [block.level for block in read(path).blocks] == [1, 2, 2, 3, 3, 4, 1, 2]


def test_bullets_restarts_and_lists_that_are_not_defined(tmp_path: Path) -> None:
    second = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    xml = numbering(("decimal", "%1)"), ("bullet", "\uf0b7"), second=second)
    path = word_file(
        tmp_path,
        numbered("a", 1), numbered("b", 1), numbered("c", 1, 1), numbered("d", 2), numbered("e", 2), numbered("f", 99),
        numbering_xml=xml,
    )  # fmt: skip
    assert [block.label for block in read(path).blocks] == ["1)", "2)", "•", "5)", "6)", None]


def test_numbers_that_come_from_the_style(tmp_path: Path) -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="Clause"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    own = '<w:pStyle w:val="Clause"/>'
    off = f'{own}<w:numPr><w:numId w:val="0"/></w:numPr>'
    path = word_file(
        tmp_path, paragraph("First", own), paragraph("Not counted", off), paragraph("Second", own),
        styles=style, numbering_xml=numbering(("lowerRoman", "%1.")),
    )  # fmt: skip
    assert [block.label for block in read(path).blocks] == ["i.", None, "ii."]


def test_items_know_the_sentence_that_introduces_them(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        paragraph("Access is limited. Management shall ensure:"),
        numbered("access is reviewed", 1),
        numbered("leavers are handled:", 1),
        numbered("within 24 hours", 1, 1),
        paragraph("Every case has a ticket.", '<w:ind w:left="720"/>'),
        numbered("keys are rotated", 1),
        paragraph("Other things are done."),
        numbered("no lead-in", 1),
        numbering_xml=numbering(("decimal", "%1."), ("lowerLetter", "%2.")),
    )
    lead_ins = [(block.text, block.lead_in) for block in read(path).blocks if block.kind == "list_item"]
    assert lead_ins == [
        ("access is reviewed", "Management shall ensure:"),
        ("leavers are handled:", "Management shall ensure:"),
        ("within 24 hours", "leavers are handled:"),
        ("keys are rotated", "Management shall ensure:"),
        ("no lead-in", None),
    ]


def test_labels_typed_by_hand(tmp_path: Path) -> None:
    path = word_file(tmp_path, paragraph("Staff must:"), paragraph("(a) use MFA"), paragraph("(b) lock screens"))
    items = [block for block in read(path).blocks if block.kind == "list_item"]
    assert [(item.label, item.text, item.lead_in) for item in items] == [
        ("(a)", "use MFA", "Staff must:"), ("(b)", "lock screens", "Staff must:"),
    ]  # fmt: skip
    assert items[0].place_of(0, 3).start == 4
    assert items[0].quote(4, 7) == "MFA"


def test_table_cells_carry_their_row_and_header(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        table(
            row(cell("Severity"), cell("Deadline"), properties="<w:tblHeader/>"),
            row(cell("Critical"), cell(paragraph("7 days") + paragraph("or sooner"))),
        ),
    )
    blocks = read(path).blocks
    assert [(b.text, b.row.index, b.row.column) for b in blocks if b.row] == [
        ("Severity", 0, 0), ("Deadline", 0, 1), ("Critical", 1, 0), ("7 days", 1, 1), ("or sooner", 1, 1),
    ]  # fmt: skip
    last = blocks[-1].row
    assert last is not None
    assert last.cells == ("Critical", "7 days or sooner")
    assert last.header == ("Severity", "Deadline")
    assert blocks[-1].place.cell == "table 1, row 2, column 2"


def bold(text: str) -> str:
    return cell(paragraph(run(text, "<w:b/>")))


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([row(bold("Name"), bold("Role")), row(cell("Ada"), cell("CISO"))], ("Name", "Role")),
        ([row(cell("Owner"), cell("IT")), row(cell("Version"), cell("1.0"))], ()),
        ([row(bold("Owner"), cell("IT")), row(bold("Version"), cell("1.0"))], ()),
        (
            [
                row(cell("Control"), cell("Description")),
                row(cell("A"), cell("All laptops are encrypted with AES-256.")),
            ],
            ("Control", "Description"),
        ),
        ([row(cell("Only one row"), cell("of words"))], ()),
        (
            [
                row(cell("Severity"), cell("Resolution Target")),
                row(cell("S1"), cell("24 hours")),
                row(cell("S2"), cell("3 days")),
                row(cell("S3"), cell("Best effort")),
            ],
            ("Severity", "Resolution Target"),
        ),
        ([row(cell("Owner"), cell("Ana")), row(cell("Version"), cell("1.0")), row(cell("Effective"), cell("2026-01-01"))], ()),
        (
            [
                row(cell("Severity", '<w:gridSpan w:val="2"/>'), cell("Time")),
                row(cell("Critical"), cell("9.0-10.0"), cell("7 days")),
                row(cell("High"), cell("7.0-8.9"), cell("30 days")),
            ],
            ("Severity", "Severity", "Time"),
        ),
    ],
)
def test_unmarked_header_rows(tmp_path: Path, rows: list[str], header: tuple[str, ...]) -> None:
    last = read(word_file(tmp_path, table(*rows))).blocks[-1].row
    assert last is not None
    assert last.header == header


def test_merged_cells_are_counted_once_and_rows_read_whole(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        table(
            row(cell("Group", '<w:gridSpan w:val="2"/>'), cell("Value"), properties="<w:tblHeader/>"),
            row(cell("Laptops", '<w:vMerge w:val="restart"/>'), cell("Encrypted"), cell("yes")),
            row(cell(paragraph(""), "<w:vMerge/>"), cell("Locked"), cell("10 minutes")),
        ),
    )
    blocks = read(path).blocks
    assert [b.text for b in blocks].count("Laptops") == 1
    last = blocks[-1].row
    assert last is not None
    assert (last.cells, last.column, last.header) == (
        ("Laptops", "Locked", "10 minutes"),
        2,
        ("Group", "Group", "Value"),
    )
    first = blocks[0].row
    assert first is not None
    assert first.cells == ("Group", "", "Value")


def test_nested_tables_and_lists_in_cells(tmp_path: Path) -> None:
    inner = table(row(cell("inner")))
    outer = table(row(cell(paragraph("Do:") + numbered("this", 1) + inner + paragraph("after"))))
    blocks = read(word_file(tmp_path, outer, numbering_xml=numbering(("decimal", "%1.")))).blocks
    assert [(b.text, b.row.table) for b in blocks if b.row] == [("Do:", 1), ("this", 1), ("inner", 2), ("after", 1)]
    assert (blocks[1].kind, blocks[1].label, blocks[1].lead_in) == ("cell", "1.", "Do:")


def test_rows_and_cells_in_content_controls_and_deleted_rows(tmp_path: Path) -> None:
    wrapped = f"<w:sdt><w:sdtContent>{row(cell('kept'))}</w:sdtContent></w:sdt>"
    gone = row(cell("gone"), properties='<w:del w:id="1" w:author="a"/>')
    assert texts(word_file(tmp_path, table(wrapped, gone))) == ["kept"]


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (f'<w:ins w:id="1" w:author="a">{run("new ")}</w:ins>{run("text")}', "new text"),
        (f'<w:del w:id="1" w:author="a"><w:r><w:delText>old </w:delText></w:r></w:del>{run("text")}', "text"),
        (f'<w:moveFrom w:id="1">{run("from")}</w:moveFrom><w:moveTo w:id="2">{run("to")}</w:moveTo>', "to"),
        (f'<w:hyperlink r:id="rId1">{run("linked")}</w:hyperlink>{run(" text")}', "linked text"),
        (f'<w:smartTag w:uri="u" w:element="e">{run("smart")}</w:smartTag>', "smart"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('controlled')}</w:sdtContent></w:sdt>", "controlled"),
        (f'<w:fldSimple w:instr="DATE">{run("1 May")}</w:fldSimple>', "1 May"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("Section 3")}'
            f'<w:r><w:fldChar w:fldCharType="end"/></w:r>{run(" applies")}',
            "Section 3 applies",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox>'
            f'</w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>{run(" Implemented")}',
            "☒ Implemented",
        ),
        (f"{run('shown')}{run(' hidden', '<w:vanish/>')}", "shown"),
        (run("not") + run(" hidden", '<w:vanish w:val="0"/>'), "not hidden"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a b c"),
        ("<w:r><w:t>multi</w:t><w:noBreakHyphen/><w:t>fac</w:t><w:softHyphen/><w:t>tor</w:t></w:r>", "multi-factor"),
        (run("a  ") + run("  b\u00a0c"), "a b c"),
        (f'<w:commentRangeStart w:id="0"/>{run("remarked")}<w:commentRangeEnd w:id="0"/>', "remarked"),
        (f"<mc:AlternateContent><mc:Choice Requires='wps'>{run('one')}</mc:Choice>"
         f"<mc:Fallback>{run('other')}</mc:Fallback></mc:AlternateContent>", "one"),
    ],
)  # fmt: skip
def test_visible_text(tmp_path: Path, runs: str, text: str) -> None:
    assert texts(word_file(tmp_path, paragraph(runs))) == [text]


def test_text_boxes_are_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    path = word_file(tmp_path, paragraph(run("Beside the box.") + drawing), paragraph("After."))
    assert kinds(path) == [("paragraph", "Beside the box."), ("text_box", "In the box."), ("paragraph", "After.")]
    # One paragraph beside, one in each branch, so the last is number 3.
    assert [block.place.paragraph for block in read(path).blocks] == [0, 1, 3]


def test_contents_are_left_out(tmp_path: Path) -> None:
    style = '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    path = word_file(tmp_path, paragraph("Access 3", '<w:pStyle w:val="TOC1"/>'), paragraph("Text."), styles=style)
    assert texts(path) == ["Text."]


def test_headers_footers_and_footnotes(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Access", 1)
    document.add_paragraph("Access is reviewed.")
    section = document.sections[0]
    section.header.paragraphs[0].text = "Confidential"
    section.footer.paragraphs[0].text = "Page"
    path = tmp_path / "a.docx"
    document.save(str(path))
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r></w:p><w:sectPr'
    body = read_part(path, "word/document.xml").replace("</w:p><w:sectPr", reference)
    note = (
        f'<w:footnote w:type="separator" w:id="0">{paragraph("")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("Except contractors.")}</w:footnote>'
    )
    rewrite(path, {"word/document.xml": body, "word/footnotes.xml": NOTES.format(note)}, {"footnotes.xml": "footnotes"})
    blocks = {block.kind: block for block in read(path).blocks}
    assert blocks["header"].text == "Confidential"
    assert blocks["header"].place.part == "header1"
    assert blocks["footer"].text == "Page"
    assert blocks["footnote"].text == "Except contractors."
    assert blocks["footnote"].heading_path == ("Access",)
    assert blocks["footnote"].place.part == "footnotes"


def read_part(path: Path, name: str) -> str:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def test_places_count_visible_characters(tmp_path: Path) -> None:
    path = word_file(tmp_path, table(row(cell("x"))), paragraph(f"{run('All  laptops')}{run(' are encrypted. ')}"))
    block = only(path, "All laptops are encrypted.")
    assert (block.place.part, block.place.paragraph) == ("document", 1)
    assert (block.place.start, block.place.end) == (0, len("All  laptops are encrypted. "))
    place = block.place_of(4, 11)
    assert (place.start, place.end) == (5, 12)
    assert block.quote(0, 11) == "All  laptops"


def test_lines_broken_by_hand_stand_alone_where_they_can(tmp_path: Path) -> None:
    runs = "<w:r><w:t>Owner: IT.</w:t><w:br/><w:t>Version 2</w:t><w:br/><w:t>of the policy</w:t></w:r>"
    blocks = read(word_file(tmp_path, paragraph(runs))).blocks
    assert [block.text for block in blocks] == ["Owner: IT.", "Version 2 of the policy"]
    assert (blocks[1].place.start, blocks[1].place.end) == (11, 34)
    assert blocks[1].quote(13, 23) == "the policy"


def test_properties(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "Access policy"
    document.core_properties.author = "Ada Example"
    path = tmp_path / "a.docx"
    document.save(str(path))
    properties = read(path).properties
    assert (properties["title"], properties["creator"]) == ("Access policy", "Ada Example")


def test_what_is_not_read_is_listed(tmp_path: Path) -> None:
    path = word_file(
        tmp_path, paragraph("Text."),
        parts={"charts/chart1.xml": ("chart", "<c/>"), "media/e.png": ("image", "x")},
    )  # fmt: skip
    assert [left.what for left in read(path).left_out] == ["description.docx: 1 chart"]


def test_a_main_part_of_another_name(tmp_path: Path) -> None:
    path = word_file(tmp_path, paragraph("Text."))
    rels = read_part(path, "_rels/.rels").replace("word/document.xml", "/word/document2.xml")
    body, own = read_part(path, "word/document.xml"), read_part(path, "word/_rels/document.xml.rels")
    rewrite(path, {"_rels/.rels": rels, "word/document2.xml": body, "word/_rels/document2.xml.rels": own})
    rewrite(path, {"word/document.xml": None})
    assert texts(path) == ["Text."]
    assert read(path).blocks[0].place.part == "document"
