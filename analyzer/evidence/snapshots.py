"""Which of a locker's collected files speak for the day of a review.

Of a state that was collected several times: all files of the latest whole run of its part that is not later than the day;
where no run was whole, those of the latest, and they are known to be incomplete. Of events: every run, each stretch of time
once. A run that left no record was interrupted, and nothing of it is whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from claims import LeftOut

from .locker import Entry

INCOMPLETE = "incomplete"
NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A collected file that speaks for the day.

    Attributes:
        entry: of the ledger; of events in several runs, with the window and the time of the whole chain of runs.
        partial: something of its part is missing.
        events: the chain that it belongs to, where the same event may stand in two files; empty for a state.
    """

    entry: Entry
    partial: bool
    events: str = ""


@dataclass(frozen=True, slots=True)
class _Run:
    """The files of one part of one run."""

    entries: tuple[Entry, ...]
    whole: bool

    @property
    def day(self) -> date:
        return max(day_of(one) for one in self.entries)

    @property
    def last(self) -> int:
        return max(one.entry for one in self.entries)


def choose(entries: Sequence[Entry], as_of: date | None) -> tuple[list[Chosen], list[LeftOut]]:
    """The collected files for a day, and what is left aside.

    Args:
        entries: of one locker; those that nobody collected are passed over.
        as_of: the day that states speak for; the newest when left out.
    """
    chosen = [Chosen(entry=e, partial=False) for e in entries if _kind(e) == "run" and (as_of is None or day_of(e) <= as_of)]
    left_out: list[LeftOut] = []
    older = 0
    for (vendor, account, part, kind), runs in _parts(entries).items():
        if kind == "events":
            chosen += _events(runs, as_of, f"{vendor}/{account}/{part}")
            continue
        known = [run for run in runs if as_of is None or run.day <= as_of]
        what = f"{vendor} {account}, {part}"
        if not known:
            first = min(run.day for run in runs)
            why = f"it was collected on {first} for the first time, after {as_of}, the day of the review"
            left_out.append(LeftOut(what=what, why=why, advice=f"Review as of {first} or later"))
            continue
        whole = [run for run in known if run.whole]
        taken, newest = max(whole or known, key=lambda run: run.last), max(known, key=lambda run: run.last)
        if newest is not taken:
            why = f"the run of {newest.day} is incomplete; the whole one of {taken.day} was taken"
            left_out.append(LeftOut(what=what, why=why, advice="Collect it again"))
        chosen += [Chosen(entry=entry, partial=not taken.whole) for entry in taken.entries]
        older += len(known) - 1 - (newest is not taken)
    if older:
        left_out.append(LeftOut(what=f"{older} earlier runs of parts", why="a later one that is whole was taken"))
    full = [one for one in chosen if one.entry.rows != 0 or one.partial]
    if empty := sorted(one.entry.name for one in chosen if one not in full):
        names = ", ".join(empty[:NAMED]) + (f" and {len(empty) - NAMED} more" if len(empty) > NAMED else "")
        left_out.append(LeftOut(what=names, why="the system has none of these"))
    return sorted(full, key=lambda one: one.entry.entry), left_out


def whole_runs(entries: Sequence[Entry]) -> dict[tuple[str, str, str, str], list[tuple[Entry, ...]]]:
    """The files of every whole run of each part that was collected, by vendor, account, part and kind."""
    return {key: [run.entries for run in runs if run.whole] for key, runs in _parts(entries).items()}


def _kind(entry: Entry) -> str:
    return entry.collected.kind if entry.collected else ""


def day_of(entry: Entry) -> date:
    """The day on which a file was made, or came into the locker where that is not known."""
    return date.fromisoformat((entry.extracted_at or entry.added_at)[:10])


def _parts(entries: Sequence[Entry]) -> dict[tuple[str, str, str, str], list[_Run]]:
    """The runs of each part by vendor, account, part and kind."""
    records = {(e.collected.run, e.collected.account): e for e in entries if e.collected and e.collected.kind == "run"}
    files: dict[tuple[str, str, str, str], dict[str, list[Entry]]] = {}
    for entry in entries:
        if (one := entry.collected) and one.kind != "run":
            files.setdefault((one.vendor, one.account, one.part, one.kind), {}).setdefault(one.run, []).append(entry)
    found: dict[tuple[str, str, str, str], list[_Run]] = {}
    for key, runs in files.items():
        for run, own in runs.items():
            record = records.get((run, key[1]))
            missing = (record.parameters or {}).get(INCOMPLETE, []) if record else []
            whole = record is not None and key[2] not in missing and all(one.complete for one in own)
            found.setdefault(key, []).append(_Run(tuple(own), whole))
    return found


def _events(runs: Sequence[_Run], as_of: date | None, chain: str) -> list[Chosen]:
    """Every run of a part of events that adds time, those that are whole before the others; each chain as one export."""
    spans = [(*_span(run), run) for run in runs if any(one.window for one in run.entries)]
    wanted = [one for one in spans if as_of is None or one[0].date() <= as_of]
    taken: list[tuple[datetime, datetime, _Run]] = []
    for whole in (True, False):
        own = [one for one in wanted if one[2].whole is whole]
        for start, end, run in sorted(own, key=lambda one: (one[0], -one[1].timestamp())):
            if not _covered(start, end, [(a, b) for a, b, _ in taken]):
                taken.append((start, end, run))
    chosen: list[Chosen] = []
    for links in _chains(sorted(taken, key=lambda one: one[0])):
        window = f"{_text(links[0][0])}..{_text(max(end for _, end, _ in links))}"
        latest = max(entry.extracted_at or "" for _, _, run in links for entry in run.entries) or None
        for _, _, run in links:
            for entry in run.entries:
                whole_chain = entry.model_copy(update={"window": window, "extracted_at": latest})
                chosen.append(Chosen(entry=whole_chain, partial=not run.whole, events=chain))
    return chosen


def _span(run: _Run) -> tuple[datetime, datetime]:
    spans = [one.window.partition("..") for one in run.entries if one.window]
    starts, ends = [datetime.fromisoformat(one[0]) for one in spans], [datetime.fromisoformat(one[2]) for one in spans]
    return max(starts), min(ends)


def _covered(start: datetime, end: datetime, spans: Sequence[tuple[datetime, datetime]]) -> bool:
    """Whether the spans leave nothing of the time between start and end."""
    reached = start
    for first, last in sorted(spans):
        if first <= reached:
            reached = max(reached, last)
    return bool(spans) and reached >= end and any(first <= start for first, _ in spans)


def _chains(links: Sequence[tuple[datetime, datetime, _Run]]) -> list[list[tuple[datetime, datetime, _Run]]]:
    """The runs in stretches without a gap between one and the next."""
    chains: list[list[tuple[datetime, datetime, _Run]]] = []
    for link in links:
        if chains and link[0] <= max(end for _, end, _ in chains[-1]):
            chains[-1].append(link)
        else:
            chains.append([link])
    return chains


def _text(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
