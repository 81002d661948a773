"""Word documents read into blocks: body, tables, text boxes, footnotes, headers and footers."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from ..model import Block, BlockKind, Document, LeftOut, Place, Row
from .folding import fold
from .headings import Headings
from .lines import Line, Statement, statements
from .lists import Lists
from .word_numbering import Number, Numbering
from .word_package import Package, R, W, open_package
from .word_styles import Styles, whole
from .word_tables import Cell, Table, layout
from .word_text import readable_children, visible_text

HEADING_WORDS = 8
INDENT_STEP = 360
MANY_LINKS = 200  # of one paragraph

_TEXT_BOX, _PARAGRAPH, _TABLE = f"{W}txbxContent", f"{W}p", f"{W}tbl"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MC_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_NOTE_KINDS = {"footnotes": "footnote", "endnotes": "endnote"}
_CORE = {
    "title": "title", "creator": "creator", "subject": "subject", "description": "description", "keywords": "keywords",
    "category": "category", "version": "version", "revision": "revision", "created": "created", "modified": "modified",
    "lastModifiedBy": "last_modified_by", "contentStatus": "status", "language": "language",
}  # fmt: skip
_NOT_READ = {
    "chart": "chart", "chartEx": "chart", "diagramData": "SmartArt diagram", "oleObject": "embedded object",
    "package": "embedded document", "aFChunk": "embedded document", "subDocument": "linked document",
}  # fmt: skip


def read_word(data: bytes, path: str, name: str, sha256: str) -> Document:
    """Read a Word document (.docx).

    Args:
        data: the file's bytes.
        path: the file as the user named it.
        name: how reports call it.
        sha256: hash of the bytes.

    Raises:
        DocumentError: if the file is damaged, hostile, or no Word document.
    """
    package = open_package(data, path)
    relations = package.relations(package.main)
    parts = {r.kind: r.target for r in relations if not r.external and r.target in package.names}
    styles = Styles(package.xml(parts["styles"]) if "styles" in parts else None)
    numbering = Numbering(package.xml(parts["numbering"]) if "numbering" in parts else None, styles)
    targets = {r.id: r.target for r in relations if r.kind == "hyperlink"}
    reader = _Reader(name=name, styles=styles, numbering=numbering, targets=targets)
    root = package.xml(package.main)
    reader.read_part(root, "document", None)
    reader.targets = {}  # those of other parts are their own
    for kind in ("header", "footer"):
        targets = {r.target for r in relations if r.kind == kind and r.target in package.names}
        for target in sorted(targets, key=_natural):
            reader.read_part(package.xml(target), _stem(target), kind)
    for kind, element in _NOTE_KINDS.items():
        if kind in parts:
            reader.read_notes(package.xml(parts[kind]), _stem(parts[kind]), element)
    return Document(
        path=path, name=name, kind="word", sha256=sha256, blocks=tuple(reader.blocks),
        properties=_properties(package), left_out=_left_out(package, name),
    )  # fmt: skip


def _stem(part: str) -> str:
    return posixpath.splitext(posixpath.basename(part))[0]


def _natural(part: str) -> list[tuple[int, str]]:
    return [(int(number or 0), word) for word, number in re.findall(r"(\D+)(\d*)", part)]


@dataclass(slots=True, kw_only=True)
class _Context:
    """What surrounds a paragraph: its part, the kind of its blocks if that is set by the part, and its table cell."""

    part: str
    kind: BlockKind | None = None
    row: Row | None = None
    cell: str | None = None
    lists: Lists = field(default_factory=Lists)

    @property
    def in_body(self) -> bool:
        """Whether headings here structure the document."""
        return self.kind is None and self.row is None


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Walks the parts in reading order and collects blocks."""

    name: str
    styles: Styles
    numbering: Numbering
    targets: dict[str, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    headings: Headings = field(default_factory=Headings)
    tables: int = 0
    _index: dict[Any, int] = field(default_factory=dict)
    _notes: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    _running: set[tuple[str, str]] = field(default_factory=set)

    def read_part(self, root: Any, part: str, kind: BlockKind | None) -> None:
        """Read the body, a header or a footer; a running head that repeats an earlier one word for word is left out."""
        if kind is not None:
            self.headings = Headings()
        self._index = {paragraph: number for number, paragraph in enumerate(root.iter(_PARAGRAPH))}
        first = len(self.blocks)
        self._container(root, _Context(part=part, kind=kind))
        if kind is None:
            return
        new = self.blocks[first:]
        del self.blocks[first:]
        self.blocks += [block for block in new if (block.kind, block.text) not in self._running]
        self._running.update((block.kind, block.text) for block in new)

    def read_notes(self, root: Any, part: str, element: str) -> None:
        """Read footnotes or endnotes, each under the headings of the place that refers to it."""
        self._index = {paragraph: number for number, paragraph in enumerate(root.iter(_PARAGRAPH))}
        for note in root.iter(f"{W}{element}"):
            if note.get(f"{W}type", "normal") != "normal":
                continue
            first = len(self.blocks)
            self.headings = Headings()
            self._container(note, _Context(part=part, kind="footnote"))
            path = self._notes.get((element, note.get(f"{W}id", "")), ())
            self.blocks[first:] = [replace(block, heading_path=path) for block in self.blocks[first:]]

    def _container(self, element: Any, context: _Context) -> None:
        for child in readable_children(element):
            if child.tag == _PARAGRAPH:
                self._paragraph(child, context)
            elif child.tag == _TABLE:
                self._table(child, context)
                context.lists.heading()
            else:
                self._container(child, context)

    def _paragraph(self, paragraph: Any, context: _Context) -> None:
        if self.styles.is_contents(paragraph):
            return
        visible = visible_text(paragraph)
        number = self.numbering.number(paragraph)
        level = self.styles.heading_level(paragraph)
        if level is not None and context.in_body and not _is_sentence(visible):
            self._heading(paragraph, visible, level, number, context)
        else:
            self._text(paragraph, visible, number, context)
        self._references(paragraph)
        for box in _text_boxes(paragraph):
            inner = replace(context, kind="text_box", row=None, cell=None, lists=Lists())
            self._container(box, inner)

    def _references(self, paragraph: Any) -> None:
        for kind in _NOTE_KINDS.values():
            for reference in paragraph.iter(f"{W}{kind}Reference"):
                self._notes.setdefault((kind, reference.get(f"{W}id", "")), self.headings.path)

    def _heading(self, paragraph: Any, visible: str, level: int, number: Number | None, context: _Context) -> None:
        text, offsets = fold(visible)
        if not text:
            return
        context.lists.heading()
        self.headings.leave(level)
        statement = Statement(text=text, offsets=offsets, start=0)
        label = number.label if number else None
        self._add(paragraph, visible, statement, "heading", context, level=max(level, 1), label=label)
        self.headings.enter(level, text)

    def _text(self, paragraph: Any, visible: str, number: Number | None, context: _Context) -> None:
        """A paragraph or list item; lines that the author broke by hand and that stand alone become blocks each."""
        found = statements(_lines(visible), labels=number is None)
        for position, statement in enumerate(found):
            alone = len(found) == 1
            kind: BlockKind = context.kind or ("cell" if context.row else "paragraph")
            if number and position == 0:
                lead_in = context.lists.item(number.level, statement.text)
                kind = "list_item" if kind == "paragraph" else kind
                self._add(
                    paragraph, visible, statement, kind, context,
                    level=number.level, lead_in=lead_in, label=number.label, whole=alone,
                )  # fmt: skip
            elif statement.label:
                level = context.lists.typed_level(statement.label, _indent(paragraph, visible))
                lead_in = context.lists.item(level, statement.text)
                kind = "list_item" if kind == "paragraph" else kind
                self._add(
                    paragraph, visible, statement, kind, context,
                    level=level, lead_in=lead_in, label=statement.label, whole=alone,
                )  # fmt: skip
            else:
                if number or _indent(paragraph, "") > 0 or self.styles.is_list_continuation(paragraph):
                    context.lists.continuation(statement.text)
                else:
                    context.lists.paragraph(statement.text)
                self._add(paragraph, visible, statement, kind, context, whole=alone)

    def _table(self, element: Any, context: _Context) -> None:
        table = layout(element, self.styles)
        self.tables += 1
        number = self.tables
        for index, row in enumerate(table.rows):
            for cell in row.cells:
                if not cell.continued or cell.text != _text_above(table, index, cell):
                    place = _row(table, number, index, cell)
                    where = f"table {number}, row {index + 1}, column {cell.column + 1}"
                    self._container(cell.element, replace(context, row=place, cell=where, lists=Lists()))

    def _add(
        self, paragraph: Any, visible: str, statement: Statement, kind: BlockKind, context: _Context, *,
        level: int | None = None, lead_in: str | None = None, label: str | None = None, whole: bool = True,
    ) -> None:  # fmt: skip
        """Add a block for a whole paragraph, or for a part of one that holds several statements."""
        start, end = (0, len(visible)) if whole else (statement.offsets[0], statement.offsets[-1] + 1)
        source = visible[start:end]
        place = Place(
            document=self.name, part=context.part, paragraph=self._index[paragraph], cell=context.cell,
            start=start, end=end,
        )  # fmt: skip
        links = tuple(one for one in self._links(paragraph) if one[0] in statement.text)
        offsets = () if source == statement.text else tuple(offset - start for offset in statement.offsets)
        self.blocks.append(
            Block(
                text=statement.text, kind=kind, place=place, source=source, offsets=offsets,
                heading_path=self.headings.path, level=level, lead_in=lead_in, label=label, row=context.row,
                links=links,
            )
        )  # fmt: skip

    def _links(self, paragraph: Any) -> Iterator[tuple[str, str]]:
        """The links of a paragraph, each by its words and its address, or `#` and the bookmark it leads to."""
        for element in islice(paragraph.iter(f"{W}hyperlink"), MANY_LINKS):
            anchor = element.get(f"{W}anchor")
            target = self.targets.get(element.get(f"{R}id", ""), "") + (f"#{anchor}" if anchor else "")
            words = fold(visible_text(element))[0]
            if target and words:
                yield words, target


def _lines(visible: str) -> list[Line]:
    lines, at = [], 0
    for text in visible.split("\n"):
        lines.append(Line(text=text, positions=range(at, at + len(text)), forced=at > 0))
        at += len(text) + 1
    return lines


def _is_sentence(text: str) -> bool:
    """Whether a paragraph in a heading style is a numbered provision of a policy rather than a title."""
    return text.rstrip().endswith((".", ";")) and len(text.split()) >= HEADING_WORDS


def _indent(paragraph: Any, visible: str) -> int:
    """How far in a paragraph stands, in steps of a list."""
    indent = paragraph.find(f"{W}pPr/{W}ind")
    twips = whole(indent.get(f"{W}left") or indent.get(f"{W}start")) if indent is not None else None
    return (twips or 0) // INDENT_STEP + len(visible) - len(visible.lstrip())


def _row(table: Table, number: int, index: int, cell: Cell) -> Row:
    return Row(
        table=number, index=index, column=cell.column, cells=table.rows[index].texts(table.width), header=table.header
    )


def _text_above(table: Table, index: int, cell: Cell) -> str:
    """The text of the cell above that a merged cell continues."""
    return next((upper.text for upper in table.rows[index - 1].cells if upper.column == cell.column), "")


def _text_boxes(paragraph: Any) -> list[Any]:
    """The text boxes anchored in a paragraph, each once; those inside another box are read with that one."""
    boxes = []
    for box in paragraph.iter(_TEXT_BOX):
        outer = [a for a in box.iterancestors() if a.tag in (_TEXT_BOX, _PARAGRAPH)]
        if outer and outer[0] is paragraph and not any(_is_unread(a, paragraph) for a in box.iterancestors()):
            boxes.append(box)
    return boxes


def _is_unread(element: Any, within: Any) -> bool:
    """Whether an element below `within` is deleted text, or the fallback of a choice that is read."""
    if within not in element.iterancestors():
        return False
    if element.tag in (f"{W}del", f"{W}moveFrom"):
        return True
    return element.tag == _MC_FALLBACK and element.getparent().find(_MC_CHOICE) is not None


def _properties(package: Package) -> dict[str, str]:
    """Title, author, dates and the like, as the file states them."""
    core = next((r.target for r in package.relations("") if r.kind == "core-properties"), "docProps/core.xml")
    if core not in package.names:
        return {}
    found = {}
    for element in package.xml(core):
        key = _CORE.get(str(element.tag).rpartition("}")[2])
        text = fold(element.text or "")[0]
        if key and text:
            found[key] = text
    return found


def _left_out(package: Package, name: str) -> tuple[LeftOut, ...]:
    """What the document shows that has text of its own and was not read."""
    counts = Counter(_NOT_READ[r.kind] for r in package.relations(package.main) if r.kind in _NOT_READ)
    return tuple(
        LeftOut(
            what=f"{name}: {count} {what}{'s' if count > 1 else ''}",
            why=f"text inside a {what} is not read" if what[0] not in "aeio" else f"text inside an {what} is not read",
            advice="If it states what you do, say it in the text or give it as a document of its own.",
        )
        for what, count in sorted(counts.items())
    )
