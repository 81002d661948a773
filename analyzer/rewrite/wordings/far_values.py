"""Another value far from the stated one, where nothing closer is true."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Verdict
from ..desk import Desk
from .values import loosened

ORDER = 4


def wordings(verdict: Verdict, desk: Desk) -> Iterator[str]:
    """The text with one value loosened as far as needed."""
    yield from (text for text, is_near in loosened(verdict, desk) if not is_near)
