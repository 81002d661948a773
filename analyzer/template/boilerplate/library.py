"""The library of fingerprints: a file of sketches, made from texts that its user has, that holds none of their words."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from claims import Document

from ...errors import AnalyzerError
from ...reports import write_atomically
from .sketch import ORDERS, Sketch, sketch_of, words_in

MAX_BYTES = 200_000_000
BYTES = ORDERS * 4  # of a sketch
PROSE = frozenset({"paragraph", "list_item", "cell", "text_box"})


class _Source(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    sha256: str
    sketches: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["goldenthread-fingerprints"]
    version: Literal[1]
    sources: tuple[_Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text that the library knows.

    Attributes:
        name: the name of its file.
        sha256: hash of the file that it was made from.
        sketches: one row for each paragraph.
    """

    name: str
    sha256: str
    sketches: np.ndarray


def read_library(path: Path) -> list[Source]:
    """Read a library.

    Raises:
        AnalyzerError: if it cannot be read, or is no library.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise AnalyzerError(f"{path}: a library has at most {MAX_BYTES // 1_000_000} MB. Make it of fewer texts.")
        held = _File.model_validate_json(path.read_bytes())
    except OSError as error:
        raise AnalyzerError(f"{path}: the library cannot be read: {error.strerror or error}. Check the path.") from error
    except (ValidationError, UnicodeDecodeError) as error:
        raise AnalyzerError(f"{path}: this is no library of fingerprints. Make one with template DOC... --learn FILE.") from error
    return [Source(name=one.name, sha256=one.sha256, sketches=_unpacked(one, path)) for one in held.sources]


def _unpacked(source: _Source, path: Path) -> np.ndarray:
    try:
        data = base64.b64decode(source.sketches, validate=True)
    except ValueError:
        data = b"?"
    if len(data) % BYTES:
        raise AnalyzerError(f"{path}: the sketches of {source.name} are damaged. Make the library again.")
    return np.frombuffer(data, dtype=">u4").reshape(-1, ORDERS).astype(np.uint32)


def learned(documents: Sequence[Document], known: Sequence[Source] = ()) -> list[Source]:
    """The sources of a library with those of documents added; one that it has under the same name is replaced."""
    new = {document.name: _sketched(document) for document in documents}
    return [one for one in known if one.name not in new] + list(new.values())


def _sketched(document: Document) -> Source:
    made = [sketch_of(words_in(block.text)) for block in document.blocks if block.kind in PROSE]
    rows: list[Sketch] = [one for one in made if one is not None]
    return Source(
        name=document.name, sha256=document.sha256,
        sketches=np.array(rows, dtype=np.uint32) if rows else np.empty((0, ORDERS), dtype=np.uint32),
    )  # fmt: skip


def write_library(path: Path, sources: Sequence[Source]) -> None:
    """Write a library; no word of a text goes into it.

    Raises:
        ReportError: if the file cannot be written.
    """
    packed = [
        {"name": one.name, "sha256": one.sha256, "sketches": base64.b64encode(one.sketches.astype(">u4").tobytes()).decode()}
        for one in sources
    ]
    held = {"kind": "goldenthread-fingerprints", "version": 1, "sources": packed}
    write_atomically(path, json.dumps(held, indent=1) + "\n")
