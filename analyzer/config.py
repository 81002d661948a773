"""`goldenthread.toml`: what a user would otherwise repeat on every run."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from .errors import ConfigError
from .model import Period

NAME = "goldenthread.toml"
MEMORY = r"^([1-9][0-9]{2,5} ?MB|[1-9][0-9]{0,3} ?GB)$"


class RegisteredException(BaseModel):
    """A deviation that somebody accepted: it excuses an item of a topic while it is valid.

    Attributes:
        item: the person, device, change or resource, as the evidence spells it; any identifier of it will do.
        topic: the topic it applies to; every topic when left out.
        from_, to: first and last day on which it excuses.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    item: str
    topic: str | None = None
    reason: str
    approver: str
    from_: date = Field(alias="from")
    to: date

    @model_validator(mode="after")
    def _in_order(self) -> RegisteredException:
        if self.to < self.from_:
            raise ValueError("`to` lies before `from`")
        return self


class MatchRule(BaseModel):
    """What a file is, as its owner says: it goes before what its headers seem to say.

    Attributes:
        file: the file's name, with `*` and `?`.
        table: the table that its records are.
        columns: the header of each column that somebody looked at; the others are told from their names.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    file: str
    table: str
    columns: dict[str, str] = Field(default_factory=dict)


class Timestamps(BaseModel):
    """The authority that stamps the ledgers of lockers (RFC 3161); it is asked on command only.

    Attributes:
        authority: its address.
        certificates: PEM of its root, and of what lies between.
        policy: the policy that stamps have to be made under, as numbers with dots; any when left out.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    authority: str = Field(pattern=r"^https?://[^/\s@]+(/\S*)?$")
    certificates: Path
    policy: str | None = Field(default=None, pattern=r"^\d+(\.\d+)+$")


class Config(BaseModel):
    """The settings of a review; paths are relative to the file's folder.

    Attributes:
        names: how the documents call the company, besides `organisation` ("the Company").
        scope: what the company's own scope words mean, each as `dimension = value` ("ledger platform" = production).
        memory: what testing may take of it for large evidence, as "1GB"; the program itself needs some more.
        match: which table a file is, and which header stands for which column.
        semantics: whether the meaning of a sentence counts beside its wording when its topic is decided.
        wordings: whether a wording that is true is looked for where a promise does not hold, which takes a while.
        semantics_model: a folder with another sentence encoder and its classifier.
        timestamps: who stamps the ledgers of lockers; nobody when left out.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    organisation: str | None = None
    names: tuple[str, ...] = ()
    period: str | None = None
    as_of: date | None = None
    documents: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    holidays: tuple[date, ...] = ()
    scope: dict[str, dict[str, str]] = Field(default_factory=dict)
    exceptions: tuple[RegisteredException, ...] = ()
    memory: str | None = Field(default=None, pattern=MEMORY)
    match: tuple[MatchRule, ...] = ()
    semantics: bool = True
    wordings: bool = True
    semantics_model: Path | None = None
    timestamps: Timestamps | None = None

    @field_validator("period")
    @classmethod
    def _reads(cls, period: str | None) -> str | None:
        if period is not None:
            parse_period(period)
        return period


def parse_period(text: str, as_of: date | None = None) -> Period:
    """Read `2026-01-01..2026-06-30`.

    Raises:
        ValueError: if it is not two days in order.
    """
    found = re.fullmatch(r"\s*(\d{4}-\d{2}-\d{2})\s*\.\.\s*(\d{4}-\d{2}-\d{2})\s*", text)
    if not found:
        raise ValueError(f"a period is written 2026-01-01..2026-06-30, not {text!r}")
    try:
        start, end = date.fromisoformat(found[1]), date.fromisoformat(found[2])
    except ValueError as error:
        raise ValueError(f"the period {text!r} names a day that does not exist") from error
    if end < start:
        raise ValueError(f"the period {text!r} ends before it starts")
    return Period(start=start, end=end, as_of=as_of or end)


def _line(text: str, location: tuple[Any, ...]) -> int:
    """The line of the innermost key that can be found, of an array of tables the line of the table in question."""
    at, end = 0, len(text)
    for key, index in zip(location, (*location[1:], None), strict=True):
        if not isinstance(key, str):
            continue
        hits = [m.start() for m in re.finditer(rf"^[ \t]*(?:\[+\s*(?:\w+\.)*)?[\"']?{re.escape(key)}\b", text[:end], re.MULTILINE)]
        hits = [hit for hit in hits if hit >= at]
        if not hits:
            break
        number = index if isinstance(index, int) and index < len(hits) else 0
        at, end = hits[number], hits[number + 1] if number + 1 < len(hits) else end
    return text.count("\n", 0, at) + 1


def read_config(path: Path) -> Config:
    """Read a configuration file.

    Raises:
        ConfigError: with all faults, each as `path:line: problem`.
    """
    text = ""
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        return Config.model_validate(tomllib.loads(text))
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: there is no such file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise ConfigError(f"{path}:{line}: not valid TOML: {error}") from error
    except ValidationError as error:
        faults = [
            f"{path}:{_line(text, one['loc'])}: {'.'.join(str(p) for p in one['loc'])}: {one['msg']}" for one in error.errors()
        ]
        raise ConfigError("\n".join(faults)) from error
