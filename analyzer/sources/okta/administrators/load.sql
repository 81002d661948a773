insert into app_accounts
  (system, account_id, email, account_type, role, is_privileged, status, created_at, disabled_at, last_login_at, mfa_enabled,
   evidence_file, evidence_row)
with roles as (
  select row_number, unnest(cast(record->'$.roles' as json[])) as role
  from raw where json_array_length(record->'$.roles') > 0
),
held as (
  select row_number, string_agg(distinct coalesce(role->>'$.label', role->>'$.type'), ', '
                                order by coalesce(role->>'$.label', role->>'$.type')) as names,
    bool_or(coalesce(role->>'$.type', '') not in ('READ_ONLY_ADMIN', 'REPORT_ADMIN')) as changes_things
  from roles
  where coalesce(role->>'$.status', 'ACTIVE') = 'ACTIVE'
  group by row_number
),
factors as (
  select row_number, unnest(cast(record->'$.factors' as json[])) as factor
  from raw where json_array_length(record->'$.factors') > 0
),
second as (
  select row_number, count(*) as number
  from factors
  where (factor->>'$.status') = 'ACTIVE' and (factor->>'$.factorType') <> 'question'
  group by row_number
)
select
  'Okta',
  r.record->>'$.administrator.profile.login',
  coalesce(r.record->>'$.administrator.profile.email', r.record->>'$.administrator.profile.login'),
  -- include okta_account_type.sql
  h.names, case when h.changes_things then 'true' else 'false' end,
  r.record->>'$.administrator.status',
  r.record->>'$.administrator.created',
  case when (r.record->>'$.administrator.status') in ('DEPROVISIONED', 'SUSPENDED')
       then r.record->>'$.administrator.statusChanged' end,
  r.record->>'$.administrator.lastLogin',
  case when s.number > 0 then 'true' else 'false' end,
  r.file, r.row_number
from (select *, record->>'$.administrator.profile.userType' as user_type from raw) as r
join held as h on h.row_number = r.row_number
left join second as s on s.row_number = r.row_number;
