insert into app_accounts
  (system, tenant, account_id, email, account_type, role, is_privileged, status, mfa_enabled, evidence_file, evidence_row)
with t as (
  select
    record->>'$.org' as org,
    case json_type(record, '$.membership') when 'VARCHAR' then try_cast(record->>'$.membership' as json) when 'NULL' then null else record->'$.membership' end as membership,
    record->>'$.login' as login, record->>'$.email' as email, record->>'$.type' as type,
    record->>'$.role_name' as role_name, record->>'$.two_factor_authentication' as two_factor_authentication,
    file, row_number
-- include last_synchronisation.sql
)
select
  'GitHub', org, login, nullif(email, ''), case when type = 'Bot' or login like '%[bot]' then 'service' else 'user' end,
  coalesce(membership->>'$.role', role_name),
  case lower(coalesce(membership->>'$.role', role_name)) when 'admin' then 'true' when 'owner' then 'true' when 'member' then 'false' end,
  -- the list holds current members only
  'active', two_factor_authentication, file, row_number
from t;
