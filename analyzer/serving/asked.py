"""What the page may ask of the server, and how it is answered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..decisions.model import Decided

JSON = "application/json; charset=utf-8"
HTML = "text/html; charset=utf-8"
LONGEST = 4_000  # characters of a text that somebody writes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to the page."""

    status: HTTPStatus
    kind: str
    body: bytes


class Refusal(Exception):
    """Something that is not done; `told` says why, for people."""

    def __init__(self, status: HTTPStatus, *told: str) -> None:
        self.status, self.told = status, told
        super().__init__(*told)


class _Asked(BaseModel):
    """`version` is of the decisions file as the page knows it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=LONGEST, str_strip_whitespace=True)
    version: str


class Decide(_Asked):
    """Decide on a claim, or note something; values are as the form has them, in words."""

    do: Literal["decide"]
    claim: str
    decision: Decided | None = None
    topic: str | None = None
    params: dict[str, str] | None = None
    reason: str | None = None
    note: str | None = None
    owner: str | None = None
    by: str | None = None


class Accept(_Asked):
    """Accept an item as a deviation, from the claim alone or from every claim on its topic."""

    do: Literal["accept"]
    claim: str
    whole_topic: bool
    item: str
    reason: str
    approver: str
    from_: date = Field(alias="from")
    to: date
    compensating_control: str | None = None


class Withdraw(_Asked):
    """Take an entry out of the decisions file."""

    do: Literal["withdraw"]
    kind: Literal["claims", "exceptions"]
    at: int = Field(ge=0)


Asked = Decide | Accept | Withdraw
_BY_NAME: dict[str, type[Decide] | type[Accept] | type[Withdraw]] = {"decide": Decide, "accept": Accept, "withdraw": Withdraw}


def asked(given: Any) -> Asked:
    """What was asked for.

    Raises:
        Refusal: with every fault, if it is nothing that can be done.
    """
    kind = _BY_NAME.get(given["do"]) if isinstance(given, dict) and isinstance(given.get("do"), str) else None
    if kind is None:
        raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "There is nothing of that kind to do.")
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, *faults(error)) from error


def faults(error: ValidationError) -> list[str]:
    """The faults of a form, each with the name of its field."""
    told: list[str] = []
    for one in error.errors():
        name = " ".join(str(part) for part in one["loc"]).replace("_", " ")
        said = one["msg"].removeprefix("Value error, ")
        told.append(f"{name}: {said}" if name else said)
    return told


def answered(value: Any, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    """A value as JSON."""
    return Answer(status=status, kind=JSON, body=json.dumps(value, ensure_ascii=True, default=str).encode())


def refused(status: HTTPStatus, *told: str) -> Answer:
    """Why something was not done."""
    return answered({"faults": list(told)}, status)


def page(html: str) -> Answer:
    """The page."""
    return Answer(status=HTTPStatus.OK, kind=HTML, body=html.encode("utf-8", "replace"))
