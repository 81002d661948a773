"""Exports whose headers no table knows by name: matched by what headers mean, what their values are, and the file's subject.

Headers and the known names of columns are compared by the sentence encoder that also reads the documents. A likeness
counts only between a header and a column whose type its values fit, and never across opposites (`Opened` is not
`completed_at`, `Next review` is not `last_reviewed_at`). A table is taken where the file has all columns by which it is
recognised (or all but one, where half of its headers fit and it speaks of the table's subject), and where no other table
fits about as well; one of which few headers fit has to speak clearly of the subject. What was told by likeness can break a promise;
it never makes one `supported` until somebody confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..catalog import Table
from .cells import Shape, fits, shape_of
from .headers import plain
from .match import FEWEST, Match, says

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from claims.semantics import Encoder

NAMES = Path(__file__).parents[1] / "tables" / "names.npz"
ALIKE = 0.6  # cosine from which a header may stand for a column; tuned on exports whose own headers were taken out of the tables
UNLIKE = 0.35  # cosine of two headers that have nothing to do with each other
SURE = 0.95  # as good as the name itself
NESTED = 0.05  # what `tags.store` is less like `store` than `store` is
OF_SUBJECT = 2.0  # what the subject weighs beside the columns
LACKING = 0.35  # what a column counts that the table is recognised by and the file does not have
ON_SUBJECT = 0.3  # cosine from which a file speaks of a table's subject
MUCH_ON_SUBJECT = 0.4  # below it most headers have to fit
MOSTLY = 0.6
LEAST = 1.0
MARGIN = 0.2
HEADERS_SHOWN = 12
OPPOSITES = (
    (
        "start started begin began begun opened open initiated created requested issued reported detected ordered from raised"
        " received hired joined hire filed found",
        "end ended finish finished complete completed closed resolved returned revoked expire expires expiry expired until to"
        " removed left terminated termination",
    ),
    ("next due planned scheduled target deadline sla", "last previous actual latest completed done"),
)


@dataclass(frozen=True, slots=True)
class Alike:
    """A match that rests on likeness.

    Attributes:
        match: the table and the header of each column.
        sureness: of each column that was told by likeness and not by its name, the cosine, 0.6 to 1.
    """

    match: Match
    sureness: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Candidate:
    table: Table
    columns: dict[str, tuple[str, float]]
    lacking: int
    subject: float
    score: float


@dataclass(frozen=True, slots=True)
class _Header:
    """A header, what its cells look like, and its forms with their vectors: the whole, then the last part of a nested one."""

    name: str
    shape: Shape | None
    forms: tuple[tuple[str, NDArray[np.float32]], ...]


class Likeness:
    """Compares headers with all tables of a catalogue; built once, used for many files."""

    def __init__(self, tables: Mapping[str, Table], encoder: Encoder) -> None:
        """
        Args:
            tables: those that a file can be taken for.
            encoder: gives the vectors; those of the names of columns are read from a file where it was made by this encoder.
        """
        self._encoder = encoder
        self._tables = [table for table in tables.values() if table.recognise]
        known = _shipped(encoder)
        self._names = {table.id: _names_of(table) for table in self._tables}
        wanted = {name for names in self._names.values() for name, _ in names}
        missing = sorted(wanted - known.keys())
        known |= dict(zip(missing, encoder.vectors(missing), strict=True)) if missing else {}
        self._vectors = {name: known[name] for name in wanted}
        subjects = encoder.vectors([subject_of(table) for table in self._tables])
        self._subjects = dict(zip((table.id for table in self._tables), subjects, strict=True))

    def match(self, values: Mapping[str, Sequence[str]], subject: str, only: str | None = None) -> Alike | None:
        """The table that a file is, or None where none is clear.

        Args:
            values: the first values of each header, as text.
            subject: what the file is called.
            only: the one table that the file can be, where its name says so.
        """
        offered = [one for one in self._candidates(values, subject) if only in (None, one.table.id)]
        ranked = sorted(offered, key=lambda one: (-one.score, one.table.id))
        best = ranked[0] if ranked else None
        if best is None or len(best.columns) < min(FEWEST, len(values)):
            return None
        may_lack = best.subject >= ON_SUBJECT and len(best.columns) >= len(values) / 2
        stray = best.subject < MUCH_ON_SUBJECT and len(best.columns) < MOSTLY * len(values)
        if best.lacking > may_lack or best.score < LEAST or stray:
            return None
        rivals = [one for one in ranked[1:] if one.lacking <= best.lacking]
        if rivals and best.score - rivals[0].score < MARGIN:
            return None
        return _alike(best.table, best.columns)

    def completed(self, match: Match, values: Mapping[str, Sequence[str]]) -> Alike:
        """A match by names with the columns that free headers are like."""
        taken = set(match.headers.values())
        free = {header: cells for header, cells in values.items() if header not in taken}
        if not free:
            return Alike(match, {})
        added = _alike(match.table, self._assigned(match.table, self._headers(free), match.headers.keys()))
        return Alike(Match(match.table, {**match.headers, **added.match.headers}), added.sureness)

    def _headers(self, values: Mapping[str, Sequence[str]]) -> list[_Header]:
        """Each header as a whole, and of one that stands in an object its last part."""
        forms = {name: [name, *([name.rsplit(".", 1)[1]] if "." in name else [])] for name in values}
        texts = [spoken(form) for one in forms.values() for form in one]
        known = dict(zip(texts, self._encoder.vectors(texts), strict=True)) if texts else {}
        return [
            _Header(name, shape_of(values[name]), tuple((form, known[spoken(form)]) for form in one)) for name, one in forms.items()
        ]

    def _candidates(self, values: Mapping[str, Sequence[str]], subject: str) -> list[_Candidate]:
        headers = self._headers(values)
        about = self._encoder.vectors([f"{spoken(subject)}: {', '.join(spoken(h) for h in list(values)[:HEADERS_SHOWN])}"])[0]
        found = []
        for table in (one for one in self._tables if not says(subject, one.not_called)):
            columns = self._assigned(table, headers, ())
            lacking = sum(not any(column in columns for column in entry.split("|")) for entry in table.recognise)
            nearness = float(self._subjects[table.id] @ about)
            fit = sum((sure - UNLIKE) / (1 - UNLIKE) for _, sure in columns.values())
            score = fit / max(len(values), 1) ** 0.5 + OF_SUBJECT * nearness - LACKING * lacking
            found.append(_Candidate(table, columns, lacking, nearness, score))
        return found

    def _assigned(self, table: Table, headers: Sequence[_Header], taken: Collection[str]) -> dict[str, tuple[str, float]]:
        """The header of each column that is not taken, the most alike first, each once."""
        import numpy as np

        names = [(name, column) for name, column in self._names[table.id] if column not in taken]
        if not names:
            return {}
        matrix = np.array([self._vectors[name] for name, _ in names])
        best: dict[tuple[str, str], float] = {}
        for header in headers:
            for nested, (form, vector) in enumerate(header.forms):
                likes = matrix @ vector - NESTED * nested
                for at in np.flatnonzero(likes >= ALIKE):
                    name, column = names[at]
                    if plain(name) == plain(form) or not opposite(form, name):
                        sure = min(float(likes[at]), 1.0) * fits(table.columns[column].type, header.shape)
                        best[(column, header.name)] = max(best.get((column, header.name), 0.0), sure)
        chosen: dict[str, tuple[str, float]] = {}
        used: set[str] = set()
        for (column, header), sure in sorted(best.items(), key=lambda one: (-one[1], one[0])):
            if sure >= ALIKE and column not in chosen and header not in used:
                chosen[column] = (header, round(sure, 3))
                used.add(header)
        return chosen


def likeness_of(tables: Mapping[str, Table]) -> Likeness:
    """What compares headers with the tables of a catalogue, by the encoder that is shipped.

    Raises:
        ModelError: if the encoder cannot be loaded.
    """
    from claims.semantics import Encoder

    return Likeness(tables, Encoder())


def _alike(table: Table, columns: Mapping[str, tuple[str, float]]) -> Alike:
    unsure = {column: sure for column, (header, sure) in columns.items() if sure < SURE}
    return Alike(Match(table, {column: header for column, (header, _) in columns.items()}), unsure)


def _names_of(table: Table) -> list[tuple[str, str]]:
    """The names of a table's columns as they are compared, with the column of each."""
    return [(spoken(name), column) for column, spec in table.columns.items() for name in (column, *spec.synonyms)]


def names_of(tables: Mapping[str, Table]) -> list[str]:
    """All names of columns that headers are compared with, in order."""
    return sorted({name for table in tables.values() if table.recognise for name, _ in _names_of(table)})


def subject_of(table: Table) -> str:
    """What a table is about, as the subjects of files are compared with it."""
    return f"{table.title}. {table.grain}"


@cache
def spoken(header: str) -> str:
    """A header in words: `backupStart_time` is `backup Start time`."""
    return re.sub(r"[_\W]+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", header)).strip()


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(spoken(text).lower().split())


@cache
def _opposites() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return tuple((frozenset(one.split()), frozenset(other.split())) for one, other in OPPOSITES)


@cache
def opposite(header: str, name: str) -> bool:
    """Whether one says where something begins and the other where it ends, or one what is due and the other what was done."""
    said, known = _words(header), _words(name)
    return any(
        bool(
            (said & a and not said & b and known & b and not known & a)
            or (said & b and not said & a and known & a and not known & b)
        )
        for a, b in _opposites()
    )


def _shipped(encoder: Encoder) -> dict[str, NDArray[np.float32]]:
    """The vectors of known names, where they were made by this encoder."""
    import numpy as np

    if not NAMES.exists():
        return {}
    with np.load(NAMES, allow_pickle=False) as data:
        if str(data["encoder"]) != encoder.hashes["encoder.onnx"]:
            return {}
        vectors = data["vectors"].astype(np.float32) / 127.0
        return dict(zip((str(name) for name in data["names"]), vectors, strict=True))
