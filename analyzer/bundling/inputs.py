"""What a review was given: every file with its hash and its place in a bundle, and the settings. A saved run keeps it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from ..config import NAME, Config
from ..decisions.file import NAME as DECISIONS
from ..errors import EvidenceError
from ..evidence.find import find_files
from ..evidence.locker import LEDGER, is_locker
from ..model import Period
from ..pipeline import find_documents
from ..truth import files_looked_at

CHUNK = 1024 * 1024
GROWING = (LEDGER, "timestamps.jsonl")


class InputFile(BaseModel):
    """A file that a review was given.

    Attributes:
        path: where it lay, relative to the folder that the review was started in, or absolute.
        sha256: hash of its bytes, hexadecimal.
        size: in bytes.
        grows: lines are only ever added to it, so that its first `size` bytes are what counts.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    path: str
    sha256: str
    size: int
    grows: bool = False


class Inputs(BaseModel):
    """Everything that a review was given, apart from the catalogue that ships.

    Attributes:
        documents, evidence, topics, sources: what was named on the command line or in the configuration, in this order, as
            files and folders of a bundle.
        model: the folder of another sentence encoder, in a bundle.
        settings: the settings that applied.
        files: by their names in a bundle.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    documents: tuple[str, ...]
    evidence: tuple[str, ...]
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    model: str | None = None
    settings: dict[str, Any]
    files: dict[str, InputFile]


def record(
    documents: Sequence[Path], evidence: Sequence[Path], settings: Config, period: Period, config: Path | None = None,
    topics: Sequence[Path] = (), sources: Sequence[Path] = (),
) -> dict[str, Any]:  # fmt: skip
    """What a review was given, as a saved run keeps it.

    Args:
        documents, evidence: as they were given to the review.
        settings: those that applied.
        config: the file that they come from, if there is one, with the decisions beside it.
        topics, sources: folders of the user's own.

    Raises:
        EvidenceError: if a file cannot be read any more.
    """
    files: dict[str, InputFile] = {}
    reviewed = {path.resolve() for path, _ in find_documents(documents)}
    roots: dict[str, list[str]] = {"documents": [], "evidence": [], "topics": [], "sources": [], "model": []}
    given = {
        "documents": documents, "evidence": evidence, "topics": topics, "sources": sources,
        "model": [settings.semantics_model] if settings.semantics_model else [],
    }  # fmt: skip
    for kind, paths in given.items():
        for number, path in enumerate(paths, start=1):
            root = f"{kind}/{number}/{path.resolve().name if path.is_dir() else path.name}"
            roots[kind].append(root)
            for file, name in _files(kind, path, period, settings.history):
                if kind != "evidence" or file.resolve() not in reviewed:
                    files[f"{root}/{name}" if path.is_dir() else root] = _input(file)
    if config is not None:
        beside = {NAME: config, DECISIONS: config.parent / DECISIONS}
        files |= {name: _input(path) for name, path in beside.items() if path.is_file()}
    held = Inputs(
        documents=tuple(roots["documents"]), evidence=tuple(roots["evidence"]), topics=tuple(roots["topics"]),
        sources=tuple(roots["sources"]), model=next(iter(roots["model"]), None), files=files,
        settings=settings.model_dump(mode="json", by_alias=True, exclude={"semantics_model", "timestamps", "collect"}),
    )  # fmt: skip
    return held.model_dump(mode="json")


def _files(kind: str, path: Path, period: Period, history: bool) -> Iterator[tuple[Path, str]]:
    """The files of a path that a review reads, each with its name relative to the path.

    Args:
        history: whether the review looks at earlier exports in a locker.
    """
    if kind == "documents":
        yield from find_documents([path])
    elif kind != "evidence":
        yield from ((one, one.relative_to(path).as_posix()) for one in _below(path))
    else:
        found = [one.path for one in find_files([path], period.as_of)[0]]
        if is_locker(path):
            found += [path / name for name in GROWING if (path / name).is_file()]
            found += files_looked_at(path, period) if history else []
        yield from ((one, one.relative_to(path).as_posix() if path.is_dir() else one.name) for one in dict.fromkeys(found))


def _below(folder: Path) -> Iterable[Path]:
    files = (one for one in folder.rglob("*") if one.is_file())
    return sorted(one for one in files if not any(part.startswith(("__pycache__", ".")) for part in one.relative_to(folder).parts))


def _input(path: Path) -> InputFile:
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise EvidenceError(str(path), f"it cannot be read any more ({error.strerror})", "Review again") from error
    return InputFile(path=path.as_posix(), sha256=digest.hexdigest(), size=size, grows=path.name in GROWING)
