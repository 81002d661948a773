"""`decisions.toml`: read with all its faults, and changed entry by entry; what people wrote in it stays as they wrote it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..config import Config, checked
from ..errors import AnalyzerError
from ..reports.output import replacing
from .model import ClaimDecision, Decisions, NamesClaim, RegisteredException, fields_of
from .toml import key, value

try:
    import fcntl
except ImportError:
    fcntl = None

NAME = "decisions.toml"
Kind = Literal["claims", "exceptions"]
HEADER = re.compile(r"^[ \t]*\[\[[ \t]*(claims|exceptions)[ \t]*\]\]", re.MULTILINE)
ORDER = (
    "item", "topic", "claim", "document", "quote", "reads", "decision", "params", "reason", "note", "owner", "by", "on",
    "approver", "from", "to", "revoked", "compensating_control",
)  # fmt: skip
HEAD = "# What people decided on the claims of a review. It is read by every review; comments and order stay as they are.\n"


class DecisionsError(AnalyzerError):
    """A decisions file that cannot be used or written; the message names it, the line and what to do."""


class DecisionsChanged(DecisionsError):
    """The decisions file is not as it was when it was read: somebody else changed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A decisions file as it stands on the disk.

    Attributes:
        text: all of it; empty where there is no file.
        version: changes with every change of the file.
        decisions: what it says.
    """

    path: Path
    text: str
    version: str
    decisions: Decisions


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of one entry.

    Attributes:
        kind: of the entry.
        at: its number among those of its kind, from 0; None for a new one.
        entry: what it is to be; None takes it out.
    """

    kind: Kind
    at: int | None
    entry: NamesClaim | None


def read_decisions(path: Path) -> Kept:
    """Read a decisions file; one that is not there says nothing.

    Raises:
        ConfigError: with all its faults, each as `path:line: problem`.
        DecisionsError: if it cannot be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        data = b""
    except OSError as error:
        raise DecisionsError(f"{path}: cannot be read: {error.strerror or error}.") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DecisionsError(f"{path}: is no text in UTF-8 (byte {error.start}).") from error
    return Kept(path=path, text=text, version=hashlib.sha256(data).hexdigest(), decisions=checked(Decisions, path, text))


def with_decisions(settings: Config, folder: Path) -> Config:
    """The settings, and behind them what the decisions file beside them says.

    Raises:
        ConfigError, DecisionsError: if the file cannot be used.
    """
    told = read_decisions(folder / NAME).decisions
    both = {"claims": (*settings.claims, *told.claims), "exceptions": (*settings.exceptions, *told.exceptions)}
    return settings.model_copy(update=both)


def change(kept: Kept, changes: Sequence[Change]) -> Kept:
    """Change entries of a decisions file, whole or not at all; all else in it stays as it is, to the letter.

    Raises:
        DecisionsChanged: if the file is no longer as it was read; nothing is written then.
        DecisionsError: if it cannot be written, or is laid out so that entries cannot be told apart.
    """
    text = kept.text
    for one in changes:
        text = _changed(kept.path, text, one)
    try:
        with _alone(kept.path.parent):
            if read_decisions(kept.path).version != kept.version:
                raise DecisionsChanged(f"{kept.path} was changed by somebody else meanwhile. Nothing was written: read it again.")
            target = kept.path.resolve()  # a link stays one
            mode = target.stat().st_mode if target.exists() else None
            with replacing(target) as file:
                file.write(text.encode("utf-8"))
            if mode is not None:
                target.chmod(stat.S_IMODE(mode))
    except OSError as error:
        raise DecisionsError(f"{kept.path}: cannot be written: {error.strerror or error}.") from error
    return read_decisions(kept.path)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let no other goldenthread write a decisions file in the folder meanwhile."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _changed(path: Path, text: str, change: Change) -> str:
    """The text with one entry changed; it is read again and held against what it has to say."""
    before = checked(Decisions, path, text)
    wanted: dict[str, list[ClaimDecision] | list[RegisteredException]] = {
        "claims": list(before.claims), "exceptions": list(before.exceptions),
    }  # fmt: skip
    entries: list[NamesClaim] = list(wanted[change.kind])
    if change.at is None:
        new = text if text.strip() else HEAD
        new += _gap(new) + (_written(change.kind, change.entry) if change.entry else "")
        entries += [change.entry] if change.entry else []
    else:
        start, end = _stretch(path, text, change.kind, change.at)
        above, own = _own_comments(text[start:end])
        if change.entry is None:
            new = _without(text[:start], text[end:])
            del entries[change.at]
        else:
            new = text[:start] + above + own + _written(change.kind, change.entry) + text[end:]
            entries[change.at] = change.entry
    after = checked(Decisions, path, new)
    if after.model_dump() != before.model_copy(update={change.kind: tuple(entries)}).model_dump():
        raise DecisionsError(f"{path}: its entries cannot be told apart as it is laid out. Change it by hand.")
    return new


def _gap(text: str) -> str:
    return "" if not text else "\n" if text.endswith("\n") else "\n\n"


def _stretch(path: Path, text: str, kind: Kind, at: int) -> tuple[int, int]:
    """Where the entry stands, with the comment lines right above it and without those behind it."""
    headers = _headers(text)
    own = [number for number, found in enumerate(headers) if found[1] == kind]
    if at >= len(own):
        raise DecisionsError(f"{path}: its entries cannot be told apart as it is laid out. Change it by hand.")
    start = _with_comments(text, headers[own[at]].start())
    following = headers[own[at] + 1 :]
    end = following[0].start() if following else len(text)
    for line in reversed(text[start:end].splitlines(keepends=True)):
        if line.strip() and not line.lstrip().startswith("#"):
            break
        end -= len(line)
    return start, end


def _without(before: str, after: str) -> str:
    """What is left around an entry that was taken out, with no more blank lines than there were."""
    if not after.strip():
        return before.rstrip("\n") + "\n" if before.strip() else ""
    if not before:
        return after.lstrip("\n")
    return before + (after.removeprefix("\n") if before.endswith("\n\n") else after)


def _headers(text: str) -> list[re.Match[str]]:
    """The headers of entries; what looks like one within a text of several lines is none, as what stands before it is not whole."""
    found: list[re.Match[str]] = []
    start = 0
    for one in HEADER.finditer(text):
        try:
            tomllib.loads(text[start : one.start()])
        except tomllib.TOMLDecodeError:
            continue
        found.append(one)
        start = one.start()
    return found


def _with_comments(text: str, start: int) -> int:
    """Where the comment lines right above a header begin."""
    while start > 0:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text[above:start].lstrip().startswith("#"):
            break
        start = above
    return start if start or text[:1] == "[" else _after_head(text)


def _after_head(text: str) -> int:
    """Behind the words at the head of the file, which speak of all of it."""
    return len(HEAD) if text.startswith(HEAD) else 0


def _own_comments(entry: str) -> tuple[str, str]:
    """The comment lines above an entry and those among its lines."""
    lines = entry.splitlines(keepends=True)
    header = next((at for at, line in enumerate(lines) if HEADER.match(line)), 0)
    inside = (f"{line.rstrip()}\n" for line in lines[header + 1 :] if line.lstrip().startswith("#"))
    return "".join(lines[:header]), "".join(inside)


def _written(kind: Kind, entry: NamesClaim) -> str:
    """An entry as it stands in the file."""
    fields = fields_of(entry)
    lines = [f"{key(name)} = {value(fields[name])}\n" for name in sorted(fields, key=ORDER.index)]
    return f"[[{kind}]]\n{''.join(lines)}"
