"""Claims against evidence that nobody modelled: a promise's own words and values, found among the columns of any record.

Where no check of the catalogue has a table to ask, a claim is held against the columns of the evidence as it came. A column takes
part only when the claim itself says the words of its header, and rows only when the claim speaks of them. What is found here can
contradict a claim; it never supports one, because nobody has confirmed that the column shows what the sentence promises.
"""

from collections.abc import Sequence

from ..judge import Evidence
from ..model import Verdict
from .entries import told_by_entries
from .judging import Columns
from .minutes import Minutes, read_minutes
from .reading import read_sets
from .slots import told_by_slots

__all__ = ["Columns", "Minutes", "read_minutes", "read_sets", "told_by_others"]


def told_by_others(verdicts: Sequence[Verdict], evidence: Evidence) -> list[Verdict]:
    """The verdicts, with what those on other claims of their document tell of them."""
    return told_by_slots(told_by_entries(verdicts, evidence))
