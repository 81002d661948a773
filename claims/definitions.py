"""Terms that a document defines, and the claims that use them.

Only what plainly is a definition counts: a term that is quoted or written with a capital before "means", an entry of a section
or table of definitions, and a name in quotes after what it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from .model import Block, DefinedTerm, Document
from .nlp.sentences import sentence_spans
from .not_claims import LABEL, NUMBERING, section_kind

LONGEST_TERM = 6  # words
LONGEST_NAME = 160  # characters
PRONOUNS = ("we", "us", "our")  # names that a company gives itself, and no terms
QUOTED = r"[“\"‘](?P<quoted>[^“”\"‘’]{2,60}?)[,.]?[”\"’]"
CAPITALISED = r"(?P<bare>[A-Z][\w/&-]*(?: (?:(?:of|and|for|the) )?[A-Za-z][\w/&-]*){0,4}?)"
SAYS_WHAT = r"(?:shall |will )?(?:means?|is defined as|are defined as|has the meaning|have the meaning|denotes?)"
MEANS = re.compile(
    rf"^(?:for (?:the )?purposes? of this (?:policy|document|standard|description|plan)s?,? )?"
    rf"(?:the terms? |(?:any |a |an |the )?)"
    rf"(?:{QUOTED}(?: or [“\"][^”\"]+[”\"])?,? (?:(?:shall )?(?:refers? to|includes?)|{SAYS_WHAT})"
    rf"|{CAPITALISED} {SAYS_WHAT}):? (?!that\b|follows\b|below\b)(?P<meaning>\S.*)$",
    re.DOTALL | re.IGNORECASE,
)
NO_TERM = re.compile(r"(?:this|that|these|those|it|which|what|we|here|the|such|who|there|and|but|if)\b", re.IGNORECASE)
ENTRY = re.compile(r"^(?P<term>[\w(“\"‘][^:–—]{1,60}?)(?:\s*:|\s+[–—-])\s+(?P<meaning>\S.*)$", re.DOTALL)
# A name in quotes and parentheses, or after "hereinafter", with further names beside it.
NAMED = re.compile(
    r"(?:\(|,?\s+here(?:in)?after\s+)"
    r"(?P<names>(?:(?:hereinafter|hereafter|herein|referred to as|called|known as|together|collectively|individually"
    r"|each|the|an?|our|or|and)[\s,]+)*[“\"][^“”\"]{2,40}[”\"]"
    r"(?:(?:,|\s|or|and|the|each|an?|collectively|together)*"
    r"[“\"][^“”\"]{2,40}[”\"])*)\s*(?:\)|(?=[,.;])|$)",
    re.IGNORECASE,
)
QUOTED_NAME = re.compile(r"[“\"]([^“”\"]{2,40})[”\"]")
ABBREVIATED = re.compile(r"\((?P<short>[A-Z][A-Za-z]*[A-Z]s?)\)")
# What a name in parentheses stands for: a name of capitalised words, else what follows the last article.
PROPER = re.compile(
    r"(?:[A-Z][\w.&'’-]*,?|\b(?:of|and|for|the)\b)(?:\s+(?:[A-Z][\w.&'’-]*,?|(?:of|and|for)(?=\s+[A-Z])))*\s*$"
)
AFTER_ARTICLE = re.compile(
    r"\b(?:the|an?|our|its|all)\s+(?P<rest>(?:(?!\b(?:the|an?|our|its|all)\b)[\w-]+\s+){0,5}[\w-]+)\s*$", re.IGNORECASE
)
TERM_HEADER = re.compile(r"(?:defined )?(?:term|acronym|abbreviation|word|expression)s?(?: used)?", re.IGNORECASE)
MEANING_HEADER = re.compile(r"(?:meaning|definition|description|explanation|stands for|full form|expansion)s?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Use:
    pattern: re.Pattern[str]
    meanings: tuple[DefinedTerm, ...]


class Definitions:
    """The terms of one document, ready to be found in texts."""

    def __init__(self, terms: Iterable[DefinedTerm]) -> None:
        self.terms = tuple(terms)
        as_terms = (term for term in self.terms if term.term.lower() not in PRONOUNS)
        by_term = groupby(sorted(as_terms, key=lambda t: (-len(t.term), t.term)), key=lambda t: t.term)
        self._uses = [_Use(use_of(term), tuple(meanings)) for term, meanings in by_term]

    def used_in(self, *texts: str) -> tuple[DefinedTerm, ...]:
        """The terms that stand in any of the texts, in the order of their definitions; of terms within a term the longest."""
        found: set[DefinedTerm] = set()
        for text in texts:
            rest = text
            for use in self._uses:
                if use.pattern.search(rest):
                    found.update(use.meanings)
                    rest = use.pattern.sub(lambda m: "\0" * len(m[0]), rest)
        return tuple(term for term in self.terms if term in found)


def use_of(term: str) -> re.Pattern[str]:
    """Finds a term where it is used as one: as it is spelled, of several words also in small letters, and in the plural."""
    words = r"\s+".join(re.escape(word) for word in term.split())
    forms = [words] if term.isupper() or len(term.split()) == 1 else [words, words.lower()]
    if term == term.lower():
        forms.append(words[:1].upper() + words[1:])
    plural = "|".join(rf"{form}(?:e?s|’s|'s)?" for form in forms)
    if term.endswith("y"):
        plural += "|" + "|".join(rf"{form[:-1]}ies" for form in forms)
    return re.compile(rf"(?<![\w-])(?:{plural})(?![\w-])")


def definitions(document: Document) -> Definitions:
    """The terms that a document defines, each once for each meaning, in the order of the text."""
    found: dict[tuple[str, str], DefinedTerm] = {}
    for one in _found(document.blocks):
        found.setdefault((one.term, one.meaning), one)
    return Definitions(found.values())


def _found(blocks: Sequence[Block]) -> Iterator[DefinedTerm]:
    pending: Block | None = None  # a term that stands alone above its meaning
    for _, group in groupby(enumerate(blocks), key=lambda pair: (r.table, r.index) if (r := pair[1].row) else pair[0]):
        row = [block for _, block in group]
        block = row[0]
        if block.row is not None:
            pending = None
            yield from _of_row(row)
            continue
        listed = _is_listed(block.heading_path)
        if block.kind == "heading":
            pending = block if listed and section_kind(block.text) is None and _is_term(_bare(block.text)) else None
            continue
        if block.kind not in ("paragraph", "list_item", "text_box", "footnote"):
            continue
        entry = list(_of_entry(block)) if listed else []
        if listed and not entry:
            if pending is not None:
                entry = [_term(_bare(pending.text), block.text, block, 0, len(block.text))]
            elif _is_term(block.text) and not block.text.endswith((".", ":", ";")):
                pending = block
                continue
        pending = None
        yield from entry or _of_sentences(block)


def _is_listed(heading_path: tuple[str, ...]) -> bool:
    """Whether a block stands in a section of definitions."""
    return any(section_kind(heading) == "definitions" for heading in heading_path)


def _bare(text: str) -> str:
    return NUMBERING.sub("", text.strip()).strip(" “”\"‘’*:")


def _is_term(text: str) -> bool:
    words = text.split()
    return 1 <= len(words) <= LONGEST_TERM and len(text) > 1 and any(c.isalpha() for c in text) and not NO_TERM.match(text)


def _term(term: str, meaning: str, block: Block, start: int, end: int) -> DefinedTerm:
    return DefinedTerm(term=term, meaning=meaning.strip(), place=block.place_of(start, end))


def _of_row(cells: list[Block]) -> Iterator[DefinedTerm]:
    """The definition that a row of two columns gives: under a heading "Definitions", or with a header that says so."""
    row = cells[0].row
    if row is None or len(cells) < 2 or (row.header and row.index == 0) or len(row.cells) != 2:
        return
    header = [text.strip(" :*") for text in row.header]
    named = len(header) == 2 and TERM_HEADER.fullmatch(header[0]) and MEANING_HEADER.fullmatch(header[1])
    plain = not header and _is_listed(cells[0].heading_path)
    term = _bare(cells[0].text)
    if not (named or plain) or not _is_term(term):
        return
    meaning = " ".join(cell.text for cell in cells[1:])
    yield from _with_abbreviation(_term(term, meaning, cells[0], 0, len(cells[0].text)))


def _of_entry(block: Block) -> Iterator[DefinedTerm]:
    """The definition that a paragraph or item of a section of definitions gives: `Term: meaning`, `“Term” means ...`."""
    if MEANS.match(block.text):
        yield from _meanings(block, block.text, 0)
        return
    entry = LABEL.match(block.text) or ENTRY.match(block.text)
    if entry is None:
        return
    term = _bare(entry[1])
    if _is_term(term):
        yield from _with_abbreviation(_term(term, entry[2], block, 0, len(block.text)))


def _with_abbreviation(one: DefinedTerm) -> Iterator[DefinedTerm]:
    """A term, and its abbreviation where it is given in parentheses: "Recovery Time Objective (RTO)"."""
    found = re.fullmatch(r"(?P<long>.{3,}?)\s*\((?P<short>[\w./-]{2,12})\)", one.term)
    for term in (found["long"], found["short"]) if found else (one.term,):
        yield DefinedTerm(term=term, meaning=one.meaning, place=one.place)


def _of_sentences(block: Block) -> Iterator[DefinedTerm]:
    for start, end in sentence_spans(block.text):
        text = block.text[start:end]
        yield from _meanings(block, text, start)
        yield from _names(block, text, start)


def _meanings(block: Block, text: str, offset: int) -> Iterator[DefinedTerm]:
    found = MEANS.match(text)
    if found is None:
        return
    term = (found["quoted"] or found["bare"]).strip(" ,")
    spelled_as_term = found["quoted"] is not None or term[:1].isupper()
    if spelled_as_term and _is_term(term):
        yield _term(term, found["meaning"], block, offset, offset + len(text))


def _names(block: Block, text: str, offset: int) -> Iterator[DefinedTerm]:
    """The names that a sentence gives in parentheses or after "hereinafter", and abbreviations whose letters fit."""
    for found in NAMED.finditer(text):
        meant = _named_before(text[: found.start()])
        if meant is None:
            continue
        for name in QUOTED_NAME.findall(found["names"]):
            term = _bare(name).strip(" ,.")
            if _is_term(term):
                place = block.place_of(offset, offset + len(text))
                yield DefinedTerm(term=term, meaning=meant, place=place, kind="name")
    for found in ABBREVIATED.finditer(text):
        long = _long_form(text[: found.start()], found["short"].removesuffix("s"))
        if long:
            place = block.place_of(offset + found.start() - len(long) - 1, offset + found.end())
            yield DefinedTerm(term=found["short"], meaning=long, place=place, kind="name")


def _named_before(before: str) -> str | None:
    """What the name after `before` stands for, or None where it is not plain."""
    before = before[-LONGEST_NAME:].rstrip(" ,")
    for found in (PROPER.search(before), AFTER_ARTICLE.search(before)):
        if found is None:
            continue
        words = (found.groupdict().get("rest") or found[0]).strip(" ,")
        words = re.sub(r"^(?:(?:of|and|for|the|The|At|In|By|For|Our)\s+)+", "", words)
        if words and any(c.isupper() or c.isspace() for c in words):
            return words
    return None


def _long_form(before: str, short: str) -> str | None:
    """The words right before an abbreviation whose first letters it is made of."""
    words = re.findall(r"[A-Za-z][\w’']*", before[-LONGEST_NAME:])[-len(short) :]
    if len(short) < 2 or "".join(word[0] for word in words).upper() != short.upper():
        return None
    run = re.search(r"[\s-]+".join(map(re.escape, words)) + r"\s*$", before)
    return run[0].strip() if run else None
