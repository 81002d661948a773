"""PDF files with text in them read into blocks: headings by their type, lists, tables, and the page of each word."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..model import Block, BlockKind, Document, Place, Row
from .headings import Headings
from .lists import Lists, typed_label
from .pdf_flow import Flow, Note, flow_of
from .pdf_notes import notes, refuse_without_text
from .pdf_paragraphs import Paragraph
from .pdf_process import Limits, read_pages
from .pdf_rows import TableRow, WholeTable

LARGER = 1.09  # times the size of the text: what is set larger may be a heading
HEADING_WORDS = 25
BOLD_HEADING_WORDS = 14
CAPITALS_WORDS = 10
DEEPEST = 6
INDENT = 9.0  # points: a step by which list items stand further in

_LEADERS = re.compile(r"(?:\.\s?|…|·\s?|_){4,}\s*(?:\d{1,4}|[ivxl]+)?\s*$")
_CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)
_ENTRY = re.compile(r"\S.*\s(?:\d{1,4}|[ivxl]+)$")
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?")

_Look = tuple[float, bool, bool]


def read_pdf(data: bytes, path: str, name: str, sha256: str, limits: Limits | None = None) -> Document:
    """Read a PDF file.

    Args:
        data: the file's bytes.
        path: the file as the user named it.
        name: how reports call it.
        sha256: hash of the bytes.
        limits: what reading may cost.

    Raises:
        DocumentError: if it is protected or damaged, or holds no text.
    """
    limits = limits or Limits()
    found = read_pages(data, path, limits)
    refuse_without_text(found, path)
    flow = flow_of(found.pages)
    reader = _Reader(name=name, looks=_Looks(flow))
    reader.read(flow)
    return Document(
        path=path, name=name, kind="pdf", sha256=sha256, blocks=tuple(reader.blocks),
        properties={key: _dated(value) for key, value in found.meta.items()}, left_out=notes(found, name, limits),
    )  # fmt: skip


def _dated(value: str) -> str:
    """A date of a PDF ("D:20260301120000Z") as others write it; anything else as it stands."""
    date = _DATE.match(value)
    if date is None:
        return value
    year, month, day, hour, minute, second = (part or "" for part in date.groups())
    clock = f"T{hour}:{minute or '00'}:{second or '00'}" if hour else ""
    return f"{year}-{month or '01'}-{day or '01'}{clock}"


def _moved(pages: tuple[tuple[int, int], ...], begin: int) -> tuple[tuple[int, int], ...]:
    """Where pages begin in a text of which the first characters were taken off."""
    return tuple((max(0, at - begin), page) for at, page in pages)


class _Looks:
    """How headings of a document look, told from how most of its text looks."""

    def __init__(self, flow: Flow) -> None:
        bold = sum(len(line.text) for line in flow.lines if line.bold)
        self.body = flow.body
        self.bold_tells = bold * 2 < sum(len(line.text) for line in flow.lines)
        seen = {look for item in flow.items if isinstance(item, Paragraph) and (look := self.heading(item))}
        self.levels = {look: min(level, DEEPEST) for level, look in enumerate(sorted(seen, reverse=True), 1)}

    def heading(self, paragraph: Paragraph) -> _Look | None:
        """How a paragraph looks if it is a heading: larger or bold or in capitals, and short; None if it is text."""
        text, words = paragraph.text, len(paragraph.text.split())
        if text.endswith((";", ",")) or words > HEADING_WORDS or not any(map(str.isalpha, text)) or self._is_bullet(text):
            return None
        bold = paragraph.bold and self.bold_tells
        look = (round(paragraph.size * 2) / 2, bold, text.isupper())
        if paragraph.size >= self.body * LARGER and not (text.endswith(".") and words >= BOLD_HEADING_WORDS):
            return look
        if paragraph.size < self.body * 0.9 or text.endswith((".", ":")) or len(paragraph.lines) > 2:
            return None
        if bold and words <= BOLD_HEADING_WORDS:
            return look
        capitals = text.isupper() and sum(map(str.isalpha, text)) >= 4 and words <= CAPITALS_WORDS
        return look if capitals else None

    @staticmethod
    def _is_bullet(text: str) -> bool:
        label = typed_label(text)
        return label is not None and (not any(map(str.isalnum, label[0])) or label[0][0] in "([" or label[0] == "o")


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Walks the stream of a document and collects blocks."""

    name: str
    looks: _Looks
    blocks: list[Block] = field(default_factory=list)
    headings: Headings = field(default_factory=Headings)
    lists: Lists = field(default_factory=Lists)
    tables: int = 0
    contents: bool = False
    _at: int = 0

    def read(self, flow: Flow) -> None:
        """Read all of it, running heads and feet last."""
        for item in flow.items:
            if isinstance(item, WholeTable):
                self.contents = False
                self._table(item, flow)
            elif isinstance(item, Note):
                self._note(item)
            elif not self._is_contents(item):
                self._paragraph(item)
        self.headings = Headings()
        for kind, text, page in flow.running:
            self._add(text, "header" if kind == "header" else "footer", ((0, page),))

    def _is_contents(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph belongs to the table of contents."""
        if _CONTENTS.fullmatch(paragraph.text.strip(" :.")):
            self.contents = True
            return True
        if _LEADERS.search(paragraph.text):
            return True
        self.contents = self.contents and _ENTRY.fullmatch(paragraph.text) is not None
        return self.contents

    def _note(self, note: Note) -> None:
        text = note.paragraph.text[len(note.mark) :]
        begin = len(note.mark) + len(text) - len(text.lstrip())
        self._add(text.lstrip(), "footnote", _moved(note.paragraph.pages, begin), label=note.mark or None)

    def _paragraph(self, paragraph: Paragraph) -> None:
        look = self.looks.heading(paragraph)
        if look is not None:
            level = self.looks.levels.get(look, DEEPEST)
            self.lists.heading()
            self.headings.leave(level)
            self._add(paragraph.text, "heading", paragraph.pages, level=level)
            self.headings.enter(level, paragraph.text)
            return
        indent = max(0, round((paragraph.lines[0].left - paragraph.lines[0].margin) / INDENT))
        self._text(paragraph, "paragraph", self.lists, indent)

    def _text(
        self, paragraph: Paragraph, kind: BlockKind, lists: Lists, indent: int, row: Row | None = None, cell: str | None = None
    ) -> None:
        """A paragraph, or the list item it is when it begins with a number or bullet."""
        found = typed_label(paragraph.text)
        if found is None:
            if indent and row is None:
                lists.continuation(paragraph.text)
            else:
                lists.paragraph(paragraph.text)
            self._add(paragraph.text, kind, paragraph.pages, row=row, cell=cell)
            return
        label, begin = found
        text = paragraph.text[begin:]
        level = lists.typed_level(label, indent)
        lead_in = lists.item(level, text)
        kind = "list_item" if kind == "paragraph" else kind
        pages = _moved(paragraph.pages, begin)
        self._add(text, kind, pages, level=level, lead_in=lead_in, label=label, row=row, cell=cell)

    def _table(self, table: WholeTable, flow: Flow) -> None:
        self.tables += 1
        self.lists.heading()
        header = self._header(table, flow)
        for index, row in enumerate(table.rows):
            texts = self._texts(row, table.width, flow)
            for column, lines in sorted(row.cells.items()):
                place = Row(table=self.tables, index=index, column=column, cells=texts, header=header)
                where = f"table {self.tables}, row {index + 1}, column {column + 1}"
                lists = Lists()
                for paragraph in flow.joiner.paragraphs(lines):
                    indent = max(0, round((paragraph.lines[0].left - paragraph.lines[0].margin) / INDENT))
                    self._text(paragraph, "cell", lists, indent, place, where)

    def _header(self, table: WholeTable, flow: Flow) -> tuple[str, ...]:
        """The words above each column, those of a wide cell above all its columns."""
        rows = [row.repeated(table.width, self._texts(row, table.width, flow)) for row in table.rows[: table.headers]]
        return tuple(" ".join(dict.fromkeys(filter(None, column))) for column in zip(*rows, strict=True))

    @staticmethod
    def _texts(row: TableRow, width: int, flow: Flow) -> tuple[str, ...]:
        """The text of each column of a row, words parted at line ends made whole."""
        texts = [""] * width
        for column, lines in (row.above | row.cells).items():
            texts[column] = " ".join(paragraph.text for paragraph in flow.joiner.paragraphs(lines))
        return tuple(texts)

    def _add(
        self, text: str, kind: BlockKind, pages: tuple[tuple[int, int], ...], *, level: int | None = None,
        lead_in: str | None = None, label: str | None = None, row: Row | None = None, cell: str | None = None,
    ) -> None:  # fmt: skip
        place = Place(document=self.name, start=self._at, end=self._at + len(text), page=pages[0][1], cell=cell)
        self._at += len(text) + 1
        self.blocks.append(
            Block(
                text=text, kind=kind, place=place, source=text, heading_path=self.headings.path, level=level,
                lead_in=lead_in, label=label, row=row, pages=pages if len(pages) > 1 else (),
            )
        )  # fmt: skip
