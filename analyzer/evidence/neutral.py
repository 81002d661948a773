"""How an export that no source describes becomes rows of the vendor-neutral tables: by its headers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..catalog import Table
from ..config import MatchRule
from .answers import answer_sql, names_things
from .approvals import TABLE as APPROVALS
from .approvals import review_columns, reviews_sql
from .cells import is_of, shape_of
from .factors import TABLE as FACTORS
from .factors import USERS, directory_of, factor_column, factors_sql
from .identifiers import keyed
from .leavers import TABLE as REMOVALS
from .leavers import AccountColumn, account_columns, removals_sql
from .likeness import Likeness
from .match import Match, NoMatch, confirmed, match_table, subject_named, with_context
from .moments import Clock, clocks, moment_sql
from .records import Records
from .registers import REPORTS, REVIEWS, report_columns, reports_sql
from .shields import OF_ENDPOINTS, shield_columns, shields_sql
from .shields import TABLE as SHIELDS

OF_REPORTS = "vendors.report"  # what a register says of reports is also a record of them
DEEPEST = 2  # objects in objects of a record that are looked into
NUMBERED = ("number", "pr_number")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeutralLoad:
    """The SQL that loads an export, and what it does, for people.

    Attributes:
        sql: the statements, over the relation `raw`.
        tables: the tables that they fill.
        mapping: what each header stands for.
        alike: how sure that is of the headers that were told by likeness, 0.6 to 1.
        naming: the columns of yes and no whose cells name things instead, with the words that tell which.
    """

    sql: str
    tables: tuple[str, ...]
    mapping: dict[str, str]
    alike: dict[str, float]
    naming: dict[str, str] = field(default_factory=dict[str, str])


def neutral_load(
    records: Records, tables: Mapping[str, Table], called: str = "", likeness: Callable[[], Likeness | None] = lambda: None,
    rule: MatchRule | None = None,
) -> NeutralLoad | NoMatch:  # fmt: skip
    """How to load records into the tables that their headers clearly mean, or why not.

    Args:
        called: what the file is called, which says what it is about where its headers do not.
        likeness: gives what compares headers by their meaning, where names do not tell; None for names alone.
        rule: what the owner of the file says that it is.

    Raises:
        ValueError: if the rule names a table, column or header that there is not.
    """
    expressions, values = _expressions(records), values_of(records)
    around = {key: _json_value(key) for key in sorted(records.context)}
    match, known = (confirmed(rule, list(expressions), tables), {}) if rule else _match(expressions, values, tables, called, around)
    alike: dict[str, float] = {}
    compared = likeness()
    spoken_of = subject_named(called, match, values, tables) if isinstance(match, Match) and not rule else None
    if isinstance(match, Match) and spoken_of:
        match = NoMatch(f"its columns fit {match.table.id}, and its name speaks of {spoken_of.id}")
    if isinstance(match, Match) and not rule:
        match = directory_of(match, values, tables)
    if compared is not None:
        only = spoken_of.id if spoken_of else None
        told = (
            compared.match(values, called, only) if isinstance(match, NoMatch) else compared.completed(match, _free(values, known))
        )
        if told is not None and not only and not rule and subject_named(called, told.match, values, tables):
            told = None
        if told is not None:
            match, alike = told.match, {told.match.headers[column]: sure for column, sure in told.sureness.items()}
    if isinstance(match, NoMatch):
        return match
    match, alike = (match, alike) if rule else _keyed(match, values, alike)
    match = _as_its_cells_are(match, values)
    match, expressions = with_context(match, around), {**around, **expressions}
    naming = _naming(match, values)
    sql = [_insert(match, expressions, known, naming)]
    mapping = {header: f"{match.table.id}.{column}" for column, header in match.headers.items()}
    for clock in (known[header] for header in match.headers.values() if header in known):
        mapping[clock.time] += f" (time of {clock.day})"
        mapping[clock.day] = "days of the times"
    accounts = _accounts(match, values, mapping) if REMOVALS in tables else []
    chosen = {column: value_sql(column, expressions[header]) for column, header in match.headers.items()}
    for account in accounts:
        sql.append(removals_sql(account, expressions[account.header], chosen))
        mapping[account.header] = f"{REMOVALS}.removed_at ({account.system})"
    filled = [match.table.id, *([REMOVALS] if accounts else [])]
    others = {header: target for header, target in mapping.items() if not target.startswith(OF_REPORTS)}
    reports = report_columns(expressions, others) if match.table.id == "vendors" and {REPORTS, REVIEWS} <= tables.keys() else None
    if reports:
        vendor = chosen.get("vendor_id") or chosen["name"]
        sql.append(reports_sql(reports, vendor, expressions))
        mapping |= reports.targets
        alike = {header: sure for header, sure in alike.items() if header not in reports.targets}
        filled += [REPORTS, *([REVIEWS] if "reviewed_at" in reports.parts else [])]
    for table, statement, targets in _in_same_row(match, tables, expressions, mapping, called):
        sql.append(statement)
        mapping |= targets
        filled.append(table)
    return NeutralLoad(sql=";\n".join(sql), tables=tuple(filled), mapping=mapping, alike=alike, naming=naming)


def _in_same_row(
    match: Match, tables: Mapping[str, Table], expressions: Mapping[str, str], taken: Mapping[str, str], called: str
) -> list[tuple[str, str, dict[str, str]]]:
    """What the rows say besides: the table that it fills, the SQL that does it, and the columns of the headers."""
    about, chosen = match.table.id, {one: value_sql(one, expressions[header]) for one, header in match.headers.items()}
    if about == "pull_requests" and APPROVALS in tables and (reviews := review_columns(expressions, taken)):
        targets = {header: f"{APPROVALS}.{column}" for column, header in reviews.items()}
        return [(APPROVALS, reviews_sql(reviews, expressions, chosen), targets)]
    if about == USERS and FACTORS in tables and (named := factor_column(tables[FACTORS], expressions, taken)):
        return [(FACTORS, factors_sql(expressions[named], chosen), {named: f"{FACTORS}.factor_type"})]
    if about == OF_ENDPOINTS and SHIELDS in tables and (shield := shield_columns(expressions, taken)):
        return [(SHIELDS, shields_sql(shield, expressions, chosen, called), shield.targets)]
    return []


def _keyed(match: Match, values: Mapping[str, list[str]], alike: Mapping[str, float]) -> tuple[Match, dict[str, float]]:
    """The match by its column of identifiers, which is as sure as what stood for it, and how sure the others are."""
    own = keyed(match, values)
    sureness = {column: alike[header] for column, header in match.headers.items() if header in alike}
    return own, {header: sureness[column] for column, header in own.headers.items() if column in sureness}


def _as_its_cells_are(match: Match, values: Mapping[str, list[str]]) -> Match:
    """The match with each header whose cells do not fit its column's type as the other column that it may stand for.

    One of whose cells none says yes or no, in no words that its column knows, stands for none.
    """
    headers = dict(match.headers)
    for column, header in match.headers.items():
        spec = match.table.columns[column]
        cells = values.get(header, [])
        if spec.answers and (shape := shape_of(cells)) and not shape.answers and not names_things(spec.answers, cells):
            headers.pop(column)
        elif spec.otherwise and spec.otherwise not in headers and not is_of(spec.type, shape_of(cells)):
            headers[spec.otherwise] = headers.pop(column)
    return Match(match.table, headers)


def _naming(match: Match, values: Mapping[str, list[str]]) -> dict[str, str]:
    """The columns of yes and no whose cells name things, with the words that tell which."""
    kinds = {column: match.table.columns[column].answers for column in match.headers}
    return {column: kind for column, kind in kinds.items() if kind and names_things(kind, values.get(match.headers[column], []))}


def _free(values: Mapping[str, list[str]], known: Mapping[str, Clock]) -> dict[str, list[str]]:
    """The values of the headers that are no part of a moment which two columns tell together."""
    joined = {name for clock in known.values() for name in (clock.day, clock.time)}
    return {header: cells for header, cells in values.items() if header not in joined}


def _match(
    expressions: Mapping[str, str], values: Mapping[str, list[str]], tables: Mapping[str, Table], called: str, around: Iterable[str]
) -> tuple[Match | NoMatch, dict[str, Clock]]:
    """The table, and the columns of times that are read together with a column of days."""
    known = clocks(values)
    days = {clock.day for clock in known.values()}
    if known:
        match = match_table([header for header in expressions if header not in days], tables, called, around, values)
        if isinstance(match, Match) and any(
            header in known and match.table.columns[column].type == "timestamp" for column, header in match.headers.items()
        ):
            return match, known
    return match_table(expressions, tables, called, around, values), {}


def _accounts(match: Match, values: Mapping[str, list[str]], taken: Mapping[str, str]) -> list[AccountColumn]:
    headers = match.headers
    if match.table.id != "people" or "end_date" not in headers or not headers.keys() & {"email", "person_id"}:
        return []
    return account_columns(values, taken)


def _expressions(records: Records) -> dict[str, str]:
    """What may be taken for a column, with the SQL expression of its value in the relation `raw`."""
    if records.kind == "csv":
        return {header: '"' + header.replace('"', '""') + '"' for header in records.columns}
    return {header: _json_value(*path) for header, path in _paths(records).items()}


def _paths(records: Records) -> dict[str, tuple[str, ...]]:
    """Of JSON records the keys that may be taken for a column: their own, and those of objects in them (`fields.owner.email`)."""
    found: dict[str, tuple[str, ...]] = {}
    for record in records.sample:
        for path in _inside({key: value for key, value in record.items() if key not in records.context}, ()):
            found.setdefault(".".join(path), path)
    return found


def _inside(value: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for key, inner in value.items():
        if isinstance(inner, dict) and len(path) < DEEPEST:
            yield from _inside(inner, (*path, key))
        else:
            yield (*path, key)


def _json_value(*keys: str) -> str:
    path = "$" + "".join("." + json.dumps(key, ensure_ascii=False) for key in keys)
    return "(record->>'" + path.replace("'", "''") + "')"


def values_of(records: Records) -> dict[str, list[str]]:
    """The first values of everything that may be taken for a column, as text."""
    paths = {header: (header,) for header in records.columns} if records.kind == "csv" else _paths(records)
    return {header: [_text(record, path) for record in records.sample] for header, path in paths.items()}


def _text(record: Mapping[str, Any], path: tuple[str, ...]) -> str:
    value: Any = record
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return "" if value is None else str(value)


def value_sql(column: str, expression: str, naming: Mapping[str, str] | None = None) -> str:
    """The expression of a column's text: of the number of a request without the letters before it (`MR-17`, `#17`, `!17`).

    Args:
        naming: the columns of yes and no whose cells name things, with the words that tell which.
    """
    if naming and column in naming:
        return answer_sql(naming[column], expression)
    if column in NUMBERED:
        return f"regexp_replace(trim({expression}), '^(?:[A-Za-z]{{2,4}}[- ]?|[#!])([0-9]+)$', '\\1')"
    return expression


def _insert(match: Match, expressions: Mapping[str, str], known: Mapping[str, Clock], naming: Mapping[str, str]) -> str:
    chosen = {
        column: moment_sql(column, match.table, match.headers, known, expressions)
        if header in known and match.table.columns[column].type == "timestamp"
        else value_sql(column, expressions[header], naming)
        for column, header in match.headers.items()
    }
    targets, values = ", ".join(f'"{column}"' for column in chosen), ", ".join(f"({value})" for value in chosen.values())
    return f'insert into "{match.table.id}" ({targets}, evidence_file, evidence_row) select {values}, file, row_number from raw'
