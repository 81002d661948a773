"""Where a text points: other documents, other sections of its own, links. What stands there is never made into a claim here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from .definitions import definitions
from .model import Block, Claim, Document, Reference
from .names import names_of
from .not_claims import NUMBERING

NOUNS = (
    "policy", "policies", "standard", "standards", "procedure", "procedures", "plan", "plans", "handbook", "manual", "runbook",
    "playbook", "guideline", "guidelines", "charter",
)  # fmt: skip
NOUN = "|".join(NOUNS)
CAPITAL_NOUN = "|".join(noun.capitalize() for noun in NOUNS)
TITLE = re.compile(
    rf"(?<![\w-])(?P<title>[A-Z][\w&/’'-]*(?:\s+(?:[A-Z][\w&/’'-]*|(?:and|of|for|&)(?=\s+[A-Z]))){{0,8}}?\s+(?:{CAPITAL_NOUN}))\b"
)
POINTS = (
    r"(?:(?:described|defined|set out|set forth|outlined|specified|documented|detailed|laid down|stated|established|prescribed"
    r"|required|governed|covered) (?:in|by)|in accordance with|in line with|according to|pursuant to"
    r"|refer to|see(?: also)?|per|as per)"
)
IN_SMALL_LETTERS = re.compile(
    rf"\b{POINTS}\s+(?:the|our|its|their)\s+(?P<title>[a-z][\w/-]*(?:\s+(?!(?:and|or|of|in|the|to|for|by|with)\b)[a-z][\w/-]*){{0,4}}\s+(?:{NOUN}))\b",
    re.IGNORECASE,
)
NO_DOCUMENT = re.compile(r"(?:(?:Advanced|Data|Triple) Encryption Standard|.*\b(?:This|These|Each|All|Any|Such)\b.*)$")
BEFORE_TITLE = re.compile(r"^(?:(?:The|Our|Its|See|Per|In|By|Under|As|Both|Refer|And|While|If|When|Company|Following)\s+)+")
SECTION = re.compile(
    r"(?:\b(?P<kind>[Ss]ections?|[Aa]ppendi(?:x|ces)|[Aa]nnex|[Cc]hapters?|[Cc]lauses?)\s+|§§?\s*)"
    r"(?P<numbers>(?:\d+(?:\.\d+)*|[A-Z](?:\.\d+)*)\b(?:(?:\s*,\s*(?:and\s+)?|\s+(?:and|or|to)\s+)\d+(?:\.\d+)*\b)*)"
    r"(?:\s+(?:of|in)\s+(?:the\s+|our\s+)?(?!This\b)(?P<whole>[A-Z][\w&/’'-]*(?:\s+[A-Z][\w&/’'-]*)*))?"
)
NAMED_SECTION = re.compile(
    r"\b(?:[Ss]ee|[Rr]efer to|in|under)\s+(?:the\s+)?(?:section\s+(?:on|about|titled|entitled|called)\s+)?"
    r"(?:[“\"](?P<quoted>[^“”\"]{3,80})[”\"]|(?P<plain>[A-Z][\w&/-]*(?:\s+[\w&/-]+){0,6}?)\s+(?:section|chapter)\b)"
)
NUMBER = r"\d+(?:\.\d+)*|\b[A-Z](?:\.\d+)*\b"
VERSION = re.compile(r"v?\d+|v|version|final|draft|approved|signed|the|our|document")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a document: its text, its number as printed, and its words without the number."""

    text: str
    number: str | None
    title: str


def headings_of(document: Document) -> tuple[Heading, ...]:
    """The headings of a document, ready to be pointed at."""
    return tuple(_heading(block) for block in document.blocks if block.kind == "heading")


def _heading(block: Block) -> Heading:
    printed = NUMBERING.match(block.text)
    label = block.label or (printed[0] if printed else None)
    number = re.search(NUMBER, label or "")
    return Heading(block.text, number[0] if number else None, NUMBERING.sub("", block.text).strip(" :*"))


def references_in(
    text: str, links: Sequence[tuple[str, str]], headings: Sequence[Heading], own_titles: Sequence[str] = ()
) -> tuple[Reference, ...]:
    """The references of a text.

    Args:
        text: what a reader sees.
        links: the words and the address of each link in it.
        headings: those of its document, to which its section references resolve.
        own_titles: the names of its document, which as such are no reference.
    """
    own = {_words(title) for title in own_titles}
    found = [*(_of_link(words, target, headings) for words, target in links)]
    linked = " ".join(words for words, _ in links)
    spoken = [*_sections(text, headings), *_documents(text)]
    found += [one for one in spoken if one.words not in linked and not (one.kind == "document" and _words(one.target) in own)]
    return tuple(dict.fromkeys(found))


def links_of(block: Block, start: int, end: int) -> list[tuple[str, str]]:
    """The links of `text[start:end]` of a block, each by its words and its address; `#` alone leads nowhere."""
    text = block.text[start:end]
    return [(words, target) for words, target in block.links if words in text and target != "#"]


def _of_link(words: str, target: str, headings: Sequence[Heading]) -> Reference:
    heading = None
    if target.startswith("#"):
        meant = {target[1:].lower(), words.lower()}
        heading = next((h.text for h in headings if meant & {_slug(h.text), _slug(h.title), h.text.lower(), h.title.lower()}), None)
    return Reference(words=words, target=target, kind="link", heading=heading)


def _slug(heading: str) -> str:
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip())


def _documents(text: str) -> Iterator[Reference]:
    for found in TITLE.finditer(text):
        title = BEFORE_TITLE.sub("", found["title"])
        if " " in title and not NO_DOCUMENT.match(title):
            yield Reference(words=title, target=" ".join(title.split()), kind="document")
    for found in IN_SMALL_LETTERS.finditer(text):
        if found["title"] == found["title"].lower():
            yield Reference(words=found["title"], target=" ".join(found["title"].split()), kind="document")


def _sections(text: str, headings: Sequence[Heading]) -> Iterator[Reference]:
    for found in SECTION.finditer(text):
        whole = found["whole"]
        if whole and not re.search(rf"(?:{CAPITAL_NOUN})$", whole):
            continue  # of a law or a standard
        kind = (found["kind"] or "section").lower().removesuffix("s").replace("appendice", "appendix")
        for number in re.findall(NUMBER, found["numbers"]):
            target = f"{kind} {number}" + (f" of {whole}" if whole else "")
            heading = None if whole else next((h.text for h in headings if h.number == number), None)
            yield Reference(words=found[0].strip(), target=target, kind="section", heading=heading)
    for found in NAMED_SECTION.finditer(text):
        name = " ".join((found["quoted"] or found["plain"]).split()).strip(" .,")
        heading = next((h.text for h in headings if h.title.lower() == name.lower()), None)
        if heading:
            yield Reference(words=found[0], target=name, kind="section", heading=heading)


def titles_of(document: Document) -> list[str]:
    """The names under which a document may be spoken of: its title, its first heading, its file's name."""
    first = next((block.text for block in document.blocks if block.kind == "heading"), None)
    said = [document.properties.get(key) for key in ("title", "name")]
    stem = PurePosixPath(document.name).stem
    return [title for title in (*said, NUMBERING.sub("", first) if first else None, stem) if title]


def _words(title: str) -> tuple[str, ...]:
    """The words of a title that tell it from others, in the singular."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"[’']s\b", "", title.lower()))
    return tuple(_singular(word) for word in words if not VERSION.fullmatch(word))


def _singular(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s") if not word.endswith("ss") else word


def link(claims: Iterable[Claim], documents: Sequence[Document], names: Sequence[str] = ()) -> list[Claim]:
    """The claims with each reference to one of the documents resolved to it.

    Args:
        claims: of all documents.
        documents: all that were read.
        names: of the company, besides those found in the documents; a title may bear one before what it is about.

    Returns:
        The same claims in the same order; a reference that fits no document, or more than one, stays as it was.
    """
    claims = list(claims)
    if not any(claim.references for claim in claims):
        return claims
    found = (name for document in documents for name in names_of(document, definitions(document)).own)
    company = {word for name in (*names, *found) for word in _words(name)}
    titles = [(document, {_without(_words(title), company) for title in titles_of(document)}) for document in documents]
    known: dict[Reference, Reference] = {}

    def resolved(one: Reference) -> Reference:
        if one not in known:
            known[one] = _resolved(one, titles, company)
        return known[one]

    return [replace(c, references=tuple(map(resolved, c.references))) if c.references else c for c in claims]


def _without(words: tuple[str, ...], company: set[str]) -> tuple[str, ...]:
    """The words of a title after the company's name."""
    start = next((n for n, word in enumerate(words) if word not in company), 0)
    return words[start:]


def _resolved(one: Reference, titles: Sequence[tuple[Document, set[tuple[str, ...]]]], company: set[str]) -> Reference:
    if one.kind == "section":
        target = one.target.partition(" of ")[2]
    elif one.kind == "link":
        target = one.words
        path = _path_of(one.target)
        same = [d for d, _ in titles if path.name and path.name.lower() in _file_names(d)]
        if len(same) == 1:
            return replace(one, document=same[0].name)
        if one.target.startswith("#"):
            return one
    else:
        target = one.target
    words = _without(_words(target), company)
    meant = [document for document, names in titles if words and words in names]
    return replace(one, document=meant[0].name) if len(meant) == 1 else one


def _file_names(document: Document) -> tuple[str, str]:
    path = PurePosixPath(document.name.lower())
    return path.name, path.stem


def _path_of(address: str) -> PurePosixPath:
    try:
        return PurePosixPath(unquote(urlsplit(address).path))
    except ValueError:  # no address at all
        return PurePosixPath()
