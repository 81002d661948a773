"""Where sentences begin and end inside a block."""

from __future__ import annotations

import re

from .pipeline import sentences

# After these a full stop ends no sentence.
ABBREVIATIONS = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|inc|ltd|corp|co|no|fig|sec|art|dr|mr|mrs|ms|st|jr|dept|est|incl|excl|resp|al|u\.s|a\.m|p\.m|v)\.)$",
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
    if not re.search(r"[.!?;]\s", text):
        stripped = text.strip()
        start = text.find(stripped) if stripped else 0
        return [(start, start + len(stripped))] if stripped else []
    spans: list[tuple[int, int]] = []
    masked = _masked(text)
    for first, last in sentences(masked):
        inner = text[first:last].strip()
        if not inner:
            continue
        start = text.index(inner, first)
        end = start + len(inner)
        if spans and _continues(masked, spans[-1], start):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _masked(text: str) -> str:
    """The text, as long as before, without full stops inside words ("Notion.so") and template variables ("{{.Name}}")."""
    return INSIDE_WORD.sub("x", VARIABLE.sub(lambda found: "X" * len(found[0]), text))


def _continues(text: str, previous: tuple[int, int], start: int) -> bool:
    """Whether the sentence that starts at `start` goes on from the previous one."""
    before = text[previous[0] : previous[1]]
    inside_parenthesis = before.count("(") > before.count(")")
    after_abbreviation = ABBREVIATIONS.search(before) is not None and not (
        text[start].isupper() and before.lower().endswith("etc.")
    )
    nothing_but_punctuation = not re.search(r"\w", text[start : start + 3])
    return (
        inside_parenthesis
        or after_abbreviation
        or nothing_but_punctuation
        or (text[start].islower()
        and not before.endswith(";"))
    )
