"""The shapes that most checks have, each written once: a topic says only what is its own, and the shape makes the query.

A topic lists such parts in its `topic.yaml`, under `check.parts`, by name. What is made is plain SQL: `goldenthread topics show`
prints it, and the report carries it, so that it can be read and performed again like a query written by hand.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

# What a cell says when it says that there is nothing.
NOTHING = "('', 'none', 'n/a', 'na', 'null', 'nil', 'tbd', 'tba', '-', '--', 'no', 'unassigned', 'unknown', 'missing', 'not set', 'not applicable')"


class _Part(BaseModel):
    """What every shape needs.

    Attributes:
        table: the table whose rows are the population.
        source: a select that makes the population from several tables; `table` is then the one that has to be there.
        needs: further tables without which the part cannot run.
        item: expression that names an item.
        where: condition that picks the population.
        scopes: restrictions of the population by the words of a claim's scope: dimension and column.
        tests: parameters of the topic that the part tests.
        promise: expressions for sentences that promise what the part tests without a value.
        said: expressions of which a sentence has to match one for its values to ask for the part; any sentence when left out
            ("every quarter" asks for meetings only where the sentence speaks of meetings).
        show: further columns for the report.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    table: str
    source: str = ""
    needs: tuple[str, ...] = ()
    item: str
    where: str = "true"
    scopes: dict[str, str] = {}
    tests: tuple[str, ...] = ()
    promise: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    show: tuple[str, ...] = ()

    @field_validator("promise", "said")
    @classmethod
    def _compiles(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern, re.IGNORECASE)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
        return patterns

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that have to be there."""
        return (self.table, *self.needs)


class State(_Part):
    """Every item of the population is as promised.

    Attributes:
        holds: condition that is true where the promise holds, null where the evidence cannot tell.
        observed: expression of what was found.
        keeps: what the report says where it holds, and `breaks`, `unclear` where it does not or cannot be told.
    """

    shape: Literal["state"]
    holds: str
    observed: str
    keeps: str = "as promised"
    breaks: str
    unclear: str = "the evidence does not say"

    def sql(self) -> str:
        """The query."""
        return _query(self, holds=self.holds, observed=self.observed, reason=_said(self.keeps, self.breaks, self.unclear))


class Deadline(_Part):
    """What began was done within the promised time.

    Dates without a time of day count as whole days: the same day or N days later is within N days, and the next day breaks a
    limit of less than a day.

    Attributes:
        start: column with the moment from which the time runs.
        end: column with the moment at which it was done; null while it is open.
        limit: name of the parameter with the promised time.
        per: column with the severity that picks the time, where the parameter gives one for each.
        done: condition that is true where it was done on a day that the evidence does not give.
        measured_hours: expression of the time taken as the evidence itself counts it, for rows without the two moments.
        what: what was to be done, in the past tense ("acknowledged").
    """

    shape: Literal["deadline"]
    start: str
    end: str
    limit: str
    per: str = ""
    done: str = "false"
    measured_hours: str = "cast(null as double)"
    what: str

    def sql(self) -> str:
        """The query."""
        hours, days, business = self._limits()
        spans = f"""select p.*,
    {hours} as limit_hours, {days} as limit_days, {business} as limit_business_days,
    cast({self.start} as timestamp) as began, cast({self.end} as timestamp) as ended,
    coalesce(cast({self.end} as timestamp), cast($as_of as timestamp) + interval 1 day) as until,
    cast(cast({self.start} as timestamp) as date) = cast({self.start} as timestamp)
      and ({self.end} is null or cast(cast({self.end} as timestamp) as date) = cast({self.end} as timestamp)) as in_days,
    {self.measured_hours} as measured_hours, {self.done} as is_done
  from population as p"""
        timed = """select s.*,
    cast(coalesce(s.ended, cast($as_of as timestamp)) as date) - cast(s.began as date) as taken_days,
    (epoch(s.until) - epoch(s.began)) / 3600.0 as taken_hours,
    c2.business_day_number - c1.business_day_number as taken_business_days
  from spans as s
  left join calendar as c1 on c1.day = cast(s.began as date)
  left join calendar as c2 on c2.day = cast(coalesce(s.ended, cast($as_of as timestamp)) as date)"""
        measured = """select t.*,
    case
      when began is null or (ended is null and is_done) then
        case when measured_hours is null then null
             when limit_business_days is not null then null else measured_hours <= limit_hours + 0.0001 end
      when limit_business_days is not null then taken_business_days <= limit_business_days
      when in_days or (ended is null and limit_hours >= 24) or limit_hours >= 48 then taken_days <= greatest(limit_days, 0) or taken_days = 0
      else taken_hours <= limit_hours + 0.0001
    end as is_within
  from timed as t
  where limit_hours is not null or limit_business_days is not null"""
        stated = (
            f"cast(${self.limit} as varchar)"
            if not self.per
            else "coalesce(cast(limit_business_days as varchar) || ' business days', round(limit_hours) || ' hours')"
        )
        taken = (
            "case when began is null or (ended is null and is_done) then coalesce(round(measured_hours, 1) || ' hours', 'unknown')"
            " when limit_business_days is not null then taken_business_days || ' business days'"
            " when in_days or taken_hours >= 48 then taken_days || ' days'"
            " when taken_hours < 3 then round(taken_hours * 60) || ' minutes' else round(taken_hours, 1) || ' hours' end"
        )
        reason = (
            f"case when is_within is null then 'the evidence does not say how long it took' when ended is null and not is_done and began is not null and not is_within"
            f" then 'still not {_text(self.what)} after ' || {taken} || '; promised within ' || {stated}"
            f" when ended is null and not is_done and began is not null then 'not yet due' else '{_text(self.what)} after ' || {taken} || '; promised within ' || {stated} end"
        )
        return (
            f"with population as (\n  {_population(self)}\n),\nspans as (\n  {spans}\n),\ntimed as (\n  {timed}\n),\nmeasured as (\n  {measured}\n)\n"
            f"select {self.item} as item,\n  {_known(self, 'is_within')} as holds,\n  {taken} as observed,\n  {reason} as reason{_shown(self)}\n"
            f"from measured as p\norder by item"
        )

    def _limits(self) -> tuple[str, str, str]:
        name = self.limit
        if not self.per:
            return f"${name}_hours", f"${name}_days", f"${name}_business_days"
        days = " ".join(f"when '{s}' then ${name}_{s}_days" for s in SEVERITIES)
        business = " ".join(f"when '{s}' then ${name}_{s}_business_days" for s in SEVERITIES)
        severity = f"case when lower({self.per}) in ('moderate') then 'medium' else regexp_extract(lower({self.per}), '(critical|high|medium|low)') end"
        return f"24 * case {severity} {days} end", f"case {severity} {days} end", f"case {severity} {business} end"


class Age(_Part):
    """What has to be done again and again was last done recently enough, as of the end of the period.

    Attributes:
        at: column with the moment it was last done.
        limit: name of the parameter, a duration or a frequency.
        what: what was last done ("reviewed").
        never: whether an item without a date breaks the promise, or cannot be told.
    """

    shape: Literal["age"]
    at: str
    limit: str
    what: str
    never: Literal["breaks", "unclear"] = "unclear"

    def sql(self) -> str:
        """The query."""
        age = f"(cast($as_of as date) - cast({self.at} as date))"
        never = "false" if self.never == "breaks" else "null"
        holds = f"case when ${self.limit}_days is null then null when {self.at} is null then {never} else {age} <= ${self.limit}_days end"
        reason = (
            f"case when {self.at} is null then 'never {_text(self.what)}, for all that the evidence says'"
            f" else '{_text(self.what)} ' || {age} || ' days before the end of the period; promised ' || coalesce(cast(${self.limit} as varchar), '') end"
        )
        observed = f"coalesce(cast(cast({self.at} as date) as varchar), 'never')"
        return _query(self, holds=holds, observed=observed, reason=reason)


class Cadence(_Part):
    """Something happened in every day, week, month, quarter, half or year of the period, or at most so many days apart.

    Attributes:
        at: column with the moment it happened.
        frequency: name of the parameter.
        per: expression that names what has to happen for each ("system"); everything together when left out.
        what: what happened ("review").
    """

    shape: Literal["cadence"]
    at: str
    frequency: str
    per: str = "'all'"
    what: str

    def sql(self) -> str:
        """The query."""
        f = self.frequency
        label = "b.label" if self.per == "'all'" else "s.subject || ' ' || b.label"
        last = "'last'" if self.per == "'all'" else "subject"
        return f"""with population as (
  {_population(self)}
),
done as (
  select cast({self.per} as varchar) as subject, cast({self.at} as date) as day
  from population as p
  where {self.at} is not null and cast({self.at} as date) <= $as_of
),
subjects as (
  select distinct cast({self.per} as varchar) as subject from population as p where {self.per} is not null
),
expected as (
  select {label} as item, b.label, b.starts_on, b.ends_on, b.whole, s.subject
  from subjects as s
  join buckets as b on b.unit = ${f}_unit
),
counted as (
  select e.item, e.label, e.whole, e.ends_on, e.subject, count(d.day) as occurrences, min(d.day) as first_day
  from expected as e
  left join done as d on d.subject = e.subject and d.day between e.starts_on and e.ends_on
  group by e.item, e.label, e.whole, e.ends_on, e.subject
),
latest as (
  select s.subject, max(d.day) as last_day
  from subjects as s
  left join done as d on d.subject = s.subject
  group by s.subject
)
select item, case when occurrences > 0 then true else false end as holds,
  case when occurrences > 0 then cast(first_day as varchar) else 'none' end as observed,
  case when occurrences > 0 then '{_text(self.what)} on ' || cast(first_day as varchar)
       else 'no {_text(self.what)} is on record for ' || label || '; promised ' || cast(${f} as varchar) end as reason,
  subject, first_day
from counted
where occurrences > 0 or (whole and ends_on <= $as_of)

union all

-- a frequency without buckets of its own, or longer than the review: the last one has to be recent enough
select {last} as item,
  case when last_day is null then null else cast($as_of as date) - last_day <= ${f}_days end as holds,
  coalesce(cast(last_day as varchar), 'none') as observed,
  'the last {_text(self.what)} on record was ' || coalesce(cast(cast($as_of as date) - last_day as varchar) || ' days before the end of the period', 'never')
    || '; promised ' || cast(${f} as varchar) as reason,
  subject, last_day
from latest
where ${f}_days is not null and not exists (
  select 1 from counted as c where c.subject = latest.subject and (c.occurrences > 0 or (c.whole and c.ends_on <= $as_of))
)
order by item"""


class Coverage(_Part):
    """Every item of one population stands in another.

    Attributes:
        by: the table, or select in brackets, that has to cover the population.
        on: condition that joins an item `p` of the population to a row `q` of `by`.
        what: what an item without a row lacks ("a training record").
        holds_if: condition on a row `q` that has to be true besides.
    """

    shape: Literal["coverage"]
    by: str
    on: str
    what: str
    holds_if: str = "true"

    def sql(self) -> str:
        """The query."""
        covered = f"exists (select 1 from {self.by} as q where {self.on} and {self.holds_if})"
        return _query(
            self, holds=covered, observed=f"case when {covered} then 'has {_text(self.what)}' else 'no {_text(self.what)}' end",
            reason=f"case when {covered} then 'has {_text(self.what)}' else '{_text(self.what)} is not on record' end",
        )  # fmt: skip


class Aggregate(_Part):
    """A figure over the population, or over groups of it, reaches or keeps below the promised one.

    Attributes:
        value: aggregate expression over the population.
        group: expression that names a group, each of which is an item; one group when left out.
        limit: name of the parameter with the promised figure.
        at_least: whether the promise is a lower bound.
        unit: what the figure counts.
    """

    shape: Literal["aggregate"]
    value: str
    group: str = ""
    limit: str
    at_least: bool = True
    unit: str = ""

    def sql(self) -> str:
        """The query."""
        grouped = f"\n  group by {self.group}" if self.group else ""
        item = self.group or self.item
        sign = ">=" if self.at_least else "<="
        bound = "at least" if self.at_least else "at most"
        return f"""with population as (
  {_population(self)}
),
figures as (
  select {item} as item, {self.value} as figure, count(*) as rows_counted
  from population as p{grouped}
)
select item, figure {sign} ${self.limit} as holds,
  round(figure, 4) || '{_text(self.unit)}' as observed,
  round(figure, 4) || '{_text(self.unit)} over ' || rows_counted || ' rows; promised {bound} ' || ${self.limit} || '{_text(self.unit)}' as reason,
  rows_counted
from figures
where rows_counted > 0
order by item"""


Part = Annotated[State | Deadline | Age | Cadence | Coverage | Aggregate, Field(discriminator="shape")]
SEVERITIES = ("critical", "high", "medium", "low")


def _text(words: str) -> str:
    return words.replace("'", "''")


def _said(keeps: str, breaks: str, unclear: str) -> str:
    return f"case when holds is null then '{_text(unclear)}' when holds then '{_text(keeps)}' else '{_text(breaks)}' end"


def _population(part: _Part) -> str:
    source = f"({part.source.strip()})" if part.source else part.table
    conditions = [f"({part.where})"] + [f"({_restricted(dimension, column)})" for dimension, column in part.scopes.items()]
    return f"select * from {source} as r\n  where " + "\n    and ".join(conditions)


def _restricted(dimension: str, column: str) -> str:
    """Rows whose column says the value of the scope, and rows whose column says nothing."""
    name = f"$scope_{dimension}"
    same = f"lower({column}) like lower({name}) || '%' or '|' || lower({name}) || '|' like '%|' || lower({column}) || '|%'"
    if dimension == "environment":
        same += f" or lower({column}) like substr({name}, 1, 4) || '%' or (lower({name}) = 'production' and lower({column}) in ('prd', 'live'))"
    else:
        same += f" or lower({column}) like '%' || lower({name}) || '%'"
    return f"{name} is null or {column} is null or {same}"


def _known(part: _Part, holds: str) -> str:
    """What is broken by an item that may not belong to the population cannot be told."""
    unknown = " or ".join(f"($scope_{dimension} is not null and {column} is null)" for dimension, column in part.scopes.items())
    return f"case when {unknown} then case when {holds} then true end else {holds} end" if unknown else holds


def _shown(part: _Part) -> str:
    return "".join(f", {column}" for column in part.show)


def _query(part: _Part, holds: str, observed: str, reason: str) -> str:
    return (
        f"with population as (\n  {_population(part)}\n),\n"
        f"judged as (\n  select p.*, {_known(part, f'({holds})')} as holds\n  from population as p\n)\n"
        f"select {part.item} as item, holds,\n  {observed} as observed,\n  {reason} as reason{_shown(part)}\n"
        f"from judged as p\norder by item"
    )
