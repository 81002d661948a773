"""A row of a table as the text of a claim, "Header: cell; Header: cell", and back."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CELL = re.compile(r"(?:^|;\s+)(?P<header>[^:;]{1,60}):\s+(?P<cell>.*?)(?=;\s+[^:;]{1,60}:\s|$)", re.DOTALL)


def row_text(cells: Iterable[tuple[str, str]]) -> str:
    """The text of a row: each cell with its header, or alone where it has none.

    Args:
        cells: pairs of header and cell, in their order.
    """
    return "; ".join(f"{header}: {cell}" if header else cell for header, cell in cells)


def cells_of(text: str) -> tuple[tuple[str, str], ...]:
    """The cells that stand under a header, as pairs of header and cell.

    >>> cells_of("Severity: Critical; Fixed within: 7 days")
    (('Severity', 'Critical'), ('Fixed within', '7 days'))
    """
    return tuple((found["header"].strip(), found["cell"].strip()) for found in _CELL.finditer(text))
