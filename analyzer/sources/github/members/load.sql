insert into app_accounts
  (system, account_id, email, account_type, role, is_privileged, status, created_at, mfa_enabled, evidence_file, evidence_row)
select
  'GitHub',
  coalesce(record->>'$.login', record->>'$.node.login'),
  nullif(coalesce(record->>'$.email', record->>'$.node.email', record->>'$.samlIdentity.nameId'), ''),
  case when (record->>'$.type') = 'Bot' or (record->>'$.login') like '%[bot]' then 'service' else 'user' end,
  record->>'$.role',
  case lower(record->>'$.role') when 'admin' then 'true' when 'owner' then 'true' when 'member' then 'false' end,
  -- the list holds current members only
  'active',
  record->>'$.created_at',
  coalesce(record->>'$.hasTwoFactorEnabled', record->>'$.two_factor_authentication', record->>'$.two_factor_enabled'),
  file, row_number
from raw;
