"""From when a time runs where a claim does not say it and records have several moments that can be its beginning."""

from __future__ import annotations

from dataclasses import replace

from ..model import Period
from .beginning import comes_first, is_target
from .candidate import Candidate, Judged, Row, mostly_kept
from .claim import Asked
from .weigh import time_taken

FROM_FIRST = 0.75  # of the records that tell; where fewer keep the time from the first moment on, another may be meant
FROM_LATER = 0.9  # of them


def as_mostly_kept(made: Candidate, asked: Asked) -> Candidate:
    """A deadline from the earliest moment from which nearly all records keep it, where many break it from their first one.

    A claim that names no beginning ("the new engine is tried out within a day") is not held to the reading by which most break it.
    """
    if mostly_kept(_when_ended, made, asked, share=FROM_FIRST):
        return made
    others = [
        replace(made, start=c) for c in made.records.columns
        if c.kind == "moment" and c is not made.start and c is not made.column and not is_target(c)
        and comes_first(c, made.column, made.records)
    ]  # fmt: skip
    kept = [one for one in others if mostly_kept(_when_ended, one, asked, share=FROM_LATER)]
    starts = [one.start for one in kept if one.start]
    first = [
        one for one in kept
        if one.start and all(one.start is other or comes_first(one.start, other, made.records) for other in starts)
    ]  # fmt: skip
    return first[0] if first else made


def _when_ended(candidate: Candidate, row: Row, asked: Asked, period: Period) -> Judged:
    """What a record that has come to its end tells; one that is still open tells nothing of where its time began."""
    ended = candidate.records.moment(row, candidate.column)
    return time_taken(candidate, row, asked, period) if ended else (None, "nothing", "it is still open")
