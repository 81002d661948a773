"""A Word file among Office files: told from other kinds, and its main part found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..errors import DocumentError
from .office_package import BROKEN, Package, open_archive, relations_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_STRICT = "http://purl.oclc.org/ooxml/"
_OTHER_KINDS = (
    ("xl/workbook.xml", "the file is an Excel workbook, not a Word document"),
    ("xl/workbook.bin", "the file is an Excel workbook in the binary format (.xlsb)"),
    ("ppt/presentation.xml", "the file is a PowerPoint presentation, not a Word document"),
    ("content.xml", "OpenDocument files are not read"),
    ("Index/Document.iwa", "Apple Pages files are not read"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPackage(Package):
    """The parts of a Word file."""

    def xml(self, name: str) -> Any:
        """The root element of a part.

        Raises:
            DocumentError: if the part is missing, damaged, too large, declares entities, or is in the strict format.
        """
        root = Package.xml(self, name)
        if any(str(uri).startswith(_STRICT) for uri in root.nsmap.values()) and not str(root.tag).startswith(W):
            raise DocumentError(
                self.path, "the file is in Word's Strict Open XML format, which is not read",
                "In Word choose Save As, Word Document (.docx).", name,
            )  # fmt: skip
        return root


def open_package(data: bytes, path: str) -> Package:
    """Open a Word file.

    Args:
        data: the file's bytes.
        path: the file as the user named it.

    Raises:
        DocumentError: if it is no Word file, is damaged or encrypted, or would unpack to more than a document can be.
    """
    archive, names = open_archive(data, path)
    office = (r.target for r in relations_of(archive, names, "", path) if r.kind == "officeDocument")
    main = next((target for target in office if target in names), "word/document.xml")
    for part, problem in _OTHER_KINDS:
        if part in names and not main.startswith("word/"):
            raise DocumentError(path, problem, "Save it as a Word document (.docx) or as Markdown and give that file.")
    if main not in names:
        problem = next((problem for part, problem in _OTHER_KINDS if part in names), None)
        if problem is None and "[Content_Types].xml" in names:
            raise DocumentError(path, "the part word/document.xml is missing from the Word file", BROKEN)
        problem = problem or "the file is a zip archive, not a Word document"
        raise DocumentError(
            path, problem, "Give a Word document (.docx), a workbook (.xlsx), a Markdown file, a PDF or a web page."
        )
    return WordPackage(path=path, archive=archive, names=names, main=main)
