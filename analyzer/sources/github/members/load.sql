insert into app_accounts
  (system, tenant, account_id, email, account_type, role, is_privileged, status, created_at, mfa_enabled, notes,
   evidence_file, evidence_row)
select
  'GitHub',
  record->>'$.organization',
  coalesce(record->>'$.login', record->>'$.node.login'),
  -- what the company says of a person comes before what the person says
  nullif(coalesce(
    case when (record->>'$.samlIdentity.nameId') like '%@%' then record->>'$.samlIdentity.nameId' end,
    record->>'$.node.organizationVerifiedDomainEmails[0]',
    record->>'$.email', nullif(record->>'$.node.email', ''), record->>'$.samlIdentity.nameId'
  ), ''),
  case when (record->>'$.type') = 'Bot' or (record->>'$.login') like '%[bot]' then 'service' else 'user' end,
  record->>'$.role',
  case lower(record->>'$.role') when 'admin' then 'true' when 'owner' then 'true' when 'member' then 'false' when 'outside collaborator' then 'false' end,
  -- the list holds current members only
  'active',
  coalesce(record->>'$.created_at', record->>'$.node.createdAt'),
  coalesce(record->>'$.hasTwoFactorEnabled', record->>'$.two_factor_authentication', record->>'$.two_factor_enabled'),
  case when (record->>'$.two_factor') = 'insecure' then 'the second factor is a code that comes by SMS' end,
  file, row_number
from raw;
