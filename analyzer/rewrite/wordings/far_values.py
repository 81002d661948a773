"""Another value far from the stated one, or where a share would say more, where nothing closer is true."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Verdict
from ..desk import Desk
from .values import loosened, nearly_all

ORDER = 4


def wordings(verdict: Verdict, desk: Desk) -> Iterator[str]:
    """The text with one value loosened as far as needed."""
    yield from (text for text, is_near in loosened(verdict, desk) if not is_near or nearly_all(verdict))
