"""Builds PDF files for tests: pages drawn with reportlab, each text at a place of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen import canvas
from reportlab.platypus import BaseDocTemplate, Frame, ListFlowable, ListItem, PageTemplate, Paragraph, Table, TableStyle

WIDTH, HEIGHT = A4
BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12.5, spaceAfter=7)
JUSTIFIED = ParagraphStyle("justified", parent=BODY, alignment=TA_JUSTIFY)
TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=20, leading=24, spaceAfter=12)
HEADING = ParagraphStyle("heading", fontName="Helvetica-Bold", fontSize=13, leading=16, spaceBefore=8, spaceAfter=5)
CELL = ParagraphStyle("cell", fontName="Times-Roman", fontSize=9, leading=11)
CELL_BOLD = ParagraphStyle("cell bold", parent=CELL, fontName="Times-Bold")


def drawn(folder: Path, *pages: Callable[[Any], None], name: str = "overview.pdf", **options: Any) -> Path:
    """Write a PDF of which each page is drawn by a function of the canvas; the origin is at the lower left corner."""
    path = folder / name
    pen = canvas.Canvas(str(path), pagesize=A4, **options)
    for draw in pages:
        draw(pen)
        pen.showPage()
    pen.save()
    return path


def lines(*texts: str, x: float = 72, y: float = 700, size: float = 11, leading: float = 14, font: str = "Helvetica") -> Any:
    """A function that draws lines of text below each other."""

    def draw(pen: Any) -> None:
        pen.setFont(font, size)
        for number, text in enumerate(texts):
            pen.drawString(x, y - number * leading, text)

    return draw


def both(*draws: Callable[[Any], None]) -> Callable[[Any], None]:
    """Several drawings on one page."""

    def draw(pen: Any) -> None:
        for one in draws:
            one(pen)

    return draw


def laid_out(folder: Path, story: list[Any], *, columns: int = 1, running: bool = True, name: str = "policy.pdf") -> Path:
    """Write a PDF in which a story flows through columns and pages, with a running head and foot."""
    path = folder / name
    gap, margin = 20, 60
    each = (WIDTH - 2 * margin - (columns - 1) * gap) / columns
    frames = [
        Frame(margin + n * (each + gap), 70, each, HEIGHT - 150, leftPadding=0, rightPadding=0, id=f"column{n}")
        for n in range(columns)
    ]

    def decorate(pen: Any, document: Any) -> None:
        if running:
            pen.setFont("Helvetica", 8)
            pen.drawString(margin, HEIGHT - 40, "Larkspur Freight, Inc. | Information Security")
            pen.drawString(margin, 35, "Confidential")
            pen.drawRightString(WIDTH - margin, 35, f"Page {document.page}")

    document = BaseDocTemplate(str(path), pagesize=A4)
    document.addPageTemplates(PageTemplate(id="page", frames=frames, onPage=decorate))
    document.build(story)
    return path


def text(words: str, style: ParagraphStyle = BODY) -> Paragraph:
    """A paragraph."""
    return Paragraph(words, style)


def bullets(*items: str) -> ListFlowable:
    """A list with bullets."""
    return ListFlowable([ListItem(Paragraph(item, BODY)) for item in items], bulletType="bullet", leftIndent=18)


def table(*rows: tuple[str, ...], widths: list[float] | None = None, header: bool = True, ruled: bool = True) -> Table:
    """A table with lines around its cells, its header repeated on each page."""
    cells = [[Paragraph(cell, CELL_BOLD if header and n == 0 else CELL) for cell in row] for n, row in enumerate(rows)]
    made = Table(cells, colWidths=widths, repeatRows=int(header))
    grid = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
    under = ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey)
    made.setStyle(TableStyle([grid if ruled else under, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return made
