"""Excel: what moved as a register of events that can be filtered, and the promises side by side."""

from __future__ import annotations

from collections.abc import Iterator

from ...reports.text import one_line
from ...reports.xlsx import workbook
from ...reports.xlsx_sheets import Row, Sheet
from ..story import KINDS, Story

NAME = "xlsx"
SUFFIX = ".xlsx"
PRINTED = False
EVENTS = (
    ("Event", 20), ("Topic", 24), ("Item", 36), ("Before", 30), ("Now", 30), ("Why", 50), ("Since", 14), ("Since day", 12),
    ("Days", 8), ("Document", 26), ("Quote", 60),
)  # fmt: skip
PROMISES = (("What became of it", 26), ("Topic", 24), ("Before", 60), ("Now", 60), ("Differences", 50), ("Document", 26))


def render(story: Story) -> bytes:
    """The story as a workbook; everything from documents and evidence is a number, a date or text."""
    sheets = [Sheet(title="Promises", columns=PROMISES, rows=_promises(story))]
    if story.found is not None:
        sheets.insert(0, Sheet(title="What moved", columns=EVENTS, rows=_events(story)))
    return workbook(f"Comparison of {story.title}", sheets)


def _events(story: Story) -> Iterator[Row]:
    for one in story.events:
        yield (
            one.kind, one.topic, one.item, one_line(one.before), one_line(one.now), one.why, one.since, one.since_day, one.days,
            one.document, one_line(one.quote),
        )  # fmt: skip


def _promises(story: Story) -> Iterator[Row]:
    for pair in story.pairs:
        old, new = (one_line(claim.quote) if claim else None for claim in (pair.old, pair.new))
        yield KINDS[pair.kind], pair.either.topic, old, new, "; ".join(pair.differences), pair.either.place.document
