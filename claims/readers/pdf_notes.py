"""What a PDF shows that was not read, said so that nobody takes silence for a pass."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import DocumentError
from ..model import LeftOut
from .pdf_page import Page
from .pdf_process import Limits, Pages

FEW_CHARACTERS = 200  # of a page that is mostly a picture
MOSTLY = 0.5  # of a page that a picture covers
SCAN = 0.3
UNMAPPED = 0.05  # of a page's characters whose letters the file does not tell
TURNED = 20  # characters

_RECOGNISE = "Have its text recognised (OCR) and saved as a PDF with text, or give the document it was made from."


def refuse_without_text(found: Pages, path: str) -> None:
    """Refuse a PDF of which no page has text.

    Raises:
        DocumentError: names the first page and says what to do.
    """
    if any(_readable(page) for page in found.pages):
        return
    place = f"page {min(found.lost, default=1)}"
    if found.lost and not found.pages:
        raise DocumentError(path, f"no page could be read: {found.lost[min(found.lost)]}", _ADVICE_LOST, place)
    if not found.pages:
        raise DocumentError(path, "the PDF has no pages", "Check that it was saved or exported completely.")
    if any(page.pictures > SCAN for page in found.pages):
        problem = "the PDF has no text, only pictures of its pages, as a scanner makes them"
        raise DocumentError(path, problem, _RECOGNISE, f"page {found.pages[0].number}")
    if any(page.words for page in found.pages):
        problem = "the PDF does not tell which letters its signs stand for"
        raise DocumentError(path, problem, _RECOGNISE, f"page {found.pages[0].number}")
    problem = "the PDF has no text; it may be drawn as shapes"
    raise DocumentError(path, problem, _RECOGNISE, f"page {found.pages[0].number}")


_ADVICE_LOST = "Open it in a PDF viewer and print it to a new PDF file, and give that."


def _readable(page: Page) -> bool:
    return any(True for word in page.words if any(map(str.isalnum, word.text))) and not _is_unmapped(page)


def _is_unmapped(page: Page) -> bool:
    return page.seen["unmapped"] > 0.5 * max(1, page.seen["characters"])


def notes(found: Pages, name: str, limits: Limits) -> tuple[LeftOut, ...]:
    """What was left out of a PDF of which something could be read."""
    made: list[LeftOut] = []

    def note(pages: Iterable[int], why: str, advice: str) -> None:
        numbers = sorted(pages)
        if numbers:
            made.append(LeftOut(what=f"{name}: {_named(numbers)}", why=why, advice=advice))

    for reason in dict.fromkeys(found.lost.values()):
        note((page for page, why in found.lost.items() if why == reason), f"not read: {reason}", _ADVICE_LOST)
    if found.count > limits.pages:
        why = f"not read: the first {limits.pages} of the {found.count} pages of a PDF are read"
        note(range(limits.pages + 1, found.count + 1), why, "Split the file and give its parts.")
    pages = found.pages
    scanned = [p.number for p in pages if p.pictures > MOSTLY and p.seen["characters"] < FEW_CHARACTERS]
    note(scanned, "a picture, and text inside a picture is not read", _RECOGNISE)
    recognised = [p.number for p in pages if p.pictures >= MOSTLY and any(w.hidden for w in p.words)]
    note(recognised, "a scan with recognised text; that text was read, and may be wrong", "Compare what matters with the page.")
    hidden = [p.number for p in pages if p.pictures < MOSTLY and any(w.hidden for w in p.words)]
    note(hidden, "text that nobody sees is not read", "If it states what you do, make it visible.")
    wrong = [p.number for p in pages if p.seen["unmapped"] > UNMAPPED * max(1, p.seen["characters"])]
    note(wrong, "for some signs the file does not tell which letters they are, so words may be missing or wrong", _RECOGNISE)
    turned = [p.number for p in pages if p.seen["turned"] >= TURNED]
    note(turned, "text that is turned against the rest of the page is not read", "Give it upright if it states what you do.")
    note([p.number for p in pages if p.seen["cut"]], "only the first part of a page this full is read", "Split the page.")
    if found.form:
        why = "what is filled into form fields is not read"
        made.append(LeftOut(what=f"{name}: form fields", why=why, advice="Print the form to a new PDF file and give that."))
    if found.attachments:
        what = "1 attached file" if found.attachments == 1 else f"{found.attachments} attached files"
        made.append(LeftOut(what=f"{name}: {what}", why="files inside a PDF are not read", advice="Give them one by one."))
    return tuple(made)


def _named(numbers: list[int]) -> str:
    """Numbers of pages as a person writes them: "page 3", "pages 3, 5-7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    shown = ", ".join(parts[:8]) + (", and others" if len(parts) > 8 else "")
    return f"page {shown}" if len(numbers) == 1 else f"pages {shown}"
