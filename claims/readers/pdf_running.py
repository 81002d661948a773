"""Running heads and feet: what stands at the same height of page after page, and the numbers of the pages."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence

from .pdf_page import Line, Page
from .pdf_tables import PdfTable

ZONE = 0.14  # of a page's height, at its upper and its lower end
TABLE_ZONE = 0.22  # for heads that are set as tables
SAME_HEIGHT = 4.0  # points
SHARE = 0.3  # of the pages, on which the same words make a running head
PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:page|p\.?)\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/|\|)\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE
)

_Slot = tuple[str, int, str]


def running(pages: Sequence[tuple[Page, Sequence[Line], Sequence[PdfTable]]]) -> tuple[set[int], list[tuple[str, str, int]]]:
    """Find what repeats on pages.

    Args:
        pages: each page with its pieces of lines outside tables, and its tables.

    Returns:
        The ids of the pieces and tables that are running heads or feet, and each different text among them once:
        `header` or `footer`, the text, the page on which it stands first. Numbers of pages have no text worth keeping.
    """
    slots: dict[_Slot, list[tuple[int, int, str]]] = defaultdict(list)
    for page, pieces, tables in pages:
        for piece in pieces:
            zone = _zone(page, piece.top, piece.bottom, ZONE)
            if zone:
                height = piece.base if zone == "header" else page.height - piece.base
                slots[_slot(zone, height, piece.text)].append((page.number, id(piece), piece.text))
        for table in tables:
            zone = _zone(page, table.box[1], table.box[3], TABLE_ZONE)
            if zone:
                height = table.box[1] if zone == "header" else page.height - table.box[3]
                text = " ".join(filter(None, (cell.text for row in table.rows for cell in row)))
                slots[_slot(zone, height, text)].append((page.number, id(table), text))
    usual = _usual_heights(slots, len(pages))
    found: set[int] = set()
    texts: list[tuple[str, str, int]] = []
    for (zone, height, text), uses in slots.items():
        numbered = PAGE_NUMBER.fullmatch(uses[0][2]) is not None
        on = len({page for page, _, _ in uses})
        if not numbered and (on < 2 or (on < math.ceil(SHARE * len(pages)) and (zone, height) not in usual)):
            continue
        found.update(one for _, one, _ in uses)
        if not numbered and (zone, text) not in {(kind, _bare(seen)) for kind, seen, _ in texts}:
            texts.append((zone, uses[0][2], uses[0][0]))
    return found, texts


def _zone(page: Page, top: float, bottom: float, share: float) -> str | None:
    if bottom <= share * page.height:
        return "header"
    return "footer" if top >= (1 - share) * page.height else None


def _bare(text: str) -> str:
    """A text without what changes from page to page."""
    return re.sub(r"\d+", "#", text).casefold()


def _slot(zone: str, height: float, text: str) -> _Slot:
    return zone, round(height / SAME_HEIGHT), _bare(text)


def _usual_heights(slots: dict[_Slot, list[tuple[int, int, str]]], pages: int) -> set[tuple[str, int]]:
    """Heights at which most pages have some text that repeats, as heads that name the chapter do."""
    on: dict[tuple[str, int], set[int]] = defaultdict(set)
    for (zone, height, _), uses in slots.items():
        if len({page for page, _, _ in uses}) > 1:
            on[zone, height].update(page for page, _, _ in uses)
    return {slot for slot, numbers in on.items() if len(numbers) >= 0.5 * pages}
