"""A saved run as a bundle in which nobody can be recognised: its evidence rewritten, reviewed again, and put together."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...catalog import load_catalog
from ...config import Config
from ...evidence.locker import is_locker
from ...model import Run, Verdict
from ...pipeline import Progress, evidence_of, review
from ...reports.text import counted
from ...saved_run import load_run, save_run
from ..archive import RUN, BundleError, unpack
from ..given import Given, given_in
from ..inputs import record
from ..make import Made, make_bundle
from .keyed import Pseudonyms
from .people import people_in
from .rewriting import replaced, rewrite, rewrite_locker

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Disguised:
    """A bundle that was made, and who is called what in it, for the company to keep: each name, address and login of the evidence
    in lower case with its pseudonym."""

    made: Made
    given: Mapping[str, str]


def make_pseudonymous_bundle(saved: Path, out: Path, key: bytes, progress: Progress = lambda what, done, of: None) -> Disguised:
    """Put a saved run and what it was made from into one file, with the people of the evidence under pseudonyms.

    The evidence is rewritten and reviewed again, so that the run of the bundle is the one that a replay of it reproduces. It has to
    say the same as the saved one.

    Args:
        key: makes the pseudonyms; the same key gives the same ones in every bundle.
        progress: called with what is being done, how much of it is done, and of how much.

    Raises:
        SavedRunError: if it is no saved run.
        BundleError: if what was reviewed is no longer there, if somebody cannot be replaced, or if the review says something else
            without the names.
    """
    before = load_run(saved)
    with tempfile.TemporaryDirectory(prefix="goldenthread-") as name:
        plain, disguised = Path(name).resolve() / "plain", Path(name).resolve() / "disguised"
        plain.mkdir()
        make_bundle(saved, Path(name) / "plain.zip")
        given = given_in(Path(name) / "plain.zip", plain, unpack(Path(name) / "plain.zip", plain))
        catalog = load_catalog(given.topics, given.sources)
        progress("Looking for people in the evidence", 0, 0)
        people = people_in(evidence_of(given.evidence, catalog, given.period, given.settings, given.documents).store)
        pseudonyms = Pseudonyms(key, people)
        new = _disguised(given, plain, disguised, pseudonyms)
        run = review(new.documents, new.evidence, new.period, catalog, new.settings, progress, new.today)
        if told := _differences(before, run):
            raise BundleError(
                f"{saved}: without the names of people the review says something else of {counted(len(told), 'promise')}. Hand "
                "over a bundle as it is.\n" + "\n".join(f"  {one}" for one in told[:SHOWN])
            )
        save_run(run, disguised / RUN, record(new.documents, new.evidence, new.settings, new.period, None, new.topics, new.sources))
        return Disguised(made=make_bundle(disguised / RUN, out), given=dict(sorted(pseudonyms.given.items())))


def _disguised(given: Given, plain: Path, target: Path, pseudonyms: Pseudonyms) -> Given:
    """What a review was given in another folder, the evidence and the settings rewritten; documents and own topics as they are."""
    for path in (*given.documents, *given.topics, *given.sources):
        place = target / path.relative_to(plain)
        place.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.copytree(path, place, dirs_exist_ok=True)
        else:
            shutil.copyfile(path, place)
    reviewed = {path.resolve() for path in given.documents}
    for path in given.evidence:
        place = target / path.relative_to(plain)
        if is_locker(path):
            rewrite_locker(path, place, pseudonyms)
        elif path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
            for file in sorted(one for one in path.rglob("*") if one.is_file() and one.resolve() not in reviewed):
                rewrite(file, place / file.relative_to(path), file.relative_to(path.parent).as_posix(), pseudonyms)
        else:
            rewrite(path, place, path.name, pseudonyms)
    model = given.settings.semantics_model
    text = given.settings.model_dump_json(by_alias=True, exclude={"semantics_model"})
    settings = Config.model_validate(json.loads(replaced(text, pseudonyms))).model_copy(update={"semantics_model": model})
    return given.moved(plain, target, settings)


def _differences(before: Run, now: Run) -> list[str]:
    """The promises of which two runs say something else, whatever the people are called."""
    was, is_now = (Counter(map(_said, run.verdicts)) for run in (before, now))
    return sorted({quote for quote, _ in (was - is_now) + (is_now - was)})


def _said(verdict: Verdict) -> tuple[str, tuple[object, ...]]:
    counts = (len(ones) for ones in (verdict.exceptions, verdict.excused, verdict.unknown))
    return verdict.claim.quote, (verdict.claim.id, verdict.status, verdict.population, *counts)
