-- calendar: a row a day with a running number of business days.
create table calendar as
with days as (
  select cast(d as date) as day,
         isodow(d) < 6 and not list_contains($holidays, cast(d as date)) as is_business_day
  from generate_series(timestamp '2010-01-01', timestamp '2035-12-31', interval 1 day) as s(d))
select day, is_business_day,
       sum(case when is_business_day then 1 else 0 end) over (order by day) as business_day_number
from days;

-- buckets: the periods in which a frequency expects an occurrence.
create table buckets as
with days as (
  select day, is_business_day, cast(date_trunc('quarter', day) as date) as quarter_start,
         make_date(year(day), case when month(day) < 7 then 1 else 7 end, 1) as half_start
  from calendar where day between $first and $last),
named as (
  select 'day' as unit, strftime(day, '%Y-%m-%d') as label, day as first, day as last from days
  union all
  select 'business_day', strftime(day, '%Y-%m-%d'), day, day from days where is_business_day
  union all
  select 'week', strftime(day, '%G-W%V'), cast(date_trunc('week', day) as date),
         cast(date_trunc('week', day) + interval 6 day as date) from days
  union all
  select 'month', strftime(day, '%Y-%m'), cast(date_trunc('month', day) as date), last_day(day) from days
  union all
  select 'quarter', strftime(day, '%Y') || '-Q' || quarter(day), quarter_start,
         cast(quarter_start + interval 3 month - interval 1 day as date) from days
  union all
  select 'half', strftime(day, '%Y') || case when month(day) < 7 then '-H1' else '-H2' end, half_start,
         cast(half_start + interval 6 month - interval 1 day as date) from days
  union all
  select 'year', strftime(day, '%Y'), make_date(year(day), 1, 1), make_date(year(day), 12, 31) from days)
select unit, label, min(first) as starts_on, max(last) as ends_on,
       min(first) >= $first and max(last) <= $last as whole
from named group by unit, label order by unit, starts_on;
