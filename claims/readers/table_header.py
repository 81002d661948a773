"""Tells whether the first row of a table names its columns when nothing marks it as a header."""

from __future__ import annotations

from collections.abc import Sequence

HEADER_CELL_LENGTH = 60
LONG_TEXT = 3


def names_columns(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether a first row has short, different words above long texts or figures.

    Args:
        first: its texts, one for each column.
        body: the texts of the other rows, one for each column.
    """
    texts = [text for text in first if text]
    if not body or len(texts) < max(2, len(first) - 1) or len({*texts}) < len(texts):
        return False
    if any(len(text) > HEADER_CELL_LENGTH or text.endswith((".", ":", ";")) for text in texts):
        return False
    if any(character.isdigit() for text in texts for character in text):
        return False
    longest = max(map(len, texts))
    for index in range(1, len(first)):
        column = [row[index] for row in body]
        if not all(column):
            continue
        figures = len(first) > 2 and len(column) > 1 and all(any(map(str.isdigit, text)) for text in column)
        if figures or min(map(len, column)) > LONG_TEXT * longest:
            return True
    return False
