"""Topics, tables and sources: found by walking folders, validated all at once, nothing to register."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from claims import Topic

from .errors import CatalogError
from .model import Severity
from .shape import Expressions, Flip
from .shapes import Part

if TYPE_CHECKING:
    from claims import Extractor

HERE = Path(__file__).parent
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
INCLUDE = re.compile(r"\s*-- include ([\w-]+\.sql)\s*")
ColumnType = Literal["text", "number", "boolean", "timestamp", "date", "list", "tls_version"]
Model = TypeVar("Model", bound=BaseModel)


class _FromFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_FromFile):
    """A column of a vendor-neutral evidence table.

    Attributes:
        synonyms, short: headers of exports for it; short ones only in a file that is called after the table.
        otherwise: the column of the table that such a header stands for where the cells below do not fit this one's type.
        answers: of a column of yes and no, the words (`evidence/answers.yaml`) by which exports name the thing instead.
    """

    type: ColumnType
    meaning: str
    synonyms: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    otherwise: str | None = None
    answers: str | None = None


class Table(_FromFile):
    """A vendor-neutral evidence table.

    Attributes:
        grain: what one row stands for.
        key: columns that together name a row, so that two rows with the same are a duplicate; `a|b` means the first with a value.
        recognise, recognise_called: columns that a file must carry, under their names or synonyms, to be taken for this table,
            and those that one which is called after it must carry, where these are fewer; `a|b` means one of the two.
        called, not_called: what the name of a file of this table says, and what that of none does; all words of one entry.
        events_at: column that dates the rows of a table of events; gaps in it mean that rows are missing.
        fresh_by: column whose newest date shows how old a snapshot is.
    """

    id: str
    title: str
    grain: str
    sources: str
    key: tuple[str, ...]
    columns: dict[str, Column]
    recognise: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    not_called: tuple[str, ...] = ()
    recognise_called: tuple[str, ...] = ()
    events_at: str | None = None
    fresh_by: str | None = None


class Check(_FromFile):
    """How claims on a topic are tested: by the query that stands in `query.sql` beside the topic, by `parts`, or by both.

    Attributes:
        parts: what a shape tests, by name; a claim is tested by the query and by each part that its words or values ask for.
        needs, uses: tables without which the query cannot run, and those that it reads when they are there.
        weighs: tables among `uses` whose rows can break the promise: without one of them a promise that holds is only
            partly shown, so that leaving evidence out never makes a claim supported.
        tests: parameters of the topic that the query tests.
        qualifies: those of `tests`, of the query or of a part, that promise nothing by themselves ("upon termination" without
            what happens then).
        scopes: restrictions of the population that the query applies, by their `$scope_` name.
        population: words of a claim's scope that mean the whole population of the query.
        promise: expressions for sentences that promise what the query tests without any value ("changes are approved").
            A sentence that states no tested parameter and matches none of them is not tested: it only touches the topic.
        absence: whether what is promised is itself that something is not there ("production data is not used in test").
        said: expressions of which a sentence has to match one for its values to ask for the query; any sentence when left out.
        window: whether the promise is judged over the period or as of its end.
        assurance: completeness-and-accuracy tests that guard a `supported`.
        flips: changes of a fact that break what the query tests, each by itself; found in what it reads when left out.
        limits, references: what the check cannot see, and where the rule comes from, for the topic's page.
    """

    parts: dict[str, Part] = {}
    needs: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    weighs: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    qualifies: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    population: tuple[str, ...] = ()
    promise: Expressions = ()
    said: Expressions = ()
    absence: bool = False
    window: Literal["period", "as_of"]
    assurance: tuple[str, ...] = ()
    flips: tuple[Flip, ...] = ()
    logic: str
    limits: str = ""
    references: tuple[str, ...] = ()

    @property
    def all_scopes(self) -> tuple[str, ...]:
        """The restrictions of scope that the query or one of the parts applies."""
        return tuple(dict.fromkeys((*self.scopes, *(name for part in self.parts.values() for name in part.scopes))))

    @property
    def tables(self) -> tuple[str, ...]:
        """All tables that the query or one of the parts may read."""
        return tuple(dict.fromkeys((*self.needs, *self.uses, *(t for part in self.parts.values() for t in part.tables))))


class TopicFile(_FromFile):
    """`topic.yaml`: what a claim on the topic looks like, what it matters, and how it is tested.

    Attributes:
        forced_by: what keeps a promise on it true by itself, a setting or a step that leaves no way around it.
        of_records: whether a claim on it can be a property of each record of an export; who answers for what, and what an
            evaluation looks at, are none.
    """

    title: str
    criteria: tuple[str, ...] = Field(min_length=1)
    severity: Severity
    severity_reason: str
    forced_by: str = ""
    claim: dict[str, Any]
    of_records: bool = True
    check: Check | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicEntry:
    """A topic of the catalogue with everything in its folder."""

    id: str
    folder: Path
    title: str
    criteria: tuple[str, ...]
    severity: Severity
    severity_reason: str
    forced_by: str
    topic: Topic
    of_records: bool
    check: Check | None
    sql: str | None

    @property
    def queries(self) -> dict[str, str]:
        """The query of the topic, under the empty name, and those of its parts."""
        own = {"": self.sql} if self.sql else {}
        return own | {name: part.sql() for name, part in (self.check.parts if self.check else {}).items()}


class Recognise(_FromFile):
    """How an export is known by its shape.

    Attributes:
        records: where the records of a JSON export may stand: `[]` for a bare array, a dotted path to the array, `*` for
            the first array of any name whose records fit, `.` for
            an object that is one record, `{}` for an object whose values are records or arrays of them (each then
            carries its key as `_key`).
        require: header names, or dotted paths of a record, that must all be there; `a|b` means one of the two.
        any_of: at least one of these must be there.
        forbid: none of these may be there.
    """

    format: Literal["csv", "json"]
    records: tuple[str, ...] = ("[]",)
    require: tuple[str, ...]
    any_of: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()


class SourceFile(_FromFile):
    """`source.yaml`: an export of a system, how to recognise it and how to make it.

    Attributes:
        columns: names that `load.sql` uses for the columns of a CSV export whose headers its users choose, each with the
            headers under which it occurs; one that is absent is NULL. `recognise` may use these names.
        dates: which of day and month stands first in its numeric dates; `iso` where it writes neither.
        redact: keys of a JSON export whose values are secrets; the locker stores them blanked out.
        page_sizes: numbers of rows at which an unfinished export of it typically stops.
    """

    title: str
    system: str
    how_to_export: str
    recognise: Recognise
    tables: tuple[str, ...]
    dates: Literal["iso", "dmy", "mdy"] = "iso"
    columns: dict[str, tuple[str, ...]] = {}
    redact: tuple[str, ...] = ()
    page_sizes: tuple[int, ...] = ()
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """A source with everything in its folder; `id` is `vendor/export`."""

    id: str
    folder: Path
    spec: SourceFile
    sql: str


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """All topics, tables and sources, by id."""

    topics: dict[str, TopicEntry]
    tables: dict[str, Table]
    sources: dict[str, SourceEntry]

    def claim_topics(self) -> tuple[Topic, ...]:
        """The topics as `claims.extract` takes them."""
        return tuple(entry.topic for entry in self.topics.values())

    @cached_property
    def extractor(self) -> Extractor:
        """Takes documents apart into claims on these topics by their wording alone; built when first asked for."""
        from claims import Extractor

        return Extractor(self.claim_topics())

    def reader(self, model: Path | None = None) -> Extractor:
        """Takes documents apart into claims by wording and meaning.

        Args:
            model: a folder with another encoder and classifier; those that are shipped when left out.

        Raises:
            ModelError: if the model cannot be loaded.
        """
        from claims import Extractor
        from claims.semantics import load_recogniser

        return Extractor(self.claim_topics(), load_recogniser(model) if model else load_recogniser())


def _line_of(text: str, path: tuple[Any, ...]) -> int:
    """Best line for a fault: the line of the innermost key of `path` that can be found."""
    line, at = 1, 0
    for key in path:
        found = re.compile(rf"^\s*-?\s*{re.escape(str(key))}\s*:|[{{,]\s*{re.escape(str(key))}\s*:", re.MULTILINE).search(text, at)
        if found:
            at = found.start()
            line = text.count("\n", 0, found.end()) + 1
    return line


def read_yaml(path: Path, model: Callable[[Any], Model], faults: list[str]) -> Model | None:
    """Read one YAML file into a model; what is wrong with it is appended to `faults` as `path:line: problem`."""
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        return model(yaml.load(text, Loader))
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"{path}:1: cannot be read as UTF-8 text: {error}")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        faults.append(f"{path}:{mark.line + 1 if mark else 1}: not valid YAML: {getattr(error, 'problem', error)}")
    except ValidationError as error:
        for one in error.errors():
            where = ".".join(str(part) for part in one["loc"])
            faults.append(f"{path}:{_line_of(text, one['loc'])}: {where}: {one['msg']}")
    return None


def _table(path: Path) -> Callable[[Any], Table]:
    return lambda data: Table.model_validate({**(data or {}), "id": path.stem})


def _bad_expressions(path: Path, topic: Topic, check: Check | None) -> Iterable[str]:
    """Faults of expressions that do not compile. Those that ship are tested; to compile all of them costs half a second."""
    text = path.read_text(encoding="utf-8")
    asking = (check, *check.parts.values()) if check else ()
    promises = [one for part in asking for one in (*part.promise, *part.said)]
    for expression in (*topic.expressions(), *promises):
        try:
            re.compile(expression)
        except re.error as error:
            at = text.find(expression)
            yield f"{path}:{text.count(chr(10), 0, max(at, 0)) + 1}: the expression {expression!r} cannot be read: {error}"


def _topics(folder: Path, tables: dict[str, Table], faults: list[str]) -> Iterable[TopicEntry]:
    for path in sorted(folder.glob("*/*/topic.yaml")):
        spec = read_yaml(path, TopicFile.model_validate, faults)
        if spec is None:
            continue
        topic_id, query = path.parent.name, path.with_name("query.sql")
        try:
            topic = Topic.model_validate({**spec.claim, "id": topic_id, "title": spec.title})
        except ValidationError as error:
            text = path.read_text(encoding="utf-8")
            faults += [
                f"{path}:{_line_of(text, ('claim', *d['loc']))}: claim.{'.'.join(map(str, d['loc']))}: {d['msg']}"
                for d in error.errors()
            ]
            continue
        if folder != HERE / "topics":
            faults += _bad_expressions(path, topic, spec.check)
        if (spec.check is None and query.exists()) or (spec.check is not None and not spec.check.parts and not query.exists()):
            faults.append(f"{path}:1: a topic has both `check` and query.sql or parts, or neither")
            continue
        if spec.check:
            weighs = [table for one in spec.check.weighs for table in one.split("|")]
            for table in (*spec.check.tables, *weighs):
                if table not in tables:
                    faults.append(f"{path}:1: check: no table is called {table}")
            tested = (*spec.check.tests, *(name for part in spec.check.parts.values() for name in part.tests))
            faults += [
                f"{path}:1: check.tests: the topic has no parameter {name}" for name in tested if name not in topic.parameters
            ]
        yield TopicEntry(
            id=topic_id, folder=path.parent, title=spec.title, criteria=spec.criteria, severity=spec.severity,
            severity_reason=spec.severity_reason, forced_by=spec.forced_by, topic=topic, of_records=spec.of_records,
            check=spec.check, sql=query.read_text(encoding="utf-8") if spec.check and query.exists() else None,
        )  # fmt: skip


def _sources(folder: Path, tables: dict[str, Table], faults: list[str]) -> Iterable[SourceEntry]:
    for path in sorted(folder.glob("*/*/source.yaml")):
        spec = read_yaml(path, SourceFile.model_validate, faults)
        load = path.with_name("load.sql")
        if spec is None:
            continue
        if not load.exists():
            faults.append(f"{path}:1: load.sql is missing beside it")
            continue
        faults += [f"{path}:1: tables: no table is called {table}" for table in spec.tables if table not in tables]
        yield SourceEntry(
            id=f"{path.parent.parent.name}/{path.parent.name}", folder=path.parent, spec=spec, sql=_composed(load, faults)
        )


def _composed(file: Path, faults: list[str], *, vendor: Path | None = None, above: tuple[Path, ...] = ()) -> str:
    """The text of a `load.sql`; for a line `-- include NAME` stands the file that the vendor's exports share, or all vendors'."""
    vendor = vendor or file.parents[1]
    lines = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(keepends=True), start=1):
        found = INCLUDE.fullmatch(line)
        if found is None:
            lines.append(line)
            continue
        shared = vendor / found[1]
        if not shared.is_file() and (of_all := vendor.parent / shared.name).is_file():
            shared = of_all
        if not shared.is_file():
            faults.append(f"{file}:{number}: there is no {shared.name} in {vendor}")
        elif shared in above:
            faults.append(f"{file}:{number}: {shared.name} includes itself")
        else:
            lines.append(_composed(shared, faults, vendor=vendor, above=(*above, shared)))
    return "".join(lines)


@cache
def load_catalog(topics: tuple[Path, ...] = (), sources: tuple[Path, ...] = ()) -> Catalog:
    """Find and validate everything; folders of the user's own are added to those that ship.

    Raises:
        CatalogError: with all faults of all files, each as `path:line: problem`.
    """
    faults: list[str] = []
    tables: dict[str, Table] = {}
    for path in sorted((HERE / "tables").glob("*.yaml")):
        if table := read_yaml(path, _table(path), faults):
            tables[table.id] = table
    faults += [f"{folder}: no <group>/<topic>/topic.yaml in it" for folder in topics if not any(folder.glob("*/*/topic.yaml"))]
    faults += [f"{folder}: no <vendor>/<export>/source.yaml in it" for folder in sources if not any(folder.glob("*/*/source.yaml"))]
    entries = {e.id: e for folder in (HERE / "topics", *topics) for e in _topics(folder, tables, faults)}
    found = {s.id: s for folder in (HERE / "sources", *sources) for s in _sources(folder, tables, faults)}
    if faults:
        raise CatalogError("\n".join(faults))
    return Catalog(topics=entries, tables=tables, sources=found)


__all__ = ["Catalog", "Check", "Column", "SourceEntry", "Table", "TopicEntry", "load_catalog", "read_yaml"]
