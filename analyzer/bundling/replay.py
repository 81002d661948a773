"""A review performed again from a bundle alone, and held against the run that is in it, byte for byte."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..catalog import load_catalog
from ..model import Run
from ..pipeline import Progress, review
from ..plain_values import to_plain
from ..saved_run import load_run
from .archive import LARGEST, RUN, Manifest, unpack
from .given import given_in
from .make import catalogue_hash, program_hash

# Verdicts are held against each other one by one; when, where and by what a review was made is no finding of it.
APART = {"verdicts", "documents", "period", "started_at", "version", "config", "organisation", "seconds"}
BESIDES = tuple(one.name for one in fields(Run) if one.name not in APART)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something that came out differently.

    Attributes:
        what: the verdict by its sentence, or the part of the review.
        field: what of it, as a path (`exceptions[2].item`); empty where all of it is only on one side.
        was, now: in the bundle's run, and now; as JSON.
    """

    what: str
    field: str
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A review that was performed again.

    Attributes:
        run: the new one.
        verdicts: the number of verdicts in the bundle's run.
        reproduced: of these, how many are the same byte for byte.
        differences: everything that is not the same.
        notes: what may explain them: another version, another catalogue.
    """

    run: Run
    verdicts: int
    reproduced: int
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]


def replay(path: Path, progress: Progress = lambda what, done, of: None, largest: int = LARGEST) -> Replayed:
    """Perform the review of a bundle again, in a temporary folder and from the bundle alone.

    Args:
        progress: called with what is being done, how much of it is done, and of how much.
        largest: the bytes that what is in the bundle may take.

    Raises:
        BundleError: if it is no bundle, is damaged, or is too large.
    """
    with tempfile.TemporaryDirectory(prefix="goldenthread-") as name:
        folder = Path(name)
        manifest = unpack(path, folder, largest)
        before = load_run(folder / RUN)
        given = given_in(path, folder, manifest)
        catalog = load_catalog(given.topics, given.sources)
        run = review(given.documents, given.evidence, given.period, catalog, given.settings, progress, given.today)
        return _held_against(before, run, manifest)


def _held_against(before: Run, now: Run, manifest: Manifest) -> Replayed:
    differences: list[Difference] = []
    reproduced = 0
    old, new = ([(one.claim.quote, _bytes(one), to_plain(one)) for one in run.verdicts] for run in (before, now))
    for at in range(max(len(old), len(new))):
        one, other = (side[at] if at < len(side) else None for side in (old, new))
        if one and other and one[1] == other[1]:
            reproduced += 1
        else:
            quote = (one or other or ("", b"", None))[0]
            differences += _between(f"Verdict {at + 1}, «{quote}»", one and one[2], other and other[2])
    was, is_now = (to_plain(replace(run, verdicts=(), documents=())) for run in (before, now))
    for part in BESIDES:
        if _text(was[part]) != _text(is_now[part]):
            differences += _between(part.replace("_", " ").capitalize(), was[part], is_now[part])
    notes: list[str] = []
    if manifest.goldenthread != version("goldenthread"):
        notes.append(f"The review was made by goldenthread {manifest.goldenthread}; this is {version('goldenthread')}.")
    if manifest.catalogue != (ours := catalogue_hash()):
        notes.append(f"The bundle was made with catalogue {manifest.catalogue[:12]}; this one is {ours[:12]}.")
    if manifest.program != (ours := program_hash()):
        notes.append(f"The bundle was made with program {manifest.program[:12]}; this one is {ours[:12]}.")
    return Replayed(run=now, verdicts=len(old), reproduced=reproduced, differences=tuple(differences), notes=tuple(notes))


def _between(what: str, was: Any, now: Any) -> Iterator[Difference]:
    for field, a, b in _fields(was, now, ""):
        yield Difference(what=what, field=field, was=_text(a), now=_text(b))


def _fields(was: Any, now: Any, at: str) -> Iterator[tuple[str, Any, Any]]:
    """The innermost fields in which two values differ."""
    if isinstance(was, dict) and isinstance(now, dict) and was.keys() == now.keys():
        for key in was:
            yield from _fields(was[key], now[key], f"{at}.{key}" if at else key)
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for number, (a, b) in enumerate(zip(was, now, strict=True)):
            yield from _fields(a, b, f"{at}[{number}]")
    elif _text(was) != _text(now):
        yield at, was, now


def _bytes(value: Any) -> bytes:
    return _text(to_plain(value)).encode("utf-8", "surrogatepass")


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
