"""Pieces of visible text and the elements they stand in: what a writer of comments needs to find words again."""

from __future__ import annotations

import pytest
from docx.oxml import parse_xml

from claims.readers.word_numbering import spelled
from claims.readers.word_text import visible_runs, visible_text
from tests.claims.readers.word_files import NAMESPACES, paragraph, run


def test_pieces_are_the_elements_with_their_own_text() -> None:
    runs = f'{run("All ")}<w:hyperlink r:id="r1">{run("laptops")}</w:hyperlink><w:r><w:tab/><w:t>are</w:t><w:br/></w:r>'
    element = parse_xml(f"<root {NAMESPACES}>{paragraph(runs + run(' safe.', '<w:b/>'))}</root>")[0]
    pieces = visible_runs(element)
    assert [text for _, text in pieces] == ["All ", "laptops", " ", "are", "\n", " safe."]
    assert visible_text(element) == "".join(text for _, text in pieces)
    names = [piece.tag.rpartition("}")[2] for piece, _ in pieces if piece is not None]
    assert names == ["t", "t", "tab", "t", "br", "t"]
    assert all(piece.text == text for piece, text in pieces if piece is not None and piece.tag.endswith("}t"))


def test_text_boxes_are_not_part_of_the_paragraph_around_them() -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph('inside')}</w:txbxContent></v:textbox></w:pict></w:r>"
    element = parse_xml(f"<root {NAMESPACES}>{paragraph(run('outside') + box)}</root>")[0]
    assert visible_text(element) == "outside"


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (4, "decimal", "4"), (4, "decimalZero", "04"), (28, "lowerLetter", "bb"), (2, "upperLetter", "B"),
        (1994, "lowerRoman", "mcmxciv"), (9, "upperRoman", "IX"), (22, "ordinal", "22nd"), (11, "ordinal", "11th"),
        (0, "lowerLetter", "0"), (5, "thaiNumbers", "5"), (10**9, "lowerRoman", "1000000000"),
    ],
)  # fmt: skip
def test_numbers_are_spelled_as_word_prints_them(number: int, form: str, text: str) -> None:
    assert spelled(number, form) == text
