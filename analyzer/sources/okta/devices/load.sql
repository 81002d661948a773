insert into devices
  (device_id, serial, owner_email, platform, os_version, disk_encrypted, name, evidence_file, evidence_row)
with users as (
  -- a device that is only registered is nobody's managed device; one that several people use is theirs who came first
  select row_number, unnest(cast(record->'$._embedded.users' as json[])) as held
  from raw where json_array_length(record->'$._embedded.users') > 0
),
managed as (
  select row_number, coalesce(held->>'$.user.profile.email', held->>'$.user.profile.login') as email
  from users
  where (held->>'$.managementStatus') = 'MANAGED'
  qualify row_number() over (partition by row_number order by held->>'$.created' nulls last, held->>'$.user.id') = 1
)
select
  r.record->>'$.id',
  r.record->>'$.profile.serialNumber',
  m.email,
  case (r.record->>'$.profile.platform')
    when 'MACOS' then 'macOS' when 'WINDOWS' then 'Windows' when 'IOS' then 'iOS' when 'ANDROID' then 'Android'
    when 'CHROMEOS' then 'ChromeOS' else r.record->>'$.profile.platform'
  end,
  r.record->>'$.profile.osVersion',
  case (r.record->>'$.profile.diskEncryptionType')
    when 'ALL_INTERNAL_VOLUMES' then 'true' when 'FULL' then 'true' when 'USER' then 'true'
    when 'NONE' then 'false' when 'SYSTEM_VOLUME' then 'false'
  end,
  r.record->>'$.profile.displayName',
  r.file, r.row_number
from raw as r
join managed as m on m.row_number = r.row_number
where (r.record->>'$.status') in ('ACTIVE', 'SUSPENDED');
