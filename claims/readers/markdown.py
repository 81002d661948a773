"""Markdown read into blocks: what a reader sees, and where each character of it stands in the file."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode

from ..model import Block, BlockKind, Document, LeftOut, Place, Row
from .folding import fold
from .front_matter import front_matter
from .headings import Headings
from .lines import Line, Statement, statements
from .lists import Lists
from .markdown_html import HtmlText, html_rows, html_texts
from .markdown_inline import NESTING, links_of, parser, visible_lines
from .markdown_source import Source
from .text_file import decode

_TASK = re.compile(r"\s*\[[ xX]\]\s+")
_FOOTNOTE = re.compile(r"\s*\[\^[^\]\s]+\]:\s*")
_MARKS_ONLY = re.compile(r"\s*(?:\[!\w+\]|:::.*|\[\[?_?toc_?\]?\]|\\(?:pagebreak|newpage|toc))\s*", re.IGNORECASE)


def read_markdown(data: bytes, path: str, name: str, sha256: str) -> Document:
    """Read a Markdown file.

    Args:
        data: the file's bytes.
        path: the file as the user named it.
        name: how reports call it.
        sha256: hash of the bytes.

    Raises:
        DocumentError: if the bytes are no text.
    """
    text, left_out = decode(data, path, name)
    front = front_matter(text)
    if front.problem:
        why = f"its front matter is not valid YAML ({front.problem})"
        left_out += (LeftOut(what=f"{name}: front matter", why=why, advice="Correct it or take it out."),)
    # The parser counts lines, so the front matter leaves empty ones behind.
    body = re.sub(r"[^\r\n]+", "", text[: front.length]) + text[front.length :]
    tokens = parser().parse(body)
    if any(token.level >= NESTING - 1 for token in tokens):
        why = f"lists and quotations nested more than {NESTING // 2} deep are not read"
        left_out += (LeftOut(what=f"{name}: text nested too deep", why=why, advice="Write it with fewer levels."),)
    tree = SyntaxTreeNode(tokens)
    reader = _Reader(name=name, source=Source(text))
    title = front.properties.get("title")
    if title and not any(node.type == "heading" and node.tag == "h1" for node in tree.walk()):
        reader.headings.enter(0, title)
    reader.read(tree.children, depth=0, lists=Lists())
    return Document(
        path=path, name=name, kind="markdown", sha256=sha256, blocks=tuple(reader.blocks),
        properties=front.properties, left_out=left_out,
    )  # fmt: skip


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Walks the syntax tree in reading order and collects blocks."""

    name: str
    source: Source
    blocks: list[Block] = field(default_factory=list)
    headings: Headings = field(default_factory=Headings)
    links: deque[tuple[int, str, str]] = field(default_factory=deque)
    tables: int = 0

    def read(self, nodes: Sequence[SyntaxTreeNode], *, depth: int, lists: Lists) -> None:
        """Read sibling nodes; `depth` counts the lists around them."""
        html_until = 0
        table_ends = [node for node in nodes if node.type == "html_block" and "</table" in node.content.lower()]
        for node in nodes:
            if node.map and node.map[0] < html_until:
                continue
            if node.type == "heading":
                self._heading(node, lists)
            elif node.type == "paragraph":
                self._paragraph(node, depth, lists)
            elif node.type in ("bullet_list", "ordered_list"):
                for item in node.children:
                    self._item(item, depth + 1, lists)
            elif node.type == "blockquote":
                self.read(node.children, depth=depth, lists=lists)
            elif node.type == "table":
                self._table(node)
                lists.heading()
            elif node.type == "fence":
                self._code(node)
            elif node.type == "html_block":
                html_until = self._html(node, table_ends, lists)

    def _lines(self, node: SyntaxTreeNode, *, heading: bool = False) -> list[Line]:
        """The visible lines of the inline content of a heading or paragraph."""
        inline = node.children[0] if node.children else None
        if inline is None or not inline.content:
            return []
        first, last = node.map or (0, 0)
        positions = self.source.positions(inline.content, first, last, heading=heading)
        self.links += links_of(inline.token, positions)  # pyright: ignore[reportArgumentType]
        return visible_lines(inline.token, positions)  # pyright: ignore[reportArgumentType]

    def _heading(self, node: SyntaxTreeNode, lists: Lists) -> None:
        visible = self._lines(node, heading=node.markup.startswith("#"))
        lines = [Line(text=line.text, positions=line.positions) for line in visible]
        level = int(node.tag[1])
        lists.heading()
        self.headings.leave(level)
        for statement in statements(lines, labels=False):
            self._add(statement, "heading", level=level)
            self.headings.enter(level, statement.text)

    def _paragraph(self, node: SyntaxTreeNode, depth: int, lists: Lists) -> None:
        for statement in statements(self._readable(self._lines(node))):
            self._statement(statement, depth, lists)

    def _readable(self, lines: list[Line]) -> list[Line]:
        return [line for line in lines if not _MARKS_ONLY.fullmatch(line.text)]

    def _statement(self, statement: Statement, depth: int, lists: Lists) -> None:
        """A paragraph, or the list item it is when its label was typed."""
        if statement.label:
            indent = self.source.line_at(statement.start)[1] - 1
            level = depth + lists.typed_level(statement.label, indent)
            lead_in = lists.item(level, statement.text)
            self._add(statement, "list_item", level=level, lead_in=lead_in, label=statement.label)
            return
        if depth:
            lists.continuation(statement.text, depth)
        else:
            lists.paragraph(statement.text)
        self._add(statement, "paragraph")

    def _item(self, item: SyntaxTreeNode, depth: int, lists: Lists) -> None:
        """A list item: its own paragraph first, then whatever stands inside it."""
        label = f"{item.info}{item.markup}"
        children = item.children
        if children and children[0].type == "paragraph":
            lines = self._readable(self._lines(children[0]))
            if lines and (task := _TASK.match(lines[0].text)):
                first = lines[0]
                lines[0] = Line(text=first.text[task.end() :], positions=first.positions[task.end() :])
            own, *others = statements(lines) or [None]
            if own:
                lead_in = lists.item(depth, own.text)
                shown = label if item.info or not own.label else own.label
                self._add(own, "list_item", level=depth, lead_in=lead_in, label=shown)
            for statement in others:
                if statement:
                    self._statement(statement, depth, lists)
            children = children[1:]
        self.read(children, depth=depth, lists=lists)

    def _table(self, node: SyntaxTreeNode) -> None:
        self.tables += 1
        header: tuple[str, ...] = ()
        rows = [row for part in node.children for row in part.children]
        for index, row in enumerate(rows):
            inlines = [cell.children[0] if cell.children else None for cell in row.children]
            contents = [inline.content if inline else "" for inline in inlines]
            line = row.map[0] if row.map else (node.map or (0, 0))[0] + index + (index > 0)
            places = self.source.cell_positions(line, contents)
            cells = [
                statements(visible_lines(inline.token, place), labels=True) if inline and place else []  # pyright: ignore[reportArgumentType]
                for inline, place in zip(inlines, places, strict=True)
            ]
            for inline, place in zip(inlines, places, strict=True):
                self.links += links_of(inline.token, place) if inline and place else []  # pyright: ignore[reportArgumentType]
            texts = tuple(" ".join(statement.text for statement in cell) for cell in cells)
            header = header if index else texts if any(texts) else ()
            for column, cell in enumerate(cells):
                place = Row(table=self.tables, index=index, column=column, cells=texts, header=header)
                for statement in cell:
                    self._add(statement, "cell", row=place, label=statement.label)

    def _code(self, node: SyntaxTreeNode) -> None:
        first, last = node.map or (0, 0)
        content = node.content.rstrip("\n")
        folded, offsets = fold(content, self.source.positions(content, first + 1, last))
        if folded:
            self._add(Statement(text=folded, offsets=offsets, start=offsets[0]), "code")

    def _html(self, node: SyntaxTreeNode, table_ends: list[SyntaxTreeNode], lists: Lists) -> int:
        """Read a block of HTML, a table with empty lines in it as one.

        Args:
            node: the block.
            table_ends: the blocks beside it that close a table; those before it are dropped.
            lists: the lists of the container.

        Returns:
            The line after the last one read, from 0.
        """
        first, last = node.map or (0, 0)
        content = node.content
        while table_ends and (table_ends[0].map or (0, 0))[0] <= first:
            table_ends.pop(0)
        if table_ends and content.lower().count("<table") > content.lower().count("</table"):
            last = (table_ends[0].map or (0, last))[1]
            content = "\n".join(self.source.lines[first:last])
        content = content.rstrip("\n")
        self._html_texts(html_texts(content, self.source.positions(content, first, last)), lists)
        return last

    def _html_texts(self, texts: list[HtmlText], lists: Lists) -> None:
        rows = html_rows(texts, self.tables)
        for text, row in zip(texts, rows, strict=True):
            for statement in statements([text.line], labels=text.kind != "heading"):
                if row:
                    lists.heading()
                    self.tables = max(self.tables, row.table)
                    self._add(statement, "cell", row=row, label=statement.label)
                elif text.kind == "heading":
                    lists.heading()
                    self.headings.leave(text.level or 1)
                    self._add(statement, "heading", level=text.level)
                    self.headings.enter(text.level or 1, statement.text)
                elif text.kind == "list_item":
                    lead_in = lists.item(1, statement.text)
                    self._add(statement, "list_item", level=1, lead_in=lead_in, label=statement.label)
                elif text.kind == "code":
                    self._add(statement, "code")
                else:
                    self._statement(statement, 0, lists)

    def _add(
        self, statement: Statement, kind: BlockKind, *, level: int | None = None, lead_in: str | None = None,
        label: str | None = None, row: Row | None = None,
    ) -> None:  # fmt: skip
        """Add a block; its source runs from the first to the last of its visible characters' markup."""
        start, end = self._with_markup(statement.offsets[0], statement.offsets[-1] + 1)
        line, column = self.source.line_at(start)
        note = _FOOTNOTE.match(statement.text) if kind == "paragraph" else None
        begin = note.end() if note else 0
        if not statement.text[begin:]:
            return
        inside: list[tuple[str, str]] = []
        while self.links and self.links[0][0] < end:
            at, words, target = self.links.popleft()
            inside += [(words, target)] if at >= start else []
        self.blocks.append(
            Block(
                text=statement.text[begin:],
                kind="footnote" if note else kind,
                place=Place(document=self.name, start=start, end=end, line=line, column=column),
                source=self.source.text[start:end],
                offsets=tuple(offset - start for offset in statement.offsets[begin:]),
                heading_path=self.headings.path,
                level=level,
                lead_in=lead_in,
                label=note[0].strip() if note else label,
                row=row,
                links=tuple(inside),
            )
        )

    def _with_markup(self, start: int, end: int) -> tuple[int, int]:
        """Widen a run to the emphasis and code marks that stand directly around it."""
        text = self.source.text
        while start > 0 and text[start - 1] in "*_`~":
            start -= 1
        while end < len(text) and text[end] in "*_`~":
            end += 1
        return start, end
