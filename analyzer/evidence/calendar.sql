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
  select day, is_business_day, cast(date_trunc('week', day) as date) as week_start,
         cast(date_trunc('quarter', day) as date) as quarter_start,
         make_date(year(day), case when month(day) < 7 then 1 else 7 end, 1) as half_start
  from calendar where day between $first and $last),
named as (
  select unnest([
    {'unit': 'day', 'label': strftime(day, '%Y-%m-%d'), 'first': day, 'last': day},
    {'unit': case when is_business_day then 'business_day' end, 'label': strftime(day, '%Y-%m-%d'), 'first': day, 'last': day},
    {'unit': case when isodow(day) < 7 then 'day_except_sunday' end, 'label': strftime(day, '%Y-%m-%d'), 'first': day, 'last': day},
    {'unit': 'week', 'label': strftime(day, '%G-W%V'),
     'first': week_start, 'last': cast(week_start + interval 6 day as date)},
    {'unit': 'month', 'label': strftime(day, '%Y-%m'), 'first': cast(date_trunc('month', day) as date), 'last': last_day(day)},
    {'unit': 'quarter', 'label': strftime(day, '%Y') || '-Q' || quarter(day),
     'first': quarter_start, 'last': cast(quarter_start + interval 3 month - interval 1 day as date)},
    {'unit': 'half', 'label': strftime(day, '%Y') || case when month(day) < 7 then '-H1' else '-H2' end,
     'first': half_start, 'last': cast(half_start + interval 6 month - interval 1 day as date)},
    {'unit': 'year', 'label': strftime(day, '%Y'),
     'first': make_date(year(day), 1, 1), 'last': make_date(year(day), 12, 31)}
  ], recursive := true)
  from days)
select unit, label, min(first) as starts_on, max(last) as ends_on,
       min(first) >= $first and max(last) <= $last as whole
from named where unit is not null group by unit, label order by unit, starts_on;
