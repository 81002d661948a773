"""Builds Word files for tests: python-docx for the frame, raw XML for what it cannot write."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
from docx.oxml import parse_xml

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def paragraph(content: str, properties: str = "") -> str:
    """A `w:p` around runs given as XML, or around plain text."""
    runs = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A `w:r` with one `w:t`."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text: str, num: int, level: int = 0) -> str:
    """A paragraph of a list."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def cell(content: str, properties: str = "") -> str:
    """A `w:tc` around block XML, or around plain text."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else paragraph(content)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A `w:tr`."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    """A `w:tbl`."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def numbering(*levels: tuple[str, str], num: int = 1, override: str = "", second: str = "") -> str:
    """A numbering part with one list; `levels` are pairs of format and text ("decimal", "%1.")."""
    defined = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(levels)
    )
    return (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="7">{defined}</w:abstractNum>'
        f'<w:num w:numId="{num}"><w:abstractNumId w:val="7"/>{override}</w:num>{second}</w:numbering>'
    )


def word_file(
    folder: Path, *body: str, styles: str = "", numbering_xml: str = "", parts: dict[str, tuple[str, str]] | None = None
) -> Path:
    """Write a Word file.

    Args:
        folder: where to.
        body: block elements as XML, in order.
        styles: further `w:style` elements.
        numbering_xml: the whole numbering part.
        parts: further parts related to the document: name under `word/` to relation kind and XML.
    """
    document = docx.Document()
    for element in body:
        parsed = parse_xml(f"<root {NAMESPACES}>{element}</root>")
        for child in list(parsed):
            document.element.body.insert(len(document.element.body) - 1, child)
    for element in parse_xml(f"<root {NAMESPACES}>{styles}</root>"):
        document.styles.element.append(element)
    path = folder / "description.docx"
    document.save(str(path))
    changes = {f"word/{name}": xml for name, (_, xml) in (parts or {}).items()}
    if numbering_xml:
        changes["word/numbering.xml"] = numbering_xml
    rewrite(path, changes, {name: kind for name, (kind, _) in (parts or {}).items()})
    return path


def rewrite(path: Path, changes: dict[str, str | bytes | None], related: dict[str, str] | None = None) -> None:
    """Replace, add or (with None) remove parts of a Word file, and relate new ones to the document."""
    with zipfile.ZipFile(path) as archive:
        parts: dict[str, bytes] = {name: archive.read(name) for name in archive.namelist()}
    relations = "".join(
        f'<Relationship Id="x{n}" Type="{RELATIONS}/{kind}" Target="{name}"/>'
        for n, (name, kind) in enumerate((related or {}).items())
    )
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", f"{relations}</Relationships>".encode())
    for name, content in changes.items():
        if content is None:
            parts.pop(name)
        else:
            parts[name] = content.encode() if isinstance(content, str) else content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
