"""The shapes that most checks have, each written once: a topic says only what is its own, and the shape makes the query.

A topic lists such parts in its `topic.yaml`, under `check.parts`, by name. What is made is plain SQL: `goldenthread topics show`
prints it, and the report carries it, so that it can be read and performed again like a query written by hand.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .shape import LACKING, NOTHING, Shape, known_sql, population_sql, query_sql, said_sql, shown_sql, text_sql

SEVERITIES = ("critical", "high", "medium", "low")


class State(Shape):
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
        return query_sql(self, holds=self.holds, observed=self.observed, reason=said_sql(self.keeps, self.breaks, self.unclear))


class Deadline(Shape):
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
        lenient: condition under which lateness cannot be told (only the hours of business count, the start is a later moment).
        what: what was to be done, in the past tense ("acknowledged").
    """

    shape: Literal["deadline"]
    start: str
    end: str
    limit: str
    per: str = ""
    done: str = "false"
    measured_hours: str = "cast(null as double)"
    lenient: str = "false"
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
    c2.business_day_number - c1.business_day_number as taken_business_days,
    count(s.ended) over () as ends_told, count(*) over () as spans_given
  from spans as s
  left join calendar as c1 on c1.day = cast(s.began as date)
  left join calendar as c2 on c2.day = cast(coalesce(s.ended, cast($as_of as timestamp)) as date)"""
        measured = """select t.*,
    case
      -- several spans of which none ever ended: the evidence does not tell ends
      when ended is null and ends_told = 0 and spans_given >= 3 and measured_hours is null then null
      when began is null or (ended is null and is_done) then
        case when measured_hours is null then null
             when limit_business_days is not null then null else measured_hours <= limit_hours + 0.0001 end
      when limit_business_days is not null then taken_business_days <= limit_business_days
      when in_days or (ended is null and limit_hours >= 24) or limit_hours >= 48
        then taken_days <= greatest(limit_days, 0) or taken_days = 0
      else taken_hours <= limit_hours + 0.0001
    end as is_timely
  from timed as t
  where limit_hours is not null or limit_business_days is not null"""
        pardoned = f"""select m.*,
    case when m.is_timely or not coalesce({self.lenient}, false) then m.is_timely end as is_within,
    coalesce(not m.is_timely and {self.lenient}, false) as is_pardoned
  from measured as m"""
        stated = (
            f"cast(${self.limit} as varchar)"
            if not self.per
            else "coalesce(cast(limit_business_days as varchar) || ' business days', round(limit_hours) || ' hours')"
        )
        taken = (
            "case when began is null or (ended is null and is_done) then coalesce("
            "case when measured_hours < 3 then cast(round(measured_hours * 60) as bigint) || ' minutes' end,"
            " round(measured_hours * 10) / 10.0 || ' hours', 'unknown')"
            " when limit_business_days is not null then taken_business_days || ' business days'"
            " when in_days or taken_hours >= 48 then taken_days || ' days'"
            " when taken_hours < 3 then cast(round(taken_hours * 60) as bigint) || ' minutes'"
            " else round(taken_hours * 10) / 10.0 || ' hours' end"
        )
        what, open_ = text_sql(self.what), "ended is null and not is_done and began is not null"
        reason = (
            f"case when is_pardoned then '{what} after ' || {taken} || '; it cannot be told whether that is within ' || {stated}"
            f" when is_within is null then 'the evidence does not say how long it took'"
            f" when {open_} and not is_within then 'still not {what} after ' || {taken} || '; promised within ' || {stated}"
            f" when {open_} then 'not yet due'"
            f" else '{what} after ' || {taken} || '; promised within ' || {stated} end"
        )
        return (
            f"with population as (\n  {population_sql(self)}\n),\nspans as (\n  {spans}\n),\n"
            f"timed as (\n  {timed}\n),\nmeasured as (\n  {measured}\n),\npardoned as (\n  {pardoned}\n)\n"
            f"select {self.item} as item,\n  {known_sql(self, 'is_within')} as holds,\n"
            f"  {taken} as observed,\n  {reason} as reason{shown_sql(self)}\nfrom pardoned as p\norder by item"
        )

    def _limits(self) -> tuple[str, str, str]:
        name = self.limit
        if not self.per:
            return f"${name}_hours", f"${name}_days", f"${name}_business_days"
        days = " ".join(f"when '{s}' then ${name}_{s}_days" for s in SEVERITIES)
        business = " ".join(f"when '{s}' then ${name}_{s}_business_days" for s in SEVERITIES)
        named = " ".join(f"when lower({self.per}) like '%{s}%' then '{s}'" for s in SEVERITIES)
        severity = f"case when lower({self.per}) = 'moderate' then 'medium' {named} end"
        return f"24 * case {severity} {days} end", f"case {severity} {days} end", f"case {severity} {business} end"


class Age(Shape):
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
        limit, what = f"${self.limit}_days", text_sql(self.what)
        holds = f"case when {limit} is null then null when {self.at} is null then {never} else {age} <= {limit} end"
        reason = (
            f"case when {self.at} is null then 'never {what}, for all that the evidence says'"
            f" else '{what} ' || {age} || ' days before the end of the period; promised '"
            f" || coalesce(cast(${self.limit} as varchar), '') end"
        )
        observed = f"coalesce(cast(cast({self.at} as date) as varchar), 'never')"
        return query_sql(self, holds=holds, observed=observed, reason=reason)


class Cadence(Shape):
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
        undecided = "p.is_undecided" if self.decided_by else "false"
        return f"""with population as (
  {population_sql(self)}
),
done as (
  select cast({self.per} as varchar) as subject, cast({self.at} as date) as day, {undecided} as is_undecided
  from population as p
  where {self.at} is not null and cast({self.at} as date) <= $as_of
),
subjects as (
  select distinct cast({self.per} as varchar) as subject from population as p
  where {self.per} is not null and ({self.at} is not null or {self.item} is not null)
),
expected as (
  select {label} as item, b.label, b.starts_on, b.ends_on, b.whole, s.subject
  from subjects as s
  join buckets as b on b.unit = ${f}_unit
),
counted as (
  select e.item, e.label, e.whole, e.ends_on, e.subject,
    count(d.day) filter (where not d.is_undecided) as occurrences, min(d.day) filter (where not d.is_undecided) as first_day,
    min(d.day) filter (where d.is_undecided) as undecided_day
  from expected as e
  left join done as d on d.subject = e.subject and d.day between e.starts_on and e.ends_on
  group by e.item, e.label, e.whole, e.ends_on, e.subject
),
latest as (
  select s.subject, max(d.day) filter (where not d.is_undecided) as last_day,
    max(d.day) filter (where d.is_undecided) as undecided_day
  from subjects as s
  left join done as d on d.subject = s.subject
  group by s.subject
)
select item, case when occurrences > 0 then true when undecided_day is null then false end as holds,
  case when occurrences > 0 then cast(first_day as varchar) else 'none' end as observed,
  case when occurrences > 0 then '{text_sql(self.what)} on ' || cast(first_day as varchar)
       when undecided_day is not null
         then 'the evidence does not say whether the {text_sql(self.what)} of ' || cast(undecided_day as varchar) || ' took place'
       else 'no {text_sql(self.what)} is on record for ' || label || '; promised ' || cast(${f} as varchar) end as reason,
  subject, first_day
from counted
where occurrences > 0 or (whole and ends_on <= $as_of)

union all

-- a frequency without buckets of its own, or longer than the review: the last one has to be recent enough
select {last} as item,
  case when last_day is null then null when cast($as_of as date) - last_day <= ${f}_days then true
    when undecided_day is null or cast($as_of as date) - undecided_day > ${f}_days then false end as holds,
  coalesce(cast(last_day as varchar), 'none') as observed,
  'the last {text_sql(self.what)} on record was '
    || coalesce(cast(cast($as_of as date) - last_day as varchar) || ' days before the end of the period', 'never')
    || '; promised ' || cast(${f} as varchar) as reason,
  subject, last_day
from latest
where ${f}_days is not null and not exists (
  select 1 from counted as c where c.subject = latest.subject and (c.occurrences > 0 or (c.whole and c.ends_on <= $as_of))
)
order by item"""


class Coverage(Shape):
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
        what = text_sql(self.what)
        return query_sql(
            self,
            holds=covered,
            observed=f"case when holds then 'has {what}' else 'no {what}' end",
            reason=f"case when holds then 'has {what}' else '{what} is not on record' end",
        )


class Aggregate(Shape):
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
        figure = (
            "case when figure = round(figure) then cast(cast(figure as bigint) as varchar)"
            " else cast(round(figure * 10000) / 10000.0 as varchar) end"
        )
        return f"""with population as (
  {population_sql(self)}
),
figures as (
  select {item} as item, {self.value} as figure, count(*) as rows_counted
  from population as p{grouped}
)
select item, figure {sign} ${self.limit} as holds,
  {figure} || '{text_sql(self.unit)}' as observed,
  {figure} || '{text_sql(self.unit)} over ' || rows_counted || ' rows; promised {bound} '
    || ${self.limit} || '{text_sql(self.unit)}' as reason,
  rows_counted
from figures
where rows_counted > 0
order by item"""


class Filled(Shape):
    """A column that records what is promised says something for every item.

    A blank breaks the promise only where other items of the same file have the column filled: one that is empty throughout
    records nothing.

    Attributes:
        column: the column, or an expression of text.
        what: what it records ("an owner").
    """

    shape: Literal["filled"]
    column: str
    what: str

    def sql(self) -> str:
        """The query."""
        text = f"trim(cast({self.column} as varchar))"
        blank = f"({text} is null or lower({text}) in {NOTHING})"
        lacks = f"regexp_matches(lower({text}), {LACKING})"
        same_file = "" if self.source else "partition by p.evidence_file"
        used = f"count(*) filter (where not {blank} and not {lacks}) over ({same_file}) > 0"
        what = text_sql(self.what)
        return query_sql(
            self,
            holds=f"case when {blank} then case when {used} then false end when {lacks} then false else true end",
            observed=f"coalesce({text}, 'blank')",
            reason=f"case when holds is null then 'the evidence does not record {what}' when holds then 'has {what}'"
            f" else '{what} is not recorded' end",
        )


Part = Annotated[State | Filled | Deadline | Age | Cadence | Coverage | Aggregate, Field(discriminator="shape")]
