-- What is expected is a successful backup of every store in every day, week, month ... of the period: one row each.
-- For a frequency without such a unit (every 4 hours, every 14 days) one row per store with its longest gap.
-- A store that was never backed up is one row.
-- Recovery points are what is left: one that is not there was missed only where it would still be kept.
with stores as (
  select
    d.resource_id, lower(d.resource_id) as key, d.engine, d.env, d.contains_customer_data, d.pitr, d.backup_retention_days,
    c.created_at,
    case
      when d.engine ilike '%s3%' or d.engine ilike '%gcs%' or d.engine ilike '%blob%' or d.engine ilike '%bucket%' or d.engine ilike '%object%'
        then 'object_storage'
      when d.engine ilike '%ebs%' or d.engine ilike '%efs%' or d.engine ilike '%volume%' or d.engine ilike '%disk%' then 'volume'
      else 'database'
    end as kind,
    lower(d.env) like 'prod%' or lower(d.env) in ('prd', 'live') as is_production
  from data_stores as d
  left join (
    select lower(resource_id) as key, min(created_at) as created_at from cloud_resources group by lower(resource_id)
  ) as c on c.key = lower(d.resource_id)
),
stores_in_scope as (
  select
    resource_id, key, kind, env, pitr, backup_retention_days, created_at,
    ($scope_environment is null or env is not null)
      and ($scope_customer_data is null or contains_customer_data is not null) as is_scope_known
  from stores
  where case
      -- without words of scope a promise of backups is about what customers would lose
      when $scope_environment is null and $scope_customer_data is null
        then coalesce(contains_customer_data, coalesce(is_production, true))
      else ($scope_environment is null or env is null
          or lower(env) like substr($scope_environment, 1, 3) || '%' or ($scope_environment = 'production' and is_production))
        and ($scope_customer_data is null or coalesce(contains_customer_data, true))
    end
    and ($scope_store is null or $scope_store ilike '%backup%' or $scope_store ilike '%' || kind || '%')
),
weekday as (
  select case lower(substr($weekday, 1, 3))
    when 'mon' then 0 when 'tue' then 1 when 'wed' then 2 when 'thu' then 3 when 'fri' then 4 when 'sat' then 5 when 'sun' then 6
  end as days_after_monday
),
asked as (
  select case when $kind ilike '%log%' or $kind ilike '%wal%' or $kind ilike '%write%' then 'log' else lower($kind) end as kind
),
asked_backups as (
  select b.*, a.kind is not null and b.kind is null as is_of_unknown_kind
  from backups as b
  cross join asked as a
  where a.kind is null or b.kind is null or b.kind ilike '%' || a.kind || '%'
    or (a.kind = 'log' and b.kind ilike '%wal%') or (a.kind = 'full' and b.kind ilike '%complete%')
),
logged_jobs as (
  select
    coalesce(resource_id, '(store not named)') as resource_id, lower(coalesce(resource_id, '(store not named)')) as log_key,
    coalesce(started_at, completed_at) as ran_at, job_id,
    cast(expires_at as date) - cast(coalesce(started_at, completed_at) as date) as kept_days,
    coalesce(lower(kind) like '%recovery point%', false) as is_point, coalesce(lower(kind) like '%snapshot%', false) as is_snapshot,
    case
      when status ilike '%fail%' or status ilike '%error%' or status ilike '%abort%' or status ilike '%cancel%' or status ilike '%partial%'
        or status ilike '%expired%' or status ilike 'incomplete%' or status ilike 'unsuccess%' or status ilike '%missed%' then 'failed'
      when status ilike '%warning%' or is_of_unknown_kind then 'unknown'
      when status ilike 'complete%' or status ilike 'succe%'
        or lower(status) in ('ok', 'available', 'done', 'finished', 'passed', 'true', 'yes') then 'succeeded'
      else 'unknown'
    end as outcome
  from asked_backups
  -- a copy is no backup of its own, and a continuous one no run
  where coalesce(started_at, completed_at) is not null
    and not coalesce(regexp_matches(lower(kind), '^cop(y|ied)|continuous'), false)
),
continuous_backups as (
  select
    lower(resource_id) as log_key, min(resource_id) as resource_id,
    coalesce(bool_or(lower(kind) like 'continuous%' and (status ilike 'complete%' or status ilike 'available')), false) as is_on
  from backups
  where lower(kind) like '%continuous%' and not lower(kind) like 'cop%' and resource_id is not null
  group by lower(resource_id)
),
log_names as (
  select log_key, min(resource_id) as resource_id
  from (select log_key, resource_id from logged_jobs union all select log_key, resource_id from continuous_backups) as named
  group by log_key
),
matches as (
  -- a log may name a store by its full resource name, the register by the last part of it, or the other way round
  select n.log_key, s.key
  from log_names as n
  join stores as s
    on n.log_key = s.key or n.log_key like '%:' || s.key or n.log_key like '%/' || s.key
    or s.key like '%:' || n.log_key or s.key like '%/' || n.log_key
  qualify row_number() over (partition by n.log_key order by length(s.key) desc nulls last, s.key) = 1
),
naming as (
  select
    exists (select 1 from matches) and not exists (select 1 from backups where resource_id is null) as are_comparable,
    not exists (select 1 from backups where coalesce(started_at, completed_at) is null) as are_dated
),
continuous as (
  select coalesce(m.key, c.log_key) as key, bool_or(c.is_on) as is_on
  from continuous_backups as c left join matches as m on m.log_key = c.log_key
  group by coalesce(m.key, c.log_key)
),
collecting as (
  -- of a part that no run brought whole, what is missing was perhaps not seen, and neither was what came after the last run
  select coalesce(bool_and(is_whole), true) as is_whole, max(collected_at) as collected_at
  from (
    select bool_or(complete) as is_whole, max(ended_at) as collected_at
    from collector_parts
    where array_to_string(fills, ' ') like '%backups%' and cast(ended_at as date) <= $as_of
    group by connector, account_id, part
  ) as parts
),
known_resources as (
  select resource_id, key, kind, env, pitr, backup_retention_days, created_at, is_scope_known from stores_in_scope
  union all
  select
    n.resource_id, n.log_key, cast(null as varchar), cast(null as varchar), cast(null as boolean), cast(null as double),
    cast(null as timestamp),
    not exists (select 1 from data_stores)
      or ($scope_environment is null and $scope_customer_data is null and ($scope_store is null or $scope_store ilike '%backup%'))
  from log_names as n
  where not exists (select 1 from matches as m where m.log_key = n.log_key)
),
resources as (
  select
    r.resource_id, r.key, r.kind, r.env, coalesce(r.pitr, case when c.is_on then true end) as pitr,
    r.backup_retention_days, r.created_at, r.is_scope_known, c.key is not null as is_continuous
  from known_resources as r left join continuous as c on c.key = r.key
),
jobs as (
  select
    coalesce(m.key, j.log_key) as key, j.ran_at, cast(j.ran_at as date) as ran_on, j.outcome, j.job_id, j.is_point, j.is_snapshot,
    j.kept_days
  from logged_jobs as j
  left join matches as m on m.log_key = j.log_key
),
oldest_points as (
  -- of the points that are kept for the shortest time the oldest shows since when all of them are still there
  select key, ran_at from jobs where is_point
  qualify row_number() over (partition by key order by kept_days nulls last, ran_at) = 1
),
beginnings as (
  -- a store with recovery points has a log besides only where jobs are listed of it
  select
    k.key, p.ran_at as points_at, case when p.key is null then l.starts_at when k.has_log then l.log_starts_at end as log_at
  from (select key, bool_or(not is_point and not is_snapshot) as has_log from jobs group by key) as k
  cross join (
    select
      min(ran_at) filter (where not is_point) as starts_at, min(ran_at) filter (where not is_point and not is_snapshot) as log_starts_at
    from jobs
  ) as l
  left join oldest_points as p on p.key = k.key
),
log_start as (
  select
    key, least(points_at, log_at) as starts_at, cast(least(points_at, log_at) as date) as starts_on,
    log_at is null or coalesce(points_at < log_at, false) as is_by_points
  from beginnings
),
several as (
  select count(*) > 1 as are_several from resources
),
days as (
  select
    key, ran_on,
    count(*) filter (where outcome = 'succeeded') as succeeded,
    count(*) filter (where outcome = 'failed') as failed,
    count(*) filter (where outcome = 'unknown') as undecided,
    string_agg(job_id, ', ' order by ran_at, job_id) filter (where outcome = 'failed') as failed_jobs
  from jobs
  group by key, ran_on
),
expected as (
  select
    r.resource_id, r.key, r.kind, r.env, r.is_scope_known, r.is_continuous, b.unit, b.label, b.starts_on, b.ends_on,
    b.whole and b.ends_on <= $as_of and (r.created_at is null or b.starts_on > cast(r.created_at as date)) as is_due,
    coalesce(sum(d.succeeded), 0) as succeeded, coalesce(sum(d.failed), 0) as failed, coalesce(sum(d.undecided), 0) as undecided,
    string_agg(d.failed_jobs, ', ' order by d.ran_on) as failed_jobs
  from resources as r
  join buckets as b on b.unit = $frequency_unit and $frequency <> 'continuous'
  left join days as d on d.key = r.key and d.ran_on between b.starts_on and b.ends_on
  where exists (select 1 from jobs as j where j.key = r.key)
  group by r.resource_id, r.key, r.kind, r.env, r.is_scope_known, r.is_continuous, r.created_at,
    b.unit, b.label, b.starts_on, b.ends_on, b.whole
),
occurrences as (
  select
    case
      when e.unit = 'week' and w.days_after_monday is not null then cast(cast(e.starts_on + w.days_after_monday * interval 1 day as date) as varchar)
      when e.unit in ('day', 'business_day', 'day_except_sunday', 'week') then cast(e.starts_on as varchar)
      else e.label
    end as due,
    e.resource_id, e.kind, e.env, e.starts_on, e.ends_on, e.succeeded, e.failed, e.failed_jobs,
    case
      when e.succeeded > 0 then true
      when e.undecided > 0 or e.ends_on < l.starts_on or e.ends_on >= cast(c.collected_at as date)
        or e.is_continuous or not e.is_scope_known or not n.are_dated then null
      else false
    end as holds,
    case
      when e.succeeded > 0 then cast(cast(e.succeeded as bigint) as varchar) || ' succeeded'
      when e.failed > 0 then cast(cast(e.failed as bigint) as varchar) || ' failed, none succeeded'
      when e.undecided > 0 then 'unknown'
      else 'no backup'
    end as observed,
    case
      when e.unit in ('day', 'business_day', 'day_except_sunday') then 'on ' || cast(e.starts_on as varchar)
      else 'from ' || cast(e.starts_on as varchar) || ' to ' || cast(e.ends_on as varchar)
    end
    || case
      when e.succeeded > 0 and e.failed > 0 then ' a backup failed, and one succeeded'
      when e.succeeded > 0 then ' a backup succeeded'
      when e.undecided > 0 then ' a backup ran, but the evidence does not say whether it succeeded'
      when e.is_continuous then ' there is no backup of its own; it is also backed up continuously, or was'
      when e.ends_on < l.starts_on and l.is_by_points
        then ' there is no recovery point; those that are kept for the shortest time begin only on ' || cast(l.starts_on as varchar)
      when e.ends_on < l.starts_on then ' there is no entry; the log of backups begins only on ' || cast(l.starts_on as varchar)
      when e.ends_on >= cast(c.collected_at as date) then ' there is no backup yet; it was collected before the end'
      when not n.are_dated then ' no backup succeeded, but the log holds backups without a date'
      when not e.is_scope_known then ' no backup succeeded, but the evidence does not say whether the claim is about this store'
      when e.failed > 0 then ' the backup failed and none succeeded'
      else ' there is no backup'
    end as reason
  from expected as e
  join log_start as l on l.key = e.key
  cross join weekday as w
  cross join collecting as c
  cross join naming as n
  where e.is_due or e.succeeded > 0
),
successes as (
  select r.resource_id, r.key, r.kind, r.env, r.is_scope_known, r.created_at, j.ran_at
  from resources as r
  join jobs as j on j.key = r.key
  where j.outcome = 'succeeded' and j.ran_on <= $as_of
),
latest as (
  select
    r.resource_id, r.kind, r.env, r.is_scope_known, max(s.ran_at) as last_success_at,
    $as_of - cast(max(s.ran_at) as date) as age_days,
    count(s.ran_at) filter (where cast(s.ran_at as date) >= $period_start) as in_period,
    l.is_by_points, l.starts_on
  from resources as r
  join log_start as l on l.key = r.key
  left join successes as s on s.key = r.key
  group by r.resource_id, r.kind, r.env, r.is_scope_known, l.is_by_points, l.starts_on
),
moments as (
  select key, ran_at as moment from successes
  union
  -- the first backup is due from the start of the period, of the store, or of the log, whichever is latest
  select
    r.key,
    case
      when r.created_at > cast($period_start as timestamp) then r.created_at
      when l.starts_at > cast($period_start as timestamp) then l.starts_at
      else cast($period_start as timestamp)
    end
  from resources as r
  join log_start as l on l.key = r.key
  where not exists (select 1 from successes as s where s.key = r.key and s.ran_at < cast($period_start as timestamp))
  union
  select r.key, least(cast($as_of as timestamp) + interval 1 day, c.collected_at)
  from resources as r
  cross join collecting as c
  where exists (select 1 from jobs as j where j.key = r.key)
),
gaps as (
  select
    key, moment as opens_at, lead(moment) over (partition by key order by moment) as closes_at
  from moments
),
longest_gaps as (
  select
    r.resource_id, r.kind, r.env, r.is_scope_known, r.is_continuous, g.opens_at, g.closes_at,
    (epoch(g.closes_at) - epoch(g.opens_at)) / 3600 as hours,
    cast(g.closes_at as date) - cast(g.opens_at as date) as days
  from gaps as g
  join resources as r on r.key = g.key
  join log_start as l on l.key = g.key
  where g.closes_at > cast($period_start as timestamp) and (not l.is_by_points or g.closes_at > l.starts_at)
  qualify row_number() over (partition by g.key order by g.closes_at - g.opens_at desc nulls last, g.opens_at) = 1
),
rates as (
  select
    r.resource_id, r.kind, r.env, r.is_scope_known,
    count(*) filter (where j.outcome = 'succeeded') as succeeded,
    count(*) filter (where j.outcome in ('succeeded', 'failed')) as decided
  from resources as r
  join jobs as j on j.key = r.key
  -- what is kept says nothing of what failed
  where j.ran_on between $period_start and $as_of and not j.is_point
  group by r.resource_id, r.kind, r.env, r.is_scope_known
),
results as (
  select
    case when s.are_several then o.resource_id || ' ' || o.due else o.due end as item,
    o.holds, o.observed, o.reason, o.resource_id, o.kind, o.env, cast(o.starts_on as timestamp) as since, cast(o.ends_on as timestamp) as until, o.failed_jobs
  from occurrences as o
  cross join several as s
  union all
  -- a period that is shorter than the frequency: the latest backup must not be older than the frequency allows
  select
    l.resource_id,
    case
      when l.age_days <= $frequency_days then true
      when l.is_by_points and l.starts_on > $as_of - cast($frequency_days as integer) then null
      when l.age_days is null or l.is_scope_known then false
    end,
    coalesce('last backup on ' || strftime(l.last_success_at, '%Y-%m-%d'), 'no successful backup'),
    case
      when l.age_days is null then 'no backup of it succeeded'
      else 'its last successful backup was ' || cast(l.age_days as varchar) || ' days old at the end of the review'
    end,
    l.resource_id, l.kind, l.env, l.last_success_at, cast($as_of as timestamp), cast(null as varchar)
  from latest as l
  where $frequency_unit is not null and $frequency <> 'continuous'
    and not exists (select 1 from buckets where unit = $frequency_unit and whole and ends_on <= $as_of)
  union all
  -- a frequency in hours is missed when half an interval more has passed; one in days is counted in dates
  select
    g.resource_id,
    case
      when s.last_success_at is null then case when g.is_scope_known and not s.is_by_points then false end
      when $frequency_days < 1 and g.hours <= $frequency_days * 24 * 1.5 then true
      when $frequency_days >= 1 and g.days <= $frequency_days then true
      when g.is_scope_known and not g.is_continuous then false
    end,
    'longest gap ' || case
      when $frequency_days < 1 then cast(cast(g.hours as decimal(12, 1)) as varchar) || ' hours' else cast(g.days as varchar) || ' days'
    end,
    'the longest time without a successful backup was from ' || strftime(g.opens_at, '%Y-%m-%d %H:%M') || ' to '
      || strftime(g.closes_at, '%Y-%m-%d %H:%M'),
    g.resource_id, g.kind, g.env, g.opens_at, g.closes_at, cast(null as varchar)
  from longest_gaps as g
  join latest as s on s.resource_id = g.resource_id
  where $frequency_days is not null and $frequency_unit is null
  union all
  select
    r.resource_id, r.pitr,
    case when r.pitr then 'continuous' when not r.pitr then 'not continuous' else 'unknown' end,
    case
      when r.pitr then 'it can be restored to any point in time'
      when not r.pitr then 'restore to a point in time is off, so that backups are not continuous'
      else 'the evidence does not say whether it is backed up continuously'
    end,
    r.resource_id, r.kind, r.env, cast(null as timestamp), cast(null as timestamp), cast(null as varchar)
  from resources as r
  where $frequency = 'continuous'
  union all
  select
    l.resource_id,
    case
      when l.in_period > 0 then true
      when l.is_by_points and l.starts_on > $period_start then null
      when l.is_scope_known then false
    end,
    cast(l.in_period as varchar) || ' successful backups',
    case when l.in_period > 0 then 'backups of it succeeded in the period' else 'no backup of it succeeded in the period' end,
    l.resource_id, l.kind, l.env, l.last_success_at, cast(null as timestamp), cast(null as varchar)
  from latest as l
  where $frequency is null and $success_rate is null
  union all
  select
    r.resource_id,
    case when r.decided = 0 then null when 100.0 * r.succeeded / r.decided >= $success_rate then true when r.is_scope_known then false end,
    cast(r.succeeded as varchar) || ' of ' || cast(r.decided as varchar) || ' jobs succeeded',
    cast(r.succeeded as varchar) || ' of ' || cast(r.decided as varchar) || ' backup jobs succeeded; '
      || cast($success_rate as varchar) || ' % are stated',
    r.resource_id, r.kind, r.env, cast(null as timestamp), cast(null as timestamp), cast(null as varchar)
  from rates as r
  where $success_rate is not null
  union all
  select
    r.resource_id,
    case
      when r.is_scope_known and n.are_comparable and c.is_whole
        and not r.is_continuous and not coalesce(r.pitr, false) and coalesce(r.backup_retention_days, 0) = 0 then false
    end,
    'no backup job',
    case
      when r.pitr or r.backup_retention_days > 0
        then 'its automatic backups are switched on, but the evidence holds no backup of it'
      when r.is_continuous then 'the evidence holds a backup of it that is or may be continuous, and none besides'
      when not c.is_whole then 'the evidence holds no backup of it, and a part of what tells of backups was not collected'
      when not n.are_comparable then 'the log of backups does not name stores as the register of stores does, so that none can be found for it'
      when not r.is_scope_known then 'the evidence holds no backup of it and does not say whether the claim is about this store'
      else 'the evidence holds no backup of it'
    end,
    r.resource_id, r.kind, r.env, r.created_at, cast(null as timestamp), cast(null as varchar)
  from resources as r
  cross join naming as n
  cross join collecting as c
  where coalesce($frequency, '') <> 'continuous'
    and not exists (select 1 from jobs as j where j.key = r.key)
)
select item, holds, observed, reason, resource_id, kind, env, since, until, failed_jobs
from results
where exists (select 1 from asked_backups)
order by item
