insert into app_accounts
  (system, account_id, email, account_type, role, is_privileged, status, created_at, last_login_at, evidence_file, evidence_row)
with holders as (
  select unnest(cast(record->'$.holders' as json[])) as holder, record->'$.role' as role, record->'$.assignment' as assignment,
         file, row_number
  from raw
  where json_array_length(record->'$.holders') > 0
),
privileges as (
  select row_number, bool_or(not regexp_matches(upper(privilege->>'$.privilegeName'), 'RETRIEVE|READ|REPORT|DASHBOARD|VIEW')) as changes
  from (
    select row_number, unnest(cast(record->'$.role.rolePrivileges' as json[])) as privilege
    from raw where json_array_length(record->'$.role.rolePrivileges') > 0
  ) as listed
  group by row_number
),
rights as (
  select
    coalesce(h.holder->>'$.primaryEmail', h.holder->>'$.email', h.holder->>'$.id') as account, h.holder,
    coalesce(h.role->>'$.roleName', h.assignment->>'$.roleId') as name,
    (h.role->>'$.isSuperAdminRole') = 'true' or p.changes as privileged,
    h.file, h.row_number
  from holders as h
  left join privileges as p on p.row_number = h.row_number
)
select
  'Google Workspace', account,
  case when account like '%@%' then account end,
  -- an id without an address is a service account's
  case when account like '%@%' and account not like '%gserviceaccount.com' then 'user' else 'service' end,
  string_agg(distinct name, ', ' order by name),
  bool_or(privileged),
  case
    when max(holder->>'$.suspended') = 'true' then 'suspended'
    when max(holder->>'$.archived') = 'true' then 'deactivated'
    when max(holder->>'$.suspended') = 'false' then 'active'
  end,
  max(holder->>'$.creationTime'),
  max(case when (holder->>'$.lastLoginTime') not like '1970-%' then holder->>'$.lastLoginTime' end),
  max(file), min(row_number)
from rights
group by account;
