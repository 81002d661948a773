"""What moved between two runs as a list of events, one for each thing that came, went or turned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from claims import Claim

from .claims import Kind as PairKind
from .history import Seen
from .runs import Comparison
from .sources import Evidence

Kind = Literal[
    "promise changed", "promise added", "promise dropped", "promise split", "promise reworded", "promise moved",
    "verdict turned",
    "exception new", "exception again", "exception open", "exception closed", "exception absent", "exception unseen",
    "exception reopened", "exception passed",
    "acceptance ended", "acceptance new",
    "decision ended", "decision ending",
    "population unexplained",
    "evidence gone", "evidence new", "evidence replaced", "evidence stale", "evidence test fails", "evidence test passes",
]  # fmt: skip
PROMISES: dict[PairKind, Kind] = {
    "changed": "promise changed", "added": "promise added", "dropped": "promise dropped", "split": "promise split",
    "reworded": "promise reworded", "moved": "promise moved",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that moved.

    Attributes:
        topic, quote, document: the promise that it is about, where it is about one.
        item: the item, population, evidence or test.
        before, now: of what turned: the two verdicts, quotes, counts or sources.
        why: the cause, in a word or a sentence.
        since: the first run that saw what is so now, and its day.
        days: from that day to the day that the new run speaks for.
    """

    kind: Kind
    topic: str = ""
    quote: str = ""
    document: str = ""
    item: str = ""
    before: str = ""
    now: str = ""
    why: str = ""
    since: str = ""
    since_day: date | None = None
    days: int | None = None


def events_of(found: Comparison) -> list[Event]:
    """All events: on promises, verdicts, exceptions, decisions, populations and evidence, in this order."""
    evidence = _evidence(found.evidence, found.now.as_of)
    return [*_promises(found), *_verdicts(found), *_exceptions(found), *_decisions(found), *_populations(found), *evidence]


def _promises(found: Comparison) -> Iterator[Event]:
    for pair in found.pairs:
        if pair.kind in PROMISES:
            claim = pair.either
            yield Event(
                kind=PROMISES[pair.kind], topic=claim.topic, quote=claim.quote, document=claim.place.document,
                before=pair.old.quote if pair.old else "", now=pair.new.quote if pair.new else "", why="; ".join(pair.differences),
            )  # fmt: skip


def _about(kind: Kind, claim: Claim, item: str = "") -> Event:
    return Event(kind=kind, topic=claim.topic, quote=claim.quote, document=claim.place.document, item=item)


def _verdicts(found: Comparison) -> Iterator[Event]:
    for one in found.moved:
        if one.turned:
            event = _about("verdict turned", one.pair.either)
            yield replace(event, before=one.before, now=one.now, why=one.cause or "")


def _exceptions(found: Comparison) -> Iterator[Event]:
    today = found.now.as_of
    for one in found.moved:
        claim = one.pair.either
        for item in one.opened:
            kind: Kind = "acceptance ended" if item in one.lapsed else "exception again" if item in one.again else "exception new"
            yield _since(_about(kind, claim, item), one.since.get(item), today)
        for item in one.still:
            kind = "exception reopened" if item in one.reopened else "exception open"
            yield _since(_about(kind, claim, item), one.since.get(item), today)
        yield from (_about("exception closed", claim, item) for item in one.closed)
        yield from (_about("exception absent", claim, item) for item in one.absent)
        yield from (_about("exception unseen", claim, item) for item in one.unseen)
        yield from (_about("acceptance new", claim, item) for item in one.accepted)
        for passed in one.passed:
            event = _about("exception passed", claim, passed.item)
            yield replace(
                event, before=f"broken in {passed.runs}", now=passed.told, since=passed.seen[0].label, since_day=passed.seen[0].day
            )
    for verdict in found.added:
        items = dict.fromkeys(one.item for one in verdict.exceptions)
        yield from (_about("exception new", verdict.claim, item) for item in items)


def _since(event: Event, seen: Seen | None, today: date) -> Event:
    return replace(event, since=seen.label, since_day=seen.day, days=seen.days_to(today)) if seen else event


def _decisions(found: Comparison) -> Iterator[Event]:
    for one in found.decisions:
        yield Event(kind="decision ending" if one.kind == "expiring" else "decision ended", item=one.entry, why=one.why)


def _populations(found: Comparison) -> Iterator[Event]:
    for one in dict.fromkeys(moved.resized for moved in found.moved if moved.resized):
        roster = f"the roster went from {one.roster[0]:,} to {one.roster[1]:,}" if one.roster else ""
        yield Event(
            kind="population unexplained", topic=one.check, item=one.check, before=str(one.before), now=str(one.now), why=roster,
        )  # fmt: skip


def _evidence(found: Evidence, today: date) -> Iterator[Event]:
    yield from (Event(kind="evidence gone", item=one) for one in found.gone)
    yield from (Event(kind="evidence new", item=one) for one in found.appeared)
    for one in found.replaced:
        yield Event(kind="evidence replaced", item=", ".join(one.tables), before=one.old, now=one.new)
    yield from (_since(Event(kind="evidence stale", item=one.path), one.since, today) for one in found.stale)
    yield from (Event(kind="evidence test fails", item=one.test, why=one.why) for one in found.failing)
    yield from (Event(kind="evidence test passes", item=one.test, why=one.why) for one in found.passing)
