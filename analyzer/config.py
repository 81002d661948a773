"""`goldenthread.toml`: what a user would otherwise repeat on every run."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from .decisions.model import ClaimDecision, RegisteredException
from .errors import ConfigError
from .model import Period

NAME = "goldenthread.toml"
Settings = TypeVar("Settings", bound=BaseModel)
MEMORY = r"^([1-9][0-9]{2,5} ?MB|[1-9][0-9]{0,3} ?GB)$"


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


class CollectRule(BaseModel):
    """A system that `goldenthread quarter` collects from before it reviews; its credentials stand in the environment only.

    Attributes:
        system: the collector, as `goldenthread collect` lists it.
        into: the locker, which has to be among `evidence`.
        only: the parts to collect; all when left out.
        since: the day from which events are collected the first time.
        options: the collector's own options, as `goldenthread collect` takes them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    system: str
    into: str = "locker"
    only: tuple[str, ...] = ()
    since: date | None = None
    options: dict[str, bool | int | str | list[str]] = Field(default_factory=dict)


class Config(BaseModel):
    """The settings of a review; paths are relative to the file's folder.

    Attributes:
        names: how the documents call the company, besides `organisation` ("the Company").
        scope: what the company's own scope words mean, each as `dimension = value` ("ledger platform" = production).
        exceptions: deviations that somebody accepted.
        claims: what somebody decided on claims.
        memory: what testing may take of it for large evidence, as "1GB"; the program itself needs some more.
        match: which table a file is, and which header stands for which column.
        semantics: whether the meaning of a sentence counts beside its wording when its topic is decided.
        wordings: whether a wording that is true is looked for where a promise does not hold, which takes a while.
        history: whether earlier exports in a locker are looked at, which takes a while for each day that has some.
        semantics_model: a folder with another sentence encoder and its classifier.
        timestamps: who stamps the ledgers of lockers; nobody when left out.
        collect: what a quarterly review collects first.
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
    claims: tuple[ClaimDecision, ...] = ()
    memory: str | None = Field(default=None, pattern=MEMORY)
    match: tuple[MatchRule, ...] = ()
    semantics: bool = True
    wordings: bool = True
    history: bool = True
    semantics_model: Path | None = None
    timestamps: Timestamps | None = None
    collect: tuple[CollectRule, ...] = ()

    @field_validator("period")
    @classmethod
    def _reads(cls, period: str | None) -> str | None:
        if period is not None:
            parse_period(period)
        return period

    @field_validator("collect")
    @classmethod
    def _is_read(cls, rules: tuple[CollectRule, ...], info: ValidationInfo) -> tuple[CollectRule, ...]:
        if unread := sorted({rule.into for rule in rules} - set(info.data.get("evidence", ()))):
            raise ValueError(f"`evidence` has to name {', '.join(unread)} as well, or what is collected into it is never read")
        return rules


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
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: there is no such file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    return checked(Config, path, text)


def checked(kind: type[Settings], path: Path, text: str) -> Settings:
    """What a text in TOML says.

    Args:
        kind: the model of what it may say.
        path: where the text comes from, for messages.

    Raises:
        ConfigError: with all faults, each as `path:line: problem`.
    """
    try:
        return kind.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise ConfigError(f"{path}:{line}: not valid TOML: {error}") from error
    except ValidationError as error:
        faults = [
            f"{path}:{_line(text, one['loc'])}: {'.'.join(str(p) for p in one['loc'])}: {one['msg']}" for one in error.errors()
        ]
        raise ConfigError("\n".join(faults)) from error
