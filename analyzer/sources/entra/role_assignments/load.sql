insert into app_accounts
  (system, account_id, email, account_type, role, is_privileged, status, created_at, evidence_file, evidence_row)
with holders as (
  -- the holder itself, or each person of the group that holds the role
  select record->'$.assignment.principal' as holder, record->'$.role' as role, record->'$.assignment' as assignment, file, row_number
  from raw
  where json_type(record, '$.members') is distinct from 'ARRAY'
  union all
  select unnest(cast(record->'$.members' as json[])), record->'$.role', record->'$.assignment', file, row_number
  from raw
  where json_type(record, '$.members') = 'ARRAY'
),
rights as (
  select
    coalesce(holder->>'$.userPrincipalName', holder->>'$.appId', holder->>'$.id', assignment->>'$.principalId') as account,
    holder, coalesce(role->>'$.displayName', assignment->>'$.roleDefinitionId') as name,
    case
      when (role->>'$.isBuiltIn') = 'true'
        then (role->>'$.displayName') ilike '%administrator%' or (role->>'$.displayName') ilike 'partner%support'
          or (role->>'$.displayName') in ('Directory Writers', 'Security Operator', 'Directory Synchronization Accounts')
      -- a role that the organisation made is one of an administrator where it may do more than read
      when role is not null then regexp_matches(role->>'$.rolePermissions', '/(create|update|delete|allTasks|manage|allProperties/allTasks)"')
        or regexp_matches(role->>'$.rolePermissions', '/[a-zA-Z]+/(update|create|delete|allTasks|manage|restore|disable|enable|invalidateAllRefreshTokens)"')
    end as privileged,
    file, row_number
  from holders
)
select
  'Microsoft Entra ID', account,
  coalesce(max(nullif(holder->>'$.mail', '')), case when account like '%@%' then account end),
  case when max(holder->>'$.userPrincipalName') is null then 'service' else 'user' end,
  string_agg(distinct name, ', ' order by name),
  bool_or(privileged),
  case max(holder->>'$.accountEnabled') when 'true' then 'active' when 'false' then 'disabled' end,
  max(holder->>'$.createdDateTime'),
  max(file), min(row_number)
from rights
group by account;
