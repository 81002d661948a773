-- What is expected is a successful restore in every month, quarter, year ... of the period: one row each; one per store
-- and period where the claim is about kinds of store or stores with customer data. A test that failed is no test.
with stores as (
  select
    resource_id, lower(resource_id) as key, env, contains_customer_data,
    case
      when engine ilike '%s3%' or engine ilike '%gcs%' or engine ilike '%blob%' or engine ilike '%bucket%' or engine ilike '%object%'
        then 'object_storage'
      when engine ilike '%ebs%' or engine ilike '%efs%' or engine ilike '%volume%' or engine ilike '%disk%' then 'volume'
      else 'database'
    end as kind,
    $scope_environment is null
      or lower(env) like substr($scope_environment, 1, 3) || '%'
      or ($scope_environment = 'production' and lower(env) in ('prd', 'live')) as is_in_environment
  from data_stores
),
stores_in_scope as (
  select key, resource_id, $scope_customer_data is null or contains_customer_data is not null as is_scope_known
  from stores
  where is_in_environment
    and ($scope_customer_data is null or coalesce(contains_customer_data, true))
    and ($scope_store is null or lower($scope_store) = 'backup' or $scope_store ilike '%' || kind || '%')
),
named_tests as (
  select
    coalesce(test_id, 'the test') as test_id, resource_id, lower(resource_id) as name, cast(tested_at as date) as tested_on,
    case
      when result ilike '%fail%' or result ilike '%error%' or result ilike '%partial%' or result ilike '%unsuccess%'
        or result ilike '%abort%' or result ilike '%incomplete%' or result ilike 'not %' or lower(result) in ('no', 'false') then 'failed'
      when result ilike 'pass%' or result ilike 'succe%' or result ilike 'complete%' or result ilike 'ok%'
        or lower(result) in ('true', 'yes', 'done', 'verified', 'restored') then 'succeeded'
      else 'unknown'
    end as outcome
  from restore_tests
  where tested_at is not null and cast(tested_at as date) <= $as_of
),
tests as (
  select t.test_id, t.resource_id, t.tested_on, t.outcome, s.key, s.is_in_environment
  from named_tests as t
  left join stores as s
    on t.name = s.key or t.name like '%:' || s.key or t.name like '%/' || s.key
    or s.key like '%:' || t.name or s.key like '%/' || t.name
  qualify row_number() over (partition by t.test_id, t.resource_id, t.tested_on, t.outcome order by length(s.key) desc nulls last, s.key) = 1
),
targets as (
  -- what has to be restored: each store, or anything at all
  select key, resource_id || ' ' as prefix, resource_id
  from stores_in_scope
  where ($scope_store is not null and lower($scope_store) <> 'backup') or $scope_customer_data is not null
  union all
  select cast(null as varchar), '', cast(null as varchar)
  where (($scope_store is null or lower($scope_store) = 'backup') and $scope_customer_data is null)
    or not exists (select 1 from data_stores)
),
target_tests as (
  select g.prefix, g.key, g.resource_id, t.test_id, t.tested_on, t.outcome
  from targets as g
  join tests as t on (g.key is null and coalesce(t.is_in_environment, true)) or t.key = g.key
),
log_reach as (
  select min(tested_on) as first_on from named_tests
),
naming as (
  -- tests that name no store of the register do not show that a store was left out
  select
    not exists (select 1 from data_stores) or exists (select 1 from tests where key is not null) as is_comparable,
    not exists (select 1 from restore_tests where tested_at is null) as is_dated
),
expected as (
  select
    g.prefix, g.resource_id, b.label, b.starts_on, b.ends_on, b.whole and b.ends_on <= $as_of as is_due,
    count(t.test_id) filter (where t.outcome = 'succeeded') as succeeded,
    count(t.test_id) filter (where t.outcome = 'failed') as failed,
    count(t.test_id) filter (where t.outcome = 'unknown') as undecided,
    string_agg(t.test_id || ' of ' || cast(t.tested_on as varchar), ', ' order by t.tested_on) as tests
  from targets as g
  join buckets as b on b.unit = $frequency_unit
  left join target_tests as t on t.prefix = g.prefix and t.tested_on between b.starts_on and b.ends_on
  group by g.prefix, g.resource_id, b.label, b.starts_on, b.ends_on, b.whole
),
whole_periods as (
  select
    exists (select 1 from buckets where unit = $frequency_unit and whole and ends_on <= $as_of)
      or ($frequency_unit is null and $as_of - $period_start >= $frequency_days) as are_there
),
latest as (
  select
    g.prefix, g.resource_id,
    max(t.tested_on) filter (where t.outcome = 'succeeded') as succeeded_on,
    $as_of - max(t.tested_on) filter (where t.outcome = 'succeeded') as age_days,
    count(t.test_id) filter (where t.outcome = 'succeeded' and t.tested_on >= $period_start) as in_period,
    bool_or(t.outcome = 'unknown') as has_undecided,
    string_agg(t.test_id || ' of ' || cast(t.tested_on as varchar), ', ' order by t.tested_on) as tests
  from targets as g
  left join target_tests as t on t.prefix = g.prefix
  group by g.prefix, g.resource_id
),
moments as (
  select prefix, tested_on as happened_on from target_tests where outcome = 'succeeded'
  union
  select g.prefix, $period_start
  from targets as g
  where not exists (
    select 1 from target_tests as t where t.prefix = g.prefix and t.outcome = 'succeeded' and t.tested_on < $period_start)
  union
  select prefix, $as_of from targets
),
gaps as (
  select prefix, happened_on as opens_on, lead(happened_on) over (partition by prefix order by happened_on) as closes_on
  from moments
),
longest_gaps as (
  select prefix, opens_on, closes_on, closes_on - opens_on as days
  from gaps
  where closes_on > $period_start
  qualify row_number() over (partition by prefix order by closes_on - opens_on desc nulls last, opens_on) = 1
),
results as (
  select
    e.prefix || e.label as item,
    case
      when e.succeeded > 0 then true
      when e.undecided > 0 then null
      when n.is_dated and (e.resource_id is null or n.is_comparable) then false
    end as holds,
    case
      when e.succeeded > 0 then cast(e.succeeded as varchar) || ' successful'
      when e.undecided > 0 then 'result unknown'
      when e.failed > 0 then cast(e.failed as varchar) || ' failed, none successful'
      else 'no test'
    end as observed,
    case
      when e.succeeded > 0 then 'a restore succeeded between '
      when e.undecided > 0 then 'the evidence does not say whether the restore succeeded that was tested between '
      when e.failed > 0 then 'the restore failed and none succeeded between '
      else 'no restore was tested between '
    end || cast(e.starts_on as varchar) || ' and ' || cast(e.ends_on as varchar) as reason,
    e.resource_id, e.tests, cast(null as date) as last_success_on
  from expected as e
  cross join naming as n
  cross join whole_periods as w
  where w.are_there and (e.is_due or e.succeeded > 0)
  union all
  -- a period shorter than the frequency: the latest restore must not be older than the frequency allows
  select
    l.prefix || coalesce(b.label, cast($as_of as varchar)),
    case
      when l.age_days <= $frequency_days then true
      when l.has_undecided or not n.is_dated then null
      when l.age_days is not null or r.first_on <= $as_of - cast($frequency_days as integer) then false
    end,
    coalesce('last success on ' || cast(l.succeeded_on as varchar), 'no successful test'),
    case
      when l.age_days is not null
        then 'the last successful restore was ' || cast(l.age_days as varchar) || ' days old at the end of the review; at most '
        || cast(cast($frequency_days as bigint) as varchar) || ' days are stated'
      when l.has_undecided then 'the evidence does not say whether a restore succeeded'
      when r.first_on <= $as_of - cast($frequency_days as integer) then 'the evidence holds no successful restore'
      else 'the evidence holds no successful restore' || coalesce(' and reaches back only to ' || cast(r.first_on as varchar), ' that is dated')
    end,
    l.resource_id, l.tests, l.succeeded_on
  from latest as l
  cross join whole_periods as w
  cross join log_reach as r
  cross join naming as n
  left join buckets as b on b.unit = $frequency_unit and $as_of between b.starts_on and b.ends_on
  where $frequency is not null and not w.are_there
  union all
  select
    g.prefix || cast(g.opens_on as varchar) || ' to ' || cast(g.closes_on as varchar),
    case when g.days <= $frequency_days then true when n.is_dated and (l.resource_id is null or n.is_comparable) then false end,
    'longest gap ' || cast(g.days as varchar) || ' days',
    'the longest time without a successful restore was ' || cast(g.days as varchar) || ' days; at most '
      || cast(cast($frequency_days as bigint) as varchar) || ' days are stated',
    l.resource_id, l.tests, l.succeeded_on
  from longest_gaps as g
  join latest as l on l.prefix = g.prefix
  cross join naming as n
  cross join whole_periods as w
  where $frequency_unit is null and w.are_there
  union all
  select
    l.prefix || cast($period_start as varchar) || ' to ' || cast($as_of as varchar),
    case when l.in_period > 0 then true when l.has_undecided then null when n.is_dated and (l.resource_id is null or n.is_comparable) then false end,
    cast(l.in_period as varchar) || ' successful',
    case
      when l.in_period > 0 then 'a restore succeeded in the period'
      when l.has_undecided then 'the evidence does not say whether a restore succeeded'
      else 'no restore succeeded in the period'
    end,
    l.resource_id, l.tests, l.succeeded_on
  from latest as l
  cross join naming as n
  where $frequency is null
)
-- without a register one restore does not stand for stores of a kind, and a store may not be one that is meant
select
  r.item,
  case when coalesce(s.is_scope_known, true) and (r.resource_id is not null or g.are_known or not r.holds) then r.holds
       when r.holds and r.resource_id is not null then true end as holds,
  r.observed,
  r.reason
  || case when r.resource_id is null and not g.are_known and r.holds then '; no register says which stores are meant'
          when not coalesce(s.is_scope_known, true) and not r.holds then '; the register does not say whether it holds customer data'
          else '' end as reason,
  r.resource_id, r.tests, r.last_success_on
from results as r
left join stores_in_scope as s on s.resource_id = r.resource_id
cross join (
  select (($scope_store is null or lower($scope_store) = 'backup') and $scope_customer_data is null)
    or exists (select 1 from data_stores) as are_known
) as g
where exists (select 1 from restore_tests)
order by item
