"""What may stand in `decisions.toml`, and under the same names in `goldenthread.toml`."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Decided = Literal["confirm", "correct", "reject"]
QUOTED = 60  # characters of a quote by which an entry is called
LEAST_OF_PATTERN = 3  # characters beside the marks for any other
Value = str | int | float | bool | list[str] | dict[str, str]


class NamesClaim(BaseModel):
    """An entry that names a claim.

    Attributes:
        claim: its id, as reports print it.
        document: the name of its document.
        quote: its words; they find it again where the id no longer does.
        reads: how it was read when somebody decided, as `reads_of` says it; where it reads otherwise, nothing is applied.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    claim: str | None = None
    document: str | None = None
    quote: str | None = None
    reads: str | None = None

    @property
    def names_claim(self) -> bool:
        """Whether it names a claim at all."""
        return bool(self.claim or self.quote)

    @property
    def claim_said(self) -> str:
        """The claim in a few words: the beginning of its quote, and its id."""
        quote = " ".join((self.quote or "").split())
        short = f"“{quote[:QUOTED].rstrip()}{'…' if len(quote) > QUOTED else ''}”" if quote else "claim"
        return f"{short} ({self.claim})" if self.claim else short


class ClaimDecision(NamesClaim):
    """What somebody decided on a claim, or noted.

    Attributes:
        decision: the claim is read right; it is read wrongly, and `topic` and `params` say how it reads; it is no claim.
        topic: of a corrected claim the topic that it is on.
        params: of a corrected claim the values that it promises, in normal form; they take the place of what was read.
        owner: who answers for the claim.
        by: who decided.
        on: when.
    """

    decision: Decided | None = None
    topic: str | None = None
    params: dict[str, Value] | None = None
    reason: str | None = None
    note: str | None = None
    owner: str | None = None
    by: str | None = None
    on: date | None = None

    @model_validator(mode="after")
    def _whole(self) -> ClaimDecision:
        if not self.names_claim:
            raise ValueError("an entry names its claim by `claim` or by `quote`")
        if not (self.decision or self.note or self.owner):
            raise ValueError("nothing is decided: give `decision`, `note` or `owner`")
        corrects = self.topic is not None or self.params is not None
        if corrects != (self.decision == "correct"):
            raise ValueError('`topic` and `params` belong to `decision = "correct"`, which needs one of them')
        if self.decision == "reject" and not self.reason:
            raise ValueError("a rejected claim needs a `reason`")
        return self


class RegisteredException(NamesClaim):
    """A deviation that somebody accepted: it excuses an item while it is valid.

    Attributes:
        item: the person, device, change or resource, as the evidence spells it; any identifier of it will do. With `*` for any
            characters it stands for all items whose name fits.
        topic: the topic it applies to; every topic when left out.
        approver: who accepted it; while nobody did, it excuses nothing.
        from_, to: first and last day on which it excuses.
        revoked: the day from which it excuses no more, where it was taken back before its end.
        compensating_control: what is done instead, as a sentence; it is a claim of its own, and tested.
    """

    item: str
    topic: str | None = None
    reason: str
    approver: str = ""
    from_: date = Field(alias="from")
    to: date
    revoked: date | None = None
    compensating_control: str | None = None

    @field_validator("item")
    @classmethod
    def _names_something(cls, item: str) -> str:
        plain = re.sub(r"[*\s]", "", item)
        if not plain:
            raise ValueError("it names no item")
        if "*" in item and len(plain) < LEAST_OF_PATTERN:
            raise ValueError(f"a pattern needs at least {LEAST_OF_PATTERN} characters beside `*`")
        return item

    @model_validator(mode="after")
    def _in_order(self) -> RegisteredException:
        if self.to < self.from_:
            raise ValueError("`to` lies before `from`")
        return self


class Decisions(BaseModel):
    """The whole of a decisions file.

    Attributes:
        claims: what was decided on claims.
        exceptions: deviations that were accepted.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    claims: tuple[ClaimDecision, ...] = ()
    exceptions: tuple[RegisteredException, ...] = ()


def fields_of(entry: NamesClaim) -> dict[str, Any]:
    """The fields that an entry states, by the names that they have in the file, in the order of the file."""
    return entry.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
