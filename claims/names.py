"""Whom a document calls by name: the company itself and other companies, and what a name says of who acts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .definitions import PRONOUNS, Definitions
from .model import Claim, Document, Party, Trigger
from .properties import BEFORE_SUBJECT

LEGAL_FORM = (
    r"(?:Inc|Incorporated|LLC|L\.L\.C|Ltd|Limited|LLP|PLC|plc|Corp|Corporation|GmbH|AG|SE|AB|AS|ApS|Oy|BV|B\.V|N\.V|SAS|SA|S\.A|SARL|Pty)"
)
COMPANY = re.compile(
    rf"(?P<name>[A-Z][\w&’'-]*(?: (?:[A-Z&][\w&’'.-]*|of|and)){{0,5}}?),? {LEGAL_FORM}\b\.?(?: (?:Ltd|KG|Limited)\b\.?)?"
)
OWN_ROLES = (*PRONOUNS, "company", "the company", "organisation", "organization", "service organization", "service organisation")
PROPERTIES = ("company", "organisation", "organization")
LABELLED = re.compile(r"^(?i:company|(?:service )?organi[sz]ation)(?i: name)?\s*:\s+(?P<name>[A-Z][^\[\]{}<>:]{1,60})$")
DESCRIBED = re.compile(
    r"^(?i:description of )?(?i:the )?(?P<name>[A-Z][\w&-]*(?: [A-Z][\w&-]*){0,3})[’']s? "
    r"(?i:description of|system\b|soc 2\b|assertion)"
)
TITLE_BLOCKS = 12  # how far a title page reaches
TITLE_WORDS = 14
ACTS = (
    r"(?:(?:is|are) (?:solely )?responsible for|shall|will|must|maintains?|provides?|performs?|ensures?|manages?|operates?"
    r"|encrypts?|holds?|conducts?|controls?|replaces?|saniti[sz]es?|destroys?|restricts?|implements?|guards?|monitors?|tests?|reviews?"
    r"|stores?|keeps?|backs up)\b"
)


@dataclass(frozen=True, slots=True)
class Names:
    """The companies that a document names.

    Attributes:
        own: how it calls the company whose document it is.
        other: further companies that it names in full.
    """

    own: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


def names_of(document: Document, defined: Definitions, configured: Sequence[str] = ()) -> Names:
    """The names that a document uses of its company, and those of the other companies that it introduces.

    Args:
        configured: names of the company that are known beforehand.
    """
    own = [*configured, *_on_title_page(document)]
    named = [term for term in defined.terms if term.kind == "name"]
    ours = {term.meaning for term in named if term.term.lower() in OWN_ROLES or {term.term, _short(term.meaning)} & set(own)}
    own += [name for term in named if term.meaning in ours for name in (term.meaning, _short(term.meaning), term.term)]
    own = [name for name in dict.fromkeys(own) if name and name.lower() not in OWN_ROLES]
    if not own:
        return Names()
    companies = [term for term in named if term.meaning not in ours and COMPANY.fullmatch(term.meaning)]
    other = [name for term in companies for name in (term.meaning, _short(term.meaning), term.term)]
    return Names(tuple(own), tuple(dict.fromkeys(name for name in other if name not in own)))


def with_party(claim: Claim, names: Names) -> Claim | None:
    """A claim whose subject is a named company with the party that it is, or None where names change nothing."""
    decided = next((t for t in claim.triggers if t.field == "party"), None)
    if claim.party == "own" and (found := _subject(claim.text, names.other, rf"\s+{ACTS}")):
        return _decided(claim, "subservice", found)
    if claim.party == "subservice" and decided and decided.phrase not in claim.heading_path:
        found = _subject(claim.text, names.own, r"(?![\w-])")
        return _decided(claim, "own", found) if found else None
    return None


def _decided(claim: Claim, party: Party, phrase: str) -> Claim:
    others = tuple(t for t in claim.triggers if t.field != "party")
    return replace(claim, party=party, triggers=(*others, Trigger(field="party", value=party, phrase=phrase)))


def _subject(text: str, names: Iterable[str], then: str) -> str | None:
    """The name that a sentence has as its subject, with what follows it."""
    for name in sorted(names, key=len, reverse=True):
        found = re.search(rf"(?<![\w-]){re.escape(name)}{then}", text)
        if found and BEFORE_SUBJECT.search(text[: found.start()]):
            return found[0]
    return None


def _short(company: str) -> str:
    """A company's name without its legal form."""
    found = COMPANY.fullmatch(company)
    return found["name"] if found else company


def _on_title_page(document: Document) -> list[str]:
    """The company's names in front matter, in the first heading and in the short lines of a title page."""
    found = [value.strip() for key, value in document.properties.items() if key.lower() in PROPERTIES]
    headings = 0
    for block in document.blocks[:TITLE_BLOCKS]:
        headings += block.kind == "heading"
        if headings > 2 or block.row is not None:
            break
        company = COMPANY.search(block.text)
        ends = company is not None and company.end() == len(block.text)
        if len(block.text.split()) > TITLE_WORDS or (block.text.endswith(".") and not ends):
            continue
        if company:
            found += [company[0], company["name"]]
        elif named := LABELLED.match(block.text) or DESCRIBED.match(block.text):
            found.append(named["name"].strip())
    return [name for name in found if 1 < len(name) <= 60]
