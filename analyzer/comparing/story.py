"""What moved between two versions in sections and sentences, as every format shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from claims import Claim

from ..catalog import Catalog
from ..model import Status, Verdict
from ..reports.summary import STATUS_WORDS, topic_title
from ..reports.text import clean, counted, one_line, sentence, shorten
from .cause import Cause
from .claims import Kind, Pair
from .events import Event, events_of
from .history import Seen
from .populations import Resized
from .runs import NOW, Comparison, Moved
from .sources import Evidence

LONGEST = 200
SHOWN = 5
KINDS: dict[Kind, str] = {
    "changed": "Promised differently", "added": "New promises", "dropped": "Dropped promises", "split": "Split off",
    "reworded": "Reworded, the same promise", "moved": "Moved, the same promise", "same": "Unchanged",
}  # fmt: skip
TOLD: tuple[Kind, ...] = ("changed", "added", "dropped", "split")
CAUSES: dict[Cause, str] = {
    "text": "the text says something else", "fact": "the facts differ",
    "both": "the text says something else, and the facts differ",
    "evidence": "evidence came, went, or no longer holds together", "acceptance": "what was accepted differs",
    "period": "the same evidence, asked about other days",
    "rules": "text, evidence and days are the same: the settings or the program differ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is told: what it is about, and lines about it."""

    head: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Entries of a kind."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What moved between two versions.

    Attributes:
        title: the two versions.
        headline: all of it in one sentence.
        sections: those that have an entry.
        pairs: the promises of both versions.
        found: the comparison, of two runs.
        events: what moved, of two runs.
    """

    title: str
    headline: str
    sections: tuple[Section, ...]
    pairs: Sequence[Pair]
    found: Comparison | None = None
    events: tuple[Event, ...] = ()


def of_promises(pairs: Sequence[Pair], verdicts: Sequence[Verdict], catalog: Catalog, title: str = "Two versions") -> Story:
    """What two versions of documents promise differently, and what evidence says of what is promised now.

    Args:
        verdicts: on the claims of the new version; none where no evidence was given.
        title: what is compared.
    """
    counts = Counter(pair.kind for pair in pairs)
    told = "; ".join(f"{KINDS[kind].lower()}: {counts[kind]:,}" for kind in KINDS if counts[kind])
    judged = {verdict.claim.id: verdict for verdict in verdicts}
    sections = (Section(KINDS[kind], tuple(_pair(one, judged, catalog) for one in pairs if one.kind == kind)) for kind in TOLD)
    return Story(
        title=title, headline=sentence(told or "Neither version promises anything"), pairs=pairs,
        sections=tuple(one for one in sections if one.entries),
    )  # fmt: skip


def _pair(pair: Pair, judged: dict[str, Verdict], catalog: Catalog) -> Entry:
    lines = [f"was: {_said(pair.old)}", *pair.differences] if pair.kind == "changed" and pair.old is not None else []
    verdict = judged.get(pair.new.id) if pair.new else None
    if verdict is not None and verdict.status in ("contradicted", "supported", "partly_supported"):
        lines.append(f"{STATUS_WORDS[verdict.status]}: {shorten(one_line(verdict.why), LONGEST)}")
    return Entry(_head(pair.either, catalog), tuple(lines))


def of_runs(found: Comparison, catalog: Catalog, title: str = "") -> Story:
    """What moved between two runs: verdicts that turned, exceptions, populations, evidence, promises.

    Args:
        title: the two runs; their periods when left out.
    """
    today = found.now.as_of
    turned = [one for one in found.moved if one.turned]
    others = [one for one in found.moved if not one.turned]
    came_or_went = [
        one for one in others if one.opened or one.closed or one.absent or one.accepted or one.unseen or one.reopened or one.passed
    ]
    still = [one for one in others if one.still and one not in came_or_went]
    differ = [one for one in others if one.pair.kind == "changed" and one not in came_or_went and one not in still]
    sections = (
        _section("Verdicts that turned", (_moved(one, catalog, today) for one in turned)),
        _section("Exceptions that came or went", (_moved(one, catalog, today) for one in came_or_went)),
        _section("Still broken by the same items", (_moved(one, catalog, today) for one in still)),
        _section("Promised differently, with the same verdict", (_moved(one, catalog, today) for one in differ)),
        _section("Decisions that ended or end soon", (Entry(clean(one.entry), (one.why,)) for one in found.decisions)),
        _section("Populations that nothing explains", _populations(found, catalog)),
        _section("New promises", (_alone(one, catalog) for one in found.added)),
        _section("Dropped promises", (_alone(one, catalog) for one in found.dropped)),
        *_evidence(found.evidence, today),
    )
    kinds = Counter(one.pair.kind for one in found.moved)
    headline = (
        f"{counted(len(turned), 'verdict')} turned, {counted(len(found.worse), 'promise')} worse, "
        f"{counted(kinds['changed'], 'promise')} changed, {len(found.added):,} added, {len(found.dropped):,} dropped."
    )
    return Story(
        title=title or f"{found.before} and {found.now}", headline=headline, pairs=found.pairs, found=found,
        sections=tuple(one for one in sections if one.entries), events=tuple(events_of(found)),
    )  # fmt: skip


def _section(title: str, entries: Iterable[Entry]) -> Section:
    return Section(title, tuple(entries))


def _moved(one: Moved, catalog: Catalog, today: date) -> Entry:
    lines: list[str] = []
    if one.turned:
        lines.append(f"{_status(one.now)}, was {_status(one.before)}" + (f": {CAUSES[one.cause]}" if one.cause else ""))
    lines += one.pair.differences
    new = [item for item in one.opened if item not in one.again and item not in one.lapsed]
    for word, items in (
        ("new", new), ("again", one.again), ("no longer accepted", one.lapsed), ("closed", one.closed),
        (NOW["absent"], one.absent), (NOW["accepted"], one.accepted), (NOW["unseen"], one.unseen), ("broken again", one.reopened),
        ("still open", [item for item in one.still if item not in one.reopened]),
    ):  # fmt: skip
        lines += _items(word, items, one.since, today)
    passed: dict[str, list[str]] = {}
    for item in one.passed:
        passed.setdefault(f"{item.told}, after it was broken in {item.runs}", []).append(item.item)
    lines += [line for word, items in passed.items() for line in _items(word, items, {}, today)]
    return Entry(_head(one.pair.either, catalog), tuple(lines))


def _items(word: str, items: Sequence[str], since: Mapping[str, Seen], today: date) -> Iterator[str]:
    """Items on a line, or on one for each first run that saw some of them."""
    groups: dict[Seen | None, list[str]] = {}
    for item in items:
        groups.setdefault(since.get(item), []).append(item)
    for seen, ones in sorted(groups.items(), key=lambda group: (group[0] is None, group[0].day if group[0] else today)):
        more = f" and {len(ones) - SHOWN:,} more" if len(ones) > SHOWN else ""
        days = seen.days_to(today) if seen else 0
        age = f" for {counted(days, 'day')}, since {seen.label}" if seen and days else ""
        yield f"{word}{age}: {', '.join(clean(item) for item in ones[:SHOWN])}{more}"


def _populations(found: Comparison, catalog: Catalog) -> Iterator[Entry]:
    for one in dict.fromkeys(moved.resized for moved in found.moved if moved.resized):
        yield Entry(f"{topic_title(catalog, one.check)}: {_counts(one)}")


def _counts(one: Resized) -> str:
    roster = f", while the roster went from {one.roster[0]:,} to {one.roster[1]:,}" if one.roster else ""
    before = "as before" if one.now == one.before else f"were {one.before:,}"
    return f"{one.now:,} items, {before}{roster}"


def _alone(verdict: Verdict, catalog: Catalog) -> Entry:
    broken = verdict.status == "contradicted"
    lines = (f"{_status(verdict.status)}: {shorten(one_line(verdict.why), LONGEST)}",) if broken else ()
    return Entry(_head(verdict.claim, catalog), lines)


def _evidence(found: Evidence, today: date) -> Iterator[Section]:
    replaced = (Entry(f"{', '.join(one.tables)}: told by {clean(one.new)}, was by {clean(one.old)}") for one in found.replaced)
    stale = (
        Entry(f"{clean(one.path)}: " + (f"the export of {one.since.label}" if one.since else "the export of before"))
        for one in found.stale
    )
    yield _section("Evidence that is gone", (Entry(clean(one)) for one in found.gone))
    yield _section("Evidence that is new", (Entry(clean(one)) for one in found.appeared))
    yield _section("Told by another source", replaced)
    yield _section("Evidence that is no newer than it was", stale)
    yield _section("Tests of the evidence that fail now", (Entry(one.title or one.test, (one.why,)) for one in found.failing))
    yield _section("Tests of the evidence that pass again", (Entry(one.title or one.test) for one in found.passing))


def _head(claim: Claim, catalog: Catalog) -> str:
    return f"{topic_title(catalog, claim.topic)}: {_said(claim)}"


def _said(claim: Claim) -> str:
    return shorten(one_line(claim.text), LONGEST)


def _status(status: Status) -> str:
    return STATUS_WORDS[status].lower()
