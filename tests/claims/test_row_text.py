"""Rows of tables as text, and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claims.row_text import cells_of, row_text

WORDS = st.text("abcXYZ 0123456789.,/-", min_size=1, max_size=20).map(str.strip).filter(bool)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5))
def test_what_is_written_is_read_again(cells: list[tuple[str, str]]) -> None:
    assert cells_of(row_text(cells)) == tuple(cells)


def test_a_cell_with_a_semicolon_stays_whole() -> None:
    cells = [("Sources", "doors; windows"), ("Kept", "30 days")]
    assert cells_of(row_text(cells)) == tuple(cells)


def test_a_cell_without_a_header_stands_alone() -> None:
    assert row_text([("", "Badges"), ("Kept", "30 days")]) == "Badges; Kept: 30 days"
