"""Where sentences begin and end inside a block."""

from __future__ import annotations

import re

from .pipeline import sentences

# After these a full stop ends no sentence.
ABBREVIATIONS = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|inc|ltd|corp|co|no|fig|sec|art|dr|mr|mrs|ms|st|jr|dept|est|incl|excl|resp|al|u\.s|a\.m|p\.m|v)\.)$",
    re.IGNORECASE,
)

# After these a capital letter begins a sentence, except where it begins what they belong to ("U.S. Government", "2 a.m. EST").
GEOGRAPHIC_OR_TIME = re.compile(r"\b(?:u\.s|u\.k|a\.m|p\.m)\.$", re.IGNORECASE)
BELONGS = re.compile(
    r"(?:East|West|North|South|Central|Government|Gov\w*|Federal|Department|Dept|Treasury|Congress|Citizens?|Persons?|Code|State"
    r"|Eastern|Pacific|Mountain|GMT|Standard|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|[A-Z]{2,5})\b"
)
# The tokenizer takes the letter for an initial ("Appendix A. Both apply") and the dots for one word.
BREAK = re.compile(
    r"(?:(?<=\.\.\.)|(?<=\b(?:Appendix|Schedule) [A-Z]\.)|(?<=\bAnnex [A-Z]\.)|(?<=\bExhibit [A-Z]\.))\s+(?=[A-Z])"
    rf"|(?<=\bU\.[SK]\.)\s+(?=[A-Z])(?!{BELONGS.pattern})"
)
OPENING = re.compile(r"(?<=[.!?]\s)\((?=[A-Z])")  # a sentence in parentheses; the pipeline's rules leave the bracket behind
MARKER = re.compile(r"(?:(?:step|item|phase)\s+)?\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]$", re.IGNORECASE)
JOINS_NEXT = re.compile(r"(?:and|or)\b\W*$", re.IGNORECASE)  # an item of a list ends in "; and"
LIMIT_BY_NAME = re.compile(  # "Critical - 7 days; High - 30 days", "RTO: 4 hours; RPO: 15 minutes"
    r"(?:and\s+)?(?:critical|high|medium|moderate|low|(?:sev|p)[- ]?\d|[A-Z]{2,5})(?:\s+\w+)?\s*[-:–—(=]+\s*\d[^;]{0,24}\W*$",
    re.IGNORECASE,
)

VARIABLE = re.compile(r"\{\{[^{}]*\}\}")
INSIDE_WORD = re.compile(r"(?<=\w)[.!?;](?=\w)")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Character spans of the sentences of a block, white space at their ends left out.

    A semicolon ends a sentence too: on either side of it stands a statement of its own.

    >>> sentence_spans("Logs are kept. They are reviewed weekly.")
    [(0, 14), (15, 40)]
    """
    if not re.search(r"[.!?;…][\"'”’)\]]*\s", text):
        stripped = text.strip()
        start = text.find(stripped) if stripped else 0
        return [(start, start + len(stripped))] if stripped else []
    spans: list[tuple[int, int]] = []
    masked = _masked(text)
    for first, last in sentences(OPENING.sub("x", INSIDE_WORD.sub("x", masked))):
        inner = text[first:last].strip()
        if not inner:
            continue
        start = text.index(inner, first)
        end = start + len(inner)
        if spans and _continues(masked, spans[-1], start):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return [part for start, end in spans for part in _broken(masked, start, end)]


def _broken(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a span that are sentences of their own where the rules of the pipeline see one."""
    parts, first = [], start
    for found in BREAK.finditer(text, start, end):
        if text.count("(", start, found.start()) == text.count(")", start, found.start()):
            parts.append((first, found.start()))
            first = found.end()
    return [*parts, (first, end)]


def _masked(text: str) -> str:
    """The text, as long as before, with a word in place of each template variable ("{{.Name}}")."""
    return VARIABLE.sub(lambda found: "X" * len(found[0]), text)


def _continues(text: str, previous: tuple[int, int], start: int) -> bool:
    """Whether the sentence that starts at `start` goes on from the previous one."""
    before = text[previous[0] : previous[1]]
    inside_parenthesis = before.count("(") > before.count(")")
    after_abbreviation = ABBREVIATIONS.search(before) is not None and not (
        text[start].isupper() and (before.lower().endswith("etc.") or _ends(before, text[start:]))
    )
    nothing_but_punctuation = not re.search(r"\w", text[start : start + 3])
    return (
        inside_parenthesis
        or after_abbreviation
        or nothing_but_punctuation
        or MARKER.fullmatch(before) is not None
        or (before.endswith(";") and _completes(before, text[start:]))
        or (text[start].islower() and not before.endswith(";"))
    )


def _ends(before: str, after: str) -> bool:
    """Whether a sentence ends in "U.S." or "a.m." and what follows is not part of the name or the time."""
    return GEOGRAPHIC_OR_TIME.search(before) is not None and BELONGS.match(after) is None


def _completes(before: str, after: str) -> bool:
    """Whether what follows a semicolon only leads to the next item, or goes on with a series of limits by name."""
    following = re.split(r"(?<=[;.])\s", after, maxsplit=1)[0]
    return JOINS_NEXT.fullmatch(after) is not None or (
        LIMIT_BY_NAME.match(following) is not None and LIMIT_BY_NAME.search(before.rstrip(";")) is not None
    )
