"""The values that pass between the stages of the language side. All are frozen; none knows a file format."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

BlockKind = Literal["heading", "paragraph", "list_item", "cell", "header", "footer", "footnote", "text_box", "code"]
Quantifier = Literal["all", "some", "unstated"]
Modality = Literal["in_force", "recommended", "optional", "planned", "past"]
Party = Literal["own", "customer", "subservice"]
Form = Literal["sentence", "item", "row"]
DecidedBy = Literal["wording", "meaning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands in a document.

    `start` and `end` are character offsets: in Word into the visible text of paragraph `paragraph` of `part`,
    in Markdown into the file's text. `line` and `column` count from 1, `paragraph` from 0 in document order over
    every `w:p` element of the part, tables and text boxes included. In PDF and HTML `start` and `end` count into
    the text as it was read, block after block with one character between; `page` counts from 1, and `section` is the
    heading above.
    """

    document: str
    start: int
    end: int
    part: str | None = None
    paragraph: int | None = None
    line: int | None = None
    column: int | None = None
    page: int | None = None
    cell: str | None = None
    section: str | None = None

    def __str__(self) -> str:
        """The place as a person would look it up: `policy.md:12:3`, `description.docx, paragraph 45`, `a.pdf, page 3`."""
        if self.line is not None:
            return f"{self.document}:{self.line}:{self.column or 1}"
        where = [self.document]
        if self.part and self.part != "document":
            where.append(self.part)
        if self.page is not None:
            where.append(f"page {self.page}")
        if self.section:
            where.append(f"section “{self.section}”")
        if self.cell:
            where.append(self.cell)
        if self.paragraph is not None:
            where.append(f"paragraph {self.paragraph + 1}")
        return ", ".join(where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The table row that a cell stands in.

    Attributes:
        table: number of the table in the document, from 1.
        index: number of the row in its table, from 0; the header row is 0 where there is one.
        column: the cell's column, from 0.
        cells: the texts of all cells of the row, a merged cell once.
        header: the texts of the header row, or empty when the table has none.
    """

    table: int
    index: int
    column: int
    cells: tuple[str, ...]
    header: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, list item, heading or table cell.

    Attributes:
        text: what a reader sees, white space folded, markup removed.
        source: the verbatim source of the block; equal to `text` in Word, with markup in Markdown.
        offsets: for each character of `text`, the offset of that character in `source`.
        heading_path: the titles of the headings above it, outermost first, the document's title included.
        level: heading level from 1, or the depth of a list item from 1.
        lead_in: the sentence that introduces the list the item stands in ("Management shall ensure:").
        label: the item's own number or bullet as printed ("a.", "3.2"), if any.
        links: the words and the address of each link in it, as far as the format has links.
        pages: for text that goes on over pages, the offset in `text` at which each page begins, and its number.
    """

    text: str
    kind: BlockKind
    place: Place
    source: str = ""
    offsets: tuple[int, ...] = ()
    heading_path: tuple[str, ...] = ()
    level: int | None = None
    lead_in: str | None = None
    label: str | None = None
    row: Row | None = None
    links: tuple[tuple[str, str], ...] = ()
    pages: tuple[tuple[int, int], ...] = ()

    def quote(self, start: int, end: int) -> str:
        """The verbatim source behind `text[start:end]`, markup left as it stands."""
        if not self.offsets:
            return self.text[start:end]
        return self.source[self.offsets[start] : self.offsets[end - 1] + 1]

    def place_of(self, start: int, end: int) -> Place:
        """The place of `text[start:end]` in the document."""
        first, last = (self.offsets[start], self.offsets[end - 1]) if self.offsets else (start, end - 1)
        before = self.source[:first] if self.source else ""
        breaks = before.count("\n")
        line, column = self.place.line, self.place.column
        if line is not None and column is not None:
            column = first - before.rfind("\n") if breaks else column + first
            line += breaks
        page = next((number for at, number in reversed(self.pages) if at <= start), self.place.page)
        return Place(
            document=self.place.document, part=self.place.part, paragraph=self.place.paragraph, page=page,
            cell=self.place.cell, section=self.place.section, line=line, column=column,
            start=self.place.start + first, end=self.place.start + last + 1,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A part of an input that was not read, and why; reports list it, so that silence is never a pass."""

    what: str
    why: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as its reader sees it.

    Attributes:
        path: the file as the user named it.
        name: the file's name, as reports print it.
        kind: the file format.
        sha256: hash of the file's bytes, hexadecimal.
        properties: title, author, dates and the like, as the file states them (front matter, core properties).
    """

    path: str
    name: str
    kind: Literal["word", "markdown", "pdf", "html", "table"]
    sha256: str
    blocks: tuple[Block, ...]
    properties: dict[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A phrase that decided a property of a claim, and which (`modality: planned` because of "plans to")."""

    field: str
    value: str
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinedTerm:
    """A term to which a document gives a meaning of its own.

    Attributes:
        term: as the definition spells it.
        meaning: the definition's words, verbatim as a reader sees them.
        place: where the definition stands.
        kind: `meaning` where the document says what the term means, `name` where it only names something
            ("Northwind Ltd (“Northwind”)", "Business Continuity Plan (BCP)").
    """

    term: str
    meaning: str
    place: Place
    kind: Literal["meaning", "name"] = "meaning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A mention of another document, of another section, or a link.

    Attributes:
        words: verbatim from the document.
        target: the name of what is meant ("Access Control Policy", "section 5.2"), of a link its address.
        document: the name of the document that is meant, if it is among those read.
        heading: the heading that is meant, if a section is.
    """

    words: str
    target: str
    kind: Literal["document", "section", "link"]
    document: str | None = None
    heading: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One fact that a document states and that could be false on its own.

    Attributes:
        id: stable across edits elsewhere in the document.
        quote: verbatim from the document, the shortest run that carries the claim.
        text: the claim as a sentence of its own.
        sentence: the whole sentence or row that the quote stands in.
        topic: id of the topic, or `other`.
        form: whether it was a sentence, an item of a list or a row of a table.
        params: the values the text states, under the topic's parameter names, in normal form.
        scope: the words that name the population, verbatim, or None.
        share: of the population for which it is promised, above 0 and below 1 ("at least 95% of laptops"), or None for all of it.
        negated: the statement is a prohibition or a negation ("no shared accounts").
        testable: False where no evidence could show it false as worded.
        untestable_because: the words that make it so ("periodically").
        hedges: words that qualify the promise without voiding it ("where possible").
        exception: what the sentence itself carves out ("unless approved by the CISO"), or None.
        confidence: 0 to 1, how sure the extraction is of the topic.
        decided_by: whether words that name the topic decided it, or the meaning of the sentence.
        nearest: of a claim without a topic those that come closest, each with how likely it is, 0 to 1.
        triggers: the phrases that decided.
        defined_terms: the terms in its words or scope that the document defines.
        references: where its words point; what stands there is not part of the claim.
    """

    id: str
    quote: str
    text: str
    sentence: str
    place: Place
    topic: str
    params: dict[str, Any]
    quantifier: Quantifier
    scope: str | None
    negated: bool
    modality: Modality
    party: Party
    testable: bool
    form: Form = "sentence"
    heading_path: tuple[str, ...] = ()
    untestable_because: str | None = None
    hedges: tuple[str, ...] = ()
    exception: str | None = None
    confidence: float = 1.0
    decided_by: DecidedBy = "wording"
    nearest: tuple[tuple[str, float], ...] = ()
    triggers: tuple[Trigger, ...] = ()
    defined_terms: tuple[DefinedTerm, ...] = ()
    references: tuple[Reference, ...] = ()
    share: float | None = None
