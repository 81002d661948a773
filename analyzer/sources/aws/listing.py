"""Lists of AWS as data: which operation, where its records stand, in which regions, and what each record needs besides."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from analyzer.collect import Part, PartError, Session, Stream, Target

from .calls import THREADS, Account

Detail = Callable[[Account, str, dict[str, Any]], dict[str, Any]]
Whole = Callable[[Account, str], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list.

    Attributes:
        label: names its file within the part.
        service, operation: as AWS writes them; what the ledger says was called.
        items: key of the records in the answer, and in the file.
        source: id of the source that recognises the file, None for one that is kept for people.
        params: of the call.
        everywhere: asked in every region, else in the home region alone.
        none: codes of errors that mean that there is nothing.
        detail: further values of a record, from further calls.
        whole: makes the records where one operation does not.
        window: parameters of the call that take the window of events.
    """

    label: str
    service: str
    operation: str
    items: str
    source: str | None = None
    params: dict[str, Any] = field(default_factory=dict)
    everywhere: bool = True
    none: tuple[str, ...] = ()
    detail: Detail | None = None
    whole: Whole | None = None
    window: tuple[str, str] | None = None

    @property
    def call(self) -> str:
        """What is called, for the ledger and `--dry-run`."""
        return f"{self.service}:{self.operation}"


def collect_listings(session: Session, target: Target, part: Part, listings: Sequence[Listing]) -> None:
    """Collect lists, every region of every list at once; a region that is denied is a gap of its list."""
    account: Account = target.handle
    if account.refusal:
        raise account.refusal
    with ExitStack() as stack:
        work = []
        for listing in listings:
            stream = stack.enter_context(
                session.stream(
                    target, part, call=listing.call, label=listing.label, source=listing.source, records=True,
                    parameters={**listing.params, "regions": list(account.regions) if listing.everywhere else [account.home]},
                )
            )  # fmt: skip
            regions = account.regions if listing.everywhere else (account.home,)
            work += [(listing, stream, region) for region in stream.todo(regions, key=str)]
        session.map(lambda one: _one_region(account, *one), work, threads=THREADS)


def _one_region(account: Account, listing: Listing, stream: Stream, region: str) -> None:
    try:
        records = listing.whole(account, region) if listing.whole else _listed(account, listing, region, stream)
    except PartError as error:
        stream.gap(error.problem, error.advice, what=region)
        return
    keep(stream, account, region, listing.items, records)


def keep(stream: Stream, account: Account, region: str, items: str, records: Sequence[dict[str, Any]]) -> None:
    """Keep the records of a region, each with the account and the region that it is from."""
    where = {"_account": account.id, "_region": region}
    content = {"AccountId": account.id, "Region": region, items: [{**one, **where} for one in records]}
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_text).encode()
    stream.add(body, rows=len(records), key=region)


def _listed(account: Account, listing: Listing, region: str, stream: Stream) -> list[dict[str, Any]]:
    params = dict(listing.params)
    if listing.window and stream.window:
        params |= {listing.window[0]: stream.window.since, listing.window[1]: stream.window.until}
    if listing.none:
        answer = account.call(listing.service, listing.operation, region, none=listing.none, **params)
        found = answer.get(listing.items) if answer else None
        records = found if isinstance(found, list) else [found if isinstance(found, dict) else answer] if answer else []
    else:
        records = account.items(listing.service, listing.operation, listing.items, region, **params)
    records = [one if isinstance(one, dict) else {"Name": one} for one in records]
    detail = listing.detail
    return [{**one, **detail(account, region, one)} for one in records] if detail else records


def _text(value: Any) -> str:
    """Moments as AWS writes them; whatever else JSON does not know as text."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
