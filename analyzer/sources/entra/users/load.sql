insert into idp_users
  (user_id, email, name, status, created_at, deactivated_at, last_login_at, account_type, directory, evidence_file, evidence_row)
with users as (
  select
    record,
    -- the name of a deleted user stands behind its id
    case when (record->>'$.deletedDateTime') is not null and regexp_matches(record->>'$.userPrincipalName', '^[0-9a-fA-F]{32}')
         then substr(record->>'$.userPrincipalName', 33) else record->>'$.userPrincipalName' end as principal,
    file, row_number
  from raw
)
select
  record->>'$.id',
  coalesce(nullif(record->>'$.mail', ''), principal),
  record->>'$.displayName',
  case
    when (record->>'$.deletedDateTime') is not null then 'DELETED'
    when (record->>'$.accountEnabled') = 'true' then 'ACTIVE'
    when (record->>'$.accountEnabled') = 'false' then 'DISABLED'
  end,
  record->>'$.createdDateTime',
  -- the directory does not say when an account was disabled; its audit log does
  record->>'$.deletedDateTime',
  coalesce(
    record->>'$.signInActivity.lastSuccessfulSignInDateTime',
    record->>'$.signInActivity.lastSignInDateTime',
    record->>'$.signInActivity.lastNonInteractiveSignInDateTime'
  ),
  case when (record->>'$.displayName') = 'On-Premises Directory Synchronization Service Account' then 'service' else 'user' end,
  'Microsoft Entra ID',
  file, row_number
from users;
