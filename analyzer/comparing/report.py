"""What moved between two versions, for people on a terminal, for a pull request, and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from claims import Claim

from ..catalog import Catalog
from ..model import Status, Verdict
from ..reports.json_report import dumps
from ..reports.summary import STATUS_WORDS, topic_title
from ..reports.text import clean, counted, one_line, shorten
from .claims import Kind, Pair
from .runs import Comparison, Moved

LONGEST = 200
SHOWN = 5
KINDS: dict[Kind, str] = {
    "changed": "Promised differently", "added": "New promises", "dropped": "Dropped promises", "split": "Split off",
    "reworded": "Reworded, the same promise", "moved": "Moved, the same promise", "same": "Unchanged",
}  # fmt: skip
TOLD: tuple[Kind, ...] = ("changed", "added", "dropped", "split")
CAUSES = {
    "text": "the text says something else", "fact": "the facts differ", "both": "text and facts differ",
    "evidence": "evidence came or went", None: "",
}  # fmt: skip
Line = tuple[int, str]  # the column at which it begins, and what it says


def of_promises(pairs: Sequence[Pair], verdicts: Sequence[Verdict], catalog: Catalog) -> Iterator[Line]:
    """What two versions of documents promise differently, and what evidence says of what is promised now.

    Args:
        verdicts: on the claims of the new version; none where no evidence was given.
    """
    counts = Counter(pair.kind for pair in pairs)
    told = "; ".join(f"{KINDS[kind].lower()}: {counts[kind]:,}" for kind in KINDS if counts[kind])
    yield 0, told or "Neither version promises anything."
    judged = {verdict.claim.id: verdict for verdict in verdicts}
    for kind in TOLD:
        ones = [pair for pair in pairs if pair.kind == kind]
        if ones:
            yield 0, ""
            yield 0, f"{KINDS[kind]} ({len(ones):,})"
        for pair in ones:
            yield from _pair(pair, judged, catalog)


def _pair(pair: Pair, judged: dict[str, Verdict], catalog: Catalog) -> Iterator[Line]:
    yield 2, f"{topic_title(catalog, pair.either.topic)}: {_said(pair.either)}"
    if pair.kind == "changed" and pair.old is not None:
        yield 4, f"was: {_said(pair.old)}"
        yield from ((4, one) for one in pair.differences)
    verdict = judged.get(pair.new.id) if pair.new else None
    if verdict is not None and verdict.status in ("contradicted", "supported", "partly_supported"):
        yield 4, f"{STATUS_WORDS[verdict.status]}: {shorten(one_line(verdict.why), LONGEST)}"


def of_runs(found: Comparison, catalog: Catalog) -> Iterator[Line]:
    """What moved between two runs: verdicts that turned, exceptions, populations, evidence, promises."""
    turned = [one for one in found.moved if one.turned]
    stale = [one for one in found.moved if not one.turned and (one.opened or one.closed)]
    still = [one for one in found.moved if not one.turned and one.still and not one.opened and not one.closed]
    kinds = Counter(one.pair.kind for one in found.moved)
    yield 0, (
        f"{counted(len(turned), 'verdict')} turned, {counted(len(found.worse), 'promise')} worse, "
        f"{counted(kinds['changed'], 'promise')} changed, {len(found.added):,} added, {len(found.dropped):,} dropped."
    )
    yield from _section("Verdicts that turned", (_moved(one, catalog) for one in turned))
    yield from _section("Exceptions that came or went", (_moved(one, catalog) for one in stale))
    yield from _section("Still broken by the same items", (_moved(one, catalog) for one in still))
    resized = [one for one in found.moved if one.resized and one.population]
    yield from _section("Populations that grew or shrank by more than a fifth", (_resized(one, catalog) for one in resized))
    yield from _section("New promises", (_alone(one, catalog) for one in found.added))
    yield from _section("Dropped promises", (_alone(one, catalog) for one in found.dropped))
    yield from _section("Evidence that is gone", ([(2, clean(one))] for one in found.vanished))
    yield from _section("Evidence that is new", ([(2, clean(one))] for one in found.appeared))


def _section(title: str, entries: Iterable[Iterable[Line]]) -> Iterator[Line]:
    told = [list(entry) for entry in entries]
    if told:
        yield 0, ""
        yield 0, f"{title} ({len(told):,})"
        yield from (line for entry in told for line in entry)


def _moved(one: Moved, catalog: Catalog) -> Iterator[Line]:
    yield 2, f"{topic_title(catalog, one.pair.either.topic)}: {_said(one.pair.either)}"
    if one.turned:
        yield 4, f"{_status(one.now)}, was {_status(one.before)}: {CAUSES[one.cause]}"
    yield from ((4, difference) for difference in one.pair.differences)
    for word, items in (("new", one.opened), ("closed", one.closed), ("still open", one.still)):
        if items:
            more = f" and {len(items) - SHOWN:,} more" if len(items) > SHOWN else ""
            yield 4, f"{word}: {', '.join(clean(item) for item in items[:SHOWN])}{more}"


def _resized(one: Moved, catalog: Catalog) -> Iterator[Line]:
    before, now = one.population or (0, 0)
    yield 2, f"{topic_title(catalog, one.pair.either.topic)}: {now:,} items, were {before:,}"


def _alone(verdict: Verdict, catalog: Catalog) -> Iterator[Line]:
    yield 2, f"{topic_title(catalog, verdict.claim.topic)}: {_said(verdict.claim)}"
    if verdict.status == "contradicted":
        yield 4, f"{_status(verdict.status)}: {shorten(one_line(verdict.why), LONGEST)}"


def _said(claim: Claim) -> str:
    return shorten(one_line(claim.text), LONGEST)


def _status(status: Status) -> str:
    return STATUS_WORDS[status].lower()


def as_json(pairs: Sequence[Pair], found: Comparison | None = None) -> str:
    """The same for programs."""
    told: dict[str, Any] = {
        "promises": [
            {
                "kind": pair.kind, "topic": pair.either.topic, "old": pair.old.quote if pair.old else None,
                "new": pair.new.quote if pair.new else None, "differences": list(pair.differences),
                "document": pair.either.place.document,
            }
            for pair in pairs
        ]
    }  # fmt: skip
    if found is not None:
        told["verdicts"] = [
            {
                "topic": one.pair.either.topic, "quote": one.pair.either.quote, "document": one.pair.either.place.document,
                "before": one.before, "now": one.now, "cause": one.cause, "new": list(one.opened), "closed": list(one.closed),
                "still_open": list(one.still), "population": list(one.population) if one.population else None,
            }
            for one in found.moved
        ]  # fmt: skip
        told["evidence"] = {"gone": list(found.vanished), "new": list(found.appeared)}
    return dumps(told)
