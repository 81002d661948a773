"""Web pages read into blocks: pages saved from a site, exports of Confluence and Google Docs, plain HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import DocumentError
from ..model import Block, BlockKind, Document, LeftOut, Place, Row
from .folding import fold
from .headings import Headings
from .html_elements import BREAKING
from .html_page import DEEPEST, Page, open_page, words
from .html_source import looks_like_html, page_text
from .html_tables import is_layout, layout
from .lines import Line, Statement, statements
from .lists import Lists

MANY_LINKS = 200  # of one paragraph
MANY_WORDS = 100  # beside the main part of a page, from which leaving them out is worth a note

_HEADING = re.compile(r"h([1-6])")
_PERMALINK = re.compile(r"\s*[¶#§🔗]+$")
_KIX_LEVEL = re.compile(r"(?:^|\s)lst-kix_\w+-(\d)")
_NOTE_MARK = re.compile(r"\[?(?:\d{1,3}|[a-z]{1,2}|[*†‡]{1,3})\]?")
_NOTE_ID = re.compile(r"(?:ftnt|fn|footnote)[-:_]?\d")
_EXPAND_LABEL = re.compile(r"(?:click here to )?expand(?: source)?\.*", re.IGNORECASE)
_BLOCKS = BREAKING | {"li", "pre", "table", "body", "legend", "tbody", "tr", "td", "th", "thead", "tfoot", "optgroup", "label"}


def read_html(data: bytes, path: str, name: str, sha256: str) -> Document:
    """Read a web page.

    Args:
        data: the file's bytes.
        path: the file as the user named it.
        name: how reports call it.
        sha256: hash of the bytes.

    Raises:
        DocumentError: if it is no text, or a page without any.
    """
    text, left_out = page_text(data, path, name)
    page = open_page(text, path)
    reader = _Reader(name=name, page=page)
    title = _shown_title(page)
    if title and not any(True for root in page.roots for _ in root.iter("h1")):
        reader.headings.enter(0, title)
    for root in page.roots:
        reader.container(root, _Context(), 0)
    if not reader.blocks:
        problem = "the page has no text of its own; it may be put together by scripts when it is shown"
        raise DocumentError(path, problem, "Open it in a browser, and save or print it to PDF from there.")
    properties = {"title": title, **page.meta} if title else page.meta
    return Document(
        path=path, name=name, kind="html", sha256=sha256, blocks=tuple(reader.blocks), properties=properties,
        left_out=(*left_out, *_notes(reader, name)),
    )  # fmt: skip


def _shown_title(page: Page) -> str:
    """The title of the page; on an exported wiki page the one above its content."""
    root = page.roots[0].getroottree().getroot()
    shown = next((one for one in root.iter("span", "h1") if one.get("id") in ("title-text", "title-heading")), None)
    if shown is None:
        return page.title
    return fold("".join(shown.itertext()))[0].rpartition(" : ")[2] or page.title


def _notes(reader: _Reader, name: str) -> Iterable[LeftOut]:
    page = reader.page
    if page.left["hidden"]:
        what = "1 word" if page.left["hidden"] == 1 else f"{page.left['hidden']} words"
        why = "text that the page hides is not read"
        yield LeftOut(what=f"{name}: {what}", why=why, advice="If it states what you do, show it, or save the page with it shown.")
    if reader.deep:
        why = f"elements nested more than {DEEPEST} deep are read as one text, without headings, lists and tables"
        yield LeftOut(what=f"{name}: text nested too deep", why=why, advice="Save the page in a simpler form.")
    root = page.roots[0].getroottree().getroot()
    frames = sum(1 for _ in root.iter("iframe", "frame"))
    if frames:
        what = "1 embedded page" if frames == 1 else f"{frames} embedded pages"
        yield LeftOut(what=f"{name}: {what}", why="pages inside a page are not read", advice="Save them one by one.")
    beside = _words_beside(page)
    if beside > MANY_WORDS:
        why = "text beside the main part of the page is not read"
        yield LeftOut(what=f"{name}: {beside} words", why=why, advice="If it states what you do, give it as a file of its own.")


def _words_beside(page: Page) -> int:
    """Words that are neither in the document nor in navigation, heads, feet and the like."""
    body = page.roots[0].getroottree().getroot().find("body")
    count, stack = 0, [body] if body is not None else []
    while stack:
        one = stack.pop()
        if any(one is root for root in page.roots) or page.unread(one) or (one.get("id") or "") in ("footer", "main-header"):
            continue
        count += len((one.text or "").split()) + sum(len((child.tail or "").split()) for child in one)
        stack += list(one)
    return count if not any(root is body for root in page.roots) else 0


@dataclass(slots=True, kw_only=True)
class _Context:
    """What surrounds an element: lists, list item, table cell."""

    kind: BlockKind = "paragraph"
    level: int = 0
    label: str | None = None
    lead_in: str | None = None
    row: Row | None = None
    cell: str | None = None
    lists: Lists = field(default_factory=Lists)


@dataclass(slots=True)
class _Run:
    """The lines of the paragraph that is being read."""

    lines: list[str] = field(default_factory=lambda: [""])
    titled: list[bool] = field(default_factory=lambda: [False])
    links: list[tuple[str, str]] = field(default_factory=list)

    def add(self, text: str, bold: bool) -> None:
        if text.strip() and not self.lines[-1].strip():
            self.titled[-1] = bold
        self.lines[-1] += text

    def break_line(self) -> None:
        self.lines.append("")
        self.titled.append(False)


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Walks the elements in order and collects blocks."""

    name: str
    page: Page
    blocks: list[Block] = field(default_factory=list)
    headings: Headings = field(default_factory=Headings)
    tables: int = 0
    deep: bool = False
    _at: int = 0
    _run: _Run = field(default_factory=_Run)
    _links: list[tuple[str, str]] = field(default_factory=list)

    def container(self, element: Any, context: _Context, depth: int, bold: bool = False) -> None:
        """Read what stands inside an element that is no heading, list or table."""
        if depth > DEEPEST:
            self.deep = True
            self._run.add(" ".join(words(element)), bold)
            return
        self._run.add(element.text or "", bold)
        for child in element:
            if self.page.is_read(child):
                self._element(child, context, depth + 1, bold)
            self._run.add(child.tail or "", bold)
        if element.tag in _BLOCKS:
            self._flush(context)

    def _element(self, element: Any, context: _Context, depth: int, bold: bool) -> None:
        tag = element.tag
        heading = _HEADING.fullmatch(tag)
        if tag == "br":
            self._run.break_line()
        elif tag not in _BLOCKS and not heading:
            if not _is_note_reference(element) and not _is_expand_label(element):
                if tag == "a" and (target := (element.get("href") or "").strip()):
                    self._run.links.append((fold("".join(_inline(element, self.page)))[0], target))
                self.container(element, context, depth, bold or self.page.is_bold(element))
        elif (heading or element.get("role") == "heading" or _is_title(element)) and context.row is None:
            self._flush(context)
            self._heading(element, int(heading[1]) if heading else _aria_level(element), context)
        elif tag in ("ul", "ol"):
            self._flush(context)
            self._list(element, context, depth)
        elif tag == "dl":
            self._flush(context)
            self._definitions(element, context, depth)
        elif tag == "table" and not is_layout(element):
            self._flush(context)
            self._table(element, context, depth)
        elif tag == "pre":
            self._flush(context)
            self._code(element, context)
        elif not _is_comment(element):
            self._flush(context)
            note = _is_note(element)
            self.container(element, replace(context, kind="footnote") if note else context, depth)
            self._flush(context)

    def _heading(self, element: Any, level: int, context: _Context) -> None:
        text = _PERMALINK.sub("", fold(" ".join(_inline(element, self.page)))[0])
        if not text:
            return
        context.lists.heading()
        self.headings.leave(level)
        self._add(text, "heading", context, level=max(level, 1))
        self.headings.enter(level, text)

    def _list(self, element: Any, context: _Context, depth: int) -> None:
        """A list; in exports of Google Docs the level stands in the class, and lists do not nest."""
        kix = _KIX_LEVEL.search(element.get("class") or "")
        level = int(kix[1]) + 1 if kix else context.level + 1
        number = _whole(element.get("start"), 1)
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if child.tag in ("ul", "ol"):
                self._list(child, replace(context, level=level), depth + 1)
            elif self.page.is_read(child):
                number = _whole(child.get("value"), number)
                label = _label(element, number) if element.tag == "ol" else "•"
                kind: BlockKind = "cell" if context.row else "list_item"
                self.container(child, replace(context, kind=kind, level=level, label=label), depth + 1)
                number += 1

    def _definitions(self, element: Any, context: _Context, depth: int) -> None:
        """Terms and what is said of them: each statement an item that its term introduces."""
        term = ""
        for child in (one for group in element for one in (group if group.tag == "div" else [group])):
            if not isinstance(child.tag, str) or not self.page.is_read(child):
                continue
            if child.tag == "dt":
                term = fold(" ".join(_inline(child, self.page)))[0]
                self.container(child, context, depth + 1)
            else:
                kind: BlockKind = "cell" if context.row else "list_item"
                inner = replace(context, kind=kind, level=1, label=None, lead_in=term or None, lists=Lists())
                self.container(child, inner, depth + 1)
                self._flush(inner)

    def _table(self, element: Any, context: _Context, depth: int) -> None:
        table = layout(element, self.page)
        if table.caption is not None and self.page.is_read(table.caption):
            self.container(table.caption, context, depth + 1)
        self.tables += 1
        number = self.tables
        for index, row in enumerate(table.rows):
            for cell in row:
                place = Row(table=number, index=index, column=cell.column, cells=table.texts[index], header=table.header)
                where = f"table {number}, row {index + 1}, column {cell.column + 1}"
                inner = _Context(kind="cell", row=place, cell=where)
                self.container(cell.element, inner, depth + 1)
                self._flush(inner)
        context.lists.heading()

    def _code(self, element: Any, context: _Context) -> None:
        text = fold("".join(element.itertext()))[0]
        if text:
            self._add(text, "code", context)

    def _flush(self, context: _Context) -> None:
        """End the paragraph that is being read, and make blocks of its statements."""
        run, self._run = self._run, _Run()
        self._links = run.links[:MANY_LINKS]
        if not any(line.strip() for line in run.lines):
            return
        lines = [
            Line(text=text, positions=range(len(text)), forced=number > 0, titled=titled and number > 0)
            for number, (text, titled) in enumerate(zip((fold(line)[0] for line in run.lines), run.titled, strict=True))
        ]
        for statement in statements(lines, labels=context.label is None or context.label == "•"):
            self._statement(statement, context)

    def _statement(self, statement: Statement, context: _Context) -> None:
        kind, lists = context.kind, context.lists
        if context.label is not None or context.lead_in is not None:
            lead_in = context.lead_in or lists.item(context.level, statement.text)
            label = statement.label or context.label
            self._add(statement.text, kind, context, level=context.level, lead_in=lead_in, label=label)
            # What follows inside the same item goes on from it.
            context.label = context.lead_in = None
            context.kind = "cell" if context.row else "paragraph"
        elif statement.label:
            level = context.level + lists.typed_level(statement.label, 0)
            lead_in = lists.item(level, statement.text)
            kind = "list_item" if kind == "paragraph" else kind
            self._add(statement.text, kind, context, level=level, lead_in=lead_in, label=statement.label)
        else:
            if context.level:
                lists.continuation(statement.text, context.level)
            else:
                lists.paragraph(statement.text)
            self._add(statement.text, kind, context)

    def _add(
        self, text: str, kind: BlockKind, context: _Context, *, level: int | None = None, lead_in: str | None = None,
        label: str | None = None,
    ) -> None:  # fmt: skip
        path = self.headings.path
        place = Place(
            document=self.name, start=self._at, end=self._at + len(text), cell=context.cell, section=path[-1] if path else None
        )
        self._at += len(text) + 1
        self.blocks.append(
            Block(
                text=text, kind=kind, place=place, source=text, heading_path=path, level=level, lead_in=lead_in, label=label,
                row=context.row, links=tuple(one for one in self._links if one[0] and one[0] in text),
            )
        )  # fmt: skip


def _inline(element: Any, page: Page) -> Iterable[str]:
    """The text of a heading or term, marks of footnotes and what is hidden left out."""
    yield element.text or ""
    for child in element:
        if not page.unread(child) and not _is_note_reference(child):
            yield "".join(_inline(child, page)) if child.tag != "br" else " "
        yield child.tail or ""


def _whole(said: str | None, otherwise: int) -> int:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 7 else otherwise


def _label(element: Any, number: int) -> str:
    """The number of an item as a browser prints it."""
    kind = element.get("type") or "1"
    if kind in ("a", "A") and 0 < number <= 26:
        return f"{chr(ord(kind) + number - 1)}."
    if kind in ("i", "I") and 0 < number < 40:
        roman = "x" * (number // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]
        return f"{roman if kind == 'i' else roman.upper()}."
    return f"{number}."


def _aria_level(element: Any) -> int:
    return _whole(element.get("aria-level"), 2) if element.get("role") == "heading" else 0


def _is_title(element: Any) -> bool:
    """Whether a paragraph is the title of a document of Google Docs."""
    return element.tag == "p" and "title" in (element.get("class") or "").split() and element.getparent().tag == "body"


def _is_note_reference(element: Any) -> bool:
    """Whether an element is the raised mark of a footnote or comment."""
    if element.tag != "sup":
        return False
    link = element.find(".//a")
    inside = link is not None and (link.get("href") or "").startswith("#")
    return inside and _NOTE_MARK.fullmatch("".join(element.itertext()).strip()) is not None


def _links(element: Any, prefix: str) -> bool:
    return any((link.get("id") or "").startswith(prefix) for link in element.iter("a"))


def _is_comment(element: Any) -> bool:
    """Whether an element is a comment at the end of a document of Google Docs."""
    return element.tag == "div" and _links(element, "cmnt") and not _links(element, "cmnt_ref")


def _is_note(element: Any) -> bool:
    """Whether an element is a footnote: it begins with a link back to its mark."""
    first = element.find(".//a")
    return first is not None and element.tag in ("p", "div", "li") and _NOTE_ID.match(first.get("id") or "") is not None


def _is_expand_label(element: Any) -> bool:
    known = element.get("class") or ""
    return "expand-control" in known and _EXPAND_LABEL.fullmatch("".join(element.itertext()).strip()) is not None


__all__ = ["looks_like_html", "read_html"]
