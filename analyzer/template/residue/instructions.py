"""Words to whoever fills the template in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims import Document

from .found import Words, matches

ORDER = 3
KIND = "instruction"
THINGS = (
    r"\b(?:section|template|paragraph|table|placeholder|text|blanks?|fields?|brackets?|instructions?|guidance|line|note|needs|company"
    r"|organi[sz]ation|environment)\b"
)
PATTERNS = (
    re.compile(
        r"^\W{0,4}(?:note to (?:the )?(?:author|editor|user|reader|reviewer)|instructions?(?: for use)?|drafting note"
        r"|author'?s note|how to use this (?:template|document)"
        r"|template (?:guidance|instructions?))\s*[:\]>—–-][^\n]{0,160}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:customi[sz]e|tailor|adapt|modify|adjust|edit) (?:it |this |these )?(?:for|to) your own\b[^.;|]{0,40}\b"
        r"|\b(?:replace|fill in|complete|customi[sz]e|tailor|adapt|edit|update|modify|remove|delete) (?:all |any |each |every )?"
        rf"(?:this|these|the|your|bracketed|highlighted|placeholder)\b[^.;|]{{0,60}}{THINGS}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:use|adopt|download) this (?:policy )?template\b[^.;|]{0,60}|\blorem ipsum\b[^.;|]{0,40}"
        r"|\bthis (?:policy )?template (?:is|was|should|can|may|provides|covers)\b[^.;|]{0,60}"
        r"|\bconsult (?:with )?(?:your )?(?:legal counsel|an attorney|a lawyer|your auditor)\b[^.;|]{0,40}"
        r"|\bthis is (?:only )?(?:a|an) (?:\w+ )?(?:sample|example|template)\b[^.;|]{0,60}\b"
        r"|\b(?:use |for )(?:\w+ )?(?:reference|illustration|illustrative purposes) only\b|\bfor illustrative purposes\b"
        r"|\bthis (?:example|sample|template) (?:demonstrates|shows|illustrates|assumes|refers)\b[^.;|]{0,60}\b"
        r"|\btemplate text\b[^.;|]{0,60}\b"
        r"|\bwhen (?:completing|filling in|using) (?:the|this) (?:\w+ )?template\b[^.;|]{0,60}\b"
        r"|\bas your (?:company|organi[sz]ation|team) grows\b[^.;|]{0,40}\b"
        r"|\bremove (?:any|all|the|these) (?:instruction(?:al|s)?|guidance)\b[^.;|]{0,40}\b",
        re.IGNORECASE,
    ),
)


HEADING = re.compile(
    r"(?:\d+(?:\.\d+)*\.?\s+)?(?:how to use this \w+|(?:template )?customi[sz]ation(?: (?:guide|notes|instructions|checklist))?"
    r"|template (?:notes|instructions|usage)|implementation (?:guidance|notes|tips|checklist)|getting started(?: checklist)?"
    r"|quick start\b.*|(?:team|company|organi[sz]ation) size adaptations?|scaling considerations"
    r"|what auditors (?:look for|want|check)|common (?:mistakes|pitfalls|audit findings))",
    re.IGNORECASE,
)


def find(document: Document, own: frozenset[str]) -> Iterator[Words]:
    """Sentences that tell somebody what to write, and not what is so, and headings of sections that do."""
    for pattern in PATTERNS:
        yield from matches(document, pattern, "an instruction to whoever fills the template in")
    for block in document.blocks:
        if block.kind == "heading" and HEADING.fullmatch(block.text.strip()):
            yield Words(block, 0, len(block.text), "the heading of a section for whoever fills the template in")
