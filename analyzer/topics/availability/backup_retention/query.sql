-- One row per store whose backups the evidence knows anything of: its settings, and the recovery points of the period.
-- Recovery points show what was done; a setting speaks where they do not.
with stores as (
  select
    resource_id, lower(resource_id) as key, engine, env, contains_customer_data, backup_retention_days,
    case
      when engine ilike '%s3%' or engine ilike '%gcs%' or engine ilike '%blob%' or engine ilike '%bucket%' or engine ilike '%object%'
        then 'object_storage'
      when engine ilike '%ebs%' or engine ilike '%efs%' or engine ilike '%volume%' or engine ilike '%disk%' then 'volume'
      else 'database'
    end as kind,
    lower(env) like 'prod%' or lower(env) in ('prd', 'live') as is_production
  from data_stores
),
kept as (
  select
    coalesce(resource_id, '(store not named)') as resource_id,
    cast(expires_at as date) - cast(coalesce(started_at, completed_at) as date) as kept_days,
    coalesce(regexp_matches(lower(kind), '^cop(y|ied)'), false) as is_copy
  from backups as b
  where (status is null or status ilike 'complete%' or status ilike 'succe%' or lower(status) in ('ok', 'available', 'done', 'finished'))
    and cast(coalesce(started_at, completed_at) as date) between $period_start and $as_of
    -- an export without any expiry says nothing of retention
    and exists (select 1 from backups where expires_at is not null)
    -- a snapshot that its service deletes by itself has an end that its list does not say, and a continuous backup has none
    and not (expires_at is null and coalesce(regexp_matches(lower(kind), '^(automated|volume) snapshot|continuous'), false))
    -- a recovery point speaks for the job that made it
    and not (coalesce(job_id <> point_id, false) and exists (select 1 from backups as p where p.job_id = b.point_id))
),
recovery_points as (
  select resource_id, kept_days from kept where not is_copy
),
rules as (
  select
    resource_id, retention_days, effective_from,
    lead(effective_from) over (partition by lower(resource_id), lower(data_type) order by effective_from) as effective_to
  from retention_settings
  where data_type ilike '%backup%' or rule ilike '%backup%' or data_type ilike '%snapshot%' or rule ilike '%snapshot%'
    or data_type ilike '%recovery point%' or rule ilike '%recovery point%'
),
rules_in_period as (
  select resource_id, retention_days
  from rules
  where (effective_from is null or cast(effective_from as date) <= $as_of)
    and (effective_to is null or cast(effective_to as date) > $period_start)
),
names as (
  select lower(resource_id) as log_key, min(resource_id) as resource_id
  from (
    select resource_id from kept
    union all
    select resource_id from rules_in_period
  ) as named
  where resource_id is not null
  group by lower(resource_id)
),
matches as (
  select n.log_key, s.key
  from names as n
  join stores as s
    on n.log_key = s.key or n.log_key like '%:' || s.key or n.log_key like '%/' || s.key
    or s.key like '%:' || n.log_key or s.key like '%/' || n.log_key
  qualify row_number() over (partition by n.log_key order by length(s.key) desc nulls last, s.key) = 1
),
points_by_store as (
  select
    coalesce(m.key, lower(p.resource_id)) as key, count(*) as points, min(p.kept_days) as shortest_days,
    count(*) filter (where p.kept_days < $retention_days) as too_short
  from recovery_points as p
  left join matches as m on m.log_key = lower(p.resource_id)
  group by coalesce(m.key, lower(p.resource_id))
),
copies_by_store as (
  select coalesce(m.key, lower(c.resource_id)) as key, max(coalesce(c.kept_days, 1000000)) as longest_days
  from kept as c
  left join matches as m on m.log_key = lower(c.resource_id)
  where c.is_copy
  group by coalesce(m.key, lower(c.resource_id))
),
rules_by_store as (
  select coalesce(m.key, lower(r.resource_id)) as key, min(r.retention_days) as shortest_days,
    count(*) filter (where r.retention_days is null) > 0 as has_unknown
  from rules_in_period as r
  left join matches as m on m.log_key = lower(r.resource_id)
  group by coalesce(m.key, lower(r.resource_id))
),
resources as (
  select
    resource_id, key, kind, env, backup_retention_days,
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
  union all
  select
    n.resource_id, n.log_key, cast(null as varchar), cast(null as varchar), cast(null as double),
    not exists (select 1 from data_stores)
      or ($scope_environment is null and $scope_customer_data is null and ($scope_store is null or $scope_store ilike '%backup%'))
  from names as n
  where not exists (select 1 from matches as m where m.log_key = n.log_key)
),
measured as (
  select
    r.resource_id, r.kind, r.env, r.is_scope_known, p.points, p.too_short,
    p.shortest_days as shortest_recovery_point_days,
    -- where a rule has it backed up, its own backups may be off
    case
      when b.shortest_days < r.backup_retention_days or r.backup_retention_days is null
        or (r.backup_retention_days = 0 and b.shortest_days is not null) then b.shortest_days
      else r.backup_retention_days
    end as shortest_setting_days,
    b.shortest_days as rule_days, c.longest_days as copied_days, coalesce(b.has_unknown, false) as has_unknown
  from resources as r
  left join points_by_store as p on p.key = r.key
  left join rules_by_store as b on b.key = r.key
  left join copies_by_store as c on c.key = r.key
  where p.points > 0 or b.key is not null or r.backup_retention_days is not null
),
judged as (
  select
    resource_id, kind, env, is_scope_known, points, too_short, shortest_recovery_point_days, shortest_setting_days, rule_days,
    copied_days,
    case
      when $retention_days is null then null
      when points > 0 then case when too_short = 0 then true when coalesce(copied_days < $retention_days, true) then false end
      when rule_days >= $retention_days and shortest_setting_days < rule_days then null
      when has_unknown and coalesce(shortest_setting_days >= $retention_days, true) then null
      else shortest_setting_days >= $retention_days
    end as is_as_stated
  from measured
)
select
  resource_id as item,
  case when is_scope_known or is_as_stated then is_as_stated end as holds,
  case
    when points > 0 and shortest_recovery_point_days is null then 'recovery points that never expire'
    when points > 0 then 'recovery points kept at least ' || cast(shortest_recovery_point_days as varchar) || ' days'
    else coalesce('setting of ' || cast(cast(shortest_setting_days as bigint) as varchar) || ' days', 'unknown')
  end as observed,
  case
    when $retention_days is null then 'no time is stated to compare with'
    when is_as_stated is null and points > 0
      then cast(too_short as varchar) || ' of ' || cast(points as varchar) || ' recovery points are kept for less'
        || ' than stated; copies of its backups are kept for longer, and whether each was copied is not told here'
    when is_as_stated is null and rule_days >= $retention_days and shortest_setting_days < rule_days
      then 'its own backups are kept for ' || cast(cast(shortest_setting_days as bigint) as varchar)
        || ' days, those by a rule for ' || cast(cast(rule_days as bigint) as varchar)
    when is_as_stated is null then 'a setting of the period does not say for how long backups are kept'
    when too_short > 0
      then cast(too_short as varchar) || ' of ' || cast(points as varchar) || ' recovery points of the period are kept for less than the '
        || cast(cast($retention_days as bigint) as varchar) || ' days stated, the shortest for '
        || cast(shortest_recovery_point_days as varchar) || ' days'
    when points > 0
      then 'all ' || cast(points as varchar) || ' recovery points of the period are kept for '
        || cast(cast($retention_days as bigint) as varchar) || ' days or more'
    when shortest_setting_days = 0 then 'its automatic backups are switched off (kept for 0 days)'
    when not is_as_stated
      then 'backups are kept for ' || cast(cast(shortest_setting_days as bigint) as varchar) || ' days; '
        || cast(cast($retention_days as bigint) as varchar) || ' days are stated'
    else 'backups are kept for ' || cast(cast(shortest_setting_days as bigint) as varchar) || ' days'
  end
  || case when is_scope_known or is_as_stated then '' else '; the evidence does not say whether the claim is about this store' end as reason,
  kind, env, points as recovery_points, shortest_recovery_point_days, shortest_setting_days
from judged
order by item
