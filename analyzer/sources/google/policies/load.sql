insert into password_settings (system, policy, min_length, max_age_days, evidence_file, evidence_row)
with effective as (
  -- of several policies for the same unit or group the one with the highest order is in force
  select
    record->'$.policy.setting.value' as value,
    coalesce(record->>'$.policy.policyQuery.group', record->>'$.orgUnitPath', record->>'$.policy.policyQuery.orgUnit') as place,
    file, row_number
  from raw
  where (record->>'$.policy.setting.type') like '%security.password'
  qualify row_number() over (
    partition by record->>'$.policy.policyQuery.group', record->>'$.policy.policyQuery.orgUnit'
    order by cast(record->>'$.policy.policyQuery.sortOrder' as double) desc nulls last, row_number
  ) = 1
)
select
  'Google Workspace',
  'Passwords of ' || coalesce(place, 'everyone'),
  value->>'$.minimumLength',
  -- a duration is written with its unit; none stands for "never"
  case
    when not regexp_matches(value->>'$.expirationDuration', '^[1-9][0-9]*[smh]$') then null
    else cast(
      cast(left(value->>'$.expirationDuration', length(value->>'$.expirationDuration') - 1) as bigint)
      / case right(value->>'$.expirationDuration', 1) when 's' then 86400.0 when 'm' then 1440.0 else 24.0 end as varchar)
  end,
  file, row_number
from effective;

insert into session_settings (system, name, absolute_minutes, status, evidence_file, evidence_row)
with effective as (
  select
    record->>'$.policy.setting.value.webSessionDuration' as duration,
    coalesce(record->>'$.policy.policyQuery.group', record->>'$.orgUnitPath', record->>'$.policy.policyQuery.orgUnit') as place,
    file, row_number
  from raw
  where (record->>'$.policy.setting.type') like '%security.session_controls'
  qualify row_number() over (
    partition by record->>'$.policy.policyQuery.group', record->>'$.policy.policyQuery.orgUnit'
    order by cast(record->>'$.policy.policyQuery.sortOrder' as double) desc nulls last, row_number
  ) = 1
)
select
  'Google Workspace',
  'Web sessions of ' || coalesce(place, 'everyone'),
  cast(
    cast(left(duration, length(duration) - 1) as bigint)
    / case right(duration, 1) when 's' then 60.0 when 'm' then 1.0 else 1 / 60.0 end as varchar),
  'active',
  file, row_number
from effective
where regexp_matches(duration, '^[1-9][0-9]*[smh]$');
