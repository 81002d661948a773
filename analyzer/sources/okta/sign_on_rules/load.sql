insert into idp_policies
  (policy_id, name, app_or_group, status, mfa_required, groups_included, groups_excluded, effective_from,
   evidence_file, evidence_row)
with applications as (
  select row_number, string_agg(coalesce(app->>'$.displayName', app->>'$.name', app->>'$.type'), ', ') as names
  from (
    select row_number, unnest(cast(record->'$.conditions.app.include' as json[])) as app
    from raw where json_type(record, '$.conditions.app.include') = 'ARRAY'
  ) as listed
  group by row_number
)
select
  coalesce(r.record->>'$.id', r.record->>'$.name'),
  r.record->>'$.name',
  a.names,
  coalesce(r.record->>'$.status', 'ACTIVE'),
  r.record->>'$.actions.signon.requireFactor',
  case when upper(r.record->>'$.conditions.people.groups.include') not in ('["EVERYONE"]', 'NULL')
       then r.record->>'$.conditions.people.groups.include' end,
  nullif(r.record->>'$.conditions.people.groups.exclude', 'null'),
  r.record->>'$.lastUpdated',
  r.file, r.row_number
from raw as r
left join applications as a on a.row_number = r.row_number
-- a rule that denies access lets nobody in, with or without a second factor
where coalesce(r.record->>'$.actions.signon.access', 'ALLOW') <> 'DENY';

insert into session_settings (system, name, idle_minutes, absolute_minutes, status, evidence_file, evidence_row)
select
  'Okta',
  record->>'$.name',
  nullif(record->>'$.actions.signon.session.maxSessionIdleMinutes', '0'),
  nullif(record->>'$.actions.signon.session.maxSessionLifetimeMinutes', '0'),
  coalesce(record->>'$.status', 'ACTIVE'),
  file, row_number
from raw
where coalesce(record->>'$.actions.signon.access', 'ALLOW') <> 'DENY' and json_type(record, '$.actions.signon.session') = 'OBJECT';
