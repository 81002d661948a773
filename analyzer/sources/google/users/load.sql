insert into idp_users
  (user_id, email, name, status, created_at, last_login_at, is_admin, account_type, directory, evidence_file, evidence_row)
select
  record->>'$.id',
  record->>'$.primaryEmail',
  record->>'$.name.fullName',
  case
    when (record->>'$.suspended') = 'true' then 'SUSPENDED'
    -- who is archived cannot sign in
    when (record->>'$.archived') = 'true' then 'DEACTIVATED'
    else 'ACTIVE'
  end,
  record->>'$.creationTime',
  -- 1970 stands for "never"
  case when (record->>'$.lastLoginTime') not like '1970-%' then record->>'$.lastLoginTime' end,
  case when (record->>'$.isAdmin') = 'true' or (record->>'$.isDelegatedAdmin') = 'true' then 'true' else record->>'$.isAdmin' end,
  'user',
  'Google Workspace',
  file, row_number
from raw;

insert into idp_factors (user_id, factor_type, status, evidence_file, evidence_row)
-- the directory tells that there is a second step, and not of which kind
select record->>'$.id', '2-Step Verification', 'ACTIVE', file, row_number
from raw
where (record->>'$.isEnrolledIn2Sv') = 'true';

insert into idp_policies
  (policy_id, name, status, mfa_required, groups_included, groups_excluded, evidence_file, evidence_row)
with people as (
  select coalesce(record->>'$.orgUnitPath', '/') as unit, record->>'$.primaryEmail' as email,
         (record->>'$.isEnforcedIn2Sv') = 'true' as enforced, file, row_number
  from raw
  where coalesce(record->>'$.suspended', 'false') = 'false' and coalesce(record->>'$.archived', 'false') = 'false'
    and (record->>'$.isEnforcedIn2Sv') is not null
),
units as (
  select unit, count(*) filter (where enforced) as number,
         string_agg(email, '; ' order by email) filter (where not enforced) as others,
         count(*) over () as units, min(file) as file, min(row_number) as row_number
  from people
  group by unit
)
select
  '2sv ' || unit,
  '2-Step Verification of ' || unit,
  'ACTIVE',
  case when number > 0 then 'true' else 'false' end,
  case when units > 1 then unit end,
  case when number > 0 then others end,
  file, row_number
from units;
