"""What every shape of a check has: the population, its restrictions, and the words that ask for the part."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from claims.lexicon import spelled_out

# What a cell says when it says that there is nothing.
NOTHING = (
    "('', 'none', 'n/a', 'na', 'null', 'nil', 'tbd', 'tba', '-', '--', 'no', 'unassigned', 'unknown', 'missing', 'not set',"
    " 'not applicable')"
)
# The same where it says plainly that what belongs there is lacking, alone or before a remark ("Pending - requested in May").
LACKING = (
    "'^(none|nil|tbd|tba|tbc|no|unassigned|missing|no (owner|one)( assigned)?|nobody|pending|open|outstanding"
    "|vacant|empty|incomplete|not (yet )?(set|assigned|started|done|performed|completed|documented|defined|recorded))"
    "( *[-(;:,.\u2013\u2014].*)?$'"
)


def _compiling(patterns: tuple[str, ...]) -> tuple[str, ...]:
    patterns = tuple(map(spelled_out, patterns))
    for pattern in patterns:
        try:
            re.compile(pattern, re.IGNORECASE)
        except re.error as error:
            raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
    return patterns


Expressions = Annotated[tuple[str, ...], AfterValidator(_compiling)]


class Flip(BaseModel):
    """A change of one fact that has to break what is promised; `goldenthread prove` makes it and sees whether it does.

    Attributes:
        table: the table of the fact.
        column: its column; none where the row is deleted.
        to: `false`, `true`, `null`, `late`, `early`, `delete`, or the words of the cell.
        when: the parameter that has to be promised for the change to matter; any promise when left out.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    table: str
    column: str = ""
    to: str
    when: str = ""


class Shape(BaseModel):
    """What every shape needs.

    Attributes:
        table: the table whose rows are the population.
        source: a select that makes the population from several tables; `table` is then the one that has to be there.
        needs: further tables without which the part cannot run.
        weighs: tables whose rows can break the promise too, each by what a sentence says that asks for it ("all hosts"): without
            the table such a promise that holds is only partly shown.
        instead: tables of the `source` of which one suffices in place of `table`.
        item: expression that names an item.
        where: condition that picks the population.
        decided_by: columns, or expressions, that decide whether a row belongs to the population. Where one of them is blank,
            though the file fills it elsewhere, the row `is_undecided`: `where` may let it in by that name, and what it breaks
            cannot be told.
        scopes: restrictions of the population by the words of a claim's scope: dimension and column.
        tests: parameters of the topic that the part tests.
        promise: expressions for sentences that promise what the part tests without a value.
        said: expressions of which a sentence has to match one for its values to ask for the part; any sentence when left out
            ("every quarter" asks for meetings only where the sentence speaks of meetings).
        beside: whether it only adds what the evidence happens to hold, so that nothing is lacking where it holds none of it.
        show: further columns for the report.
        flips: changes of a fact that break the promise, each by itself; found in what the part reads when left out.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    table: str
    source: str = ""
    needs: tuple[str, ...] = ()
    weighs: dict[str, str] = {}
    instead: tuple[str, ...] = ()
    item: str
    where: str = "true"
    decided_by: tuple[str, ...] = ()
    scopes: dict[str, str] = {}
    tests: tuple[str, ...] = ()
    promise: Expressions = ()
    said: Expressions = ()
    beside: bool = False
    show: tuple[str, ...] = ()
    flips: tuple[Flip, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that the part reads."""
        return (self.table, *self.needs, *self.instead, *self.weighs)

    def missing(self, is_there: Callable[[str], bool]) -> list[str]:
        """The tables that have to be there and are not.

        Args:
            is_there: whether a table has rows.
        """
        own = [] if any(is_there(table) for table in (self.table, *self.instead)) else [self.table]
        return [*own, *(table for table in self.needs if not is_there(table))]


def text_sql(words: str) -> str:
    """Words as they stand between the quotes of a text in SQL."""
    return words.replace("'", "''")


def said_sql(keeps: str, breaks: str, unclear: str) -> str:
    """The expression of the reason: what is said of an item that holds, does not hold, or cannot be told."""
    return f"case when holds is null then '{text_sql(unclear)}' when holds then '{text_sql(keeps)}' else '{text_sql(breaks)}' end"


def population_sql(part: Shape) -> str:
    """The select of the rows in scope."""
    source = f"({part.source.strip()})" if part.source else part.table
    if part.decided_by:
        file = "" if part.source else "partition by s.evidence_file"
        blank = " or ".join(f"(({column}) is null and count({column}) over ({file}) > 0)" for column in part.decided_by)
        source = f"(select s.*, {blank} as is_undecided from {source} as s)"
    conditions = [f"({part.where})"] + [f"({_restricted(dimension, column)})" for dimension, column in part.scopes.items()]
    return f"select * from {source} as r\n  where " + "\n    and ".join(conditions)


def _restricted(dimension: str, column: str) -> str:
    """Rows whose column says the value of the scope, and rows whose column says nothing."""
    name = f"$scope_{dimension}"
    same = f"lower({column}) like lower({name}) || '%' or '|' || lower({name}) || '|' like '%|' || lower({column}) || '|%'"
    if dimension == "environment":
        same += f" or lower({column}) like substr({name}, 1, 4) || '%'"
        same += f" or (lower({name}) = 'production' and lower({column}) in ('prd', 'live'))"
    else:
        same += f" or lower({column}) like '%' || lower({name}) || '%'"
    return f"{name} is null or {column} is null or {same}"


def known_sql(part: Shape, holds: str) -> str:
    """What is broken by an item that may not belong to the population, or by a row that names none, cannot be told."""
    unknown = [f"({part.item}) is null", f"cast(({part.item}) as varchar) = ''", *(["is_undecided"] if part.decided_by else [])]
    unknown += [f"($scope_{dimension} is not null and {column} is null)" for dimension, column in part.scopes.items()]
    return f"case when {' or '.join(unknown)} then case when {holds} then true end else {holds} end"


def shown_sql(part: Shape) -> str:
    """The further columns of the select."""
    return "".join(f", {column}" for column in part.show)


def query_sql(part: Shape, holds: str, observed: str, reason: str) -> str:
    """The query of a part that looks at each item by itself.

    Args:
        holds: expression over a row `p` of the population; `observed` and `reason` may use its value as `holds`.
    """
    return (
        f"with population as (\n  {population_sql(part)}\n),\n"
        f"judged as (\n  select p.*, {known_sql(part, f'({holds})')} as holds\n  from population as p\n)\n"
        f"select {part.item} as item, holds,\n  {observed} as observed,\n  {reason} as reason{shown_sql(part)}\n"
        f"from judged as p\norder by item"
    )
