"""Populations that grew or shrank by more than the roster and the length of the period explain."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Headcount, Run, Verdict

GREW = 0.2  # of a population that follows nothing known; a change beyond it is told
LEAST = 3  # items; a change below it is told of no population
PER_HEAD = (0.75, 1.33)  # items per person on the roster, of a population that has one for each person
WITH_PEOPLE = 0.05  # of a population with one item for each person; it follows the roster


@dataclass(frozen=True, slots=True, kw_only=True)
class Resized:
    """A population that changed by more than is explained.

    Attributes:
        check: the topic whose check counts it.
        before, now: its items.
        roster: the people before and now, where the population has one item for each.
    """

    check: str
    before: int
    now: int
    roster: tuple[int, int] | None = None


def resized(old: Verdict, new: Verdict, before: Run, now: Run) -> Resized | None:
    """What a population did that neither the roster nor the length of the period explains; None where it did nothing of it.

    Where the promise is about another population than before, there is nothing to explain.
    """
    was, counted = old.population, new.population
    if not was or not counted or new.binding.check is None or _of(old) != _of(new):
        return None
    people = _people(old, before.headcount, now.headcount)
    if people is not None:
        expected, slack = was + people[1] - people[0], max(LEAST - 1, WITH_PEOPLE * was)
    else:
        expected = was * _length(now) / _length(before) if _of_events(new) else was
        slack = max(LEAST - 1, GREW * expected)
    if abs(counted - expected) <= slack:
        return None
    return Resized(check=new.binding.check, before=was, now=counted, roster=people)


def _of(verdict: Verdict) -> tuple[object, ...]:
    """Which population a verdict is about: the check, what of it, and the restrictions that it applies."""
    return verdict.binding.check, verdict.binding.parts, verdict.binding.scope


def _people(verdict: Verdict, before: Headcount | None, now: Headcount | None) -> tuple[int, int] | None:
    """The people before and now, if a population has an item for each of them."""
    if before is None or now is None or not before.people or verdict.query is None or not verdict.population:
        return None
    per_head = verdict.population / before.people
    follows = "people" in verdict.query.row_counts and PER_HEAD[0] <= per_head <= PER_HEAD[1]
    return (before.people, now.people) if follows else None


def _of_events(verdict: Verdict) -> bool:
    """Whether a population is what happened in the period, so that it grows with its length."""
    return verdict.query is not None and "period_start" in verdict.query.params


def _length(run: Run) -> int:
    return (run.period.end - run.period.start).days + 1
