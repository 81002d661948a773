"""A review saved as one JSON file, so that any report can be made of it later, on this machine or another.

The file holds the documents' text, and everything that the verdicts say of the evidence. The files themselves stay where
they are: formats that need them look there again, and hold them against their hash.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from claims import Document

from .errors import AnalyzerError
from .model import Run
from .plain_values import PlainError, from_plain, to_plain
from .reports import ReportError, write_atomically

KIND = "goldenthread run"
VERSION = 1


class SavedRunError(AnalyzerError):
    """A saved run that cannot be written, or a file that is none; the message names it and what to do."""


def save_run(run: Run, path: Path, inputs: Mapping[str, Any] | None = None) -> None:
    """Write a run to a file, whole or not at all.

    Args:
        inputs: what the review was given, as `goldenthread bundle` looks for it again.

    Raises:
        SavedRunError: if the file cannot be written.
    """
    try:
        base = Path(os.path.relpath(Path.cwd(), path.resolve().parent)).as_posix()
    except ValueError:  # another drive
        base = "."
    held = {"kind": KIND, "version": VERSION, "documents_from": base, "run": to_plain(run)}
    held |= {"inputs": dict(inputs)} if inputs is not None else {}
    try:
        write_atomically(path, json.dumps(held, allow_nan=False, separators=(",", ":")) + "\n")
    except ReportError as error:
        raise SavedRunError(f"{path}: the review cannot be saved there. Name another file with --save.") from error


def load_run(path: Path) -> Run:
    """Read a saved run, equal to the one that was saved.

    A document whose path leads nowhere from here is looked for where it was in relation to the file.

    Raises:
        SavedRunError: if the file cannot be read, is no saved run, is damaged, or comes from a newer version.
    """
    held = _held(path)
    try:
        run = from_plain(Run, held["run"])
    except (PlainError, RecursionError) as error:
        fault = error if isinstance(error, PlainError) else "values stand too deep in each other"
        raise SavedRunError(f"{path}: the saved run is damaged: {fault}. Make it again with review --save.") from error
    base = held.get("documents_from")
    if isinstance(base, str):
        run = replace(run, documents=tuple(_found(document, path.parent / base) for document in run.documents))
    return run


def load_inputs(path: Path) -> tuple[Any, Path]:
    """What the review of a saved run was given, None where it does not say, and the folder that its paths are relative to.

    Raises:
        SavedRunError: if the file cannot be read, is no saved run, or comes from a newer version.
    """
    held = _held(path)
    base = held.get("documents_from")
    return held.get("inputs"), path.parent / (base if isinstance(base, str) else ".")


def _held(path: Path) -> dict[str, Any]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SavedRunError(f"{path}: the file cannot be read: {error.strerror or error}.") from error
    try:
        held = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SavedRunError(f"{path}: this is no saved run, or it was cut short. Make one with review --save.") from error
    if not isinstance(held, dict) or held.get("kind") != KIND or "run" not in held:
        raise SavedRunError(f"{path}: this is no saved run. Make one with review --save.")
    if held.get("version") != VERSION:
        raise SavedRunError(
            f"{path}: the run was saved in version {held.get('version')!r} of its format; this reads up to {VERSION}. "
            "Use the goldenthread that saved it, or a newer one."
        )
    return held


def _found(document: Document, base: Path) -> Document:
    beside = base / document.path
    return document if Path(document.path).exists() or not beside.exists() else replace(document, path=str(beside))
