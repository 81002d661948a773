"""Word files from Markdown: headings, lists, tables, a footnote, a boxed text, header and footer.

Two signs go beyond Markdown: `[^1]` with `[^1]: ...` for a footnote, and a block between `:::box` and `:::` for a text
box.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import yaml
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Inches, Pt
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

TEXT_WIDTH = Inches(6)
WRITTEN = datetime(2026, 7, 6, 16, 0, 0)
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
TEXT_BOX = """
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
  xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
  xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
  xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
  <mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">
    <wp:extent cx="5486400" cy="914400"/><wp:docPr id="{id}" name="Text Box {id}"/>
    <a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
      <wps:wsp><wps:cNvSpPr txBox="1"/>
        <wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5486400" cy="914400"/></a:xfrm>
          <a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
          <a:ln w="6350"><a:solidFill><a:srgbClr val="7F7F7F"/></a:solidFill></a:ln>
        </wps:spPr>
        <wps:txbx><w:txbxContent/></wps:txbx><wps:bodyPr/>
      </wps:wsp></a:graphicData></a:graphic>
  </wp:inline></w:drawing></mc:Choice></mc:AlternateContent>
</w:r>
"""


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields above the text, and the text."""
    _, head, body = text.split("---\n", 2)
    return yaml.safe_load(head), body


def _text(node: SyntaxTreeNode) -> str:
    return "".join(map(_text, node.children)) if node.children else node.content


class _Writer:
    """Writes the nodes of a Markdown tree to a Word document, in order."""

    def __init__(self, fields: dict[str, str]) -> None:
        self.document = docx.Document()
        self.notes: dict[str, str] = {}
        self.used: list[str] = []
        self._styles()
        self._cover(fields)

    def _styles(self) -> None:
        normal: Any = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Arial", Pt(11)
        normal.paragraph_format.space_after = Pt(8)
        normal.paragraph_format.line_spacing = 1.15

    def _cover(self, fields: dict[str, str]) -> None:
        self.document.add_paragraph(fields["company"], style="Subtitle")
        self.document.add_paragraph(fields["title"], style="Title")
        self.document.add_paragraph(fields["subtitle"], style="Subtitle")
        if "section" in fields:
            self.document.add_paragraph(fields["section"])
            self.document.add_page_break()
        section = self.document.sections[0]
        section.header.paragraphs[0].text = fields["header"]
        footer = section.footer.paragraphs[0]
        footer.text = f"{fields['footer']}\t\tPage "
        run = footer.add_run()
        for kind, text in (("begin", None), (None, " PAGE "), ("end", None)):
            element = OxmlElement("w:instrText" if text else "w:fldChar")
            if text:
                element.text = text
                element.set(qn("xml:space"), "preserve")
            else:
                element.set(qn("w:fldCharType"), kind or "")
            run._r.append(element)

    def _inline(self, paragraph: Any, node: SyntaxTreeNode, bold: bool = False) -> None:
        if node.type in ("text", "code_inline"):
            for part in re.split(r"(\[\^\w+\])", node.content):
                if note := re.fullmatch(r"\[\^(\w+)\]", part):
                    self._footnote(paragraph, note[1])
                elif part:
                    run = paragraph.add_run(part)
                    run.bold = bold or None
                    if node.type == "code_inline":
                        run.font.name = "Consolas"
        elif node.type == "softbreak":
            paragraph.add_run(" ")
        else:
            for child in node.children:
                self._inline(paragraph, child, bold or node.type == "strong")

    def _footnote(self, paragraph: Any, name: str) -> None:
        self.used.append(name)
        run = paragraph.add_run()
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self.used)))
        run._r.append(reference)

    def _restarted(self) -> int:
        """A numbering of its own for a list, counting from one."""
        numbering = self.document.part.numbering_part.element
        style = self.document.styles["List Number"].element
        used = style.find(f".//{qn('w:numId')}").get(qn("w:val"))
        abstract = next(n for n in numbering.findall(qn("w:num")) if n.get(qn("w:numId")) == used).abstractNumId.val
        made = numbering.add_num(abstract)
        made.add_lvlOverride(0).add_startOverride(1)
        return made.numId

    def _list(self, node: SyntaxTreeNode) -> None:
        ordered = node.type == "ordered_list"
        number = self._restarted() if ordered else None
        for item in node.children:
            paragraph = self.document.add_paragraph(style="List Number" if ordered else "List Bullet")
            if number is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = number
            self._inline(paragraph, item.children[0])

    def _table(self, node: SyntaxTreeNode) -> None:
        rows = [row for part in node.children for row in part.children]
        table = self.document.add_table(len(rows), len(rows[0].children), style="Light Grid Accent 1")
        table.autofit = False
        longest = [max(len(_text(row.children[n])) for row in rows) for n in range(len(rows[0].children))]
        weights = [min(max(length, 9), 48) for length in longest]
        widths = [Emu(TEXT_WIDTH * weight // sum(weights)) for weight in weights]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row, cells in zip(rows, table.rows, strict=True):
            for source, cell, width in zip(row.children, cells.cells, widths, strict=True):
                cell.width = width
                cell.paragraphs[0].paragraph_format.space_after = Pt(2)
                self._inline(cell.paragraphs[0], source)
        header = table.rows[0]._tr.get_or_add_trPr()
        header.append(OxmlElement("w:tblHeader"))
        self.document.add_paragraph()

    def _box(self, text: str, number: int) -> None:
        host = self.document.add_paragraph()
        run = parse_xml(TEXT_BOX.format(id=number))
        inside = self.document.add_paragraph()
        self._inline(inside, SyntaxTreeNode(MarkdownIt("commonmark").parse(text.strip())))
        run.find(f".//{qn('w:txbxContent')}").append(inside._p)
        host._p.append(run)

    def write(self, body: str) -> None:
        """Write the whole text."""
        for name, note in re.findall(r"^\[\^(\w+)\]: (.+)$", body, re.MULTILINE):
            self.notes[name] = note
        body = re.sub(r"^\[\^\w+\]: .+\n", "", body, flags=re.MULTILINE)
        for number, part in enumerate(re.split(r"^:::box\n(.*?)^:::\n", body, flags=re.MULTILINE | re.DOTALL)):
            if number % 2:
                self._box(part, number)
                continue
            for node in SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(part)).children:
                self._block(node)
        if self.used:
            self._footnotes_part()

    def _block(self, node: SyntaxTreeNode) -> None:
        if node.type == "heading":
            level = int(node.tag[1])
            heading = self.document.add_heading(level=level)
            self._inline(heading, node)
        elif node.type in ("bullet_list", "ordered_list"):
            self._list(node)
        elif node.type == "table":
            self._table(node)
        else:
            paragraph = self.document.add_paragraph()
            self._inline(paragraph, node)

    def _footnotes_part(self) -> None:
        made = parse_xml(f"<w:footnotes {nsdecls('w')}>{SEPARATORS}</w:footnotes>")
        for number, name in enumerate(self.used, 1):
            note = OxmlElement("w:footnote")
            note.set(qn("w:id"), str(number))
            host = self.document.add_paragraph()
            mark = host.add_run()
            mark.font.superscript = True
            mark._r.append(OxmlElement("w:footnoteRef"))
            host.add_run(" " + self.notes[name]).font.size = Pt(9)
            note.append(host._p)
            made.append(note)
        blob = serialize_part_xml(made)
        part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, blob, self.document.part.package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _same_every_time(data: bytes) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            yield info, archive.read(name)


def write_word(source: Path, target: Path) -> None:
    """Write the Word file of a Markdown text, with the same members on every run."""
    fields, body = front_matter(source.read_text(encoding="utf-8"))
    writer = _Writer(fields)
    writer.write(body)
    properties = writer.document.core_properties
    properties.title, properties.author = fields["title"], fields["company"]
    properties.last_modified_by, properties.revision, properties.comments = fields["company"], 1, ""
    properties.created = properties.modified = WRITTEN
    buffer = io.BytesIO()
    writer.document.save(buffer)
    with zipfile.ZipFile(target, "w") as archive:
        for info, content in _same_every_time(buffer.getvalue()):
            archive.writestr(info, content)
