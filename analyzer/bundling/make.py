"""A saved run and all that it was made from, in one file."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from ..catalog import HERE
from ..model import Run
from ..saved_run import load_inputs, load_run
from .archive import KIND, MANIFEST, RUN, VERSION, BundleError, Manifest, writing
from .inputs import InputFile, Inputs

CATALOGUE = frozenset({".yaml", ".sql"})
AGAIN = "Review again with --save, and bundle that."


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A bundle that was written: its path, the number of entries beside the manifest, and their bytes before compression."""

    path: Path
    entries: int
    size: int


def make_bundle(saved: Path, out: Path) -> Made:
    """Put a saved run and everything that it was made from into one file, whole or not at all.

    Raises:
        SavedRunError: if it is no saved run.
        BundleError: if the run does not say what it was given, if any of that is gone or was changed since, or if the file
            cannot be written.
    """
    run = load_run(saved)
    inputs, base = _inputs(saved)
    faults: list[str] = []
    with writing(out) as bundle:
        for name, file in sorted(inputs.files.items()):
            place = _place(file, base)
            try:
                with place.open("rb") as source:
                    held = bundle.add(name, source, file.size if file.grows else None)
            except OSError as error:
                faults.append(f"{place}: cannot be read: {error.strerror or error}")
                continue
            if held.sha256 != file.sha256:
                faults.append(f"{place}: was changed since the review")
        faults += _strangers(run, inputs)
        if faults:
            raise BundleError(f"{saved}: what was reviewed is no longer there. {AGAIN}\n" + "\n".join(f"  {one}" for one in faults))
        bundle.add(RUN, io.BytesIO(saved.read_bytes()))
        entries = dict(bundle.entries)
        manifest = Manifest(
            kind=KIND, version=VERSION, goldenthread=run.version, catalogue=catalogue_hash(), program=program_hash(),
            period=str(run.period),
            as_of=run.period.as_of.isoformat(), today=run.started_at[:10], documents=inputs.documents, evidence=inputs.evidence,
            topics=inputs.topics, sources=inputs.sources, model=inputs.model, settings=inputs.settings, entries=entries,
        )  # fmt: skip
        bundle.add(MANIFEST, io.BytesIO((manifest.model_dump_json(indent=2) + "\n").encode("utf-8")))
    return Made(path=out, entries=len(entries), size=sum(one.size for one in entries.values()))


def catalogue_hash() -> str:
    """One hash over the topics, tables, sources and words that ship with this version, hexadecimal."""
    return _hash_of_ours(lambda path: path.suffix in CATALOGUE)


def program_hash() -> str:
    """One hash over the program and its models, hexadecimal."""
    return _hash_of_ours(lambda path: path.suffix not in CATALOGUE and path.suffix != ".pyc")


def _hash_of_ours(counts: Callable[[Path], bool]) -> str:
    digest = hashlib.sha256()
    for folder in (HERE, HERE.parent / "claims"):
        for path in sorted(one for one in folder.rglob("*") if one.is_file() and counts(one)):
            name = path.relative_to(HERE.parent).as_posix()
            with path.open("rb") as file:
                digest.update(f"{name}\0{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return digest.hexdigest()


def _inputs(saved: Path) -> tuple[Inputs, Path]:
    held, base = load_inputs(saved)
    if held is None:
        raise BundleError(f"{saved}: the run does not say which files it was made from; an older version saved it. {AGAIN}")
    try:
        return Inputs.model_validate(held), base
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise BundleError(f"{saved}: what the review was given cannot be read: inputs.{place}. {AGAIN}") from error


def _place(file: InputFile, base: Path) -> Path:
    beside = base / file.path
    return beside if beside.exists() else Path(file.path)


def _strangers(run: Run, inputs: Inputs) -> list[str]:
    """What the run read and the list of its inputs does not hold: it changed while the review ran."""
    known = {file.sha256 for file in inputs.files.values()}
    read = {f"{one.path}": one.sha256 for one in run.evidence} | {one.name: one.sha256 for one in run.documents}
    return [f"{name}: was changed while the review ran" for name, sha256 in read.items() if sha256 not in known]
