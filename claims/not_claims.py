"""What a document says that no record could make false: headings, sentences and labels that are no claims."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import Entry, section_phrases
from .model import Block
from .nlp.quantities import quantities

NUMBERING = re.compile(
    r"^(?:(?:section|appendix|part|article)\s+[\dA-Z]{1,3}(?:\.\d+)*[.):]?|\d+(?:\.\d+)*[.):]?|[A-Z](?:\.\d+)+[.):]?|(?:[A-Z]|[IVX]{1,4})[.):])"
    r"\s+(?:[-–—]\s+)?(?=\S)",
    re.IGNORECASE,
)  # fmt: skip
SYMBOLS = "".join(map(chr, (*range(0x2190, 0x2BFF), *range(0x1F000, 0x1FAFF), 0xFE0F, 0x200D))) + " "
CONTROL_ID = re.compile(r"\b[A-Z]{2}-\d{1,2}\b")
# How control catalogues state a requirement; who fulfils it says so under its own name.
CONTROL_TEXT = re.compile(r"^(?:the )?(?:organi[sz]ation|information system|system|agency)(?: \w+ly)?(?::| \w+s\b)", re.IGNORECASE)
SEVERITY_LABEL = re.compile(
    r"^\W*(?:critical|high|medium|moderate|low|informational|severe|p[0-5]|sev\S*)\b.{0,30}$", re.IGNORECASE
)
SEVERITY_HEADING = re.compile(r"\b(?:severit|classif|priorit|rating|risk level|categor)", re.IGNORECASE)
OBLIGED = re.compile(r"\b(?:must|shall|required?|will|within|immediate\w*)\b", re.IGNORECASE)
SCORE_RANGE = re.compile(r"\bCVSS\b[^.]{0,20}\d(?:\.\d)?\s*(?:-|–|to|\+|or)", re.IGNORECASE)
LABEL = re.compile(r"^(?P<label>[A-Z][\w /&()'-]{1,48}?)\s*[:–—]\s+(?P<value>\S.*)$")


@cache
def _sections() -> tuple[tuple[Entry, re.Pattern[str]], ...]:
    return tuple((e, re.compile(rf"^(?:{e.phrase})$", re.IGNORECASE)) for e in section_phrases("sections"))


@cache
def _sentences() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(e.phrase, re.IGNORECASE) for e in section_phrases("sentences"))


@cache
def _labels() -> re.Pattern[str]:
    return re.compile("^(?:" + "|".join(f"(?:{e.phrase})" for e in section_phrases("labels")) + ")$", re.IGNORECASE)


@cache
def section_kind(heading: str) -> str | None:
    """Why nothing under a heading is a claim (`definitions`, `history`, ...), or None."""
    bare = NUMBERING.sub("", heading.strip().lstrip(SYMBOLS)).strip(" :.*#")
    return next((entry.value for entry, pattern in _sections() if pattern.match(bare)), None)


# A section within another one says who approves what; "9. Approval" is where the document itself is signed.
OF_A_RULE = re.compile(r"\d+\.\d+(?:\.\d+)*\.?\s+(?:approvals?|sign-?off)\s*$", re.IGNORECASE)


def kind_above(heading_path: tuple[str, ...]) -> str | None:
    """Why nothing below these headings is a claim; a heading such as "Overview" speaks for its own paragraphs alone."""
    for distance, heading in enumerate(reversed(heading_path)):
        kind = None if OF_A_RULE.match(heading) else section_kind(heading)
        if kind and (distance == 0 or kind not in ("purpose", "scope")):
            return kind
    return None


def is_metadata_label(text: str) -> bool:
    """Whether a text is a label of a document's own data ("Owner", "Effective date")."""
    return _labels().match(text.strip(" :*")) is not None


def is_metadata(text: str) -> bool:
    """Whether a line is a label with its value about the document itself ("Owner: Security team")."""
    found = LABEL.match(text)
    return found is not None and _labels().match(found["label"].strip()) is not None and len(found["value"].split()) <= 8


def never_a_claim(text: str) -> bool:
    """Whether a sentence is one that no record could make false (purpose, definition, reference, consequence)."""
    return any(pattern.search(text) for pattern in _sentences())


def quotes_a_catalogue(block: Block, text: str) -> bool:
    """Whether a text under the heading of a control is the control's own words ("The organization: a. Develops ...")."""
    if not any(CONTROL_ID.search(heading) for heading in block.heading_path):
        return False
    return CONTROL_TEXT.match(text) is not None or CONTROL_TEXT.match(block.lead_in or "") is not None


def defines_a_severity(block: Block, text: str) -> bool:
    """Whether an item says what makes something critical, high, medium or low, and not what is done about it."""
    if block.kind != "list_item" or OBLIGED.search(text) or any(v.kind == "duration" for v in quantities(text)):
        return False
    above = " ".join(block.heading_path[-2:])
    return SCORE_RANGE.search(text) is not None or bool(
        SEVERITY_LABEL.match(block.lead_in or "") and SEVERITY_HEADING.search(above) and "fram" not in above.lower()
    )
