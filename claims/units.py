"""Blocks to units: the sentences, list items and table rows that can carry a claim, with what stands above them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from .model import Block, Document, Form, Place
from .nlp.quantities import quantities
from .nlp.sentences import sentence_spans
from .nlp.statements import complete
from .not_claims import LABEL, defines_a_severity, is_metadata, is_metadata_label, kind_above, never_a_claim, quotes_a_catalogue
from .properties import PREDICATE
from .row_cells import own_cells, with_its_frequency
from .row_text import row_text
from .shares import MEASURE

LONGEST_NAME = 14  # words of an item that only names something
PROSE_WORDS = 14  # a cell this long is read as sentences
SENTENCE_WORDS = 5  # so is a shorter one that ends in a full stop
INTRODUCES_POPULATION = re.compile(
    r"\b(?:for|to|on|covers?|includes?|of)(?: (?:all of )?the following(?: \w+)?)?\s*:?\s*$", re.IGNORECASE
)
GOVERNS_ITEM = re.compile(r"\b(?:must|shall|should|will|may|for|to|of|on)$", re.IGNORECASE)  # "Passwords must: contain ..."
ACRONYM = re.compile(r"\w*[A-Z]\w*[A-Z]|[A-Z]\b|\S+\s+[A-Z]")  # or a name of two words
DANGLING = re.compile(r"[,;]?\s+(?:and|or)\s*$", re.IGNORECASE)  # how an item of a list leads to the next
ROW_NUMBER = re.compile(r"[#\d.()/ -]+|[A-Z]{1,6}[-.]\d[\d.-]*")
POPULATION_LABEL = re.compile(
    r"^([A-Z][\w/-]*(?: [\w/&-]+){0,3}? "
    r"(?:vendors?|users?|accounts?|systems?|employees|contractors|data|databases?|vulnerabilities|changes|devices))\s*:\s"
)
OF_EACH = re.compile(r"(?:each|every) (?:\w+ )?(?P<noun>[a-z]{3,}) (?:is|has|must|shall|states?|names?|needs?)\b", re.IGNORECASE)
WORD = re.compile(r"[a-z]+")
SECTION_NUMBER = re.compile(r"\d+(?:\.\d+)*\.?\s+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, a list item or a table row.

    Attributes:
        text: what it says; the cells of a row joined by " | ".
        block: the block it stands in; for a row the cell that `anchor` names.
        offset: where `text` begins in the block's text.
        fragment: it need not be a sentence: a list item or a row, which takes what it lacks from above.
        guarded: it introduces a list or stands under a heading such as "Background", where only what names its topic
            and states an obligation or a value is a claim.
        row: the cells of a row, in order; empty otherwise.
    """

    text: str
    block: Block
    offset: int
    fragment: bool
    guarded: bool = False
    row: tuple[Block, ...] = ()

    @property
    def heading_path(self) -> tuple[str, ...]:
        """The headings above, outermost first."""
        return self.block.heading_path

    @property
    def form(self) -> Form:
        """What kind of unit it is."""
        return "row" if self.row else "item" if self.fragment else "sentence"

    @property
    def lead_in(self) -> str | None:
        """What introduces the list; for a row the header of its table."""
        if self.row and self.block.row is not None:
            return " | ".join(self.block.row.header) or None
        return self.block.lead_in

    @property
    def above(self) -> str:
        """Lead-in and nearest heading as one text."""
        return " ".join(filter(None, [self.lead_in, self.heading_path[-1] if self.heading_path else None]))

    @property
    def row_label(self) -> str | None:
        """The first cell of a row, which names what the row is about; none where it is a number, a question or a statement."""
        text = self.row[0].text if self.row else ""
        return None if not text or ROW_NUMBER.fullmatch(text) or text.endswith("?") or _is_prose(text) else text

    @property
    def names_population(self) -> bool:
        """Whether it is an item that only names what its introduction speaks of ("MFA is required for: VPN access")."""
        short = len(self.text.split()) <= LONGEST_NAME and PREDICATE.search(re.sub(r"\([^)]*\)", "", self.text)) is None
        return self.fragment and not self.row and short and INTRODUCES_POPULATION.search(self.block.lead_in or "") is not None

    @property
    def population(self) -> str | None:
        """What an item of a list names when its introduction ends in "for", or what stands before its colon."""
        if self.names_population:
            return re.sub(r"\s*\([^)]*\)", "", self.text).strip(" .;,") or None
        if self.row:
            return None
        label = POPULATION_LABEL.match(self.text)
        return label[1] if label else None

    @property
    def above_in_list(self) -> str:
        """The lead-in of a list item, empty for a sentence of its own."""
        return (self.block.lead_in or "") if self.fragment and not self.row else ""

    def quote(self, start: int, end: int) -> str:
        """Verbatim source of `text[start:end]`; for a row its cells joined by " | "."""
        if self.row:
            return " | ".join(cell.quote(0, len(cell.text)) for cell in self.row)
        return self.block.quote(self.offset + start, self.offset + end)

    def place(self, start: int, end: int, columns: tuple[int, ...] = ()) -> Place:
        """Where `text[start:end]` stands; for a row the cell that states a value, else the one that says most.

        Args:
            columns: of the cells that state it, where that is known.
        """
        if not self.row:
            return self.block.place_of(self.offset + start, self.offset + end)
        timed = (c for c in self.row[1:] if any(value.kind != "count" for value in quantities(c.text)))
        stating = (c for c in self.row if c.row and c.row.column in columns) if columns else timed
        cell = next(stating, None) or max(self.row, key=lambda block: len(block.text))
        return cell.place_of(0, len(cell.text))

    def statement_of(self, cells: tuple[Block, ...]) -> str:
        """Cells of a row, each with its header word."""
        header = self.block.row.header if self.block.row else ()
        return row_text((header[c.row.column] if c.row and c.row.column < len(header) else "", c.text) for c in cells)

    def statement(self, start: int, end: int) -> str:
        """The claim as a sentence of its own: a row with its header words, an item with its lead-in, a part with its subject."""
        if self.row:
            return self.statement_of(self.row)
        text = DANGLING.sub("", complete(self.text, start, end))
        lead = (self.block.lead_in or "").strip().rstrip(":").strip()
        stands_alone = text[:1].isupper() and PREDICATE.search(text) is not None
        if self.fragment and lead and not stands_alone:
            if GOVERNS_ITEM.search(lead):
                return f"{lead} {text if ACRONYM.match(text) else text[:1].lower() + text[1:]}"
            return f"{lead}: {text}"
        return text[:1].upper() + text[1:]


def units_of(document: Document) -> Iterator[Unit]:
    """The units of a document that can carry claims, in the order of the text."""
    for key, group in groupby(document.blocks, key=lambda b: (b.row.table, b.row.index) if b.row else None):
        if key is not None:
            yield from _row(list(group))
            continue
        for block in group:
            if block.kind in ("paragraph", "list_item", "text_box", "footnote") or _is_stated(block):
                yield from _sentence_units(block)


def _is_stated(block: Block) -> bool:
    """Whether a heading is a statement itself ("3.2 All doors must be locked at night.")."""
    return block.kind == "heading" and block.text.rstrip().endswith(".") and PREDICATE.search(block.text) is not None


def _is_prose(text: str) -> bool:
    """Whether a cell holds sentences of its own, as the statements of a control matrix do."""
    text = MEASURE.sub("", text)
    spans = sentence_spans(text)
    words = len(text.split())
    if words >= SENTENCE_WORDS and text.rstrip().endswith("."):
        return True
    return words >= PROSE_WORDS and (len(spans) > 1 or PREDICATE.search(text) is not None)


def _row(cells: list[Block]) -> Iterator[Unit]:
    first = cells[0]
    if (
        first.row is None
        or (first.row.header and first.row.index == 0)
        or kind_above(first.heading_path) in ("history", "definitions", "references")
    ):
        return
    cells = own_cells(cells)
    prose = [c for c in cells if _is_prose(c.text)]
    control = with_its_frequency(cells, prose)
    if control:
        yield Unit(text=" | ".join(c.text for c in control), block=control[0], offset=0, fragment=True, row=tuple(control))
        return
    for cell in prose:
        yield from _sentence_units(cell)
    if control is not None:
        return
    cells = [c for c in cells if not _is_prose(c.text)]
    texts = [c.text for c in cells if c.text]
    if len(texts) == 1 and LABEL.match(texts[0]) and not never_a_claim(texts[0]):
        yield from _sentence_units(next(c for c in cells if c.text))
    if len(texts) < 2 or (len(texts) == 2 and is_metadata_label(texts[0]) and not first.row.header):
        return
    text = " | ".join(texts)
    if never_a_claim(text):
        return
    yield Unit(text=text, block=cells[0], offset=0, fragment=True, row=tuple(cells))


def _is_about_heading(text: str, heading_path: tuple[str, ...]) -> bool:
    """Whether a sentence speaks of each of the things that the heading above names ("Goals": "Each goal has an owner")."""
    found = OF_EACH.match(text)
    words = WORD.findall(heading_path[-1].lower()) if heading_path else []
    return bool(found and found["noun"].lower() in {word.removesuffix("s") for word in words})


def _sentence_units(block: Block) -> Iterator[Unit]:
    kind = kind_above(block.heading_path)
    if kind in ("history", "definitions", "references", "instructions", "consequences"):
        return
    if is_metadata(block.text):
        return
    for start, end in sentence_spans(block.text):
        text = block.text[start:end]
        if len(text) < 4 or never_a_claim(text) or quotes_a_catalogue(block, text) or defines_a_severity(block, text):
            continue
        numbered = SECTION_NUMBER.match(text) if block.kind == "heading" else None
        number = numbered.end() if numbered else 0
        guarded = (kind in ("purpose", "scope") and not _is_about_heading(text, block.heading_path)) or text.endswith(":")
        yield Unit(text=text[number:], block=block, offset=start + number, fragment=block.kind == "list_item", guarded=guarded)
