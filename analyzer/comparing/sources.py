"""What became of the evidence: gone, new, told by another source, not newer than before, no longer whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import AssuranceResult, EvidenceFile, Run
from .history import History, Seen

MATCHED = "matched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A file whose tables are told by another one now.

    Attributes:
        tables: what both tell.
        old, new: the source of each, or its name where no source recognised it.
    """

    tables: tuple[str, ...]
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A file that is the one of the run before, and the first run that read it."""

    path: str
    since: Seen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What became of the evidence.

    Attributes:
        gone, appeared: files that have nothing of their kind in the other run.
        replaced: of these, what one source told before and another one tells now.
        stale: files that are the same export as before, though the day that is asked about is a later one.
        failing, passing: tests of the evidence that failed now and did not before, and the other way round.
    """

    gone: tuple[str, ...]
    appeared: tuple[str, ...]
    replaced: tuple[Replaced, ...]
    stale: tuple[Stale, ...]
    failing: tuple[AssuranceResult, ...]
    passing: tuple[AssuranceResult, ...]


def compare_evidence(old: Run, new: Run, history: History) -> Evidence:
    """Hold the evidence of two runs against each other, kind by kind."""
    gone = [one for one in old.evidence if not _of_the_kind(one, new.evidence)]
    appeared = [one for one in new.evidence if not _of_the_kind(one, old.evidence)]
    replaced = {
        Replaced(tables=tables, old=_name(one), new=_name(other))
        for one in gone for other in appeared if (tables := tuple(sorted(one.tables.keys() & other.tables.keys())))
    }  # fmt: skip
    failed, fails = (
        {(one.test, table) for one in run.assurance if one.passed is False for table in one.tables} for run in (old, new)
    )
    known = {one.test for one in old.assurance}
    passed = {one.test for one in new.assurance if one.passed is not None}
    return Evidence(
        gone=tuple(sorted(one.path for one in gone)),
        appeared=tuple(sorted(one.path for one in appeared)),
        replaced=tuple(sorted(replaced, key=lambda one: (one.old, one.new))),
        stale=tuple(_stale(old, new, history)),
        failing=tuple(one for one in new.assurance if one.test in known and one.passed is False and _any_of(one, fails - failed)),
        passing=tuple(one for one in old.assurance if one.test in passed and one.passed is False and not _any_of(one, fails)),
    )


def _any_of(one: AssuranceResult, ones: set[tuple[str, str]]) -> bool:
    return any((one.test, table) in ones for table in one.tables)


def _stale(old: Run, new: Run, history: History) -> list[Stale]:
    """The files of kinds of which the new run has nothing that the old one had not."""
    if new.period.as_of <= old.period.as_of:
        return []
    exports = {(one.sha256, one.extracted_at) for one in old.evidence}
    found = [
        one for one in new.evidence
        if one.tables and all((other.sha256, other.extracted_at) in exports for other in new.evidence if _alike(one, other))
    ]  # fmt: skip
    return [Stale(path=one.path, since=history.same_evidence_since(one.sha256)) for one in sorted(found, key=lambda one: one.path)]


def _of_the_kind(one: EvidenceFile, others: Sequence[EvidenceFile]) -> bool:
    return any(_alike(one, other) for other in others)


def _alike(one: EvidenceFile, other: EvidenceFile) -> bool:
    """Whether two files are of a kind: by their source, or by their names without what is a date or a number in them."""
    if one.source == other.source and one.source not in (None, MATCHED):
        return True
    return _plain(one.path) == _plain(other.path)


def _plain(path: str) -> str:
    return re.sub(r"[\W_]*\d+", "#", path.lower())


def _name(one: EvidenceFile) -> str:
    return one.source if one.source not in (None, MATCHED) else one.path
