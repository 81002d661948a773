insert into idp_users
  (user_id, email, name, status, created_at, last_login_at, account_type, directory, evidence_file, evidence_row)
select
  record->>'$.id',
  coalesce(nullif(record->>'$.mail', ''), record->>'$.userPrincipalName'),
  record->>'$.displayName',
  -- the directory does not say since when an account is disabled; its audit log does
  case record->>'$.accountEnabled' when 'true' then 'ACTIVE' when 'false' then 'DISABLED' end,
  record->>'$.createdDateTime',
  coalesce(
    record->>'$.signInActivity.lastSuccessfulSignInDateTime',
    record->>'$.signInActivity.lastSignInDateTime',
    record->>'$.signInActivity.lastNonInteractiveSignInDateTime'
  ),
  case when (record->>'$.displayName') = 'On-Premises Directory Synchronization Service Account' then 'service' else 'user' end,
  'Microsoft Entra ID',
  file, row_number
from raw;
