"""What a person reads in a PDF is what its blocks say, in order, with the page on which each word stands."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims import Block, read
from tests.claims.readers.pdf_files import (
    HEADING,
    HEIGHT,
    JUSTIFIED,
    TITLE,
    both,
    bullets,
    drawn,
    laid_out,
    lines,
    table,
    text,
)

PROSE = (
    "Every employee signs in through single sign-on, and multi-factor authentication is required for all access to production.",
    "Access of departing employees is revoked within 24 hours of termination, and the revocation is recorded in the ticket.",
    "All customer data is encrypted at rest using AES-256, and data in transit is protected by TLS 1.2 or higher at all times.",
    "Production databases are backed up daily, backups are retained for 35 days in a second region, and restores are tested.",
    "Security logs are collected centrally and retained for at least one year, and alerts reach the engineer on call at once.",
    "Critical vendors are assessed before they are engaged and again every year, and their reports are read by their owners.",
)


def kinds(path: Path) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read(path).blocks]


def body(path: Path) -> list[Block]:
    return [block for block in read(path).blocks if block.kind not in ("header", "footer")]


def words(texts: Any) -> list[str]:
    return re.findall(r"\w+", " ".join(texts))


def test_headings_paragraphs_and_lists(tmp_path: Path) -> None:
    long = "laptops are encrypted and lock after ten minutes without use, wherever they are and whoever uses them;"
    story = [
        text("Security Overview", TITLE), text("Access", HEADING), text(f"{PROSE[0]} {PROSE[1]}"), text("We make sure that:"),
        bullets(long, "shared accounts are not used."),
        text("1. Access is reviewed quarterly."), text("2. Access is removed."), text("Backups", HEADING), text(PROSE[3]),
    ]  # fmt: skip
    found = body(laid_out(tmp_path, story, running=False))
    assert [(b.kind, b.text) for b in found] == [
        ("heading", "Security Overview"), ("heading", "Access"), ("paragraph", f"{PROSE[0]} {PROSE[1]}"),
        ("paragraph", "We make sure that:"), ("list_item", long), ("list_item", "shared accounts are not used."),
        ("list_item", "Access is reviewed quarterly."),
        ("list_item", "Access is removed."), ("heading", "Backups"), ("paragraph", PROSE[3]),
    ]  # fmt: skip
    assert [b.level for b in found if b.kind == "heading"] == [1, 2, 2]
    assert found[4].lead_in == "We make sure that:"
    assert [b.label for b in found[4:8]] == ["•", "•", "1.", "2."]
    assert found[-1].heading_path == ("Security Overview", "Backups")


@pytest.mark.parametrize("style", ["ragged", "justified"])
def test_two_columns_are_read_one_after_the_other(tmp_path: Path, style: str) -> None:
    story: list[Any] = []
    for number, sentence in enumerate(PROSE * 4):
        if number % 3 == 0:
            story.append(text(f"Section {number + 1}", HEADING))
        story.append(text(sentence, JUSTIFIED) if style == "justified" else text(sentence))
    found = body(laid_out(tmp_path, story, columns=2, running=False))
    assert [b.text for b in found if b.kind == "paragraph"] == list(PROSE * 4)
    assert len([b for b in found if b.kind == "heading"]) == 8


def test_running_heads_and_page_numbers_are_no_text(tmp_path: Path) -> None:
    document = read(laid_out(tmp_path, [text(sentence) for sentence in PROSE * 20]))
    assert {b.place.page for b in document.blocks} == {1, 2, 3, 4}
    assert words(b.text for b in document.blocks if b.kind == "paragraph") == words(PROSE * 20)
    assert [(b.kind, b.text) for b in document.blocks if b.kind in ("header", "footer")] == [
        ("header", "Larkspur Freight, Inc. | Information Security"), ("footer", "Confidential"),
    ]  # fmt: skip


def test_a_paragraph_goes_on_on_the_next_page_and_knows_where(tmp_path: Path) -> None:
    opening = "Access is reviewed by the owners of all systems that hold data of"
    first = both(lines("Overview", y=760, size=16), lines(opening, y=80))
    second = lines("customers every quarter. Results are kept.", y=760)
    found = body(drawn(tmp_path, first, second))
    assert found[1].text == f"{opening} customers every quarter. Results are kept."
    at = found[1].text.index("Results")
    assert (found[1].place_of(0, 6).page, found[1].place_of(at, at + 7).page) == (1, 2)
    assert str(found[1].place_of(at, at + 7)) == "overview.pdf, page 2"
    assert found[1].quote(at, at + 7) == "Results"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (("Vendors are assessed by a third-", "party firm."), "Vendors are assessed by a third-party firm."),
        (("Data is protected by strong en-", "cryption."), "Data is protected by strong encryption."),
        (("Files are signed with SHA-", "256 only."), "Files are signed with SHA-256 only."),
        (("The on-call engineer is paged by the on-", "call rota."), "The on-call engineer is paged by the on-call rota."),
        (("The encryption of data and/", "or backups."), "The encryption of data and/or backups."),
    ],
)
def test_words_parted_at_line_ends(tmp_path: Path, written: tuple[str, str], read_as: str) -> None:
    assert [b.text for b in body(drawn(tmp_path, lines(*written)))] == [read_as]


def test_where_words_are_not_parted_a_hyphen_at_a_line_end_is_one(tmp_path: Path) -> None:
    many = [text(sentence) for sentence in PROSE * 20]
    path = laid_out(tmp_path, [*many, text("Alerts are read by the on-<br/>call engineer.")])
    assert read(path).blocks[-3].text == "Alerts are read by the on-call engineer."


CONTROL = "Control number {} is performed by the owner of the system and recorded."
ROWS = [(f"AC-{n:02}", CONTROL.format(n), f"{n} days") for n in range(1, 60)]


@pytest.mark.parametrize("ruled", [True, False], ids=["cells", "level lines"])
def test_a_table_over_pages_is_one_table(tmp_path: Path, ruled: bool) -> None:
    controls = table(("No.", "Control", "Deadline"), *ROWS, widths=[60, 180, 80], ruled=ruled)
    found = body(laid_out(tmp_path, [text("Controls", TITLE), controls, text(PROSE[0])]))
    cells = [b for b in found if b.row is not None]
    assert {b.row.table for b in cells if b.row} == {1}
    assert {b.row.header for b in cells if b.row} == {("No.", "Control", "Deadline")}
    assert [b.row.cells for b in cells if b.row and b.row.column == 0][1:] == ROWS
    assert (cells[0].place.page, found[-1].text) == (1, PROSE[0])
    assert cells[-1].place.page == max(b.place.page or 0 for b in found)
    assert str(cells[4].place).startswith("policy.pdf, page 1, table 1, row 2, column 2")


def test_merged_cells(tmp_path: Path) -> None:
    def draw(pen: Any) -> None:
        # Two columns; the first cell of the last two rows is one.
        for x in (72, 172, 372):
            pen.line(x, 700, x, 610)
        for y, start in ((700, 72), (670, 72), (640, 172), (610, 72)):
            pen.line(start, y, 372, y)
        for x, y, said in ((80, 680, "System"), (180, 680, "Owner"), (80, 650, "Billing"), (180, 650, "Finance"), (180, 620, "IT")):
            pen.setFont("Helvetica-Bold" if y == 680 else "Helvetica", 11)
            pen.drawString(x, y, said)

    rows = {b.row.index: b.row.cells for b in body(drawn(tmp_path, both(draw, lines(*PROSE[0:1], size=7)))) if b.row}
    assert rows == {0: ("System", "Owner"), 1: ("Billing", "Finance"), 2: ("Billing", "IT")}


def test_a_box_around_text_is_no_table(tmp_path: Path) -> None:
    box = both(lambda pen: pen.rect(60, 670, 400, 50), lines("Backups are encrypted.", "They are kept for 35 days."))
    assert {b.kind for b in body(drawn(tmp_path, box))} == {"paragraph"}


def test_footnotes_contents_and_marks(tmp_path: Path) -> None:
    def mark(pen: Any) -> None:
        pen.setFont("Helvetica", 6)
        pen.drawString(72 + pen.stringWidth("Keys are rotated yearly", "Helvetica", 11), 704, "1")

    page = both(
        lines("Contents", y=790, size=16), lines("Access ............................... 3", y=760),
        lines("Keys are rotated yearly", "and kept apart."), mark, lines("1 Or sooner after an incident.", y=60, size=8),
    )  # fmt: skip
    found = body(drawn(tmp_path, page))
    assert [(b.kind, b.text, b.label) for b in found] == [
        ("paragraph", "Keys are rotated yearly and kept apart.", None), ("footnote", "Or sooner after an incident.", "1"),
    ]  # fmt: skip


def test_a_page_that_lies_on_its_side(tmp_path: Path) -> None:
    def draw(pen: Any) -> None:
        pen.translate(300, 100)
        pen.rotate(90)
        lines(*PROSE[:2], x=0, y=0)(pen)

    assert [b.text for b in body(drawn(tmp_path, draw))] == [f"{PROSE[0]} {PROSE[1]}"]


def test_turned_and_hidden_text_is_named(tmp_path: Path) -> None:
    def draw(pen: Any) -> None:
        pen.saveState()
        pen.translate(200, 300)
        pen.rotate(45)
        lines("DRAFT FOR INTERNAL USE ONLY", x=0, y=0, size=30)(pen)
        pen.restoreState()
        hidden = pen.beginText(72, 500)
        hidden.setTextRenderMode(3)
        hidden.textOut("Nobody sees that laptops are not encrypted.")
        pen.drawText(hidden)

    document = read(drawn(tmp_path, both(lines(PROSE[0], size=8), draw)))
    assert [b.text for b in document.blocks] == [PROSE[0]]
    assert [note.what for note in document.left_out] == ["overview.pdf: page 1"] * 2
    assert {"hidden" if "nobody sees" in note.why else "turned" for note in document.left_out} == {"hidden", "turned"}


def test_properties(tmp_path: Path) -> None:
    def draw(pen: Any) -> None:
        pen.setTitle("Security Overview")
        pen.setAuthor("Larkspur Freight")
        lines(PROSE[0])(pen)

    document = read(drawn(tmp_path, draw))
    assert (document.kind, document.properties["title"], document.properties["creator"]) == (
        "pdf", "Security Overview", "Larkspur Freight",
    )  # fmt: skip
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT.*", document.properties["created"])


WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9)
SENTENCE = st.lists(WORD, min_size=6, max_size=40).map(lambda found: " ".join(found).capitalize() + ".")


@settings(max_examples=12, deadline=None)
@given(st.lists(SENTENCE, min_size=1, max_size=25), st.sampled_from([1, 2]))
def test_every_word_survives_in_order(sentences: list[str], columns: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = body(laid_out(Path(folder), [text(sentence) for sentence in sentences], columns=columns, running=False))
    assert words(b.text for b in found) == words(sentences)
    for block in found:
        assert block.place.end - block.place.start == len(block.text)
        assert block.quote(0, len(block.text)) == block.text


def test_text_beyond_the_edge_of_the_page_is_not_read(tmp_path: Path) -> None:
    outside = both(lines("Off the page.", y=HEIGHT + 50), lines(PROSE[0], size=8))
    assert [b.text for b in body(drawn(tmp_path, outside))] == [PROSE[0]]
