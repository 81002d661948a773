"""Where a reviewer decides: the page of a review, and the decisions file that its buttons change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from claims import Claim, ClaimsError

from ..catalog import Catalog
from ..decisions.deciding import fault_of
from ..decisions.file import Change, DecisionsChanged, Kept, change, read_decisions
from ..decisions.finding import meant, reads_of
from ..decisions.model import ClaimDecision, Decisions, NamesClaim, RegisteredException, fields_of
from ..errors import AnalyzerError
from ..model import Run
from ..reports.html import Extra, render
from ..reports.summary import topic_title
from .asked import Accept, Answer, Decide, Refusal, Withdraw, answered, asked, faults, page
from .values import values_of, words_of

HERE = Path(__file__).parent
MOST_ITEMS = 500
_OF_FORM = {"item", "reason", "approver", "from_", "to", "compensating_control"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A review as it is shown.

    Attributes:
        honoured: the version of the decisions that it honours.
        page: makes its page, once.
        claims: its claims, rejected ones too, by their id.
        was: of corrected ones how they were read before.
    """

    run: Run
    honoured: str
    page: Callable[[], str]
    claims: Mapping[str, Claim]
    was: Mapping[str, str]


class Desk:
    """A review and the decisions on it.

    Args:
        review: reviews with what is decided by then.
        path: the decisions file.
        today: the day on which something is decided.
    """

    def __init__(self, review: Callable[[], Run], catalog: Catalog, path: Path, today: Callable[[], date] = date.today) -> None:
        self._review, self._catalog, self._path, self._today = review, catalog, path, today
        self._writing, self._reviewing = threading.Lock(), threading.Lock()
        self._shown = self._reviewed()

    def answer(self, method: str, path: str, given: Any) -> Answer:
        """Answer the page.

        Raises:
            Refusal: where nothing is done.
        """
        match method, path.split("/"):
            case "GET", [""]:
                return page(self._shown.page())
            case "GET", ["decisions"]:
                return answered(self._state())
            case "GET", ["claims", claim]:
                return answered(self._about(claim))
            case "POST", ["decisions"]:
                return answered(self._decide(given))
            case "POST", ["review"]:
                return answered(self._again())
        raise Refusal(HTTPStatus.NOT_FOUND, "There is nothing here.")

    def _reviewed(self) -> _Shown:
        """A review with what is decided by now."""
        honoured = read_decisions(self._path).version
        run = self._review()
        return _Shown(
            run=run, honoured=honoured, page=cache(lambda: self._rendered(run)),
            claims={one.claim.id: one.claim for one in (*run.verdicts, *run.rejected)},
            was={one.claim.id: one.decision.was for one in run.verdicts if one.decision is not None and one.decision.was},
        )  # fmt: skip

    def _rendered(self, run: Run) -> str:
        """The page of a run, with what makes it a desk."""
        topics = [{"id": name, "title": topic_title(self._catalog, name)} for name in sorted(self._catalog.topics)]
        script, style = ((HERE / name).read_text(encoding="utf-8") for name in ("decisions.js", "decisions.css"))
        days = {"today": self._today().isoformat(), "as_of": run.period.as_of.isoformat()}
        data = {"topics": sorted(topics, key=lambda one: one["title"]), **days}
        return render(run, self._catalog, Extra(script=script, style=style, data=data, connect=True))

    def _kept(self) -> Kept:
        try:
            return read_decisions(self._path)
        except AnalyzerError as error:
            raise Refusal(HTTPStatus.CONFLICT, *str(error).splitlines()) from error

    def _state(self) -> dict[str, Any]:
        return self._state_of(self._kept())

    def _state_of(self, kept: Kept) -> dict[str, Any]:
        """The decisions file as the page shows it: each entry with its number and the claim that it means."""
        told = kept.decisions
        return {
            "version": kept.version, "file": self._path.name, "honoured": kept.version == self._shown.honoured,
            "claims": self._entries(told.claims), "exceptions": self._entries(told.exceptions),
        }  # fmt: skip

    def _entries(self, entries: tuple[NamesClaim, ...]) -> list[dict[str, Any]]:
        naming = [one for one in entries if one.names_claim]
        means = dict(zip(map(id, naming), meant(naming, list(self._shown.claims.values())), strict=True))
        told: list[dict[str, Any]] = []
        for at, entry in enumerate(entries):
            fields = {name: value.isoformat() if isinstance(value, date) else value for name, value in fields_of(entry).items()}
            found = means[id(entry)].found if id(entry) in means else None
            told.append(fields | {"at": at, "means": found.id if found else None})
        return told

    def _claim(self, name: str) -> Claim:
        claim = self._shown.claims.get(name)
        if claim is None:
            raise Refusal(HTTPStatus.NOT_FOUND, "The review has no such claim: load the page again.")
        return claim

    def _about(self, name: str) -> dict[str, Any]:
        """What the forms on a claim offer: how it reads, the items that break it, the values of every topic."""
        claim = self._claim(name)
        items = [item.item for one in self._shown.run.verdicts if one.claim.id == claim.id for item in one.exceptions]
        parameters = {
            topic: {
                called: {"type": one.type, "meaning": one.meaning, "values": list(one.values)}
                for called, one in entry.topic.parameters.items()
            }
            for topic, entry in self._catalog.topics.items()
        }
        return {
            "quote": claim.quote, "topic": claim.topic, "title": topic_title(self._catalog, claim.topic), "reads": reads_of(claim),
            "params": {called: words_of(value) for called, value in claim.params.items() if value is not None},
            "items": list(dict.fromkeys(items))[:MOST_ITEMS], "parameters": parameters,
        }  # fmt: skip

    def _decide(self, given: Any) -> dict[str, Any]:
        wanted = asked(given)
        with self._writing:
            kept = self._kept()
            if wanted.version != kept.version:
                raise Refusal(HTTPStatus.CONFLICT, f"{self._path.name} was changed meanwhile, by hand or in another window.")
            try:
                return self._state_of(change(kept, [self._change(wanted, kept.decisions)]))
            except ValidationError as error:
                raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, *faults(error)) from error
            except DecisionsChanged as error:
                raise Refusal(HTTPStatus.CONFLICT, str(error)) from error
            except AnalyzerError as error:
                raise Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, str(error)) from error

    def _change(self, wanted: Decide | Accept | Withdraw, told: Decisions) -> Change:
        if isinstance(wanted, Withdraw):
            if wanted.at >= len(told.claims if wanted.kind == "claims" else told.exceptions):
                raise Refusal(HTTPStatus.CONFLICT, "There is no such entry any more.")
            return Change(kind=wanted.kind, at=wanted.at, entry=None)
        claim = self._claim(wanted.claim)
        if isinstance(wanted, Accept):
            return Change(kind="exceptions", at=None, entry=self._exception(wanted, claim))
        standing = meant(told.claims, list(self._shown.claims.values()))
        found = [at for at, one in enumerate(standing) if one.found is not None and one.found.id == claim.id]
        at = found[-1] if found else None  # of several on one claim the last counts
        return Change(kind="claims", at=at, entry=self._decision(wanted, claim, None if at is None else told.claims[at]))

    def _decision(self, wanted: Decide, claim: Claim, before: ClaimDecision | None) -> ClaimDecision:
        """The entry that a decision makes of the one before it: a note leaves a decision, and a decision leaves notes and owner."""
        note, owner = (
            getattr(wanted, name) if getattr(wanted, name) is not None else getattr(before, name, None)
            for name in ("note", "owner")
        )
        if wanted.decision is None and before is not None and before.decision is not None:
            return before.model_copy(update={"note": note or None, "owner": owner or None})
        topic = wanted.topic or claim.topic
        stated = {name: text for name, text in (wanted.params or {}).items() if text}
        corrects = wanted.decision == "correct"
        known = self._catalog.topics.get(topic)
        entry = ClaimDecision(
            **self._named(claim), decision=wanted.decision, topic=topic if corrects else None,
            params=values_of(known, stated) if corrects and known else None,
            reason=wanted.reason or None, note=note or None, owner=owner or None, by=wanted.by or None, on=self._today(),
        )  # fmt: skip
        if fault := fault_of(claim, entry, self._catalog):
            raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, fault)
        return entry

    def _exception(self, wanted: Accept, claim: Claim) -> RegisteredException:
        about: Mapping[str, str] = (
            {"topic": claim.topic} if wanted.whole_topic and claim.topic in self._catalog.topics else self._named(claim)
        )
        said = wanted.model_dump(by_alias=True, include=_OF_FORM)
        return RegisteredException.model_validate({**about, **{name: value for name, value in said.items() if value != ""}})

    def _again(self) -> dict[str, Any]:
        """Review again; the page that was handed out before is then an old one."""
        if not self._reviewing.acquire(blocking=False):
            raise Refusal(HTTPStatus.CONFLICT, "A review is running already.")
        try:
            self._shown = self._reviewed()
        except (AnalyzerError, ClaimsError) as error:
            raise Refusal(HTTPStatus.CONFLICT, *str(error).splitlines()) from error
        finally:
            self._reviewing.release()
        return self._state()

    def _named(self, claim: Claim) -> dict[str, str]:
        """How an entry names a claim, so that it is found again when its text has moved."""
        reads = self._shown.was.get(claim.id) or reads_of(claim)
        return {"claim": claim.id, "document": claim.place.document, "quote": claim.quote, "reads": reads}
