"""Vectors kept between runs, by the hash of model and text, so that a document read again costs little.

They lie in `goldenthread/vectors.sqlite` under the user's cache folder (`XDG_CACHE_HOME`, else `~/.cache`), or in the
folder that `GOLDENTHREAD_CACHE` names; with `GOLDENTHREAD_CACHE=off` nothing is kept. The texts themselves are not kept.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OFF = "off"
AT_ONCE = 500  # keys asked for in one query


def cache_file() -> Path | None:
    """Where vectors are kept, or None where nothing is."""
    named = os.environ.get("GOLDENTHREAD_CACHE")
    if named == OFF:
        return None
    if named:
        return Path(named) / "vectors.sqlite"
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "goldenthread" / "vectors.sqlite"


class VectorCache:
    """The vectors of one model. A cache that cannot be read or written is as good as an empty one."""

    def __init__(self, model: str, file: Path | None) -> None:
        """
        Args:
            model: hash of the model's weights.
            file: the database; None keeps nothing.
        """
        self._model, self._file = model, file

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._model}\0{text}".encode("utf-8", "surrogatepass")).digest()

    def _open(self, file: Path) -> sqlite3.Connection:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        database = sqlite3.connect(file, timeout=2)
        database.execute("create table if not exists vectors (key blob primary key, vector blob not null) without rowid")
        return database

    def known(self, texts: Iterable[str], size: int) -> dict[str, NDArray[np.float32]]:
        """The vectors that are kept, of those texts that have one of the model's size."""
        import numpy as np

        found: dict[str, NDArray[np.float32]] = {}
        if self._file is None:
            return found
        keys = {self._key(text): text for text in texts}
        try:
            with closing(self._open(self._file)) as database:
                wanted = list(keys)
                for at in range(0, len(wanted), AT_ONCE):
                    some = wanted[at : at + AT_ONCE]
                    marks = ",".join("?" * len(some))
                    for key, vector in database.execute(f"select key, vector from vectors where key in ({marks})", some):
                        if len(vector) == 4 * size:
                            found[keys[key]] = np.frombuffer(vector, dtype=np.float32)
        except (OSError, sqlite3.Error):
            return {}
        return found

    def keep(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors for the next run."""
        if self._file is None or not vectors:
            return
        rows = [(self._key(text), vector.tobytes()) for text, vector in vectors.items()]
        try:
            with closing(self._open(self._file)) as database, database:
                database.executemany("insert or ignore into vectors values (?, ?)", rows)
        except (OSError, sqlite3.Error):
            return
