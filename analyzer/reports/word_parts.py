"""A Word file written back with a few parts changed, every other entry as it was."""

from __future__ import annotations

import io
import posixpath
import zipfile
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from claims.readers.word_package import Package

CONTENT_TYPES = "[Content_Types].xml"
COMMENTS_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def relations_name(part: str) -> str:
    """The name of the part that holds the relationships of a part."""
    folder, stem = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{stem}.rels")


@dataclass(slots=True, kw_only=True)
class Changes:
    """The parts of a package that a report changed or added, as XML roots by name."""

    package: Package
    roots: dict[str, Any] = field(default_factory=dict)

    def root(self, name: str) -> Any:
        """The root element of a part, to be changed in place."""
        if name not in self.roots:
            self.roots[name] = self.package.xml(name)
        return self.roots[name]

    def comments_part(self, empty: Any) -> Any:
        """The root of the part with the document's comments; `empty`, related and typed, where there is none yet."""
        main = self.package.main
        for relation in self.package.relations(main):
            if relation.kind == "comments" and not relation.external and relation.target in self.package.names:
                return self.root(relation.target)
        folder = posixpath.dirname(main)
        name, number = posixpath.join(folder, "comments.xml"), 0
        while name in self.package.names:
            number += 1
            name = posixpath.join(folder, f"comments{number}.xml")
        self.roots[name] = empty
        self._declare(name)
        self._relate(posixpath.relpath(name, folder or "."))
        return empty

    def _declare(self, name: str) -> None:
        override = etree.SubElement(self.root(CONTENT_TYPES), f"{_TYPES}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", COMMENTS_TYPE)

    def _relate(self, target: str) -> None:
        name = relations_name(self.package.main)
        if name not in self.package.names and name not in self.roots:
            self.roots[name] = etree.Element(f"{_RELATIONS}Relationships", nsmap={None: _RELATIONS[1:-1]})
        relations = self.root(name)
        taken = {one.get("Id") for one in relations}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        attributes = {"Id": f"rId{number}", "Type": COMMENTS_KIND, "Target": target}
        etree.SubElement(relations, f"{_RELATIONS}Relationship", attributes)

    def to_bytes(self) -> bytes:
        """The package: entries in their order, with their dates and compression, new parts at the end."""
        archive, target = self.package.archive, io.BytesIO()
        left = dict(self.roots)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as output:
            output.comment = archive.comment
            for entry in archive.infolist():
                root = left.pop(entry.filename, None)
                output.writestr(copy(entry), archive.read(entry) if root is None else serialised(root))
            dated = archive.getinfo(self.package.main).date_time
            for name, root in left.items():
                added = zipfile.ZipInfo(name, dated)
                added.compress_type = zipfile.ZIP_DEFLATED
                output.writestr(added, serialised(root))
        return target.getvalue()


def serialised(root: Any) -> bytes:
    """A part as bytes, with what stands around its root and the declaration that Word expects."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
